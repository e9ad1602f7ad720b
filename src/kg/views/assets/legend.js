"use strict";
// The legend is the filter: each entry shows what it stands for, how many there are, and switches it.
kg.legend = (() => {
  const { data, el, svg, t, label } = kg;
  const box = document.getElementById("legend-groups");
  const count = (items, key) => items.reduce((counts, item) => counts.set(key(item), (counts.get(key(item)) || 0) + 1), new Map());
  const edges = data.network ? data.network.edges : [];

  function entry(list, key, swatch, text, number) {
    const on = list === "show" ? kg.state.show.has(key) : !kg.state.hide.has(key);
    const box = el("input", { type: "checkbox", "data-switch": key });
    box.checked = on;
    box.addEventListener("change", () => kg.toggle(list, key, list === "show" ? box.checked : !box.checked));
    return el("label", {}, box, swatch, el("span", {}, text), el("output", {}, String(number)));
  }

  // One of several, kept in the state; a statement without the value is under "none".
  function filter(key, options) {
    if (options.length < 2) return "";
    const box = el("select", { "data-switch": key, class: kg.state[key] ? "active" : "", onchange: () => kg.update({ [key]: box.value }) });
    box.append(el("option", { value: "" }, t(`any_${key}`)), ...options.map(([value, text]) => el("option", { value }, text)));
    box.value = kg.state[key];
    return el("label", { class: "choice" }, el("span", {}, t(key)), box);
  }

  function filters() {
    const years = [...new Set(data.actions.flatMap((action) => action.years || []))].sort();
    const programmes = [...new Set(data.actions.map((action) => action.programme || "none"))].sort();
    const steps = [1e4, 1e5, 1e6, 1e7, 1e8, 1e9].filter((step) => data.actions.some((action) => kg.sums.counted([action]) >= step));
    return [
      filter("year", [...years.map((year) => [String(year), String(year)]), ["none", t("no_period")]]),
      filter("programme", programmes.map((programme) => [programme, programme === "none" ? t("no_programme") : label("programmes", programme)])),
      filter("amount", steps.map((step) => [String(step), t("at_least", { amount: kg.sums.money(step) })])),
    ];
  }

  // Views may add groups of their own.
  const extra = [];

  const group = (title, entries) => (entries.length ? el("fieldset", {}, el("legend", {}, t(title)), ...entries) : "");

  function blank(planned) {
    const colour = kg.lineStyle("funding") || Object.values(data.style.kinds)[0] || data.style.links.through;
    const line = { x1: 3, y1: 6, x2: 27, y2: 6, stroke: colour[kg.theme()], "stroke-linecap": "round" };
    const casing = svg("line", { ...line, "stroke-width": 9, "stroke-opacity": 0.28 });
    return svg("svg", { width: 30, height: 12, "aria-hidden": "true" }, ...(planned ? [casing, svg("line", { ...line, "stroke-width": 1.6 })] : [svg("line", { ...line, "stroke-width": 6 })]));
  }

  const ring = (status) =>
    svg("svg", { width: 16, height: 16, viewBox: "-8 -8 16 16", "aria-hidden": "true" }, svg("circle", { r: 5.4, fill: status === "done" ? "currentColor" : "none", stroke: "currentColor", "stroke-width": 1.8, "stroke-dasharray": status === "planned" ? "2.6 2.2" : "" }));

  function dotted() {
    const { dash, opacity } = data.style.doubtful;
    return svg("svg", { width: 30, height: 12, "aria-hidden": "true" }, svg("line", { x1: 1, y1: 6, x2: 29, y2: 6, stroke: "currentColor", "stroke-width": 2.6, "stroke-dasharray": dash.join(" "), opacity: opacity + 0.3 }));
  }

  // Whether somebody has checked it: nothing to choose where all is borne out by its source.
  function ranks() {
    const found = count(data.actions, (action) => action.rank || "borne_out");
    if (!data.actions.some((action) => action.rank)) return [];
    const solid = () => svg("svg", { width: 30, height: 12, "aria-hidden": "true" }, svg("line", { x1: 1, y1: 6, x2: 29, y2: 6, stroke: "currentColor", "stroke-width": 2.6 }));
    return ["borne_out", "unchecked", "rejected"].filter((rank) => found.has(rank)).map((rank) => entry("hide", `rank.${rank}`, rank === "borne_out" ? solid() : dotted(), rank === "borne_out" ? t(rank) : label("rank", rank), found.get(rank)));
  }

  function render() {
    const types = count(Object.values(data.entities), (entity) => entity.type);
    const kinds = count(data.actions, (action) => action.kind);
    const statuses = count(data.actions, (action) => action.status);
    const links = count(edges.filter((edge) => edge.link), (edge) => edge.kind);
    const idle = (data.network ? data.network.nodes : []).filter((node) => node.idle).length;
    const more = [];
    if (links.get("through")) more.push(entry("hide", "link.through", kg.panel.stroke("through"), t("through"), links.get("through")));
    if (links.get("parent")) more.push(entry("show", "parent", kg.panel.stroke("parent"), t("parent"), links.get("parent")));
    if (idle) more.push(entry("show", "idle", ring("planned"), t("idle"), idle));
    const order = (table, map) => [...Object.keys(table).filter((key) => map.has(key)), ...[...map.keys()].filter((key) => !(key in table)).sort()];
    box.replaceChildren(
      group("filters", filters().filter(Boolean)),
      group("types", order(data.style.types, types).map((type) => entry("hide", `type.${type}`, kg.panel.shape({ type }), label("types", type), types.get(type)))),
      group("kinds", order(data.style.kinds, kinds).map((kind) => entry("hide", `kind.${kind}`, kg.panel.stroke(kind), label("kinds", kind), kinds.get(kind)))),
      group("status", order(data.vocabulary.status, statuses).map((status) => entry("hide", `status.${status}`, ring(status), label("status", status), statuses.get(status)))),
      group("ranks", ranks()),
      ...extra.flatMap((make) => make({ entry, group })),
      group("show", more),
      data.network ? el("ul", { class: "keys" }, el("li", {}, blank(false), t("width_done")), el("li", {}, blank(true), t("width_planned")), el("li", {}, t("arrow"))) : "",
    );
  }

  kg.onChange((_, changes) => {
    if (!kg.touches(changes) && !("show" in changes)) return;
    const focused = document.activeElement && document.activeElement.dataset ? document.activeElement.dataset.switch : "";
    render();
    if (focused) [...box.querySelectorAll("[data-switch]")].find((input) => input.dataset.switch === focused)?.focus();
  });
  const narrow = matchMedia("(max-width: 820px)");
  const fold = () => (document.getElementById("legend").open = !narrow.matches);
  narrow.addEventListener("change", fold);
  fold();
  return { render, extra };
})();
