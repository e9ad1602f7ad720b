"use strict";
// The picture: vis-network draws nodes and lines and finds what is under the pointer; names, amounts and casings are drawn here, at the places computed beforehand.
kg.canvas = (() => {
  const { data, state, t } = kg;
  const { nodes, edges, options } = data.network;
  const nodeById = new Map(nodes.map((node) => [node.id, node]));
  const { font, line } = data.layout;
  const { family } = kg.picture;
  const SMALLEST = 10.5;
  const MOST_AMOUNTS = 40;

  const nodeVisible = (node) => kg.typeShown(node.id) && (!node.idle || state.show.has("idle") || (state.show.has("parent") && related(node.id)));
  const related = (id) => edges.some((edge) => edge.kind === "parent" && (edge.from === id || edge.to === id));

  // From afar, the lines with most statements stand for all, until something is chosen.
  const MOST_LINES = 120;
  const strong = kg.scene.grouped && kg.scene.whole && edges.length > MOST_LINES ? new Set([...edges].sort((a, b) => b.actions.length - a.actions.length || (a.id < b.id ? -1 : 1)).slice(0, MOST_LINES)) : null;
  const weak = (edge) => strong && !strong.has(edge) && state.edge !== edge.id && ![edge.from, edge.to].includes(state.node) && `${edge.from}~${edge.to}` !== state.pair && !state.to;

  function edgeVisible(edge) {
    if (weak(edge)) return false;
    if (!nodeVisible(nodeById.get(edge.from)) || !nodeVisible(nodeById.get(edge.to))) return false;
    if (edge.kind === "parent") return state.show.has("parent");
    if (edge.kind === "through" && state.hide.has("link.through")) return false;
    return edge.actions.some((index) => kg.shown(data.actions[index]));
  }

  // What a line says under the filters: all of it, as it was computed beforehand, or the money of the statements that are left.
  const memo = new Map();
  function filtered(edge) {
    if (edge.link) return { amount: null, width: edge.width, planned: 0 };
    if (!memo.has(edge.id)) {
      const all = edge.actions.map((index) => data.actions[index]);
      const left = all.filter(kg.shown);
      memo.set(edge.id, left.length === all.length && !edge.recount ? edge : recounted(left));
    }
    return memo.get(edge.id);
  }
  function recounted(actions) {
    const [done, planned] = [true, false].map((status) => kg.sums.amount(actions, status));
    const amount = done || planned ? Object.fromEntries(["zh", "en"].map((lang) => [lang, kg.sums.both(actions, lang).join(" · ")])) : null;
    return { amount, width: done ? wide(done.value) : 1.6, planned: planned ? wide(planned.value) + 3 : 0 };
  }
  const wide = (value) => Math.min(10, 1.8 + 1.15 * Math.max(0, Math.log10(Math.max(1, value)) - 4));
  const widths = (edge) => filtered(edge);
  const isDoubtful = (edge) => kg.doubtful(edge.actions.map((index) => data.actions[index]).filter(kg.shown));
  const amountOf = (edge) => filtered(edge).amount;

  // What stays bright: all, unless something is chosen.
  function focus() {
    if (state.edge && kg.panel.edgeById.has(state.edge)) {
      const edge = kg.panel.edgeById.get(state.edge);
      return { nodes: new Set([edge.from, edge.to]), edges: new Set([edge.id]), main: edge.id };
    }
    if (state.node && state.to) {
      const path = kg.path(state.node, state.to);
      return { nodes: new Set(path ? path.nodes : [state.node, state.to]), edges: new Set(path ? path.hops.flatMap((hop) => hop.edges.map((edge) => edge.id)) : []), main: state.to };
    }
    if (state.pair) {
      const ends = state.pair.split("~");
      return { nodes: new Set(ends), edges: new Set(edges.filter((edge) => edge.from === ends[0] && edge.to === ends[1]).map((edge) => edge.id)), main: "" };
    }
    if (state.node && nodeById.has(state.node)) {
      const own = edges.filter((edge) => edgeVisible(edge) && (edge.from === state.node || edge.to === state.node));
      return { nodes: new Set([state.node, ...own.flatMap((edge) => [edge.from, edge.to])]), edges: new Set(own.map((edge) => edge.id)), main: state.node };
    }
    return null;
  }

  // What is not chosen fades into the ground, but stays opaque: lines must not show through.
  function toned(node, colour) {
    if (!view.lit || view.lit.nodes.has(node.id)) return colour;
    const parts = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
    const ground = parts(kg.colours().canvas);
    return `#${parts(colour).map((value, index) => Math.round(value * 0.15 + ground[index] * 0.85).toString(16).padStart(2, "0")).join("")}`;
  }

  function polygon(node, style) {
    const path = new Path2D();
    style.points.forEach(([x, y], index) => path[index ? "lineTo" : "moveTo"](x * node.size, y * node.size));
    path.closePath();
    return ({ ctx, x, y }) => ({
      drawNode() {
        ctx.save();
        ctx.translate(x, y);
        ctx.fillStyle = toned(node, style.fill);
        ctx.strokeStyle = toned(node, kg.colours().outline);
        ctx.lineWidth = 1.6;
        ctx.lineJoin = "round";
        ctx.fill(path);
        ctx.stroke(path);
        ctx.restore();
      },
      nodeDimensions: { width: node.size * 2, height: node.size * 2 },
    });
  }

  function visNode(node) {
    const style = kg.typeStyle(kg.entity(node.id));
    const border = toned(node, kg.colours().outline);
    const colour = { background: toned(node, style.fill), border };
    return {
      id: node.id,
      size: node.size,
      shape: style.points ? "custom" : "dot",
      ...(style.points ? { ctxRenderer: polygon(node, style) } : {}),
      color: { ...colour, highlight: colour, hover: { background: colour.background, border: kg.theme() === "dark" ? "#ffffff" : "#000000" } },
      hidden: !nodeVisible(node),
    };
  }

  function visEdge(edge) {
    const style = kg.lineStyle(edge.kind);
    const colour = style[kg.theme()];
    const faint = view.lit && !view.lit.edges.has(edge.id);
    const doubtful = isDoubtful(edge);
    return {
      id: edge.id,
      from: edge.from,
      to: edge.to,
      width: widths(edge).width,
      dashes: doubtful ? data.style.doubtful.dash : style.dash || false,
      smooth: edge.smooth,
      color: { color: colour, highlight: colour, hover: colour, opacity: faint ? 0.1 : doubtful ? data.style.doubtful.opacity : edge.link ? 0.75 : 0.92 },
      arrows: edge.arrows ? { to: { enabled: true, scaleFactor: 0.62 } } : "",
      hidden: !edgeVisible(edge),
    };
  }

  // The layout was made for one shape of window: a wider or taller one stretches the picture, which never brings labels closer.
  function stretch(box) {
    const wanted = box.clientWidth / Math.max(1, box.clientHeight) / (data.layout.width / data.layout.height);
    const clamp = (value) => Math.min(1.7, Math.max(1, value));
    return [clamp(wanted), clamp(1 / wanted)];
  }

  const view = { lit: null, network: null, moved: false, shape: [1, 1], boxes: [], nodes: null, edges: null };

  function rounded(ctx, curve, width, colour, alpha) {
    const { fromPoint, toPoint, from, to } = curve.edgeType;
    if (!fromPoint || !toPoint || from === to) return;
    const via = curve.edgeType.getViaNode ? curve.edgeType.getViaNode() : null;
    ctx.beginPath();
    ctx.moveTo(fromPoint.x, fromPoint.y);
    if (via) ctx.quadraticCurveTo(via.x, via.y, toPoint.x, toPoint.y);
    else ctx.lineTo(toPoint.x, toPoint.y);
    Object.assign(ctx, { lineWidth: width, strokeStyle: colour, globalAlpha: alpha, lineCap: "butt" });
    ctx.stroke();
  }

  // Under the lines: what is only planned as a pale casing, and a glow around what is chosen.
  function under(ctx, network = view.network) {
    ctx.save();
    for (const edge of edges) {
      const curve = network.body.edges[edge.id];
      if (!curve || curve.options.hidden) continue;
      const colour = kg.lineStyle(edge.kind)[kg.theme()];
      const faint = view.lit && !view.lit.edges.has(edge.id);
      const { width, planned } = widths(edge);
      if (planned) rounded(ctx, curve, width + planned, colour, faint ? 0.035 : 0.26);
      if (view.lit && view.lit.main === edge.id) rounded(ctx, curve, width + planned + 12, colour, 0.16);
    }
    const chosen = view.lit && nodeById.get(view.lit.main);
    if (chosen) {
      const { x, y } = network.body.nodes[chosen.id];
      ctx.globalAlpha = 0.2;
      ctx.fillStyle = kg.theme() === "dark" ? "#7db8f5" : "#0b5cad";
      ctx.beginPath();
      ctx.arc(x, y, chosen.size + 10, 0, 2 * Math.PI);
      ctx.fill();
    }
    ctx.restore();
  }

  // Names and amounts with the middle of their boxes, the most important first.
  function labels(network) {
    const found = [];
    for (const node of nodes) {
      const place = network.body.nodes[node.id];
      if (!place || place.options.hidden) continue;
      const lit = !view.lit || view.lit.nodes.has(node.id);
      const weight = node.statements + (lit && view.lit ? 1000 : 0);
      found.push({ id: node.id, lines: kg.unnamed(node.id) ? [t("unnamed")] : node.label.split("\n"), x: place.x + node.name_at[0], y: place.y + node.name_at[1], node, lit, weight, bold: node.statements > 8, colour: kg.colours().ink });
    }
    // In a crowd, amounts would be all that one sees: they wait for a choice.
    const crowd = !view.lit && edges.filter((edge) => amountOf(edge) && edgeVisible(edge)).length > MOST_AMOUNTS;
    for (const edge of crowd ? [] : edges) {
      const curve = network.body.edges[edge.id];
      const lit = !view.lit || view.lit.edges.has(edge.id);
      if (!amountOf(edge) || !curve || curve.options.hidden || !curve.edgeType.fromPoint || !lit) continue;
      const { x, y } = curve.edgeType.getPoint(edge.along);
      found.push({ id: edge.id, lines: amountOf(edge)[state.lang].split(" · "), x, y, edge, lit, weight: 0.5, bold: true, colour: kg.lineStyle(edge.kind)[kg.theme()] });
    }
    return found.sort((a, b) => b.weight - a.weight || (a.id < b.id ? -1 : 1));
  }

  // Over the lines: names and amounts. Zoomed far out, letters keep a readable size and labels without room are left out.
  function over(ctx, network = view.network, scale = network.getScale()) {
    const grown = Math.max(1, SMALLEST / (font * scale));
    const boxes = [];
    ctx.save();
    Object.assign(ctx, { textAlign: "center", textBaseline: "middle", lineJoin: "round" });
    for (const item of labels(network)) {
      const size = (item.edge ? font - 1 : font) * grown;
      ctx.font = `${item.bold ? 600 : 400} ${size}px ${family}`;
      const width = Math.max(...item.lines.map((text) => ctx.measureText(text).width));
      const height = item.lines.length * line * grown;
      const y = item.y + (item.node ? Math.sign(item.node.name_at[1]) * ((grown - 1) * item.lines.length * line) / 2 : 0);
      const x = item.x + (item.node ? (Math.sign(item.node.name_at[0]) * (width - width / grown)) / 2 : 0);
      const box = { ...item, x, y, size, line: line * grown, left: x - width / 2, top: y - height / 2, right: x + width / 2, bottom: y + height / 2 };
      const crowded = boxes.some((other) => box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom);
      if (crowded && (grown > 1 || item.edge)) continue;
      boxes.push(box);
      ctx.globalAlpha = item.lit ? 1 : 0.28;
      item.lines.forEach((text, index) => {
        const at = y + (index - (item.lines.length - 1) / 2) * line * grown;
        Object.assign(ctx, { strokeStyle: kg.colours().halo, lineWidth: 4 * grown, fillStyle: item.colour });
        ctx.strokeText(text, x, at);
        ctx.fillText(text, x, at);
      });
    }
    ctx.restore();
    if (network === view.network) view.boxes = boxes;
  }

  function draw(box, positions) {
    const sets = { nodes: new vis.DataSet(nodes.map((node) => ({ ...visNode(node), ...positions(node) }))), edges: new vis.DataSet(edges.map(visEdge)) };
    const network = new vis.Network(box, sets, { ...options, interaction: { ...options.interaction, selectable: false }, autoResize: true });
    network.on("beforeDrawing", (ctx) => under(ctx, network));
    network.on("afterDrawing", (ctx) => over(ctx, network));
    return { network, sets };
  }

  // After the window changed its shape; what the reader has moved by hand stays.
  function reshape(box) {
    const [wide, high] = stretch(box);
    if (view.moved || String(view.shape) === String([wide, high])) return;
    view.shape = [wide, high];
    view.nodes.update(nodes.map((node) => ({ id: node.id, x: node.x * wide, y: node.y * high })));
  }

  function start(box) {
    const [wide, high] = stretch(box);
    const { network, sets } = draw(box, (node) => ({ x: node.x * wide, y: node.y * high }));
    Object.assign(view, { network, ...sets, shape: [wide, high] });
    network.on("dragStart", ({ nodes: dragged }) => (view.moved = view.moved || dragged.length > 0));
    return network;
  }

  function refresh() {
    memo.clear();
    view.lit = focus();
    view.nodes.update(nodes.map(visNode));
    view.edges.update(edges.map(visEdge));
    view.network.redraw();
  }

  function take(area, x, y, wide = 0, high = wide) {
    area.left = Math.min(area.left, x - wide);
    area.right = Math.max(area.right, x + wide);
    area.top = Math.min(area.top, y - high);
    area.bottom = Math.max(area.bottom, y + high);
  }

  // Everything that is visible, names as large as they are written at this scale and the bulge of lines included.
  function bounds(scale, network = view.network) {
    const grown = Math.max(1, SMALLEST / (font * scale));
    const area = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
    for (const node of nodes.filter(nodeVisible)) {
      const { x, y } = network.body.nodes[node.id];
      const lines = node.label.split("\n");
      const wide = Math.max(...lines.map((text) => Array.from(text).reduce((sum, c) => sum + (c > "\u2e80" ? 1 : 0.58), 0))) * font * 0.5 * grown;
      const high = ((lines.length * line) / 2) * grown;
      const [dx, dy] = node.name_at;
      take(area, x, y, node.size);
      take(area, x + dx + Math.sign(dx) * (wide - wide / grown), y + dy + Math.sign(dy) * (high - high / grown), wide, high);
    }
    for (const edge of edges.filter(edgeVisible)) {
      const { from, to, edgeType } = network.body.edges[edge.id];
      if (from === to || !edge.smooth.enabled) continue;
      const via = edgeType.getViaNode();
      for (const s of [0.3, 0.5, 0.7]) {
        const at = (key) => (1 - s) ** 2 * from[key] + 2 * s * (1 - s) * via[key] + s ** 2 * to[key];
        take(area, at("x"), at("y"), edge.width);
      }
    }
    return area;
  }

  function fit(box, animated = false) {
    let area = bounds(1);
    if (area.left > area.right) return;
    let scale = 1.5;
    // Far out, names are written larger than the picture, which takes room that makes them larger still: a few steps find the scale.
    for (let round = 0; round < 6; round += 1) {
      area = bounds(scale);
      scale = Math.min(1.5, (box.clientWidth - 36) / (area.right - area.left), (box.clientHeight - 52) / (area.bottom - area.top));
    }
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches || !animated;
    view.network.moveTo({ position: { x: (area.left + area.right) / 2, y: (area.top + area.bottom) / 2 - 4 / scale }, scale, animation: still ? false : { duration: 280, easingFunction: "easeInOutQuad" } });
  }

  // What is at a point of the canvas: a node, a name, an amount or a line.
  function at(point) {
    const node = view.network.getNodeAt(point);
    if (node !== undefined) return { node };
    const { x, y } = view.network.DOMtoCanvas(point);
    const box = view.boxes.find((b) => x > b.left && x < b.right && y > b.top && y < b.bottom);
    if (box) return box.node ? { node: box.id } : { edge: box.id };
    const edge = view.network.getEdgeAt(point);
    return edge !== undefined ? { edge } : {};
  }

  return { view, start, refresh, reshape, fit, at, toned, widths, isDoubtful, amountOf, nodeVisible, edgeVisible, nodeById };
})();
