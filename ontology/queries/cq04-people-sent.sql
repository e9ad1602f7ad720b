SELECT provider_placed AS "from", recipient_placed AS "to", status, added(value) AS people, added(most) AS people_upper, people_unit AS unit,
  array_to_string(once(list(bound ORDER BY value DESC, quote, about, bound)), ', ') AS bounds, count(*) AS figures,
  string_agg(quote, ' + ' ORDER BY value DESC, quote) AS as_written, string_agg(about, ' + ' ORDER BY value DESC, quote, about) AS as_whom
FROM figures
WHERE kind = 'personnel' AND counts_in_totals AND people_unit IN ('人', '人次')
GROUP BY givers, takers, provider_placed, recipient_placed, status, people_unit
ORDER BY "from", "to", status, unit
