SELECT provider, recipient, added(CASE state WHEN 'planned' THEN value ELSE 0 END) AS planned,
  added(CASE state WHEN 'committed' THEN value ELSE 0 END) AS committed, added(CASE state WHEN 'done' THEN value ELSE 0 END) AS done,
  count(*) AS figures, inexact(bound) AS inexact
FROM figures
WHERE kind = 'funding' AND counts_in_totals AND unit = '元'
GROUP BY givers, takers, provider, recipient
ORDER BY planned + committed DESC, done DESC, provider, recipient
