"use strict";
// A picture on its stage, and the same as SVG, PNG and print: on opaque ground, with title, legend, source and date.
kg.picture = (() => {
  const { data, el, svg, t, label, state } = kg;
  const MARGIN = 24;
  const HEAD = 64;
  const FOOT = 44;
  const SIDE = 178;
  const stage = document.getElementById("stage");
  const family = getComputedStyle(document.documentElement).fontFamily;
  const summary = el("p", { id: "summary" });
  const note = el("div", { id: "note", role: "status" });
  const tip = el("div", { id: "tip", role: "presentation", hidden: true });
  const print = el("div", { id: "print" });

  // What a view draws: `content` returns it as an svg element with the width and height it takes; `kinds` and `types` are those in it.
  let view = null;

  function start(box, drawn) {
    view = drawn;
    stage.append(box, tip, note, summary, print);
    kg.button("png", () => png().then((blob) => kg.save(blob, `${data.view}-${state.lang}.png`)));
    kg.button("svg", () => kg.save(new Blob([text()], { type: "image/svg+xml" }), `${data.view}-${state.lang}.svg`));
    window.addEventListener("beforeprint", () => print.replaceChildren(render()));
    window.addEventListener("afterprint", () => print.replaceChildren());
  }

  function say(content, at) {
    tip.hidden = !content.length;
    if (tip.hidden) return;
    tip.replaceChildren(...content);
    const frame = stage.getBoundingClientRect();
    tip.style.left = `${Math.max(4, Math.min(at.x + 14, frame.width - tip.offsetWidth - 8))}px`;
    tip.style.top = `${at.y + 18 + tip.offsetHeight > frame.height ? Math.max(0, at.y - tip.offsetHeight - 12) : at.y + 18}px`;
  }

  // What stands over the picture where it is empty, or beside it.
  function notes({ drawn, text: words = "", hint = "" }) {
    summary.textContent = drawn ? words : "";
    note.classList.toggle("top", Boolean(drawn));
    if (!data.actions.length) note.replaceChildren(el("strong", {}, t("empty")), t("empty_hint"));
    else note.replaceChildren(drawn ? hint : t("filtered_empty"));
  }

  const write = (x, y, size, words, more = {}) => svg("text", { x, y, "font-size": size, fill: kg.colours().ink, "dominant-baseline": "central", ...more }, words);

  function keys() {
    const rows = [];
    let y = HEAD + 12;
    const heading = (words) => {
      rows.push(write(MARGIN, y, 12, words, { "font-weight": 600, fill: kg.colours().muted }));
      y += 20;
    };
    const line = (swatch, words, x = MARGIN) => {
      swatch.setAttribute("x", x);
      swatch.setAttribute("y", y - Number(swatch.getAttribute("height")) / 2);
      rows.push(swatch, write(MARGIN + 40, y, 13, words));
      y += 21;
    };
    const types = Object.keys(data.style.types).filter((type) => view.types().has(type) && type in data.vocabulary.types);
    const kinds = [...Object.keys(data.style.kinds), ...Object.keys(data.style.links)].filter((kind) => view.kinds().has(kind));
    if (types.length) heading(t("types"));
    for (const type of types) line(kg.panel.shape({ type }), label("types", type), MARGIN + 7);
    y += 8;
    if (kinds.length) heading(t("kinds"));
    for (const kind of kinds) line(kg.panel.stroke(kind), kind in data.style.kinds ? label("kinds", kind) : t(kind));
    return { rows, height: y };
  }

  function caption() {
    const sources = data.bulletins.slice(0, 2).map((bulletin) => [bulletin.title, bulletin.issuer, bulletin.date].filter(Boolean).map(kg.clean).join(" · "));
    const today = new Date().toISOString().slice(0, 10);
    return `${t("made_from", { source: sources.join("；") })}${data.bulletins.length > 2 ? " …" : ""}   ${t("exported", { date: today })}`;
  }

  // The whole picture as an svg element.
  function render() {
    const { content, width, height } = view.content();
    const legend = keys();
    const wide = width + SIDE + 2 * MARGIN;
    const high = Math.max(HEAD + height, legend.height) + FOOT;
    content.setAttribute("x", SIDE + MARGIN);
    content.setAttribute("y", HEAD);
    return svg(
      "svg",
      { xmlns: "http://www.w3.org/2000/svg", width: wide, height: high, viewBox: `0 0 ${wide} ${high}`, "font-family": family, lang: document.documentElement.lang },
      svg("title", {}, document.title),
      svg("rect", { width: wide, height: high, fill: kg.colours().canvas }),
      content,
      write(MARGIN, 34, 20, document.title, { "font-weight": 700 }),
      ...legend.rows,
      write(MARGIN, high - 22, 12, caption(), { fill: kg.colours().muted }),
    );
  }

  // Control characters have no place in XML.
  const text = () => new XMLSerializer().serializeToString(render()).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "");

  async function bitmap() {
    const picture = render();
    const image = new Image();
    const address = URL.createObjectURL(new Blob([text()], { type: "image/svg+xml" }));
    image.src = address;
    await image.decode();
    const canvas = el("canvas", { width: picture.getAttribute("width") * 2, height: picture.getAttribute("height") * 2 });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(address);
    return canvas;
  }
  const png = async () => {
    const canvas = await bitmap();
    return new Promise((done) => canvas.toBlob(done, "image/png"));
  };

  return { start, say, notes, text, bitmap, family, stage, write };
})();
