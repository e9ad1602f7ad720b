"use strict";
// The front page of a build: what it holds, its money by status, what the checks found, its largest relations.
(() => {
  const { data, el, t, label, state } = kg;
  const stage = document.getElementById("stage");
  const CENTRAL = ["agency", "enterprise", "school", "hospital", "institute", "cooperative", "organization"];
  const STATUSES = ["done", "committed", "planned"];
  const RELATIONS = 10;
  const { checks } = data;

  const href = (view) => (data.pages.find(([key]) => key === view) || [])[1];
  const card = (key, ...children) => el("section", { class: "card-block", id: `block-${key}` }, el("h2", {}, t(key)), ...children);
  const cell = (text, tag = "td") => el(tag, { class: "n" }, text);

  function tiles() {
    const entities = Object.values(data.entities);
    const of = (types) => entities.filter((entity) => types.includes(entity.type)).length;
    const figures = data.actions.reduce((sum, action) => sum + action.measures.length, 0);
    const counts = [...Object.entries(kg.read), ["places", of(["place"])], ["bodies", of(CENTRAL)], ["actions", data.actions.length], ["figures", figures]];
    return el("ul", { class: "tiles" }, ...counts.map(([key, n]) => el("li", {}, el("strong", {}, n.toLocaleString("en-US")), el("span", {}, t(`tile_${key}`)))));
  }

  // Bars of all kinds with the number of their statements, and their money by status; what counts in totals only.
  function kinds() {
    const rows = Object.keys(data.style.kinds).map((kind) => ({ kind, actions: data.actions.filter((action) => action.kind === kind && !action.superseded) }));
    const money = (actions, status) => kg.sums.text(kg.sums.total(actions.filter((action) => action.status === status)));
    const most = Math.max(1, ...rows.map(({ actions }) => actions.length));
    const bar = (kind, n) => {
      const fill = el("i", { "aria-hidden": "true" });
      Object.assign(fill.style, { width: `${(100 * n) / most}%`, background: kg.lineStyle(kind)[kg.theme()] });
      return el("td", { class: "bar-cell" }, el("span", { class: "meter" }, fill), el("b", {}, String(n)));
    };
    const row = ({ kind, actions }) =>
      el(
        "tr",
        {},
        el("th", { scope: "row" }, kg.panel.stroke(kind), el("a", { href: `${href("table")}${kg.hashed(only(kind))}` }, label("kinds", kind))),
        bar(kind, actions.length),
        ...STATUSES.map((status) => cell(money(actions, status) || "–")),
      );
    const all = data.actions.filter((action) => !action.superseded);
    const foot = el("tr", {}, el("th", { scope: "row" }, t("all_kinds")), el("td", { class: "bar-cell" }, el("span", { class: "meter" }), el("b", {}, String(all.length))), ...STATUSES.map((status) => cell(money(all, status) || "–")));
    const head = el("tr", {}, el("th", { scope: "col" }, t("kind")), el("th", { scope: "col" }, t("tile_actions")), ...STATUSES.map((status) => el("th", { scope: "col", class: "n" }, t("money_status", { status: label("status", status) }))));
    return card("kinds_and_money", el("div", { class: "scroll", tabindex: "0", "aria-label": t("kinds_and_money") }, el("table", {}, el("thead", {}, head), el("tbody", {}, ...rows.map(row)), el("tfoot", {}, foot))), el("p", { class: "muted" }, t("counts_once")));
  }

  const only = (kind) => [`kind=${encodeURIComponent(kind)}`, kg.carried()].filter(Boolean).join("&");

  function relations() {
    const largest = kg.sums.relations(data.actions).filter(({ from, to }) => from && to).slice(0, RELATIONS);
    const row = (relation, index) => {
      const money = [relation.done, relation.ahead].map((sum) => kg.sums.text(sum));
      const open = el("button", { type: "button", class: "link", onclick: () => kg.select({ pair: relation.key }) }, kg.panel.nameOf(relation.from), " → ", kg.panel.nameOf(relation.to));
      return el("tr", { "aria-current": state.pair === relation.key ? "true" : false }, el("td", { class: "rank" }, String(index + 1)), el("td", {}, open), cell(String(relation.actions.length)), cell(money[0] || "–"), cell(money[1] || "–"));
    };
    const head = ["rank", "relation", "tile_actions", "money_done", "money_ahead"].map((key, index) => el("th", { scope: "col", class: index > 1 ? "n" : "" }, t(key)));
    return card("largest", el("div", { class: "scroll", tabindex: "0", "aria-label": t("largest") }, el("table", {}, el("thead", {}, el("tr", {}, ...head)), el("tbody", {}, ...largest.map(row)))), el("p", { class: "muted" }, t("largest_how")));
  }

  function share(kind, n, all) {
    const part = el("i", { class: kind });
    part.style.flexGrow = String(n);
    return n && all ? part : "";
  }

  function findings() {
    const { captured, left_out: left, missing } = checks;
    const bar = el("div", { class: "shares", "aria-hidden": "true" }, share("captured", captured, 1), share("left", left, 1), share("missing", missing, 1));
    const clashes = checks.contradictions.map(({ clash, figures }) => el("li", {}, clash[state.lang], " ", ...figures.map(([bulletin, start, end, quote]) => sourceLink(bulletin, start, end, quote))));
    return card(
      "checked",
      el("p", { class: checks.passed ? "verdict" : "verdict bad" }, `${checks.passed ? "✓" : "✗"} ${checks.verdict[state.lang]}`),
      el("p", { class: "equation" }, checks.equation[state.lang]),
      bar,
      el("p", {}, checks.contradicted ? t("contradicted", { n: checks.contradicted }) : t("not_contradicted")),
      clashes.length ? el("ul", { class: "plain" }, ...clashes) : "",
      checks.unread.length ? el("details", {}, el("summary", {}, t("unread", { n: checks.unread.length })), el("ul", { class: "plain" }, ...checks.unread.map((line) => el("li", {}, line)))) : "",
      el("p", {}, el("a", { href: href("report") + kg.hashed(kg.carried()) }, t("to_report"))),
    );
  }

  function sourceLink(id, start, end, quote) {
    const found = data.bulletins.find((bulletin) => bulletin.id === id);
    return el("a", { class: "quote", lang: "zh-Hans", href: found ? `${found.page}#at=${start}-${end}` : "#" }, quote);
  }

  function texts() {
    const row = (bulletin) => el("li", {}, el("a", { href: bulletin.page + kg.hashed(kg.carried()), lang: "zh-Hans" }, kg.clean(bulletin.title)), el("small", { lang: "zh-Hans" }, [bulletin.issuer, bulletin.date].filter(Boolean).map(kg.clean).join(" · ")));
    const many = data.bulletins.length > 12;
    const list = el("ul", { class: "plain" }, ...data.bulletins.map(row));
    return card("texts", many ? el("details", {}, el("summary", {}, kg.texts()), list) : list);
  }

  function views() {
    const link = ([view, page]) => el("li", {}, el("a", { href: page + kg.hashed(kg.carried()) }, el("strong", {}, t(`view_${view}`)), el("span", {}, t(`what_${view}`))));
    return el("div", { class: "doors" }, el("ul", {}, ...data.pages.filter(([view]) => view !== "index").map(link)));
  }

  function render() {
    if (!data.actions.length) return stage.replaceChildren(el("div", { class: "front" }, el("p", { class: "empty" }, el("strong", {}, t("empty")), t("empty_hint")), views(), findings()));
    return stage.replaceChildren(el("div", { class: "front" }, tiles(), views(), kinds(), relations(), el("div", { class: "two" }, findings(), texts())));
  }

  stage.tabIndex = 0;
  kg.onChange((_, changes) => {
    const top = stage.scrollTop;
    const focused = [...stage.querySelectorAll("button")].indexOf(document.activeElement);
    if (kg.touches(changes) || "pair" in changes) render();
    stage.scrollTop = top;
    if (focused >= 0) stage.querySelectorAll("button")[focused]?.focus();
  });
  kg.start();
  window.kgView = { state, ready: true };
})();
