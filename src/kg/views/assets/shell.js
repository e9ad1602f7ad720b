"use strict";
// What every page shares: its data, its state (mirrored in the address's hash), language and theme. All text enters the page as text, never as markup.
const kg = (() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const listeners = [];
  const state = { node: "", edge: "", pair: "", action: "", lang: "zh", theme: "", hide: new Set(), show: new Set() };
  const chosen = ["node", "edge", "pair", "action"];

  function el(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [key, value] of Object.entries(attributes)) {
      if (value === false || value === null || value === undefined) continue;
      if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
      else element.setAttribute(key, value === true ? "" : String(value));
    }
    element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
    return element;
  }

  function svg(tag, attributes, ...children) {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
    element.append(...children);
    return element;
  }

  const t = (key, values = {}) => (data.texts[key] ? data.texts[key][state.lang] : key).replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
  const own = (table, key) => (Object.prototype.hasOwnProperty.call(table, key) ? table[key] : undefined);
  const label = (group, key) => (own(data.vocabulary[group] || {}, key) || { [state.lang]: key })[state.lang];
  const unnamed = (id) => id.startsWith("unnamed-");
  const entity = (id) => own(data.entities, id) || { type: unnamed(id) ? "unnamed" : "organization", name: unnamed(id) ? t("unnamed") : id, mentions: [] };
  // Names in a text of another direction must not turn what stands around them; the marks that turn text are dropped in what is shown.
  const clean = (name) => name.replace(/[\p{Cc}\p{Cf}]/gu, " ").replace(/\s+/g, " ").trim();
  const name = (id) => clean(entity(id).name) || id;
  const theme = () => state.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  const colours = () => data.style.theme[theme()];
  const lineStyle = (kind) => own(data.style.kinds, kind) || own(data.style.links, kind);
  const typeStyle = (record) => ({ ...(data.style.types[record.type] || data.style.types.organization), ...((record.level && data.style.levels[record.level]) || {}) });

  function parsed(hash) {
    const values = new URLSearchParams(hash.replace(/^#/, ""));
    const set = (key) => new Set((values.get(key) || "").split(",").filter(Boolean));
    const result = { lang: values.get("lang") === "en" ? "en" : "zh", theme: ["dark", "light"].includes(values.get("theme")) ? values.get("theme") : "" };
    for (const key of chosen) result[key] = values.get(key) || "";
    return { ...result, hide: set("hide"), show: set("show") };
  }

  function written() {
    const values = new URLSearchParams();
    for (const key of chosen) if (state[key]) values.set(key, state[key]);
    if (state.lang === "en") values.set("lang", "en");
    if (state.theme) values.set("theme", state.theme);
    for (const key of ["hide", "show"]) if (state[key].size) values.set(key, [...state[key]].sort().join(","));
    return values.toString();
  }

  function update(changes, { remember = true } = {}) {
    Object.assign(state, changes);
    if (remember && location.hash.replace(/^#/, "") !== written()) history.replaceState(null, "", `#${written()}`);
    for (const listener of listeners) listener(state, changes);
  }

  const select = (changes = {}) => update({ node: "", edge: "", pair: "", action: "", ...changes });

  function toggle(list, key, on) {
    const set = new Set(state[list]);
    if (on) set.add(key);
    else set.delete(key);
    update({ [list]: set });
  }

  const typeShown = (id) => !state.hide.has(`type.${entity(id).type}`);
  const sideShown = (ids) => !ids.length || ids.some(typeShown);
  const shown = (action) => !state.hide.has(`kind.${action.kind}`) && !state.hide.has(`status.${action.status}`) && sideShown(action.provider) && sideShown(action.recipient);

  function translate() {
    document.documentElement.lang = state.lang === "en" ? "en" : "zh-Hans";
    document.documentElement.dataset.theme = theme();
    for (const element of document.querySelectorAll("[data-text]")) element.textContent = t(element.dataset.text);
    for (const element of document.querySelectorAll("[data-placeholder]")) element.placeholder = t(element.dataset.placeholder);
    for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", t(element.dataset.label));
    document.getElementById("theme").textContent = t(theme() === "dark" ? "theme_light" : "theme_dark");
    document.getElementById("language").lang = t("other_language_code");
    document.getElementById("search").title = t("search_key");
    const [first, ...rest] = data.bulletins;
    document.getElementById("subject").textContent = first && !rest.length ? clean(first.title) : "";
    document.title = [t("title"), document.getElementById("subject").textContent].filter(Boolean).join(state.lang === "en" ? ": " : "：");
  }

  listeners.push((_, changes) => {
    if ("lang" in changes || "theme" in changes) translate();
  });
  document.getElementById("theme").addEventListener("click", () => update({ theme: theme() === "dark" ? "light" : "dark" }));
  document.getElementById("language").addEventListener("click", () => update({ lang: state.lang === "en" ? "zh" : "en" }));
  document.getElementById("reset").addEventListener("click", () => reset());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => update({ theme: state.theme }));
  window.addEventListener("hashchange", () => {
    if (location.hash.replace(/^#/, "") !== written()) update(parsed(location.hash), { remember: false });
  });

  const reset = () => update({ node: "", edge: "", pair: "", action: "", hide: new Set(), show: new Set([...state.show].filter((key) => key === "table")) });
  const start = () => update(parsed(location.hash), { remember: false });
  const onChange = (listener) => listeners.push(listener);
  return { data, state, el, svg, t, label, entity, unnamed, name, clean, own, theme, colours, lineStyle, typeStyle, typeShown, shown, update, select, toggle, reset, start, onChange };
})();
