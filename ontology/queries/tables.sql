-- What the questions in SQL have in common. They are asked of the Parquet tables of a build, which are views of their names, and of `terms`
-- (scheme, key, zh), the values of the ontology. A column "name@zh" is a text in Chinese, "name:id" the id of a record, others are plain values.

-- The values of a list, each where it stands first.
CREATE MACRO once(items) AS list_filter(items, lambda item, i: list_position(items, item) = i);

-- A sum that is nothing, as in SPARQL, where one of its figures is too large to be added up.
CREATE MACRO added(figure) AS CASE WHEN count(*) = count(figure) THEN sum(figure) END;

CREATE MACRO inexact(bound) AS count(*) FILTER (bound <> 'exact');

CREATE VIEW named AS
SELECT id, name, parent FROM entities UNION SELECT id, name, parent FROM regions;

-- Places of one name are told apart by the place above.
CREATE VIEW placed AS
SELECT n.id, n.name, coalesce(above.name, '') || n.name AS name_placed FROM named n LEFT JOIN named above ON above.id = n.parent;

-- Who is on a side of an action, together one party: the names in the order of the ids.
CREATE MACRO side(ids) AS TABLE
SELECT action, list(party ORDER BY party) AS party, array_to_string(once(list(name ORDER BY party)), '、') AS name,
  array_to_string(once(list(name_placed ORDER BY party)), '、') AS name_placed
FROM (SELECT DISTINCT id AS action, unnest(CASE ids WHEN 'provider' THEN provider_id ELSE recipient_id END) AS party FROM actions)
JOIN placed ON placed.id = party GROUP BY action;

-- One row for each figure of an action, with the parties of the action; none of what is unchecked or was judged wrong.
CREATE VIEW figures AS
SELECT m.id AS measure, m.value, m.max AS upper, coalesce(m.max, m.value) AS most, m.unit, m.bound, m.quote, m.total, m.counts_in_totals, m.counts_in_year,
  CASE WHEN m.unit IN ('名', '位', '员') THEN '人' ELSE m.unit END AS people_unit,
  a.id AS action, a.kind, a.about, a.period, a.sector, a.superseded_by, a.status AS state, s.key || ' ' || s.zh AS status,
  g.party AS givers, coalesce(g.name, 'not stated 未写明') AS provider, coalesce(g.name_placed, 'not stated 未写明') AS provider_placed,
  t.party AS takers, coalesce(t.name, 'not stated 未写明') AS recipient, coalesce(t.name_placed, 'not stated 未写明') AS recipient_placed
FROM measures m JOIN actions a ON a.id = m.action JOIN terms s ON s.scheme = 'status' AND s.key = a.status
LEFT JOIN side('provider') g ON g.action = a.id LEFT JOIN side('recipient') t ON t.action = a.id
WHERE coalesce(a.rank, '') = '';
