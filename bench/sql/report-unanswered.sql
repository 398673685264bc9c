INSERT INTO wiz_flag (rule, side, subject_id, client_id, organisation_id, owner_id, since, due,
                      consultant_from, lead_from, raised_at, snooze_reason)
SELECT 'report-unanswered', 'M', report.id, activity.client_id, ordered.bureau_id, ordered.coach_id,
       waits_from + %(report_reply)s + 1, waits_from + %(report_reply)s,
       waits_from + %(report_reply)s + 1, waits_from + %(report_reply_lead)s, now(), ''
FROM partners_report AS report
JOIN partners_order AS ordered ON ordered.id = report.order_id
JOIN trajecten_activity AS activity ON activity.id = ordered.activity_id
CROSS JOIN LATERAL greatest(report.delivered_on, %(live_since)s::date) AS waits_from
WHERE report.state = 'delivered'
  AND waits_from < %(day)s::date - %(report_reply)s
