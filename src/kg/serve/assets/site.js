"use strict";
// Language and theme, kept from page to page; without scripts a page stays Chinese and light, and nothing is lost.
(() => {
  const root = document.documentElement;
  const kept = (key) => { try { return localStorage.getItem(`kg-${key}`); } catch { return null; } };
  const keep = (key, value) => { try { localStorage.setItem(`kg-${key}`, value); } catch { /* a browser that keeps nothing */ } };

  function show(key, value) {
    root.dataset[key] = value;
    if (key === "lang") root.lang = value === "en" ? "en" : "zh-Hans";
  }

  function choose(key, value) {
    show(key, value);
    keep(key, value);
    document.dispatchEvent(new CustomEvent("kg-shown"));
  }

  show("lang", (kept("lang") || (navigator.language.startsWith("zh") ? "zh" : "en")) === "en" ? "en" : "zh");
  show("theme", kept("theme") || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"));
  document.addEventListener("DOMContentLoaded", () => {
    document.getElementById("language").addEventListener("click", () => choose("lang", root.dataset.lang === "en" ? "zh" : "en"));
    document.getElementById("theme").addEventListener("click", () => choose("theme", root.dataset.theme === "dark" ? "light" : "dark"));
  });
})();
