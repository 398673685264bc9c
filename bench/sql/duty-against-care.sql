INSERT INTO wiz_flag (rule, side, subject_id, client_id, since, due, consultant_from, raised_at, snooze_reason)
WITH care AS (
    SELECT client_id, greatest(start, (made_at AT TIME ZONE 'Europe/Amsterdam')::date) AS known_on
    FROM trajecten_referral
    WHERE start <= %(day)s::date
      AND ((outcome = '' AND coalesce(until, 'infinity') >= %(day)s::date)
           OR (outcome = ANY(%(ran)s) AND until > %(day)s::date))
    UNION ALL
    SELECT plan.client_id, (SELECT min(version.signed_on) FROM trajecten_planversion AS version
                            WHERE version.plan_id = plan.id)
    FROM trajecten_plan AS plan
    WHERE plan.ended_on IS NULL AND plan.kind = 'rest' AND plan.state = ANY(%(signed)s)
      AND coalesce(plan.rest_until, 'infinity') >= %(day)s::date
), clashing AS (
    SELECT client_id, min(known_on) AS known_on FROM care GROUP BY client_id HAVING min(known_on) IS NOT NULL
), counted AS (
    SELECT client_id,
           greatest(known_on, %(live_since)s::date,
                    (SELECT max(granted_until) + 1 FROM trajecten_exemption AS before
                     WHERE before.client_id = clashing.client_id AND before.granted_until < %(day)s::date)) AS since
    FROM clashing
    WHERE NOT EXISTS (SELECT FROM trajecten_exemption AS exemption
                      WHERE exemption.client_id = clashing.client_id
                        AND %(day)s::date BETWEEN exemption.granted_from AND exemption.granted_until)
)
SELECT 'duty-against-care', 'M', client_id, client_id, since, since, since, now(), '' FROM counted
