"use strict";
// From whom, as what or for what, to whom: a Sankey diagram of what counts in totals. Parties that share a figure are one node, so that nothing counts twice.
(() => {
  const { data, el, t, label, state } = kg;
  const MOST = 24;
  const measure = kg.choice("measure", ["amount", "statements"]);
  const ahead = kg.choice("ahead", ["done", "planned"]);
  const by = kg.choice("by", ["kind", "sector"]);

  const weight = (action) => (measure() === "amount" ? kg.sums.counted([action]) : 1);
  const ours = () => data.actions.filter((action) => kg.shown(action) && !action.superseded && kg.sums.isDone(action) === (ahead() === "done"));
  const key = (layer, ids) => `${layer}:${ids.join("+")}`;
  const middle = (action) => (by() === "kind" ? [action.kind] : action.sector || []);

  // The parties with most of it; the rest are one node, so that the picture stays readable.
  function rest(layer, side, flows) {
    const sizes = new Map();
    for (const { action, value } of flows) {
      const party = key(layer, action[side]);
      sizes.set(party, (sizes.get(party) || 0) + value);
    }
    const kept = [...sizes].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, MOST).map(([party]) => party);
    return sizes.size > MOST ? (party) => (kept.includes(party) ? party : `${layer}:*`) : (party) => party;
  }

  let found = null;
  kg.onChange(() => (found = null));
  const paths = () => (found = found || sort());

  // Each statement with its path through the three layers. Ids carry their layer: who gives and takes would close a circle.
  function sort() {
    const flows = ours().map((action) => ({ action, value: weight(action) })).filter(({ value }) => value > 0);
    const giver = rest("p", "provider", flows);
    const taker = rest("r", "recipient", flows);
    return flows.map((flow) => ({ ...flow, path: [giver(key("p", flow.action.provider)), key("m", middle(flow.action)), taker(key("r", flow.action.recipient))] }));
  }

  const say = (flows) => (measure() === "amount" ? kg.sums.text(kg.sums.total(flows.map(({ action }) => action))) : t("statements", { n: flows.length }));

  function title(id) {
    const keys = id.slice(2).split("+").filter(Boolean);
    if (id.endsWith(":*")) return t("the_rest");
    if (!id.startsWith("m:")) return keys.map(kg.name).join("、") || t("unnamed");
    return keys.map((k) => label(by() === "kind" ? "kinds" : "sectors", k)).join("、") || t("no_sector");
  }

  function colour(id) {
    if (id.startsWith("m:")) return by() === "kind" ? kg.lineStyle(id.slice(2))[kg.theme()] : kg.theme() === "dark" ? "#8b98a7" : "#66727f";
    const first = id.slice(2).split("+")[0];
    return first && first !== "*" ? kg.typeStyle(kg.entity(first)).fill : "#8a94a0";
  }

  const touching = (pick) => {
    const ends = pick.split(">");
    return paths().filter(({ path }) => ends.every((end) => path.includes(end)));
  };

  function graph() {
    const nodes = new Map();
    const links = new Map();
    const add = (map, id, flow, made) => {
      if (!map.has(id)) map.set(id, { id, value: 0, flows: [], ...made });
      map.get(id).value += flow.value;
      map.get(id).flows.push(flow);
    };
    for (const flow of paths()) {
      flow.path.forEach((id, depth) => add(nodes, id, flow, { depth }));
      for (const at of [0, 1]) add(links, `${flow.path[at]}>${flow.path[at + 1]}`, flow, { source: flow.path[at], target: flow.path[at + 1] });
    }
    return { nodes: [...nodes.values()], links: [...links.values()] };
  }

  function option() {
    const { nodes, links } = graph();
    const chosen = state.pick ? touching(state.pick) : null;
    const lit = chosen && new Set(chosen.flatMap(({ path }) => path));
    const picked = chosen && new Set(chosen.map(({ action }) => action));
    const bright = (id) => !lit || lit.has(id);
    const narrow = kg.chart.box.clientWidth < 560;
    return {
      series: [
        {
          type: "sankey",
          left: 16,
          right: narrow ? 96 : 190,
          top: 18,
          bottom: 36,
          nodeWidth: 16,
          nodeGap: nodes.length > 40 ? 5 : 12,
          draggable: false,
          emphasis: { disabled: true },
          labelLayout: { hideOverlap: true },
          label: { color: kg.colours().ink, textBorderColor: kg.colours().halo, textBorderWidth: 3, fontSize: 13, formatter: ({ data: node }) => `${kg.short(title(node.name), narrow ? 7 : 15)} ${narrow ? "" : node.sum}` },
          data: nodes.map(({ id, depth, flows }) => ({ name: id, depth, sum: say(flows), itemStyle: { color: colour(id), borderColor: kg.colours().outline, borderWidth: 0.6, opacity: bright(id) ? 1 : 0.25 }, label: { opacity: bright(id) ? 1 : 0.35 } })),
          links: links.map(({ flows, ...link }) => {
            const chosen = !picked || flows.some(({ action }) => picked.has(action));
            return { ...link, lineStyle: { color: colour(link.source.startsWith("m:") ? link.source : link.target), opacity: chosen ? 0.4 : 0.08, curveness: 0.5 } };
          }),
        },
      ],
    };
  }

  const pickOf = ({ dataType, data: item }) => (dataType === "node" ? item.name : dataType === "edge" ? `${item.source}>${item.target}` : "");
  const value = (pick) => touching(pick).reduce((sum, flow) => sum + flow.value, 0);
  const words = (pick) => pick.split(">").map(title).join(" → ");

  kg.panel.extra.push(({ pick }) => {
    if (!/^[pmr]:/.test(pick)) return null;
    const actions = touching(pick).map(({ action }) => action);
    return { title: [el("bdi", { class: "name", lang: "zh-Hans" }, words(pick))], note: [say(touching(pick)), t("statements", { n: actions.length })].filter((text, index, all) => all.indexOf(text) === index).join(" · "), actions };
  });

  function notes() {
    const flows = paths();
    const without = ours().length - flows.length;
    return { drawn: flows.length > 0, text: [`${t("sum_of_all")} ${say(flows)}`, without ? t("without_amount", { n: without }) : "", t("counts_once")].filter(Boolean).join(" · ") };
  }

  kg.chart.start({
    option,
    keys: () => graph().links.sort((a, b) => b.value - a.value).map(({ id }) => id),
    key: pickOf,
    chosen: () => state.pick,
    choose: (pick) => kg.select({ pick }),
    tip: (pick) => [words(pick), el("small", {}, say(touching(pick)))],
    notes,
    kinds: () => new Set(by() === "kind" ? paths().map(({ action }) => action.kind) : []),
    types: () => new Set(paths().flatMap(({ action }) => [...action.provider, ...action.recipient]).map((id) => kg.entity(id).type)),
    tests: { value, graph },
  });
})();
