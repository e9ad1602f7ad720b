SELECT unit, status, added(value) AS amount, added(most) AS amount_upper, count(*) AS figures, inexact(bound) AS inexact,
  min(about || ' ' || quote) AS for_example
FROM figures
WHERE kind = $kind AND counts_in_totals AND NOT regexp_matches(unit, '[%‰/]')
GROUP BY unit, status
ORDER BY figures DESC, unit, status
