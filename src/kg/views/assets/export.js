"use strict";
// The picture as a PNG of twice the size, on opaque ground, with title, legend, source and date.
kg.picture = (() => {
  const { data, state, t, label } = kg;
  const MARGIN = 24;
  const HEAD = 64;
  const SIDE = 190;

  function network(box) {
    const holder = kg.el("div");
    Object.assign(holder.style, { position: "fixed", left: "-20000px", top: "0", width: `${box.clientWidth * 2}px`, height: `${box.clientHeight * 2}px` });
    document.body.append(holder);
    const { view } = kg.canvas;
    const places = view.network.getPositions();
    const drawn = kg.canvas.draw(holder, (node) => places[node.id] || { x: node.x, y: node.y });
    drawn.network.moveTo({ position: view.network.getViewPosition(), scale: view.network.getScale() * 2, animation: false });
    drawn.network.redraw();
    drawn.network.redraw();
    return { canvas: holder.querySelector("canvas"), remove: () => (drawn.network.destroy(), holder.remove()) };
  }

  function legend(ctx, x, top) {
    let y = top;
    const heading = (text) => {
      Object.assign(ctx, { font: `600 12px ${ctx.family}`, fillStyle: kg.colours().muted });
      ctx.fillText(text, x, y);
      y += 20;
    };
    const line = (text) => {
      Object.assign(ctx, { font: `13px ${ctx.family}`, fillStyle: kg.colours().ink });
      ctx.fillText(text, x + 40, y);
      y += 21;
    };
    const { nodes, edges } = data.network;
    const types = new Set(nodes.filter(kg.canvas.nodeVisible).map((node) => node.entity_type));
    const kinds = new Set(edges.filter(kg.canvas.edgeVisible).map((edge) => edge.kind));
    heading(t("types"));
    for (const type of Object.keys(data.style.types).filter((key) => types.has(key) && key in data.vocabulary.types)) {
      symbol(ctx, data.style.types[type], x + 15, y);
      line(label("types", type));
    }
    y += 8;
    heading(t("kinds"));
    for (const kind of [...Object.keys(data.style.kinds), ...Object.keys(data.style.links)].filter((key) => kinds.has(key))) {
      const style = kg.lineStyle(kind);
      stroke(ctx, style[kg.theme()], style.dash || [], x, y);
      line(kind in data.style.kinds ? label("kinds", kind) : t(kind));
    }
  }

  function symbol(ctx, style, x, y) {
    ctx.beginPath();
    if (style.points) style.points.forEach(([dx, dy], index) => ctx[index ? "lineTo" : "moveTo"](x + dx * 7, y + dy * 7));
    else ctx.arc(x, y, 6.5, 0, 2 * Math.PI);
    ctx.closePath();
    Object.assign(ctx, { fillStyle: style.fill, strokeStyle: kg.colours().outline, lineWidth: 1 });
    ctx.fill();
    ctx.stroke();
  }

  function stroke(ctx, colour, dash, x, y) {
    ctx.save();
    Object.assign(ctx, { strokeStyle: colour, lineWidth: 2.6, lineCap: "round" });
    ctx.setLineDash(dash);
    ctx.beginPath();
    ctx.moveTo(x, y);
    ctx.lineTo(x + 30, y);
    ctx.stroke();
    ctx.restore();
  }

  function caption() {
    const sources = data.bulletins.slice(0, 2).map((bulletin) => [bulletin.title, bulletin.issuer, bulletin.date].filter(Boolean).map(kg.clean).join(" · "));
    const today = new Date().toISOString().slice(0, 10);
    return `${t("made_from", { source: sources.join("；") })}${data.bulletins.length > 2 ? " …" : ""}   ${t("exported", { date: today })}`;
  }

  // A canvas of the whole picture.
  function render(box) {
    const drawn = network(box);
    const width = box.clientWidth + SIDE + MARGIN;
    const height = Math.max(box.clientHeight, 560) + HEAD + 44;
    const canvas = kg.el("canvas", { width: width * 2, height: height * 2 });
    const ctx = canvas.getContext("2d");
    ctx.family = getComputedStyle(document.documentElement).fontFamily;
    ctx.scale(2, 2);
    ctx.fillStyle = kg.colours().canvas;
    ctx.fillRect(0, 0, width, height);
    ctx.drawImage(drawn.canvas, SIDE + MARGIN, HEAD, box.clientWidth, box.clientHeight);
    drawn.remove();
    Object.assign(ctx, { textBaseline: "middle", fillStyle: kg.colours().ink, font: `700 20px ${ctx.family}` });
    ctx.fillText(document.title, MARGIN, 34, width - 2 * MARGIN);
    legend(ctx, MARGIN, HEAD + 20);
    Object.assign(ctx, { fillStyle: kg.colours().muted, font: `12px ${ctx.family}` });
    ctx.fillText(caption(), MARGIN, height - 22, width - 2 * MARGIN);
    return canvas;
  }

  const save = (box) => render(box).toBlob((blob) => kg.table.save(blob, `network-${state.lang}.png`), "image/png");
  return { render, save };
})();
