"use strict";
// The source text with what is quoted marked in it. Offsets count code points, JavaScript counts UTF-16 units: texts are cut as arrays of code points.
kg.source = (() => {
  const box = document.getElementById("source");
  const points = new Map();
  let open = -1;

  function codePoints(bulletin, block) {
    const key = `${bulletin}:${block[1]}`;
    if (!points.has(key)) points.set(key, Array.from(block[2]));
    return points.get(key);
  }

  // Spans as [start, end], sorted, those that touch or overlap made one.
  function merged(spans) {
    const result = [];
    for (const [start, end] of [...spans].sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
      const last = result[result.length - 1];
      if (last && start < last[1]) last[1] = Math.max(last[1], end);
      else result.push([start, end]);
    }
    return result;
  }

  // The text of a block from start to end, cut at the spans; `wrap` makes an element of what is inside one.
  function cut(start, end, spans, text, wrap) {
    const pieces = [];
    let at = start;
    for (const [left, right] of spans) {
      const from = Math.max(left, start);
      const to = Math.min(right, end);
      if (from >= to) continue;
      if (from > at) pieces.push(...text(at, from));
      pieces.push(wrap(text(from, to)));
      at = to;
    }
    if (at < end) pieces.push(...text(at, end));
    return pieces;
  }

  // The cells of a row of a register, each with the tab that ends it, as offsets of the text.
  function cells([, offset, words]) {
    let at = offset;
    return words.split(/(?<=\t)/).map((cell) => [at, (at += Array.from(cell).length)]);
  }

  // What a text is shown as: paragraphs, or of a register the rows of a table; `inside` gives the content from one offset to another.
  function laidOut({ register, blocks }, inside) {
    const end = (block) => block[1] + Array.from(block[2]).length;
    const note = (kind) => (kind === "copy" ? kg.t("copy_note") : false);
    if (!register) return blocks.map((block) => kg.el("p", { class: block[0], "data-note": note(block[0]) }, ...inside(block, block[1], end(block))));
    const row = (block) => kg.el("tr", { class: block[0] }, ...cells(block).map(([from, to]) => kg.el("td", {}, ...inside(block, from, to))));
    return [kg.el("table", { class: "register" }, kg.el("tbody", {}, ...blocks.map(row)))];
  }

  function pieces(number, block, [start, end], evidence, figures) {
    const [, offset] = block;
    const characters = codePoints(number, block);
    const plain = (from, to) => [characters.slice(from - offset, to - offset).join("")];
    const figured = (from, to) => cut(from, to, figures, plain, (inside) => kg.el("span", { class: "figure" }, ...inside));
    return cut(start, end, evidence, figured, (inside) => kg.el("mark", {}, ...inside));
  }

  function show(number, evidence = [], figures = []) {
    const bulletin = kg.data.bulletins[number];
    if (!bulletin) return box.replaceChildren(kg.el("h2", {}, kg.t("source")));
    const marks = merged(evidence);
    const numbers = merged(figures);
    const about = [bulletin.title, bulletin.date].filter(Boolean).map(kg.clean).join(" · ");
    const title = kg.data.view === "source" ? about : kg.el("a", { href: kg.data.root + bulletin.page + kg.hashed(kg.carried()) }, about);
    box.replaceChildren(
      kg.el("h2", {}, `${kg.t("source")} · `, kg.el("span", { lang: "zh-Hans" }, title)),
      kg.el("div", { lang: "zh-Hans" }, bulletin.cut ? kg.el("p", { class: "hint" }, kg.t("cut")) : null, ...laidOut(bulletin, (block, from, to) => pieces(number, block, [from, to], marks, numbers))),
    );
    reveal(number);
    open = number;
  }

  function reveal(number) {
    const first = box.querySelector("mark, .figure");
    if (first) box.scrollTop += first.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight * 0.32;
    else if (open !== number) {
      // Nothing chosen: begin where the first article begins, not with the page's menus.
      const headline = box.querySelector(".headline");
      box.scrollTop = headline ? headline.offsetTop - box.offsetTop - 44 : 0;
    }
  }

  // One evidence of an action (the first unless told) and the figures in the same bulletin.
  function showAction(action, which = 0) {
    const chosen = action.evidence[which];
    if (!chosen) return show(0);
    const inBulletin = (at) => at[0] === chosen[0];
    show(chosen[0], [[chosen[1], chosen[2]]], action.measures.map((measure) => measure.at).filter(inBulletin).map((at) => [at[1], at[2]]));
  }

  return { show, showAction, laidOut };
})();
