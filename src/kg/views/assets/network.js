"use strict";
// The network page: pointer, keys and state together. `kgView` is for tests and bookmarklets.
(() => {
  const { data, state, t } = kg;
  const { edges, nodes } = data.network;
  const box = kg.el("div", { id: "canvas", role: "img", "data-label": "canvas" });
  kg.button("fit", () => kg.canvas.fit(box, true));
  kg.picture.start(box, {
    content: () => kg.drawing.content(box),
    types: () => new Set(nodes.filter(kg.canvas.nodeVisible).map((node) => node.entity_type)),
    kinds: () => new Set(edges.filter(kg.canvas.edgeVisible).map((edge) => edge.kind)),
  });
  const network = kg.canvas.start(box);

  network.on("click", ({ pointer, event }) => {
    const { node, edge } = kg.canvas.at(pointer.DOM);
    if (node !== undefined) chooseNode(node, event.srcEvent && event.srcEvent.shiftKey);
    else if (edge !== undefined) kg.select({ edge });
    else kg.select();
  });

  // A second node, chosen with shift or after the button, is the end of a path.
  let from = "";
  function chooseNode(node, second) {
    const start = from || (second ? state.node : "");
    from = "";
    document.getElementById("search").placeholder = t("search");
    if (start && start !== node) kg.select({ node: start, to: node });
    else kg.select({ node });
  }
  kg.search.onNode = chooseNode;
  function askPath(id) {
    from = id;
    const search = document.getElementById("search");
    search.placeholder = t("path_to");
    search.focus();
  }
  kg.panel.tools.push((id) => {
    const tool = (key, act) => kg.el("button", { type: "button", class: "tool", "data-tool": key, onclick: act }, t(key));
    const closed = kg.scene.grouped && !kg.scene.middle && kg.entity(id).type === "place" && kg.canvas.nodeById.has(id) && !state.open.has(id);
    return [
      kg.canvas.nodeById.has(id) ? tool("path", () => askPath(id)) : "",
      kg.scene.middle === id ? tool("whole", () => kg.update({ around: "" })) : tool("around", () => kg.select({ node: id, around: id })),
      closed ? tool("expand", () => kg.toggle("open", id, true)) : "",
    ];
  });
  kg.panel.extra.push(({ node, to }) => {
    if (!node || !to) return null;
    const path = kg.path(node, to);
    const title = [kg.panel.nameOf(node), kg.el("span", { class: "muted" }, "⋯"), kg.panel.nameOf(to)];
    if (!path) return { title, note: t("no_path"), actions: [] };
    const own = (hop) => [...new Set(hop.edges.flatMap((edge) => edge.actions))].map((index) => data.actions[index]).filter(kg.shown);
    const parts = (cards) => path.hops.flatMap((hop) => [kg.el("h3", {}, kg.panel.nameOf(hop.from), " – ", kg.panel.nameOf(hop.to), ` · ${own(hop).length}`), ...cards(own(hop))]);
    return { title, note: t("path_steps", { n: path.hops.length }), actions: path.hops.flatMap(own), parts };
  });

  if (kg.scene.levels.length > 1) kg.choice("level", [data.level, ...["province", "prefecture", "county", "own"].filter((level) => level !== data.level)]);
  // Another scene is another page: nodes, lines and places are made when it opens.
  kg.onChange(() => {
    if (state.node && !state.around && !state.to && !state.open.has(state.node) && !kg.canvas.nodeById.has(state.node) && kg.own(data.entities, state.node)) return kg.update({ around: state.node });
    if (kg.scene.signature(state) !== kg.scene.at) location.reload();
    return undefined;
  });

  const lines = () => edges.filter((edge) => !edge.link && kg.canvas.edgeVisible(edge));

  function step(by) {
    const order = lines();
    if (!order.length) return;
    const at = order.findIndex((edge) => edge.id === state.edge);
    const next = order[at < 0 ? (by > 0 ? 0 : order.length - 1) : (at + by + order.length) % order.length];
    kg.select({ edge: next.id });
  }
  kg.search.keys.set("n", () => step(1)).set("p", () => step(-1)).set("f", () => kg.canvas.fit(box, true));

  function hover(event) {
    const frame = box.getBoundingClientRect();
    const point = { x: event.clientX - frame.left, y: event.clientY - frame.top };
    const { node, edge } = event.buttons ? {} : kg.canvas.at(point);
    box.style.cursor = node !== undefined || edge !== undefined ? "pointer" : "";
    kg.picture.say(node !== undefined ? aboutNode(node) : edge !== undefined ? aboutEdge(kg.panel.edgeById.get(edge)) : [], point);
  }
  const aboutNode = (id) => [kg.name(id), kg.el("small", {}, `${kg.unnamed(id) ? "" : `${kg.label("types", kg.entity(id).type)} · `}${t("statements", { n: kg.canvas.nodeById.get(id).statements })}`)];
  function aboutEdge(edge) {
    const kind = edge.link ? t(edge.kind) : kg.label("kinds", edge.kind);
    const money = kg.canvas.amountOf(edge);
    const amount = money ? ` · ${money[state.lang]}` : "";
    const number = edge.actions.length ? ` · ${t("statements", { n: edge.actions.length })}` : "";
    return [`${kg.name(edge.from)} → ${kg.name(edge.to)}`, kg.el("small", {}, `${kind}${number}${amount}`)];
  }
  box.addEventListener("mousemove", hover);
  box.addEventListener("mouseleave", () => kg.picture.say([], {}));

  function notes() {
    const shownNodes = nodes.filter((node) => kg.canvas.nodeVisible(node) && !kg.unnamed(node.id)).length;
    const shownEdges = edges.filter(kg.canvas.edgeVisible).length;
    const all = Object.keys(data.entities).length;
    const trimmed = kg.scene.more ? t("trimmed_around", { n: kg.scene.more }) : nodes.length < all && !kg.scene.grouped && !kg.scene.middle ? t("trimmed", { drawn: nodes.length, all }) : "";
    const hint = kg.scene.grouped && !kg.scene.middle ? t("grouped", { all }) : trimmed;
    kg.picture.notes({ drawn: shownNodes > 0, text: t("counts", { nodes: shownNodes, edges: shownEdges }), hint });
  }

  let visible = "";
  kg.onChange(() => {
    kg.canvas.refresh();
    notes();
    // What a switch brings into the picture must be seen.
    const grown = state.show.has("idle") + 2 * state.show.has("parent");
    if (visible !== String(grown)) kg.canvas.fit(box, visible !== "");
    visible = String(grown);
  });

  const onPage = ({ x, y }) => {
    const frame = box.getBoundingClientRect();
    const point = network.canvasToDOM({ x, y });
    return { x: frame.left + point.x, y: frame.top + point.y };
  };

  // A point of the page where a click hits this line and nothing else.
  function edgePosition(id) {
    const curve = network.body.edges[id];
    if (!curve) return null;
    for (let tenth = 0; tenth <= 40; tenth += 1) {
      const t = 0.5 + (tenth % 2 ? 1 : -1) * Math.ceil(tenth / 2) * 0.02;
      const place = curve.edgeType.getPoint(t);
      const hit = kg.canvas.at(network.canvasToDOM(place));
      if (hit.edge === id) return onPage(place);
    }
    return null;
  }

  window.kgView = {
    edgePosition,
    nodePosition: (id) => onPage(network.body.nodes[id]),
    labelPosition(id) {
      const found = kg.canvas.view.boxes.find((label) => label.id === id);
      return found ? onPage({ x: (found.left + found.right) / 2, y: (found.top + found.bottom) / 2 }) : null;
    },
    labelBoxes: () => kg.canvas.view.boxes.map(({ id, left, top, right, bottom, edge }) => ({ id, left, top, right, bottom, line: Boolean(edge) })),
    labelsOnPage: () => kg.canvas.view.boxes.map(({ id, left, top, right, bottom }) => ({ id, from: onPage({ x: left, y: top }), to: onPage({ x: right, y: bottom }) })),
    width: (id) => kg.panel.edgeById.get(id).width,
    lines: () => lines().map((edge) => edge.id),
    csv: kg.table.csv,
    picture: async () => (await kg.picture.bitmap()).toDataURL("image/png"),
    svg: kg.picture.text,
    amount: (id) => kg.canvas.amountOf(kg.panel.edgeById.get(id)),
    recounted: (id) => kg.sums.both(kg.panel.edgeById.get(id).actions.map((index) => data.actions[index])).join(" · "),
    state,
    ready: false,
  };

  function settle() {
    kg.canvas.reshape(box);
    network.redraw();
    kg.canvas.fit(box);
    if (!window.kgView.ready) network.once("afterDrawing", () => (window.kgView.ready = true));
    network.redraw();
  }
  kg.start();
  // A report comes with a layout, before it is seen: no picture is ever shown in a window that it was not fitted to.
  new ResizeObserver(settle).observe(box);
})();
