"use strict";
// The same statements as a table, for keyboards, screen readers and spreadsheets.
kg.table = (() => {
  const { data, el, t, label } = kg;
  const body = document.getElementById("table-body");
  const button = document.getElementById("table-switch");
  let sorted = { column: -1, down: false };
  const names = (ids) => ids.map(kg.name).join("、") || t("unnamed");
  const columns = [
    ["kind", (action) => label("kinds", action.kind)],
    ["provider", (action) => names(action.provider)],
    ["recipient", (action) => names(action.recipient)],
    ["about", (action) => kg.clean(action.about || "")],
    ["figures", (action) => action.measures.map((measure) => measure.text[kg.state.lang]).join(kg.state.lang === "en" ? "; " : "；")],
    ["status", (action) => [action.rank && label("rank", action.rank), label("status", action.status)].filter(Boolean).join(" · ")],
    ["period", (action) => action.period || ""],
    ["sector", (action) => (action.sector || []).map((sector) => label("sectors", sector)).join("、")],
    ["sentence", (action) => action.evidence.map((evidence) => evidence[3].trim()).join(" … ")],
  ];
  const evidence = new Set(["provider", "recipient", "about", "sentence"]);

  function ordered() {
    const actions = data.actions.filter(kg.shown);
    const first = (action) => (action.evidence[0] ? action.evidence[0][0] * 1e9 + action.evidence[0][1] : 0);
    if (sorted.column < 0) return actions.sort((a, b) => first(a) - first(b));
    const [key, value] = columns[sorted.column];
    const size = (action) => (action.measures[0] ? Number(action.measures[0].value) : -1);
    const compare = key === "figures" ? (a, b) => size(a) - size(b) : (a, b) => value(a).localeCompare(value(b), "zh-Hans");
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
    const cells = columns.map(([key, value], index) => {
      const text = value(action);
      const inner = index === 0 ? el("button", { type: "button", class: "link" }, text) : key === "sentence" ? el("span", { class: "clip" }, text) : text;
      return el("td", { lang: evidence.has(key) ? "zh-Hans" : false, title: key === "sentence" ? text : false }, el("bdi", {}, inner));
    });
    return el("tr", { "data-action": action.id, "aria-current": kg.state.action === action.id ? "true" : false, onclick: () => choose(action) }, ...cells);
  }

  function choose(action) {
    const index = data.actions.indexOf(action);
    const edge = data.network && data.network.edges.find((line) => !line.link && line.actions.includes(index));
    const node = [...action.provider, ...action.recipient, ...(action.through || [])].find((id) => kg.own(data.entities, id));
    kg.select(edge ? { edge: edge.id, action: action.id } : { node: node || "", action: action.id });
  }

  function render() {
    const open = kg.state.show.has("table");
    const actions = ordered();
    document.getElementById("table-count").textContent = t("table_count", { shown: actions.length, all: data.actions.length });
    button.textContent = t(open ? "close_table" : "open_table");
    button.setAttribute("aria-expanded", String(open));
    body.hidden = !open;
    if (open) body.replaceChildren(el("table", {}, head(), el("tbody", {}, ...actions.map(row))));
    else body.replaceChildren();
  }

  function mark() {
    for (const line of body.querySelectorAll("tbody tr")) {
      const current = line.dataset.action === kg.state.action;
      if (current) line.setAttribute("aria-current", "true");
      else line.removeAttribute("aria-current");
    }
  }

  // A spreadsheet would run what begins like a formula: an apostrophe keeps it text.
  const field = (value) => {
    const text = String(value ?? "");
    return `"${(/^[=+\-@\t\r]/.test(text) && !/^-?[\d.]+$/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  };

  function csv() {
    const head = ["id", "kind", "kind_label", "provider", "provider_ids", "recipient", "recipient_ids", "through", "about", "value", "upper", "unit", "bound", "role", "counts_in_totals", "status", "status_word", "period", "coverage", "rank", "sector", "programme", "quote", "bulletin", "start", "end"];
    const plain = (ids) => ids.map((id) => kg.entity(id).name).join("；");
    const rows = ordered().flatMap((action) => {
      const [bulletin, start, end, quote] = action.evidence[0] || [-1, "", "", ""];
      const source = data.bulletins[bulletin] ? data.bulletins[bulletin].id : "";
      const before = [action.id, action.kind, label("kinds", action.kind), plain(action.provider), action.provider.join(" "), plain(action.recipient), action.recipient.join(" "), plain(action.through || []), action.about];
      const after = [action.status, action.status_word, action.period, action.coverage, action.rank, (action.sector || []).join("；"), action.programme, quote, source, start, end];
      return (action.measures.length ? action.measures : [{}]).map((m) => [...before, m.value, m.upper, m.unit, m.bound, m.role, m.value === undefined ? "" : !m.uncounted, ...after]);
    });
    return `\ufeff${[head, ...rows].map((cells) => cells.map(field).join(",")).join("\r\n")}\r\n`;
  }

  function save(blob, file) {
    const address = URL.createObjectURL(blob);
    el("a", { href: address, download: file }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  }

  button.addEventListener("click", () => kg.toggle("show", "table", !kg.state.show.has("table")));
  document.getElementById("csv").addEventListener("click", () => save(new Blob([csv()], { type: "text/csv;charset=utf-8" }), "statements.csv"));
  document.getElementById("skip").addEventListener("click", (event) => {
    event.preventDefault();
    kg.toggle("show", "table", true);
    body.focus();
  });
  kg.onChange((_, changes) => {
    if (["lang", "hide", "show"].some((key) => key in changes)) render();
    else if ("action" in changes) mark();
  });
  return { csv, save };
})();
