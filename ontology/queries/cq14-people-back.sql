SELECT provider, recipient, status, added(value) AS people, people_unit AS unit, count(*) AS figures, inexact(bound) AS inexact
FROM figures
WHERE kind = 'personnel' AND counts_in_totals AND people_unit IN ('人', '人次') AND action IN (
  SELECT a.id FROM (SELECT id, provider_id, unnest(recipient_id) AS assisting FROM actions) a
  JOIN (SELECT recipient_id, unnest(provider_id) AS assisting FROM actions WHERE kind = 'pairing' AND superseded_by = '') p USING (assisting)
  WHERE list_has_any(a.provider_id, p.recipient_id))
GROUP BY givers, takers, provider, recipient, status, people_unit
ORDER BY provider, recipient, status, unit
