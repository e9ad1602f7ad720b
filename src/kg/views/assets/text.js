"use strict";
// The page of a bulletin's text: every mention, figure, statement and word that was read in it is marked, and every figure left out, with its reason.
(() => {
  const { data, el, t, label, state } = kg;
  const stage = document.getElementById("stage");
  const bulletin = data.bulletins[0];
  const tip = el("div", { id: "tip", role: "presentation", hidden: true });
  document.body.append(tip);
  let at = null;

  // Each mark: where, what it is, and what says so. Statements lie under figures and words, these under names.
  function marks() {
    const found = [];
    data.actions.forEach((action, index) => {
      if (!kg.shown(action)) return;
      for (const [number, start, end] of action.evidence) if (number === 0) found.push({ rank: 0, start, end, kind: "statement", action: index });
      for (const measure of action.measures) if (measure.at[0] === 0) found.push({ rank: 2, start: measure.at[1], end: measure.at[2], kind: "figure", action: index });
    });
    for (const [kind, index, start, end] of state.hide.has("mark.words") ? [] : data.words) if (kg.shown(data.actions[index])) found.push({ rank: 2, start, end, kind, action: index });
    for (const [id, entity] of Object.entries(data.entities)) {
      if (kg.typeShown(id)) for (const [number, start, end] of entity.mentions) if (number === 0) found.push({ rank: 3, start, end, kind: "mention", id });
    }
    for (const [start, end, reason] of data.left_out) if (!state.hide.has(`reason.${data.reasons[reason][0]}`)) found.push({ rank: 2, start, end, kind: "left", reason });
    if (at) found.push({ rank: 1, start: at[0], end: at[1], kind: "here" });
    return found.sort((a, b) => a.start - b.start || b.end - a.end || a.rank - b.rank);
  }

  // The text between two offsets as elements, a mark within the one it starts in; one that crosses the end of its outer mark is cut there.
  function nested(start, end, found, text) {
    const pieces = [];
    let here = start;
    let index = 0;
    while (index < found.length) {
      const mark = found[index];
      const [from, to] = [Math.max(mark.start, here), Math.min(mark.end, end)];
      if (from >= to) {
        index += 1;
        continue;
      }
      if (from > here) pieces.push(text(here, from));
      const inner = [];
      const rest = [];
      for (const other of found.slice(index + 1)) {
        if (other.start < to) inner.push(other);
        if (other.end > to) rest.push(other);
      }
      pieces.push(element(mark, nested(from, to, inner, text)));
      here = to;
      found = rest;
      index = 0;
    }
    if (here < end) pieces.push(text(here, end));
    return pieces;
  }

  function element(mark, inner) {
    const colour = mark.action === undefined ? "" : kg.lineStyle(data.actions[mark.action].kind)[kg.theme()];
    const attributes = { class: `m ${mark.kind}`, "data-action": mark.action, "data-id": mark.id, "data-reason": mark.reason };
    const span = el("span", attributes, ...inner);
    if (mark.kind === "statement" || mark.kind === "figure") span.style.setProperty("--kind", colour);
    if (mark.kind === "mention") span.style.setProperty("--type", kg.typeStyle(kg.entity(mark.id)).fill);
    if (mark.action !== undefined && data.actions[mark.action].id === state.action) span.classList.add("current");
    if (mark.id && mark.id === state.node) span.classList.add("current");
    return span;
  }

  function render() {
    if (!bulletin) return stage.replaceChildren(el("p", { class: "empty" }, t("empty")));
    const found = marks();
    const about = [bulletin.issuer, bulletin.date].filter(Boolean).map(kg.clean).join(" · ");
    const paragraphs = kg.source.laidOut(bulletin, ([, offset, words], start, end) => {
      const characters = Array.from(words);
      const text = (from, to) => characters.slice(from - offset, to - offset).join("");
      return nested(start, end, found.filter((mark) => mark.start < end && mark.end > start), text);
    });
    const others = el("select", { "aria-label": t("texts"), onchange: () => (location.href = `${others.value}.html${kg.hashed(kg.carried())}`) }, ...data.source_texts.map(([id, title]) => el("option", { value: encodeURIComponent(id) }, kg.clean(title))));
    others.value = encodeURIComponent(bulletin.id);
    const legal = /^https?:/.test(bulletin.url) ? el("span", {}, bulletin.url) : "";
    return stage.replaceChildren(
      el("article", { class: "text", lang: "zh-Hans" }, el("p", { class: "about" }, data.source_texts.length > 1 ? others : "", ` ${about} `, legal), ...paragraphs),
    );
  }

  const markAt = (target) => (target instanceof Element ? target.closest(".m") : null);

  function describe(mark) {
    const { action, id, reason } = mark.dataset;
    if (id) return [kg.name(id), el("small", {}, label("types", kg.entity(id).type))];
    if (reason) return [t("left_out_because"), el("small", {}, data.reasons[reason][1][state.lang])];
    if (action === undefined) return [];
    const { kind, provider, recipient, status, measures } = data.actions[action];
    const names = (ids) => ids.map(kg.name).join("、") || t("unnamed");
    const told = mark.classList.contains("status") ? t("tells_status") : mark.classList.contains("period") ? t("tells_period") : "";
    return [`${label("kinds", kind)} · ${label("status", status)}`, el("small", {}, `${names(provider)} → ${names(recipient)}`), el("small", {}, [told, ...measures.map((m) => m.text[state.lang])].filter(Boolean).join(" · "))];
  }

  stage.addEventListener("mousemove", (event) => {
    const mark = markAt(event.target);
    const content = mark ? describe(mark) : [];
    tip.hidden = !content.length;
    if (tip.hidden) return;
    tip.replaceChildren(...content);
    tip.style.left = `${Math.max(4, Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8))}px`;
    tip.style.top = `${event.clientY + 20 + tip.offsetHeight > innerHeight ? event.clientY - tip.offsetHeight - 12 : event.clientY + 20}px`;
    const action = mark.closest("[data-action]")?.dataset.action;
    for (const span of stage.querySelectorAll(".m[data-action]")) span.classList.toggle("hover", span.dataset.action === action);
  });
  stage.addEventListener("mouseleave", () => (tip.hidden = true));
  stage.addEventListener("click", (event) => {
    const mark = markAt(event.target);
    if (!mark) return kg.select();
    if (mark.dataset.id) return kg.select({ node: mark.dataset.id });
    const own = mark.closest("[data-action]");
    return own ? kg.select({ action: data.actions[own.dataset.action].id }) : undefined;
  });

  // Keys n and p step through the statements in the order of the text.
  function step(by) {
    const order = kg.panel.inText(data.actions.filter(kg.shown));
    if (!order.length) return;
    const now = order.findIndex((action) => action.id === state.action);
    kg.select({ action: order[now < 0 ? (by > 0 ? 0 : order.length - 1) : (now + by + order.length) % order.length].id });
  }
  kg.search.keys.set("n", () => step(1)).set("p", () => step(-1));

  kg.legend.extra.push(({ entry, group }) => {
    const counts = data.reasons.map((_, reason) => data.left_out.filter((figure) => figure[2] === reason).length);
    const dot = () => el("i", { class: "left-key", "aria-hidden": "true" });
    const reasons = data.reasons.map(([key, text], reason) => entry("hide", `reason.${key}`, dot(), text[state.lang], counts[reason]));
    const words = data.words.length ? [entry("hide", "mark.words", el("i", { class: "word-key", "aria-hidden": "true" }), t("words_told"), data.words.length)] : [];
    return [group("marks", words), group("left_out", reasons)];
  });
  // A statement or an entity that is chosen from the panel or by its address comes into view.
  function reveal() {
    const chosen = stage.querySelector(".m.here, .m.current");
    if (!chosen) return;
    const place = chosen.getBoundingClientRect();
    const frame = stage.getBoundingClientRect();
    if (place.top < frame.top || place.bottom > Math.min(frame.bottom, innerHeight)) chosen.scrollIntoView({ block: "center" });
  }

  kg.onChange((_, changes) => {
    if (!["lang", "theme", "hide", "action", "node"].some((key) => key in changes) && !kg.touches(changes)) return;
    const top = stage.scrollTop;
    render();
    stage.scrollTop = top;
    reveal();
  });
  const asked = /(?:^|[#&])at=(\d+)-(\d+)/.exec(location.hash);
  if (asked) at = [Number(asked[1]), Number(asked[2])];
  stage.tabIndex = 0;
  kg.start();
  window.kgView = { state, ready: true, at: () => at };
})();
