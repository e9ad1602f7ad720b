SELECT sectors, nullif(about, '') AS "topic@zh", status, added(value) AS people, people_unit AS unit, count(*) AS figures,
  inexact(bound) AS inexact
FROM figures LEFT JOIN (
  SELECT a.id AS action, string_agg(t.zh, '、' ORDER BY t.zh) AS sectors
  FROM (SELECT id, unnest(sector) AS served FROM actions) a JOIN terms t ON t.scheme = 'sector' AND t.key = a.served GROUP BY a.id) USING (action)
WHERE kind = 'training' AND counts_in_totals AND people_unit IN ('人', '人次')
GROUP BY sectors, about, status, people_unit
ORDER BY sectors, nullif(about, ''), status, unit
