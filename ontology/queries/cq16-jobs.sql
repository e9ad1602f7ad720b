SELECT provider, recipient, what, status, CASE what WHEN 'wage from 工资最低' THEN min(value) ELSE added(value) END AS amount, people_unit AS unit,
  count(*) AS figures, inexact(bound) AS inexact
FROM (SELECT *, CASE WHEN people_unit IN ('人', '人次') THEN 'employed 就业' WHEN people_unit = '元/月' THEN 'wage from 工资最低'
  ELSE 'offered 提供岗位' END AS what FROM figures WHERE kind = 'employment' AND counts_in_totals)
WHERE people_unit IN ('人', '人次', '元/月') OR contains(about, '岗位')
GROUP BY givers, takers, provider, recipient, what, status, people_unit
ORDER BY recipient, provider, what, status, unit
