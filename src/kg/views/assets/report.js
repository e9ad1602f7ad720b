"use strict";
// Language and theme of the report; without scripts it stays Chinese and light, and nothing is lost.
(() => {
  const root = document.documentElement;
  const state = new URLSearchParams(location.hash.replace(/^#/, ""));

  function show(key, value) {
    root.dataset[key] = value;
    if (key === "lang") root.lang = value === "en" ? "en" : "zh-Hans";
  }

  function choose(key, value) {
    show(key, value);
    const kept = new URLSearchParams({ lang: root.dataset.lang, theme: root.dataset.theme });
    history.replaceState(null, "", `#${kept}`);
    carry(kept);
  }

  // The other views open as this page is shown.
  function carry(kept) {
    for (const link of document.querySelectorAll("#views a")) link.hash = kept;
  }

  show("lang", state.get("lang") === "en" ? "en" : "zh");
  const dark = state.get("theme") ? state.get("theme") === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  show("theme", dark ? "dark" : "light");
  carry(state);
  document.getElementById("language").addEventListener("click", () => choose("lang", root.dataset.lang === "en" ? "zh" : "en"));
  document.getElementById("theme").addEventListener("click", () => choose("theme", root.dataset.theme === "dark" ? "light" : "dark"));
})();
