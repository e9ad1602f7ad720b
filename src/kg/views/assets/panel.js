"use strict";
// The panel: what is chosen (a node, a line, a pair of parties), its statements as cards, and the sentence of the current one in the source text.
kg.panel = (() => {
  const { data, el, svg, t, label } = kg;
  const box = document.getElementById("facts");
  const byId = new Map(data.actions.map((action) => [action.id, action]));
  const kinds = Object.keys(data.style.kinds);
  const MOST_CARDS = 60;
  // Views may add buttons for a node: functions of its id that return elements.
  const tools = [];
  const edges = data.network ? data.network.edges : [];
  const edgeById = new Map(edges.map((edge) => [edge.id, edge]));

  function shape(record, size = 16) {
    const style = kg.typeStyle(record);
    const common = { fill: style.fill, stroke: kg.colours().outline, "stroke-width": 0.14, "stroke-linejoin": "round" };
    const form = style.points ? svg("polygon", { ...common, points: style.points.map((point) => point.join(",")).join(" ") }) : svg("circle", { ...common, r: 0.92 });
    return svg("svg", { width: size, height: size, viewBox: "-1.12 -1.12 2.24 2.24", "aria-hidden": "true" }, form);
  }

  function stroke(kind) {
    const style = kg.lineStyle(kind);
    const line = { x1: 1, y1: 6, x2: 29, y2: 6, stroke: style[kg.theme()], "stroke-width": 2.6, "stroke-linecap": "round", "stroke-dasharray": (style.dash || []).join(" ") };
    return svg("svg", { width: 30, height: 12, "aria-hidden": "true" }, svg("line", line));
  }

  const chip = (kind, extra = "") => {
    const dot = el("i");
    dot.style.background = kg.lineStyle(kind)[kg.theme()];
    return el("span", { class: "chip" }, dot, [label("kinds", kind), extra].filter(Boolean).join(" "));
  };
  const nameOf = (id) => el("bdi", { class: "name", lang: "zh-Hans" }, kg.name(id));
  const party = (id) => el("button", { type: "button", class: "link", onclick: (event) => (event.stopPropagation(), kg.select({ node: id })) }, nameOf(id));
  const between = (items, separator) => items.flatMap((item, index) => (index ? [separator, item] : [item]));
  const parties = (ids) => (ids.length ? between(ids.map(party), "、") : [el("span", { class: "muted" }, t("unnamed"))]);

  function figure(measure) {
    const written = measure.quote.trim();
    return el(
      "li",
      {},
      el("b", {}, measure.text[kg.state.lang]),
      written && written !== measure.text[kg.state.lang] ? el("q", { lang: "zh-Hans", class: "muted" }, written) : null,
      measure.bound !== "exact" ? el("span", { class: "tag" }, label("bounds", measure.bound)) : null,
      measure.role ? el("span", { class: "tag" }, t(measure.role)) : null,
      measure.repeats ? el("span", { class: "tag" }, t("repeats")) : null,
      measure.uncounted && !measure.repeats ? el("span", { class: "tag" }, t("not_counted")) : null,
    );
  }

  // A judgement in words: what it says, what was before and what is, why, who judged so and when.
  function judged({ verdict, field, before = [], after, why, who, when }) {
    const named = { kind: (key) => label("kinds", key), status: (key) => label("status", key), provider: kg.name, recipient: kg.name, through: kg.name };
    const told = (values) => values.map(named[field] || kg.clean).join("、") || t("unnamed");
    const what = [label("verdict", verdict), field && t(field), after && `${told(before)} → ${told(after)}`].filter(Boolean).join(" · ");
    return t("judged", { what, why: kg.clean(why), who: kg.clean(who), when });
  }

  function card(action) {
    const current = kg.state.action === action.id;
    const open = (which = 0) => (event) => {
      event.stopPropagation();
      if (kg.state.action !== action.id) kg.update({ action: action.id });
      kg.source.showAction(action, which);
    };
    const joint = action.provider.length > 1 || action.recipient.length > 1;
    const notes = [action.programme && label("programmes", action.programme), action.period].filter(Boolean).map((text) => el("span", { class: "tag" }, text));
    if (action.rank) notes.push(el("span", { class: "tag" }, label("rank", action.rank)));
    if (action.coverage === "cumulative") notes.push(el("span", { class: "tag" }, label("coverage", action.coverage)));
    const word = action.status_word ? t("status_word", { word: kg.clean(action.status_word) }) : false;
    const sectors = (action.sector || []).map((sector) => el("span", { class: "tag sector" }, label("sectors", sector)));
    return el(
      "article",
      { class: "card", "aria-current": current ? "true" : false, "data-action": action.id, onclick: open() },
      el(
        "div",
        { class: "row" },
        chip(action.kind),
        el("span", { class: `tag ${action.status}`, title: word }, label("status", action.status)),
        ...notes,
        ...sectors,
        joint ? el("span", { class: "tag", title: t("about_joint") }, t("joint")) : null,
      ),
      el("p", { class: "parties" }, ...parties(action.provider), el("span", { class: "arrow" }, "→"), ...parties(action.recipient)),
      action.through ? el("p", { class: "muted" }, `${t("through")} `, ...parties(action.through)) : null,
      action.about ? el("p", { class: "about", lang: "zh-Hans" }, kg.clean(action.about)) : null,
      action.measures.length ? el("ul", {}, ...action.measures.map(figure)) : null,
      ...(action.judged || []).map((judgement) => el("p", { class: "muted judged" }, judged(judgement))),
      ...action.evidence.map((evidence, which) => el("button", { type: "button", class: "quote", lang: "zh-Hans", "aria-pressed": String(current && !which), onclick: open(which) }, evidence[3].trim())),
    );
  }

  // Statements in the order of the legend, then of the text.
  function inOrder(actions) {
    const rank = (action) => kinds.indexOf(action.kind) * 1e12 + place(action);
    return [...actions].sort((a, b) => rank(a) - rank(b));
  }

  const inText = (actions) => [...actions].sort((a, b) => place(a) - place(b));
  const place = (action) => (action.evidence[0] ? action.evidence[0][0] * 1e8 + action.evidence[0][1] : 0);

  // Cards of the first statements; a panel of thousands would be slow, and nobody reads it.
  const cards = (actions) => [...actions.slice(0, MOST_CARDS).map(card), actions.length > MOST_CARDS ? el("p", { class: "muted" }, t("more_in_table", { n: actions.length - MOST_CARDS })) : ""];

  function grouped(actions) {
    const parts = [];
    let room = MOST_CARDS;
    for (const kind of kinds) {
      const own = actions.filter((action) => action.kind === kind);
      if (own.length) parts.push(el("h3", {}, stroke(kind), `${label("kinds", kind)} · ${own.length}`), ...own.slice(0, room).map(card));
      if (own.length > room) parts.push(el("p", { class: "muted" }, t("more_in_table", { n: own.length - room })));
      room = Math.max(0, room - own.length);
    }
    return parts;
  }

  // The statements of a node: of an entity those it is a party of, of a group and of whoever is not named those of its lines.
  function statements(id) {
    if (kg.own(data.entities, id) && !(kg.scene && kg.scene.grouped)) return data.actions.filter((action) => [...action.provider, ...action.recipient, ...(action.through || [])].includes(id));
    const own = new Set(edges.filter((line) => line.from === id || line.to === id).flatMap((line) => line.actions));
    return data.actions.filter((action, index) => own.has(index));
  }

  function node(id) {
    const record = kg.entity(id);
    const all = statements(id);
    const actions = inOrder(visible(all));
    const facts = [];
    const fact = (key, ...value) => facts.push(el("dt", {}, t(key)), el("dd", {}, ...value));
    if (record.aliases) fact("aliases", el("bdi", { lang: "zh-Hans" }, record.aliases.map(kg.clean).join("、")));
    if (record.parent && kg.own(data.entities, record.parent)) fact("lies_in", party(record.parent));
    if (record.code) fact("code", record.code);
    if (record.english) fact("english", record.english);
    const kind = [label("types", record.type), record.level ? label("levels", record.level) : ""].filter(Boolean).join(" · ");
    const mentions = record.mentions.slice(0, 40).map((at, index) =>
      el("button", { type: "button", class: "link more", "aria-label": t("mention", { n: index + 1 }), onclick: () => kg.source.show(at[0], [[at[1], at[2]]]) }, String(index + 1)),
    );
    box.replaceChildren(
      el("h2", {}, shape(record), nameOf(id)),
      el("p", { class: "muted" }, [kg.unnamed(id) ? "" : kind, t("statements", { n: actions.length })].filter(Boolean).join(" · ")),
      el("p", { class: "row" }, ...tools.flatMap((make) => make(id))),
      facts.length ? el("dl", {}, ...facts) : "",
      mentions.length ? el("p", { class: "muted" }, `${t("mentions", { n: record.mentions.length })}${kg.state.lang === "en" ? ": " : "："}`, ...between(mentions, " ")) : "",
      ...(all.length ? [...grouped(actions), hiddenNote(all)] : [el("p", { class: "muted" }, t("no_statement"))]),
    );
    return actions;
  }

  // What the filters leave of some statements, and a word on what they hide.
  const visible = (actions) => actions.filter(kg.shown);
  const hiddenNote = (actions) => {
    const n = actions.length - visible(actions).length;
    return n ? el("p", { class: "muted" }, t("hidden", { n })) : "";
  };

  // Views add what else may be chosen: a function of the state that returns nothing, or { title, note, actions, parts }.
  const extra = [];

  function shownExtra({ title, note, actions, parts }) {
    const ordered = inOrder(actions);
    box.replaceChildren(el("h2", {}, ...title), el("p", { class: "muted" }, note || t("statements", { n: actions.length })), ...(parts ? parts((items) => cards(items)) : grouped(ordered)));
    return ordered;
  }

  const heading = (source, target) => el("h2", {}, nameOf(source), el("span", { class: "muted" }, "→"), nameOf(target));
  const side = (ids, id) => (kg.unnamed(id) ? !ids.length : ids.includes(id));
  const pairOf = (action) => `${action.provider[0] || ""}~${action.recipient[0] || ""}`;
  const pairActions = (source, target) => data.actions.filter((action) => side(action.provider, source) && side(action.recipient, target));

  function edge(id) {
    const chosen = edgeById.get(id);
    const own = chosen.actions.map((index) => data.actions[index]);
    const actions = inOrder(visible(own));
    const all = visible(pairActions(chosen.from, chosen.to)).length;
    const more = el("button", { type: "button", class: "link more", onclick: () => kg.select({ pair: `${chosen.from}~${chosen.to}` }) }, `${kg.name(chosen.from)} → ${kg.name(chosen.to)}: ${t("statements", { n: all })}`);
    const money = chosen.link ? "" : kg.sums.both(actions).join(" · ");
    const amount = money ? el("b", {}, money) : null;
    const title = chosen.kind === "through" || chosen.kind === "parent" ? el("span", { class: "chip" }, t(chosen.kind)) : chip(chosen.kind);
    box.replaceChildren(
      heading(chosen.from, chosen.to),
      el("p", { class: "row muted" }, title, ` ${t("statements", { n: actions.length })} `, amount || ""),
      ...cards(actions),
      hiddenNote(own),
      all > actions.length && !chosen.link ? el("p", {}, more) : "",
    );
    return actions;
  }

  function pair(key) {
    const [source, target] = key.split("~");
    const all = pairActions(source, target || "");
    const actions = inOrder(visible(all));
    const money = kg.sums.both(actions).join(" · ");
    box.replaceChildren(heading(source, target || ""), el("p", { class: "muted" }, t("statements", { n: actions.length }), money ? el("b", {}, ` ${money}`) : ""), ...grouped(actions), hiddenNote(all));
    return actions;
  }

  function relation(group) {
    const kinds = new Map();
    for (const action of group.actions) kinds.set(action.kind, [...(kinds.get(action.kind) || []), action]);
    const chips = [...kinds].map(([kind, actions]) => ({ kind, money: kg.sums.both(actions).join(" · "), n: actions.length }));
    chips.sort((a, b) => Boolean(b.money) - Boolean(a.money) || b.n - a.n);
    return el(
      "li",
      {},
      el(
        "button",
        { type: "button", onclick: () => kg.select({ pair: group.key }) },
        el("span", { class: "top" }, nameOf(group.from), "→", nameOf(group.to), el("small", {}, t("statements", { n: group.actions.length }))),
        el("span", { class: "chips" }, ...chips.slice(0, 6).map(({ kind, money, n }) => chip(kind, money || String(n)))),
      ),
    );
  }

  function overview() {
    const figures = data.actions.reduce((sum, action) => sum + action.measures.length, 0);
    const counts = { texts: kg.texts(), entities: Object.keys(data.entities).length, actions: data.actions.length, figures };
    const named = kg.sums.relations(data.actions.filter(kg.shown)).filter(({ from, to }) => from && to);
    const list = named.sort((a, b) => b.actions.length - a.actions.length).slice(0, 8).map(relation);
    box.replaceChildren(
      el("h2", {}, t("overview")),
      el("p", { class: "muted" }, t("overview_counts", counts)),
      ...(list.length ? [el("h3", {}, t("relations")), el("ul", { class: "relations" }, ...list)] : []),
      el("p", { class: "muted" }, t(`how_${data.view}`)),
    );
  }

  function render() {
    const { state } = kg;
    const found = extra.map((view) => view(state)).find(Boolean);
    if (found) return shownExtra(found);
    if (state.edge && edgeById.has(state.edge)) return edge(state.edge);
    if (state.pair) return pair(state.pair);
    if (state.node && (kg.own(data.entities, state.node) || kg.own(data.regions, state.node) || kg.unnamed(state.node))) return node(state.node);
    if (state.action && byId.has(state.action)) return box.replaceChildren(card(byId.get(state.action)));
    return overview();
  }

  let last = "";
  kg.onChange((state, changes) => {
    const key = [state.node, state.edge, state.pair, state.pick, state.to].join("|");
    const fresh = key !== last;
    const top = box.scrollTop;
    const actions = render();
    box.scrollTop = fresh ? 0 : top;
    last = key;
    if (fresh || "action" in changes || "lang" in changes) sentence(state, actions || []);
  });

  // Without a choice of one's own, the first statement's sentence is shown.
  function sentence(state, actions) {
    const action = byId.get(state.action) || actions[0];
    if (!action) return state.node ? mention(state.node) : kg.source.show(0);
    kg.source.showAction(action);
    const current = [...box.querySelectorAll(".card")].find((element) => element.dataset.action === action.id);
    if (!current) return undefined;
    current.setAttribute("aria-current", "true");
    const frame = box.getBoundingClientRect();
    const place = current.getBoundingClientRect();
    if (state.action && (place.top < frame.top || place.bottom > frame.bottom)) box.scrollTop += place.top - frame.top - 40;
    return undefined;
  }

  function mention(id) {
    const at = kg.entity(id).mentions[0];
    return at ? kg.source.show(at[0], [[at[1], at[2]]]) : kg.source.show(0);
  }

  return { byId, edgeById, shape, stroke, chip, nameOf, pairOf, inText, judged, extra, tools };
})();
