"use strict";
// The same statements as a table, for keyboards, screen readers and spreadsheets: in a drawer, or as a page of its own (statements.js).
kg.table = (() => {
  const { data, el, t, label } = kg;
  const PAGE = 200;
  const alone = data.view === "table";
  const body = document.getElementById(alone ? "stage" : "table-body");
  const button = document.getElementById("table-switch");
  let sorted = { column: -1, down: false };
  let page = 0;
  const names = (ids) => ids.map(kg.name).join("、") || t("unnamed");
  const source = (action) => (action.evidence[0] ? data.bulletins[action.evidence[0][0]] : null);
  const sentence = ["sentence", (action) => action.evidence.map((evidence) => evidence[3].trim()).join(" … "), "quoted"];
  const columns = [
    ["kind", (action) => label("kinds", action.kind), "tight"],
    ["provider", (action) => names(action.provider), "wide"],
    ["recipient", (action) => names(action.recipient), "wide"],
    ["about", (action) => kg.clean(action.about || ""), "wide"],
    ["figures", (action) => action.measures.map((measure) => measure.text[kg.state.lang]).join(kg.state.lang === "en" ? "; " : "；"), "wide"],
    ...(alone ? [sentence] : []),
    ["status", (action) => [action.rank && label("rank", action.rank), label("status", action.status)].filter(Boolean).join(" · "), "tight"],
    ["period", (action) => action.period || "", "tight"],
    ...(alone ? [["programme", (action) => action.programme ? label("programmes", action.programme) : "", "tight"]] : []),
    ["sector", (action) => (action.sector || []).map((sector) => label("sectors", sector)).join("、"), ""],
    ...(alone ? [] : [sentence]),
    ...(alone && data.bulletins.length > 1 ? [["bulletin", (action) => kg.clean(source(action)?.title || ""), "wide"]] : []),
  ];
  const chinese = new Set(["provider", "recipient", "about", "sentence", "bulletin"]);

  const folded = (text) => text.normalize("NFKC").toLowerCase();
  function wanted(action) {
    const words = folded(kg.state.words).split(/\s+/).filter(Boolean);
    if (!words.length) return true;
    const text = folded([...columns.map(([, value]) => value(action)), ...(action.through || []).map(kg.name), action.id].join("\n"));
    return words.every((word) => text.includes(word));
  }

  function ordered() {
    const actions = data.actions.filter((action) => kg.shown(action) && wanted(action));
    const first = (action) => (action.evidence[0] ? action.evidence[0][0] * 1e9 + action.evidence[0][1] : 0);
    if (sorted.column < 0) return actions.sort((a, b) => first(a) - first(b));
    const [key, value] = columns[sorted.column];
    const size = (action) => (action.measures[0] ? Number(action.measures[0].value) : -1);
    const collate = new Intl.Collator("zh-Hans").compare;
    const compare = key === "figures" ? (a, b) => size(a) - size(b) : (a, b) => collate(value(a), value(b));
    return actions.sort((a, b) => (sorted.down ? -1 : 1) * compare(a, b) || first(a) - first(b));
  }

  function head() {
    const cell = ([key], index) =>
      el(
        "th",
        { scope: "col", "aria-sort": sorted.column === index ? (sorted.down ? "descending" : "ascending") : false },
        el("button", { type: "button", onclick: () => ((sorted = { column: index, down: sorted.column === index && !sorted.down }), render()) }, t(key)),
      );
    return el("thead", {}, el("tr", {}, ...columns.map(cell)));
  }

  function row(action) {
    const cells = columns.map(([key, value, width], index) => {
      const text = value(action);
      const inner = index === 0 ? el("button", { type: "button", class: "link" }, text) : key === "sentence" ? el("span", { class: "clip" }, text) : text;
      return el("td", { class: width || false, lang: chinese.has(key) ? "zh-Hans" : false, title: key === "sentence" ? text : false }, el("bdi", {}, inner));
    });
    return el("tr", { "data-action": action.id, "aria-current": kg.state.action === action.id ? "true" : false, onclick: () => choose(action) }, ...cells);
  }

  function choose(action) {
    const index = data.actions.indexOf(action);
    const edge = data.network && data.network.edges.find((line) => !line.link && line.actions.includes(index));
    kg.select({ ...(edge ? { edge: edge.id } : { pair: kg.panel.pairOf(action) }), action: action.id });
  }

  function pager(all) {
    const last = Math.max(0, Math.ceil(all / PAGE) - 1);
    page = Math.min(page, last);
    if (!last) return "";
    const turn = (key, by) => el("button", { type: "button", disabled: page + by < 0 || page + by > last, onclick: () => ((page += by), render()) }, t(key));
    return el("div", { class: "pager" }, turn("earlier", -1), t("page_of", { page: page + 1, last: last + 1 }), turn("later", 1));
  }

  function render() {
    const open = alone || kg.state.show.has("table");
    const actions = ordered();
    document.getElementById("table-count").textContent = t("table_count", { shown: actions.length, all: data.actions.length });
    button.textContent = t(open ? "close_table" : "open_table");
    button.setAttribute("aria-expanded", String(open));
    if (!alone) body.hidden = !open;
    if (!open) return body.replaceChildren();
    const turning = pager(actions.length);
    const rows = actions.slice(page * PAGE, (page + 1) * PAGE).map(row);
    const none = el("p", { class: "empty" }, t(data.actions.length ? "filtered_empty" : "empty"));
    return body.replaceChildren(el("table", {}, head(), el("tbody", {}, ...rows)), rows.length ? turning : none);
  }

  function mark() {
    for (const line of body.querySelectorAll("tbody tr")) {
      const current = line.dataset.action === kg.state.action;
      if (current) line.setAttribute("aria-current", "true");
      else line.removeAttribute("aria-current");
    }
  }

  // One row for each figure of what is shown, with ids, offsets and what counts in totals, under these heads.
  function sheet() {
    const head = [
      ...["id", "kind", "kind_label", "provider", "provider_ids", "recipient", "recipient_ids", "through", "about", "value", "upper", "unit", "bound", "role", "counts_in_totals"],
      ...["status", "status_word", "period", "coverage", "rank", "judged", "sector", "programme", "quote", "bulletin", "start", "end"],
    ];
    const plain = (ids) => ids.map((id) => kg.entity(id).name).join("；");
    const rows = ordered().flatMap((action) => {
      const [, start, end, quote] = action.evidence[0] || [-1, "", "", ""];
      const before = [action.id, action.kind, label("kinds", action.kind), plain(action.provider), action.provider.join(" "), plain(action.recipient), action.recipient.join(" "), plain(action.through || []), action.about];
      const after = [action.status, action.status_word, action.period, action.coverage, action.rank, (action.judged || []).map(kg.panel.judged).join("；"), (action.sector || []).join("；"), action.programme, quote, source(action)?.id, start, end];
      return (action.measures.length ? action.measures : [{}]).map((m) => [...before, m.value, m.upper, m.unit, m.bound, m.role, m.value === undefined ? "" : !m.uncounted, ...after]);
    });
    return [head, ...rows];
  }

  // A spreadsheet would run what begins like a formula: an apostrophe keeps it text.
  const field = (value) => {
    const text = String(value ?? "");
    return `"${(/^[=+\-@\t\r]/.test(text) && !/^-?[\d.]+$/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  };
  const csv = () => `\ufeff${sheet().map((cells) => cells.map(field).join(",")).join("\r\n")}\r\n`;

  button.addEventListener("click", () => kg.toggle("show", "table", !kg.state.show.has("table")));
  document.getElementById("csv").addEventListener("click", () => kg.save(new Blob([csv()], { type: "text/csv;charset=utf-8" }), "statements.csv"));
  document.getElementById("skip").addEventListener("click", (event) => {
    event.preventDefault();
    if (!alone) kg.toggle("show", "table", true);
    body.focus();
  });
  kg.onChange((_, changes) => {
    if (kg.touches(changes) || "show" in changes || "words" in changes) {
      page = 0;
      render();
    } else if ("action" in changes) mark();
  });
  return { csv, sheet };
})();
