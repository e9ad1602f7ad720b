"use strict";
// The shortest way between two nodes of the picture, over lines of either direction; of equally short ones that with most statements.
kg.path = (from, to) => {
  const { edges } = kg.data.network;
  const lines = edges.filter((edge) => !edge.link && edge.from !== edge.to && kg.canvas.edgeVisible(edge));
  const next = new Map();
  for (const edge of lines) {
    for (const [here, there] of [[edge.from, edge.to], [edge.to, edge.from]]) {
      if (!next.has(here)) next.set(here, new Map());
      next.get(here).set(there, (next.get(here).get(there) || 0) + edge.actions.length);
    }
  }
  const best = new Map([[from, { steps: 0, weight: 0, before: "" }]]);
  const queue = [from];
  while (queue.length) {
    const here = queue.shift();
    const { steps, weight } = best.get(here);
    for (const [there, statements] of next.get(here) || []) {
      const known = best.get(there);
      if (known && (known.steps < steps + 1 || known.weight >= weight + statements)) continue;
      best.set(there, { steps: steps + 1, weight: weight + statements, before: here });
      if (!known) queue.push(there);
    }
  }
  if (!best.has(to) || from === to) return null;
  const nodes = [to];
  while (nodes[0] !== from) nodes.unshift(best.get(nodes[0]).before);
  const between = (a, b) => lines.filter((edge) => (edge.from === a && edge.to === b) || (edge.from === b && edge.to === a));
  return { nodes, hops: nodes.slice(1).map((node, index) => ({ from: nodes[index], to: node, edges: between(nodes[index], node) })) };
};
