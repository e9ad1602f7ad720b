SELECT provider, recipient, added(CASE WHEN kind = 'funding' AND state = 'done' THEN value ELSE 0 END) AS aid_given,
  added(CASE WHEN kind = 'funding' AND state <> 'done' THEN value ELSE 0 END) AS aid_ahead,
  added(CASE WHEN kind = 'investment' AND state = 'done' THEN value ELSE 0 END) AS invested,
  added(CASE WHEN kind = 'investment' AND state <> 'done' THEN value ELSE 0 END) AS investment_ahead, count(*) AS figures, inexact(bound) AS inexact
FROM figures
WHERE kind IN ('funding', 'investment') AND counts_in_totals AND unit = '元'
GROUP BY givers, takers, provider, recipient
ORDER BY recipient, provider
