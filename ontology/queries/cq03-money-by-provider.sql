SELECT provider_placed AS provider, status, added(value) AS yuan, added(most) AS yuan_upper,
  array_to_string(once(list(bound ORDER BY value DESC, quote, bound)), ', ') AS bounds, count(*) AS figures,
  string_agg(quote, ' + ' ORDER BY value DESC, quote) AS as_written
FROM figures
WHERE kind = 'funding' AND unit = '元' AND CASE WHEN $year IS NULL THEN counts_in_totals ELSE counts_in_year AND period[:4] = $year END
GROUP BY givers, provider_placed, status
ORDER BY yuan DESC, provider, status
