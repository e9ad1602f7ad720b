"use strict";
// Flows between places on the outline of the provinces, as wide as the chosen measure; what has no place on the map is listed beside it.
(() => {
  const { data, el, t, state } = kg;
  echarts.registerMap("china", data.outlines);
  const LEVELS = ["province", "prefecture", "county", "township", "village"];
  const measure = kg.choice("measure", ["done", "ahead", "people", "statements"]);
  // Hundreds of places would cover the map: it opens on provinces then.
  const MOST_PLACES = 60;
  // Degrees of longitude: a map of more shows the country rather than a part of it.
  const PART = 40;
  const located = Object.values(data.entities).filter((entity) => entity.at && entity.type === "place").length;
  const levels = ["own", "county", "prefecture", "province"];
  const level = kg.choice("level", located > MOST_PLACES ? levels.reverse() : levels);
  const beside = el("div", { id: "beside", role: "region", tabindex: "0", "data-label": "not_on_map" });

  const at = (id) => kg.entity(id).at;
  const isPlace = (id) => kg.entity(id).type === "place";

  // The place that stands for another at the chosen level: itself, or what it lies in.
  function lifted(id) {
    if (level() === "own") return id;
    const wanted = LEVELS.indexOf(level());
    let here = id;
    while (kg.entity(here).parent && LEVELS.indexOf(kg.entity(here).level) > wanted) here = kg.entity(here).parent;
    return here;
  }

  const value = ({ done, ahead, actions }) => (measure() === "done" ? done?.value || 0 : measure() === "ahead" ? ahead?.value || 0 : measure() === "people" ? kg.sums.counted(actions, { unit: kg.sums.PEOPLE }) : actions.length);
  const money = () => measure() === "done" || measure() === "ahead";
  const say = (flow) => (measure() === "statements" ? t("statements", { n: flow.actions.length }) : measure() === "people" ? t("people", { n: value(flow).toLocaleString("en-US") }) : kg.sums.text(flow[measure()]));
  const width = (n) => (!n ? 1.2 : money() ? Math.min(10, 1.8 + 1.15 * Math.max(0, Math.log10(n) - 4)) : 1.4 + 1.3 * Math.log2(1 + n) * (measure() === "people" ? 0.55 : 1));

  // The relations, each between two places of the map, and those that cannot be drawn.
  let found = null;
  kg.onChange(() => (found = null));
  const sorted = () => (found = found || sort());

  function sort() {
    const flows = new Map();
    const off = [];
    for (const relation of kg.sums.relations(data.actions.filter(kg.shown))) {
      const [from, to] = [relation.from, relation.to].map((id) => (id && isPlace(id) ? lifted(id) : id));
      if (!from || !to || !isPlace(from) || !isPlace(to) || !at(from) || !at(to) || from === to) {
        off.push(relation);
        continue;
      }
      const key = `${from}~${to}`;
      if (!flows.has(key)) flows.set(key, { key, from, to, actions: new Set() });
      relation.actions.forEach((action) => flows.get(key).actions.add(action));
    }
    const drawn = [...flows.values()].map((flow) => {
      const actions = [...flow.actions];
      return { ...flow, actions, done: kg.sums.amount(actions, true), ahead: kg.sums.amount(actions, false) };
    });
    return { drawn: drawn.sort((a, b) => value(a) - value(b) || (a.key < b.key ? -1 : 1)), off };
  }

  const lit = (flow) => (state.pick ? state.pick === flow.key : !state.pair && !state.node) || state.pair === flow.key || (state.node && (state.node === flow.from || state.node === flow.to));
  const colour = () => kg.lineStyle({ done: "funding", ahead: "investment", people: "personnel", statements: "pairing" }[measure()])[kg.theme()];

  // The part of the country that the flows are in, with some room around it.
  function extent(places) {
    const box = kg.chart.box;
    const [x, y] = [0, 1].map((axis) => places.map((id) => at(id)[axis]));
    let [left, right, bottom, top] = [Math.min(...x), Math.max(...x), Math.min(...y), Math.max(...y)];
    const grow = (low, high, least, share) => {
      const room = Math.max(least - (high - low), (high - low) * share) / 2;
      return [low - room, high + room];
    };
    // Names need room beside the outermost places.
    [left, right] = grow(left, right, 5, Math.max(0.3, 170 / Math.max(1, box.clientWidth - 170)));
    [bottom, top] = grow(bottom, top, 4, 0.3);
    const shape = (box.clientWidth / Math.max(1, box.clientHeight)) / 0.75;
    if ((right - left) / (top - bottom) < shape) [left, right] = grow(left, right, (top - bottom) * shape, 0);
    else [bottom, top] = grow(bottom, top, (right - left) / shape, 0);
    return [[left, top], [right, bottom]];
  }

  let view = {};
  function option() {
    const { drawn } = sorted();
    const places = [...new Set(drawn.flatMap(({ from, to }) => [from, to]))].sort();
    const dark = kg.theme() === "dark";
    const land = { areaColor: dark ? "#1d2631" : "#eef1f5", borderColor: dark ? "#46535f" : "#b4bfca", borderWidth: 0.8 };
    const frame = places.length ? extent(places) : [[73, 54], [136, 3]];
    const common = { map: "china", itemStyle: land, silent: true, label: { show: false }, emphasis: { disabled: true }, select: { disabled: true } };
    const [[left, top], [right, bottom]] = frame;
    const { clientWidth: wide, clientHeight: high } = kg.chart.box;
    const small = Math.min(150, wide * 0.24);
    const faint = (flow) => !lit(flow);
    const ends = new Set(drawn.filter(lit).flatMap(({ from, to }) => [from, to]));
    const chosen = state.pick || state.pair || state.node;
    // A name stands on the side of its place that fewer flows leave to.
    const lean = (id) => drawn.reduce((sum, { from, to }) => sum + (from === id ? at(to)[0] - at(id)[0] : to === id ? at(from)[0] - at(id)[0] : 0), 0);
    const onPage = (id) => [((at(id)[0] - left) / (right - left)) * wide, ((top - at(id)[1]) / (top - bottom)) * high];
    const text = (id) => 13 * Array.from(kg.short(kg.name(id))).length + 14;
    const side = (id) => ((lean(id) > 0 && onPage(id)[0] > text(id)) || onPage(id)[0] + text(id) > wide ? "left" : "right");
    const covered = ([x, y], id) => x - (side(id) === "left" ? text(id) : 12) < small + 10 && y < small + 22;
    // The whole country in the corner says where this part of it lies: not where it is what is shown, nor over a place.
    const inset = places.length > 0 && right - left < PART && !places.some((id) => covered(onPage(id), id));
    const labelled = new Set(drawn.slice(-8).concat(drawn.filter((flow) => chosen && lit(flow))));
    return {
      geo: [
        { ...common, id: "main", roam: true, silent: false, boundingCoords: frame, left: 0, right: 0, top: 0, bottom: 0, ...view },
        { ...common, id: "whole", show: inset, left: 10, top: 10, width: small, height: small * 0.95, itemStyle: { ...land, areaColor: dark ? "#263241" : "#ffffff", borderWidth: 0.4 }, z: 6 },
      ],
      series: [
        {
          id: "flows",
          type: "lines",
          coordinateSystem: "geo",
          geoIndex: 0,
          z: 4,
          symbol: ["none", "arrow"],
          cursor: "pointer",
          emphasis: { disabled: true },
          labelLayout: { hideOverlap: true },
          data: drawn.map((flow) => ({
            name: flow.key,
            coords: [at(flow.from), at(flow.to)],
            symbolSize: 6 + width(value(flow)) * 1.4,
            lineStyle: { color: colour(), width: width(value(flow)), opacity: faint(flow) ? 0.1 : chosen || (drawn.length < 40 && !kg.doubtful(flow.actions)) ? 0.82 : 0.4, curveness: 0.22, type: kg.doubtful(flow.actions) ? data.style.doubtful.dash : "solid" },
            label: { show: value(flow) > 0 && labelled.has(flow) && !faint(flow), position: "middle", formatter: say(flow), color: colour(), fontWeight: 600, fontSize: 12, textBorderColor: kg.colours().halo, textBorderWidth: 3 },
          })),
        },
        {
          id: "places",
          type: "scatter",
          coordinateSystem: "geo",
          geoIndex: 0,
          z: 5,
          cursor: "pointer",
          emphasis: { disabled: true },
          labelLayout: places.length > MOST_PLACES ? { hideOverlap: true } : { moveOverlap: "shiftY" },
          data: places.map((id) => ({
            name: id,
            value: at(id),
            symbolSize: { province: 14, prefecture: 12, county: 10 }[kg.entity(id).level] || 8,
            itemStyle: { color: kg.typeStyle(kg.entity(id)).fill, borderColor: kg.colours().outline, borderWidth: 1.2, opacity: chosen && !ends.has(id) ? 0.3 : 1 },
            label: { show: true, position: side(id), distance: 6, formatter: kg.short(kg.name(id)), color: kg.colours().ink, fontSize: 13, fontWeight: 600, textBorderColor: kg.colours().halo, textBorderWidth: 3, opacity: chosen && !ends.has(id) ? 0.35 : 1 },
          })),
        },
        { id: "frame", type: "lines", coordinateSystem: "geo", geoIndex: 1, polyline: true, silent: true, z: 7, data: inset ? [{ coords: [[left, top], [right, top], [right, bottom], [left, bottom], [left, top]].map(([x, y]) => [Math.min(136, Math.max(73, x)), Math.min(54, Math.max(3, y))]), lineStyle: { color: colour(), width: 1.4, opacity: 0.9 } }] : [] },
      ],
    };
  }

  // Who stands beside the map, with the reason, each a button to its statements.
  function list() {
    const groups = new Map();
    for (const relation of sorted().off) {
      for (const [id, why] of reasons(relation)) {
        if (!groups.has(id)) groups.set(id, { why, actions: new Set() });
        relation.actions.forEach((action) => groups.get(id).actions.add(action));
      }
    }
    if (!groups.size) return beside.replaceChildren();
    const item = ([id, { why, actions }]) => el("li", {}, el("button", { type: "button", class: "link", onclick: () => kg.select(id ? { node: id } : { pick: "unnamed" }) }, kg.panel.nameOf(id)), ` ${t(why)} · ${actions.size}`);
    const all = [...groups].sort((a, b) => b[1].actions.size - a[1].actions.size);
    return beside.replaceChildren(el("strong", {}, `${t("not_on_map")} `), el("ul", {}, ...all.slice(0, 60).map(item)), all.length > 60 ? ` … ${all.length - 60}` : "");
  }

  function reasons({ from, to }) {
    const why = (id) => (!id ? "why_unnamed" : !isPlace(id) ? "why_no_place" : !at(lifted(id)) ? "why_no_coordinates" : "");
    const found = [...new Set([from, to])].map((id) => [id, why(id)]).filter(([, reason]) => reason);
    return found.length ? found : [[to, "why_within"]];
  }

  // Years as a slider: all of them, then one after the other.
  function slider() {
    const years = [...new Set(data.actions.flatMap((action) => action.years || []))].sort();
    if (years.length < 2) return;
    const steps = ["", ...years.map(String)];
    const input = el("input", { type: "range", min: 0, max: steps.length - 1, step: 1, id: "years" });
    const output = el("output", { for: "years" });
    const name = el("span", {});
    input.addEventListener("input", () => kg.update({ year: steps[Number(input.value)] }));
    document.getElementById("controls").append(el("label", { class: "slider" }, name, input, output));
    kg.onChange(() => {
      name.textContent = t("year");
      input.value = String(Math.max(0, steps.indexOf(state.year)));
      output.textContent = state.year === "none" ? t("no_period") : state.year || t("any_year");
      input.setAttribute("aria-valuetext", output.textContent);
    });
  }
  slider();

  const flow = (key) => sorted().drawn.find((found) => found.key === key);
  kg.panel.extra.push(({ pick }) => {
    if (pick === "unnamed") {
      const actions = data.actions.filter((action) => kg.shown(action) && (!action.provider.length || !action.recipient.length));
      return { title: [t("unnamed")], actions };
    }
    const found = pick && flow(pick);
    if (!found) return null;
    return { title: [kg.panel.nameOf(found.from), el("span", { class: "muted" }, "→"), kg.panel.nameOf(found.to)], note: [t("statements", { n: found.actions.length }), ...kg.sums.both(found.actions)].join(" · "), actions: found.actions };
  });

  const keys = () => sorted().drawn.map(({ key }) => key).reverse();
  kg.onChange(() => list());
  kg.button("fit", () => {
    view = {};
    kg.chart.reset();
  }, { before: "reset" });
  kg.chart.start({
    option,
    keys,
    key: ({ seriesId, name }) => (seriesId === "flows" || seriesId === "places" ? name : ""),
    chosen: () => state.pick,
    choose: (key) => kg.select(key.includes("~") ? { pick: key } : { node: key }),
    tip(key) {
      const found = key.includes("~") && flow(key);
      if (!found) return [kg.name(key)];
      return [`${kg.name(found.from)} → ${kg.name(found.to)}`, el("small", {}, [t("statements", { n: found.actions.length }), ...kg.sums.both(found.actions)].join(" · "))];
    },
    notes() {
      const { drawn, off } = sorted();
      const count = (relations) => new Set(relations.flatMap(({ actions }) => actions)).size;
      return { drawn: drawn.length > 0 || off.length > 0, text: t("on_map", { n: count(drawn) }) };
    },
    kinds: () => new Set(),
    types: () => new Set(["place"]),
    tests: { off: () => sorted().off.flatMap(({ actions }) => actions.map(({ id }) => id)), on: () => sorted().drawn.flatMap(({ actions }) => actions.map(({ id }) => id)), value: (key) => value(flow(key)) },
  });
  kg.picture.stage.append(beside);
  // What the reader has moved or zoomed stays as it is when the state changes.
  kg.chart.instance().on("georoam", () => {
    const [main] = kg.chart.instance().getOption().geo;
    view = { center: main.center, zoom: main.zoom };
  });
})();
