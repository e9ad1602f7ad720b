SELECT f.key || ' ' || f.zh AS sector, s.key || ' ' || s.zh AS status, count(DISTINCT a.id) AS statements,
  added(CASE WHEN a.kind = 'funding' AND m.unit = '元' THEN m.value ELSE 0 END) AS yuan,
  count(*) FILTER (a.kind = 'funding' AND m.unit = '元') AS figures,
  added(CASE WHEN a.kind = 'project' AND m.unit IN ('个', '项') THEN m.value ELSE 0 END) AS projects
FROM (SELECT *, unnest(sector) AS served FROM actions WHERE superseded_by = '') a
JOIN terms f ON f.scheme = 'sector' AND f.key = a.served JOIN terms s ON s.scheme = 'status' AND s.key = a.status
LEFT JOIN measures m ON m.action = a.id AND m.counts_in_totals
GROUP BY f.key, f.zh, s.key, s.zh
ORDER BY sector, status
