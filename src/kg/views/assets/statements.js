"use strict";
// The page of all statements: words to look for, and the table for a spreadsheet as CSV or as a workbook.
(() => {
  const { data, el, t, state } = kg;
  document.getElementById("stage").tabIndex = 0;
  const words = el("input", { type: "search", class: "words", "data-placeholder": "words", "data-label": "words", spellcheck: "false" });
  words.addEventListener("input", () => kg.update({ words: words.value.trim() }));
  document.getElementById("controls").append(words, document.getElementById("table-count"));
  document.getElementById("reset").before(document.getElementById("csv"));
  kg.button("xlsx", () => book().then((blob) => kg.save(blob, "statements.xlsx")));

  // A workbook of two sheets: the statements, numbers as numbers, and the bulletins that they stand in.
  function book() {
    const numbers = new Set(["value", "upper", "start", "end"]);
    const [head, ...rows] = kg.table.sheet();
    const bold = (text) => ({ value: text, fontWeight: "bold" });
    const cell = (value, index) => {
      if (value === undefined || value === null || value === "") return null;
      if (typeof value === "boolean") return { value, type: Boolean };
      // Beyond 15 digits a spreadsheet would round.
      return numbers.has(head[index]) && Number.isSafeInteger(Math.round(Number(value))) ? { value: Number(value), type: Number } : { value: String(value).slice(0, 32767), type: String };
    };
    const columns = head.map((name) => ({ width: name === "quote" ? 60 : 16 }));
    const known = ["id", "title", "issuer", "date", "url"];
    const bulletins = [known.map(bold), ...data.bulletins.map((bulletin) => known.map((key) => (bulletin[key] ? { value: String(bulletin[key]), type: String } : null)))];
    return xlsx.write([
      { data: [head.map(bold), ...rows.map((row) => row.map(cell))], sheet: t("sheet_statements"), columns, stickyRowsCount: 1 },
      { data: bulletins, sheet: t("sheet_bulletins"), columns: known.map(() => ({ width: 30 })) },
    ]);
  }

  kg.onChange((_, changes) => {
    if ("words" in changes && words.value.trim() !== state.words) words.value = state.words;
  });
  kg.start();
  window.kgView = { state, csv: kg.table.csv, book, ready: true };
})();
