SELECT nullif(f.about, '') AS "about@zh", f.quote AS total, f.value, p.parts, p.sum, p.sum - f.value AS difference, f.unit, f.bound, f.action AS "action:id"
FROM figures f
JOIN (SELECT total, added(value) AS sum, string_agg(quote, ' + ' ORDER BY value DESC, id) AS parts FROM measures GROUP BY total) p ON p.total = f.measure
WHERE f.superseded_by = '' AND (p.sum < f.value OR p.sum > f.most)
ORDER BY difference DESC, f.quote, f.action
