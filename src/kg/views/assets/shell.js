"use strict";
// What every page shares: its data, its state (mirrored in the address's hash), language and theme. All text enters the page as text, never as markup.
const kg = (() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const listeners = [];
  const chosen = ["node", "edge", "pair", "pick", "to", "action"];
  const filters = ["year", "programme", "amount"];
  const settings = ["measure", "ahead", "by", "level", "around", "words"];
  const sets = ["hide", "show", "open"];
  const state = { lang: "zh", theme: "" };
  for (const key of [...chosen, ...filters, ...settings]) state[key] = "";
  for (const key of sets) state[key] = new Set();

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

  const t = (key, values = {}) => (own(data.texts, key) ? data.texts[key][state.lang] : key).replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
  const own = (table, key) => (Object.prototype.hasOwnProperty.call(table, key) ? table[key] : undefined);
  const label = (group, key) => (own(data.vocabulary[group] || {}, key) || { [state.lang]: key })[state.lang];
  const unnamed = (id) => !id || id.startsWith("unnamed-");
  const entity = (id) => own(data.entities, id) || own(data.regions, id) || group(id) || { type: unnamed(id) ? "unnamed" : "organization", name: unnamed(id) ? t("unnamed") : id, mentions: [] };
  // All bodies of a type, in a picture from farther away.
  const group = (id) => (id.startsWith("type-") ? { type: id.slice(5), name: label("types", id.slice(5)), mentions: [] } : null);
  // Names in a text of another direction must not turn what stands around them; the marks that turn text are dropped in what is shown.
  const clean = (name) => name.replace(/[\p{Cc}\p{Cf}]/gu, " ").replace(/\s+/g, " ").trim();
  const name = (id) => clean(entity(id).name) || id;
  const short = (text, length = 14) => (Array.from(text).length > length ? `${Array.from(text).slice(0, length - 1).join("")}…` : text);
  const theme = () => state.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  const colours = () => data.style.theme[theme()];
  const lineStyle = (kind) => own(data.style.kinds, kind) || own(data.style.links, kind) || data.style.links.through;
  const typeStyle = (record) => ({ ...(data.style.types[record.type] || data.style.types.organization), ...((record.level && data.style.levels[record.level]) || {}) });

  function parsed(hash) {
    const values = new URLSearchParams(hash.replace(/^#/, ""));
    const result = { lang: values.get("lang") === "en" ? "en" : "zh", theme: ["dark", "light"].includes(values.get("theme")) ? values.get("theme") : "" };
    for (const key of [...chosen, ...filters, ...settings]) result[key] = values.get(key) || "";
    for (const key of sets) result[key] = new Set((values.get(key) || "").split(",").filter(Boolean));
    // `kind` in an address shows these kinds alone.
    const kinds = (values.get("kind") || "").split(",").filter((kind) => own(data.style.kinds, kind));
    if (kinds.length) for (const kind of Object.keys(data.style.kinds)) if (!kinds.includes(kind)) result.hide.add(`kind.${kind}`);
    return result;
  }

  function written(keys = [...chosen, ...filters, ...settings, ...sets]) {
    const values = new URLSearchParams();
    if (state.lang === "en") values.set("lang", "en");
    if (state.theme) values.set("theme", state.theme);
    for (const key of keys) {
      const value = sets.includes(key) ? [...state[key]].sort().join(",") : state[key];
      if (value) values.set(key, value);
    }
    return values.toString();
  }

  // What holds in every view goes along to the next: who is chosen, and the filters.
  const carried = () => written(["node", "pair", ...filters, "hide"]);
  const hashed = (text) => (text ? `#${text}` : "");

  function update(changes, { remember = true } = {}) {
    Object.assign(state, changes);
    if (remember && location.hash.replace(/^#/, "") !== written()) history.replaceState(null, "", `#${written()}`);
    for (const listener of listeners) listener(state, changes);
  }

  const nothing = Object.fromEntries(chosen.map((key) => [key, ""]));
  const select = (changes = {}) => update({ ...nothing, ...changes });

  function toggle(list, key, on) {
    const set = new Set(state[list]);
    if (on) set.add(key);
    else set.delete(key);
    update({ [list]: set });
  }

  const typeShown = (id) => !state.hide.has(`type.${entity(id).type}`);
  const sideShown = (ids) => !ids.length || ids.some(typeShown);
  const inYear = (action) => !state.year || (state.year === "none" ? !action.years : (action.years || []).includes(Number(state.year)));
  const inProgramme = (action) => !state.programme || (action.programme || "none") === state.programme;
  const enough = (action) => !state.amount || kg.sums.counted([action], { unit: kg.sums.MONEY }) >= Number(state.amount);
  const kindShown = (action) => ![`kind.${action.kind}`, `status.${action.status}`, `rank.${action.rank || "borne_out"}`].some((key) => state.hide.has(key));
  const shown = (action) => kindShown(action) && sideShown(action.provider) && sideShown(action.recipient) && inYear(action) && inProgramme(action) && enough(action);

  // How much there is to read: bulletins, and registers where there are some.
  const registers = data.bulletins.filter((bulletin) => bulletin.register).length;
  const told = data.bulletins.length - registers;
  const read = { ...(told || !registers ? { bulletins: told } : {}), ...(registers ? { registers } : {}) };
  const texts = () => Object.entries(read).map(([key, n]) => t(`many_${key}`, { n })).join(" · ");

  // What is unchecked, or judged wrong, is drawn paler and dotted, where nothing else says the same.
  const doubtful = (actions) => actions.length > 0 && actions.every((action) => action.rank);

  function links() {
    const here = data.view;
    document.getElementById("views").replaceChildren(
      ...data.pages.map(([view, page]) => el("a", { href: page + hashed(view === here ? "" : carried()), "aria-current": view === here ? "page" : false, "data-view": view }, t(`nav_${view}`))),
    );
  }

  function translate() {
    document.documentElement.lang = state.lang === "en" ? "en" : "zh-Hans";
    document.documentElement.dataset.theme = theme();
    for (const element of document.querySelectorAll("[data-text]")) element.textContent = t(element.dataset.text);
    for (const element of document.querySelectorAll("[data-placeholder]")) element.placeholder = t(element.dataset.placeholder);
    for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", t(element.dataset.label));
    document.getElementById("heading").textContent = t(`view_${data.view}`);
    document.getElementById("theme").textContent = t(theme() === "dark" ? "theme_light" : "theme_dark");
    document.getElementById("language").lang = t("other_language_code");
    document.getElementById("search").title = t("search_key");
    const [first, ...rest] = data.bulletins;
    document.getElementById("subject").textContent = first && !rest.length ? clean(first.title) : "";
    document.title = [t(`view_${data.view}`), document.getElementById("subject").textContent].filter(Boolean).join(state.lang === "en" ? ": " : "：");
  }

  listeners.push((_, changes) => {
    if ("lang" in changes || "theme" in changes) translate();
    links();
  });
  document.getElementById("theme").addEventListener("click", () => update({ theme: theme() === "dark" ? "light" : "dark" }));
  document.getElementById("language").addEventListener("click", () => update({ lang: state.lang === "en" ? "zh" : "en" }));
  document.getElementById("reset").addEventListener("click", () => reset());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => update({ theme: state.theme }));
  window.addEventListener("hashchange", () => {
    if (location.hash.replace(/^#/, "") !== written()) update(parsed(location.hash), { remember: false });
  });

  // A button of the view's own bar; the text is a key of the texts.
  function button(key, act, { before = "reset" } = {}) {
    const element = el("button", { type: "button", id: key, "data-text": key, onclick: act }, t(key));
    document.getElementById(before).before(element);
    return element;
  }

  // A choice of the view's own bar, kept in the state under its name; the first option is what holds without a choice.
  function choice(setting, options) {
    const box = document.getElementById("controls");
    const select = el("select", { id: `choose-${setting}`, onchange: () => update({ [setting]: select.value === options[0] ? "" : select.value }) });
    const text = el("span", {});
    box.append(el("label", { class: "choice" }, text, select));
    onChange((_, changes) => {
      if (!(setting in changes) && !("lang" in changes)) return;
      text.textContent = t(`choose_${setting}`);
      select.replaceChildren(...options.map((option) => el("option", { value: option }, t(`${setting}_${option}`))));
      select.value = options.includes(state[setting]) ? state[setting] : options[0];
    });
    return () => (options.includes(state[setting]) ? state[setting] : options[0]);
  }

  function save(blob, file) {
    const address = URL.createObjectURL(blob);
    el("a", { href: address, download: file }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  }

  const reset = () =>
    update({ ...nothing, ...Object.fromEntries(filters.map((key) => [key, ""])), words: "", around: "", hide: new Set(), open: new Set(), show: new Set([...state.show].filter((key) => key === "table")) });
  const start = () => update(parsed(location.hash), { remember: false });
  const onChange = (listener) => listeners.push(listener);
  const touches = (changes) => ["lang", "theme", "hide", ...filters].some((key) => key in changes);
  return {
    ...{ data, state, el, svg, t, label, entity, unnamed, name, short, clean, own, theme, parsed, colours, lineStyle, typeStyle, typeShown, shown, carried, hashed, read, texts, doubtful },
    ...{ update, select, toggle, reset, start, onChange, touches, button, choice, save },
  };
})();
