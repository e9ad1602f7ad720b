"use strict";
// Search over names, other names and what statements are about; the keys of the whole page.
kg.search = (() => {
  const { data, el, t } = kg;
  const input = document.getElementById("search");
  const list = document.getElementById("hits");
  let hits = [];
  let current = 0;

  const fold = (text) => kg.clean(text).normalize("NFKC").toLowerCase();
  const names = Object.keys(data.entities).map((id) => ({ id, text: fold(kg.name(id)), all: fold([kg.entity(id).name, ...(kg.entity(id).aliases || [])].join(" ")) }));
  const weight = new Map();
  for (const action of data.actions) for (const id of [...action.provider, ...action.recipient]) weight.set(id, (weight.get(id) || 0) + 1);

  function find(query) {
    const wanted = fold(query);
    if (!wanted) return [];
    const rank = (entry) => (entry.text === wanted ? 0 : entry.text.startsWith(wanted) ? 1 : 2);
    const nodes = names.filter((entry) => entry.all.includes(wanted)).sort((a, b) => rank(a) - rank(b) || (weight.get(b.id) || 0) - (weight.get(a.id) || 0) || (a.id < b.id ? -1 : 1));
    const actions = data.actions.filter((action) => fold([action.about || "", ...action.evidence.map((evidence) => evidence[3])].join(" ")).includes(wanted));
    return [...nodes.slice(0, 8).map(({ id }) => ({ node: id })), ...actions.slice(0, 8).map((action) => ({ action }))];
  }

  function option(hit, index) {
    const content = hit.node
      ? [kg.panel.shape(kg.entity(hit.node)), el("bdi", { class: "name", lang: "zh-Hans" }, kg.name(hit.node)), el("small", {}, String(weight.get(hit.node) || 0))]
      : [kg.panel.stroke(hit.action.kind), el("bdi", { class: "name", lang: "zh-Hans" }, kg.clean(hit.action.about || hit.action.evidence[0]?.[3] || "")), el("small", {}, kg.label("kinds", hit.action.kind))];
    return el("li", { role: "option", id: `hit-${index}`, "aria-selected": String(index === current), onmousedown: (event) => (event.preventDefault(), choose(hit)) }, ...content);
  }

  function render() {
    const typed = input.value.trim();
    list.hidden = !typed;
    input.setAttribute("aria-expanded", String(!list.hidden));
    list.replaceChildren(...(hits.length ? hits.map(option) : [el("li", { role: "option", "aria-selected": "false", "aria-disabled": "true" }, t("no_hit"))]));
    if (hits.length && typed) input.setAttribute("aria-activedescendant", `hit-${current}`);
    else input.removeAttribute("aria-activedescendant");
  }

  function choose(hit) {
    close();
    if (hit.node) return (kg.search.onNode || ((node) => kg.select({ node })))(hit.node);
    const index = data.actions.indexOf(hit.action);
    const edge = data.network && data.network.edges.find((line) => !line.link && line.actions.includes(index));
    return kg.select({ ...(edge ? { edge: edge.id } : { pair: kg.panel.pairOf(hit.action) }), action: hit.action.id });
  }

  function close() {
    input.value = "";
    hits = [];
    render();
    input.blur();
  }

  input.addEventListener("input", () => {
    hits = find(input.value);
    current = 0;
    render();
  });
  input.addEventListener("blur", () => setTimeout(() => document.activeElement !== input && (list.hidden = true), 120));
  input.addEventListener("focus", () => input.value && render());
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move && hits.length) {
      event.preventDefault();
      current = (current + move + hits.length) % hits.length;
      render();
      list.children[current].scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" && hits[current]) choose(hits[current]);
    else if (event.key === "Escape") {
      event.stopPropagation();
      close();
    }
  });

  const keys = new Map([
    ["/", () => input.focus()],
    ["Escape", () => kg.reset()],
  ]);
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof HTMLElement && event.target.matches("input[type=search], input[type=text], textarea, select")) return;
    const act = keys.get(event.key);
    if (!act) return;
    event.preventDefault();
    act();
  });
  return { find, keys, onNode: null };
})();
