INSERT INTO wiz_flag (rule, side, subject_id, client_id, since, due, consultant_from, raised_at, snooze_reason)
SELECT 'childcare-not-arranged', 'M', activity.id, activity.client_id,
       activity.start - %(childcare_arranged)s, greatest(activity.start, %(live_since)s::date),
       activity.start - %(childcare_arranged)s, now(), ''
FROM trajecten_activity AS activity
CROSS JOIN LATERAL greatest(activity.start, %(day)s::date) AS its_day
WHERE activity.start <= %(day)s::date + %(childcare_arranged)s
  AND coalesce(activity.ended_on, 'infinity') >= %(day)s::date
  AND (activity."end" >= %(day)s::date OR activity.kind = 'order')
  AND NOT EXISTS (SELECT FROM trajecten_carenotneeded AS noted WHERE noted.activity_id = activity.id)
  AND EXISTS (
      SELECT FROM wiz_child AS child
      WHERE child.client_id = activity.client_id
        -- Born on 29 February, she is a year older on 1 March.
        AND child.birth_date > its_day - make_interval(years => %(too_old)s)
        AND NOT EXISTS (
            SELECT FROM trajecten_childcareneed AS need
            JOIN trajecten_childcarerequest AS request ON request.id = need.request_id
            WHERE need.child_id = child.id AND need.granted AND request.state = ANY(%(granted)s)
              AND request.needed_from <= its_day AND coalesce(request.until, 'infinity') >= its_day
              AND (request.activity_id IS NULL OR request.activity_id = activity.id)))
