"use strict";
// Which network is shown: that of a level, as it was laid out beforehand, with some of its groups opened, or what is around one entity.
kg.scene = (() => {
  const { data } = kg;
  const LEVELS = ["province", "prefecture", "county", "township", "village"];
  const MOST = 60;
  const asked = kg.parsed(location.hash);
  const level = kg.own(data.networks, asked.level) ? asked.level : data.level;
  const base = data.networks[level];
  const signature = (state) => [kg.own(data.networks, state.level) ? state.level : data.level, state.around, [...state.open].sort()].join("|");

  const isPlace = (id) => kg.entity(id).type === "place";
  function lifted(id, wanted) {
    if (wanted === "own") return id;
    if (!isPlace(id)) return `type-${kg.entity(id).type}`;
    let here = id;
    while (kg.entity(here).parent && LEVELS.indexOf(kg.entity(here).level) > LEVELS.indexOf(wanted)) here = kg.entity(here).parent;
    return here;
  }

  // What an entity is drawn as: its group, unless that is opened; then the group one level below, or itself.
  function shownAs(id) {
    const group = lifted(id, level);
    if (!asked.open.has(group)) return group;
    return isPlace(group) ? lifted(id, LEVELS[Math.max(LEVELS.indexOf(level), LEVELS.indexOf(kg.entity(group).level)) + 1] || "own") : id;
  }

  // Lines as kg.views.curves draws them: one for each provider, recipient and kind.
  function linesOf(groupOf, keep, kindOf = () => "all") {
    const lines = new Map();
    data.actions.forEach((action, index) => {
      const unique = (ids) => [...new Set(ids.map(groupOf))];
      for (const [from, to] of kg.sums.pairs({ provider: unique(action.provider), recipient: unique(action.recipient) })) {
        const source = from || `unnamed-from-${to}`;
        const target = to || `unnamed-to-${from}`;
        if (!keep(from, to) || (!from && !to)) continue;
        const kind = kindOf(action);
        const id = `${source}~${target}~${kind}`;
        if (!lines.has(id)) lines.set(id, { id, from: source, to: target, kind, link: false, actions: [], planned: 0, width: 1.6, arrows: "to", amount: null, along: 0.5, recount: true });
        lines.get(id).actions.push(index);
      }
    });
    return fanned([...lines.values()]);
  }

  function fanned(lines) {
    const fans = new Map();
    for (const line of lines) {
      const key = [line.from, line.to].sort().join("~");
      fans.set(key, [...(fans.get(key) || []), line]);
    }
    for (const fan of fans.values()) {
      const step = Math.min(0.17, 1.24 / Math.max(1, fan.length - 1));
      fan.forEach((line, index) => {
        const bend = (fan.length % 2 ? Math.ceil(index / 2) : Math.floor(index / 2) + 0.5) * (index % 2 ? 1 : -1) * step * (line.from < line.to ? 1 : -1);
        line.smooth = { enabled: bend !== 0, type: bend >= 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(bend) };
      });
    }
    return lines;
  }

  function nodesOf(lines, places) {
    const counts = new Map();
    for (const line of lines) for (const id of new Set([line.from, line.to])) counts.set(id, (counts.get(id) || 0) + line.actions.length);
    return [...counts.keys()].sort().map((id) => {
      const record = kg.entity(id);
      const size = kg.unnamed(id) ? 7 : (kg.typeStyle(record).size || 14) + 1.4 * Math.log2(1 + counts.get(id) / 2);
      const [x, y] = places.get(id);
      return { id, label: kg.short(kg.name(id), 18), size, x, y, name_at: [0, size + 13], statements: counts.get(id), idle: false, entity_type: record.type };
    });
  }

  // Rings around a middle, as many to a ring as have room for their names.
  function rings(ids, [x, y], first, step) {
    const places = new Map();
    let left = [...ids];
    for (let radius = first; left.length; radius += step) {
      const room = Math.max(6, Math.floor((2 * Math.PI * radius) / 110));
      const ring = left.slice(0, room);
      ring.forEach((id, index) => {
        const angle = (2 * Math.PI * index) / ring.length - Math.PI / 2 + radius / 97;
        places.set(id, [x + 1.15 * radius * Math.cos(angle), y + radius * Math.sin(angle)]);
      });
      left = left.slice(room);
    }
    return places;
  }

  function around(middle) {
    const weight = new Map();
    const own = (id) => (middle.startsWith("type-") || !kg.own(data.entities, middle) ? shownAs(id) : id);
    for (const line of linesOf(own, (from, to) => from === middle || to === middle)) {
      const other = line.from === middle ? line.to : line.from;
      if (other !== middle) weight.set(other, (weight.get(other) || 0) + line.actions.length);
    }
    const near = [...weight].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([id]) => id).slice(0, MOST);
    const here = new Set([middle, ...near]);
    const kindOf = own(middle) === middle && kg.own(data.entities, middle) ? (action) => action.kind : undefined;
    const lines = linesOf(own, (from, to) => here.has(from || `unnamed-from-${to}`) && here.has(to || `unnamed-to-${from}`), kindOf);
    return { nodes: nodesOf(lines, rings(near, [0, 0], 210, 150).set(middle, [0, 0])), edges: lines, options: base.options, more: weight.size - near.length };
  }

  // The groups that are not opened stay where they are; what is opened stands around its place, and makes room for itself.
  function opened() {
    const lines = linesOf(shownAs, () => true);
    const inside = new Map();
    for (const id of Object.keys(data.entities)) {
      const group = lifted(id, level);
      if (asked.open.has(group)) inside.set(group, (inside.get(group) || new Set()).add(shownAs(id)));
    }
    const ends = new Set(lines.flatMap((line) => [line.from, line.to]));
    const known = new Map(base.nodes.map((node) => [node.id, [node.x * 1.6, node.y * 1.6]]));
    const places = new Map();
    for (const [group, members] of inside) for (const [id, place] of rings([...members].filter((id) => ends.has(id)).sort(), known.get(group) || [0, 0], 110, 90)) places.set(id, place);
    const rest = [...ends].filter((id) => !places.has(id));
    const lost = rest.filter((id) => !known.has(id));
    const beside = rings(lost, [0, 0], 900, 90);
    for (const id of rest) places.set(id, known.get(id) || beside.get(id));
    return { nodes: nodesOf(lines, places), edges: lines, options: base.options };
  }

  const middle = asked.around && (kg.own(data.entities, asked.around) || kg.own(data.regions, asked.around) || asked.around.startsWith("type-")) ? asked.around : "";
  data.network = middle ? around(middle) : asked.open.size ? opened() : base;
  return { level, middle, signature, at: signature(asked), grouped: level !== "own", whole: data.network === base, shownAs, more: data.network.more || 0, levels: Object.keys(data.networks) };
})();
