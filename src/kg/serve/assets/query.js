"use strict";
// YASGUI on this server alone: no other address is asked; terms of the ontology complete, named questions are the examples.
(() => {
  const data = JSON.parse(document.getElementById("page-data").textContent);
  const endpoint = new URL("/sparql", location.href).href;
  const language = () => document.documentElement.dataset.lang;
  const { Yasqe, Yasr } = Yasgui;

  const names = Object.entries(data.prefixes);
  const shortened = (iri) => {
    const fitting = names.filter(([, base]) => iri.startsWith(base)).sort((a, b) => b[1].length - a[1].length)[0];
    return fitting ? `${fitting[0]}:${iri.slice(fitting[1].length)}` : `<${iri}>`;
  };
  const terms = data.terms.map((term) => ({ ...term, text: shortened(term.iri) }));
  const matching = (typed) => {
    const wanted = typed.toLowerCase();
    const rank = (term) => {
      const [prefix, local = ""] = term.text.toLowerCase().split(":");
      if (term.text.toLowerCase().startsWith(wanted)) return 0;
      if (local.startsWith(wanted) || term.zh.startsWith(wanted)) return 1;
      if (local.includes(wanted) || term.zh.includes(wanted) || term.en.toLowerCase().includes(wanted)) return 2;
      return prefix === wanted ? 3 : 9;
    };
    // Of equals, first what is written with the same capitals (aid:provider, aid:Project), last the many values (aid:programme-east-west).
    const order = (term) => [rank(term), term.text.includes(typed) ? 0 : 1, term.text.includes("-") ? 1 : 0];
    const compared = (a, b) => a[0].map((part, i) => part - b[0][i]).find((difference) => difference) || (a[1].text < b[1].text ? -1 : 1);
    return terms.map((term) => [order(term), term]).filter(([[r]]) => r < 9).sort(compared).map(([, term]) => term);
  };

  // The word before the cursor; the editor's own tokens end at each Chinese character. Of a single letter nothing is offered.
  function typed(yasqe) {
    const { line, ch } = yasqe.getDoc().getCursor();
    const found = yasqe.getDoc().getLine(line).slice(0, ch).match(/(?<![?$"'<#\p{L}\p{N}_:/-])[\p{L}\p{N}_:-]{2,}$/u);
    const { type } = yasqe.getTokenAt({ line, ch });
    return found && !["comment", "string", "keyword"].includes(type) ? { text: found[0], start: ch - found[0].length } : null;
  }

  // The shipped completers ask other machines. Ours knows the terms by name and by label: aid:pro…, provider, 给予方.
  Yasqe.defaults.autocompleters = [];
  Yasqe.registerAutocompleter({
    name: "ontology",
    bulk: false,
    autoShow: true,
    persistenceId: null,
    isValidCompletionPosition: (yasqe) => Boolean(typed(yasqe)),
    preProcessToken: (yasqe, token) => {
      const word = typed(yasqe);
      return word && { ...token, string: word.text, start: word.start, from: { ch: word.start } };
    },
    get: (yasqe, token) => matching(token.string).slice(0, 60).map((term) => term.text),
    postprocessHints: (yasqe, hints) => hints.map((hint) => {
      const term = terms.find((t) => t.text === hint.text);
      return { ...hint, render: (element) => {
        element.append(hint.text);
        const label = document.createElement("small");
        label.textContent = [term.zh, term.en].filter(Boolean).join(" · ");
        element.append(label);
      } };
    }),
  }, true);

  const settings = {
    requestConfig: { endpoint, method: "POST" },
    copyEndpointOnNewTab: false,
    autoAddOnInit: false,
    endpointCatalogueOptions: { getData: () => [{ endpoint }], keys: [] },
    persistenceId: "kg-query",
    yasqe: { ...Yasqe.defaults, value: "SELECT * WHERE {\n  ?s ?p ?o\n} LIMIT 10", editorHeight: "360px", requestConfig: { ...Yasqe.defaults.requestConfig, endpoint } },
    yasr: { ...Yasr.defaults, prefixes: data.prefixes },
  };
  const yasgui = new Yasgui(document.getElementById("yasgui"), settings);
  // What a browser has kept of another server must not be asked.
  for (const tab of Object.values(yasgui._tabs)) tab.setEndpoint(endpoint);
  window.kgQuery = yasgui;

  // Things and terms of ours are shown by this server, wherever their names may lead one day.
  const local = { [data.prefixes.id]: "/entity/", [data.prefixes.graph]: "/graph/", [data.prefixes.aid]: "/ontology#" };
  document.getElementById("yasgui").addEventListener("click", (event) => {
    const iri = event.target.closest("a[href]")?.href || "";
    const base = Object.keys(local).find((b) => iri.startsWith(b));
    if (!base) return;
    event.preventDefault();
    window.open(local[base] + iri.slice(base.length), "_blank");
  }, true);

  function open(question) {
    const name = question[language()];
    const known = Object.values(yasgui._tabs).find((tab) => tab.getName() === name);
    if (known) return void yasgui.selectTabId(known.getId());
    // "Simple view": texts without their quotation marks and languages.
    const settings = { selectedPlugin: "table", pluginsConfig: { table: { compact: true } } };
    const plain = Yasgui.Tab.getDefaults(yasgui);
    const tab = yasgui.addTab(true, { ...plain, name, yasqe: { value: question.query }, yasr: { ...plain.yasr, settings } });
    tab.query().catch(() => {});
  }

  function list() {
    const wanted = document.getElementById("filter").value.trim().toLowerCase();
    const shown = data.questions.filter((q) => [q.zh, q.en, q.name].some((words) => words.toLowerCase().includes(wanted)));
    document.getElementById("filter").placeholder = language() === "en" ? "Filter questions…" : "筛选问题…";
    document.getElementById("examples").replaceChildren(...shown.map((question) => {
      const button = document.createElement("button");
      const name = document.createElement("small");
      button.type = "button";
      button.append(question[language()]);
      name.textContent = question.name;
      button.append(name);
      button.addEventListener("click", () => open(question));
      const item = document.createElement("li");
      item.append(button);
      return item;
    }));
  }

  document.getElementById("filter").addEventListener("input", list);
  document.addEventListener("kg-shown", list);
  list();
  if (!Object.keys(yasgui._tabs).length) open(data.questions[0]);
})();
