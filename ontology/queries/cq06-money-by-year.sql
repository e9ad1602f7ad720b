SELECT provider_placed AS provider, period[:4] AS year, status, added(value) AS yuan, added(most) AS yuan_upper,
  array_to_string(once(list(bound ORDER BY value DESC, quote, bound)), ', ') AS bounds, count(*) AS figures,
  string_agg(quote, ' + ' ORDER BY value DESC, quote) AS as_written
FROM figures
WHERE kind = 'funding' AND unit = '元' AND counts_in_year AND period <> ''
GROUP BY givers, provider_placed, year, status
ORDER BY provider, year, status
