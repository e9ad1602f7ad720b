"use strict";
// The network as an svg element, for export and print: what the canvas shows, at the same places.
kg.drawing = (() => {
  const { data, svg } = kg;
  const { edges, nodes } = data.network;
  const round = (value) => Math.round(value * 10) / 10;

  // The middle control point of a line, and where it leaves and enters its nodes.
  function path(curve) {
    const { fromPoint, toPoint, from, to } = curve.edgeType;
    if (!fromPoint || !toPoint) return null;
    if (from === to) {
      const { x, y } = from;
      const r = curve.options.selfReference.size;
      return { d: `M${round(x)} ${round(y)}a${r} ${r} 0 1 1 ${round(r * 0.8)} ${round(-r * 0.8)}`, tip: toPoint, back: { x: x + r, y: y - r } };
    }
    const via = curve.edgeType.getViaNode ? curve.edgeType.getViaNode() : null;
    const middle = via ? `Q${round(via.x)} ${round(via.y)} ` : "L";
    return { d: `M${round(fromPoint.x)} ${round(fromPoint.y)}${middle}${round(toPoint.x)} ${round(toPoint.y)}`, tip: toPoint, back: via || fromPoint };
  }

  function arrow({ tip, back }, colour, opacity, width) {
    const angle = Math.atan2(tip.y - back.y, tip.x - back.x);
    const size = 7 + width * 1.3;
    const at = (turn, far) => `${round(tip.x - Math.cos(angle + turn) * far)},${round(tip.y - Math.sin(angle + turn) * far)}`;
    return svg("polygon", { points: `${round(tip.x)},${round(tip.y)} ${at(0.42, size)} ${at(0, size * 0.72)} ${at(-0.42, size)}`, fill: colour, opacity });
  }

  function line(edge, view) {
    const curve = view.network.body.edges[edge.id];
    const drawn = curve && !curve.options.hidden && path(curve);
    if (!drawn) return [];
    const style = kg.lineStyle(edge.kind);
    const colour = style[kg.theme()];
    const faint = view.lit && !view.lit.edges.has(edge.id);
    const { width, planned } = kg.canvas.widths(edge);
    const doubtful = kg.canvas.isDoubtful(edge) && data.style.doubtful;
    const opacity = faint ? 0.1 : doubtful ? doubtful.opacity : edge.link ? 0.75 : 0.92;
    const common = { d: drawn.d, fill: "none", stroke: colour };
    return [
      planned ? svg("path", { ...common, "stroke-width": width + planned, opacity: faint ? 0.035 : 0.26 }) : "",
      svg("path", { ...common, "stroke-width": width, opacity, "stroke-dasharray": ((doubtful || style).dash || []).join(" "), ...(edge.link ? {} : { "data-edge": edge.id }) }),
      edge.arrows ? arrow(drawn, colour, opacity, width) : "",
    ].filter(Boolean);
  }

  function node(item, view) {
    const place = view.network.body.nodes[item.id];
    if (!place || place.options.hidden) return [];
    const style = kg.typeStyle(kg.entity(item.id));
    const common = { fill: kg.canvas.toned(item, style.fill), stroke: kg.canvas.toned(item, kg.colours().outline), "stroke-width": 1.6, "stroke-linejoin": "round", "data-node": item.id };
    if (!style.points) return [svg("circle", { ...common, cx: round(place.x), cy: round(place.y), r: item.size })];
    return [svg("polygon", { ...common, points: style.points.map(([x, y]) => `${round(place.x + x * item.size)},${round(place.y + y * item.size)}`).join(" ") })];
  }

  const label = (item) =>
    item.lines.map((text, index) =>
      kg.picture.write(round(item.x), round(item.y + (index - (item.lines.length - 1) / 2) * item.line), item.size, text, {
        ...{ "text-anchor": "middle", "font-weight": item.bold ? 600 : 400, fill: item.colour, opacity: item.lit ? 1 : 0.28, stroke: kg.colours().halo, "stroke-width": 4, "stroke-linejoin": "round", "paint-order": "stroke" },
      }),
    );

  function content(box) {
    const { view } = kg.canvas;
    const scale = view.network.getScale();
    const { x, y } = view.network.getViewPosition();
    const [width, height] = [box.clientWidth, box.clientHeight];
    const group = svg("g", { transform: `translate(${round(width / 2 - x * scale)} ${round(height / 2 - y * scale)}) scale(${scale})` });
    group.append(...edges.flatMap((edge) => line(edge, view)), ...nodes.flatMap((item) => node(item, view)), ...view.boxes.flatMap(label));
    return { content: svg("svg", { width, height, viewBox: `0 0 ${width} ${height}` }, group), width, height };
  }

  return { content };
})();
