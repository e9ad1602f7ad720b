"use strict";
// When what was done: bars by period and kind, each statement under the period that its text tells, once.
(() => {
  const { data, el, t, label, state } = kg;
  const measure = kg.choice("measure", ["statements", "done", "ahead"]);

  // A month counts in its year; what spans years, or is open at one end, has a bar of its own.
  const told = ({ period = "" }) => {
    const [, first = "", dash = "", last = ""] = /^(\d{4})?(-?)(\d{4})?$/.exec(period.replace(/^(\d{4})-\d\d$/, "$1")) || [];
    return first && dash && last && first !== last ? `${first}-${last}` : first && dash && !last ? `${first}-` : !first && last ? `-${last}` : first || last;
  };
  // So many spans of years would be all that one sees: they share a bar then.
  const MOST_SPANS = 10;
  const SPANS = "spans";
  const many = new Set(data.actions.map(told).filter((key) => key.length > 4)).size > MOST_SPANS;
  const bucket = (action) => (many && told(action).length > 4 ? SPANS : told(action));
  const rank = (key) => (key === SPANS ? 9999 : key ? Number(/\d{4}/.exec(key)[0]) + (key.startsWith("-") ? -0.2 : key.length > 4 ? 0.2 : 0) : Infinity);
  function title(key) {
    if (!key) return t("no_period");
    if (key === SPANS) return t("spans");
    if (key.startsWith("-")) return t("until", { year: key.slice(1) });
    return key.endsWith("-") ? t("since", { year: key.slice(0, 4) }) : key.replace("-", "–");
  }

  // The statements of each bar, found once for each state: many bars of many statements would be slow otherwise.
  let found = null;
  function bars() {
    if (found) return found;
    found = new Map();
    for (const action of data.actions) {
      if (!kg.shown(action) || action.superseded) continue;
      if (measure() !== "statements" && kg.sums.isDone(action) !== (measure() === "done")) continue;
      const key = `${bucket(action)}|${action.kind}`;
      if (!found.has(key)) found.set(key, []);
      found.get(key).push(action);
    }
    return found;
  }
  kg.onChange(() => (found = null));

  const buckets = () => [...new Set([...bars().keys()].map((key) => key.split("|")[0]))].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  const kinds = () => Object.keys(data.style.kinds).filter((kind) => [...bars().keys()].some((key) => key.endsWith(`|${kind}`)));
  const within = (key) => bars().get(key) || [];
  const value = (key) => (measure() === "statements" ? within(key).length : kg.sums.counted(within(key)));
  const say = (n) => (measure() === "statements" ? t("statements", { n }) : kg.sums.money(n));
  const keys = () => buckets().flatMap((period) => kinds().map((kind) => `${period}|${kind}`)).filter((key) => value(key) > 0);

  function series(kind, periods) {
    const style = kg.lineStyle(kind);
    const decal = style.dash ? { symbol: "rect", dashArrayX: [1, 0], dashArrayY: style.dash[0] > 4 ? [4, 4] : [1.5, 3], rotation: -Math.PI / 4, color: kg.theme() === "dark" ? "rgba(0,0,0,.45)" : "rgba(255,255,255,.55)" } : "none";
    return {
      name: label("kinds", kind),
      id: kind,
      type: "bar",
      stack: "all",
      barMaxWidth: 90,
      cursor: "pointer",
      data: periods.map((period) => {
        const key = `${period}|${kind}`;
        const faint = state.pick && state.pick !== key;
        return { value: value(key) || null, itemStyle: { color: style[kg.theme()], opacity: faint ? 0.25 : 1, decal, borderColor: kg.colours().canvas, borderWidth: 1 } };
      }),
    };
  }

  function option() {
    const periods = buckets();
    const muted = { color: kg.colours().muted };
    const sums = periods.map((period) => kinds().reduce((sum, kind) => sum + value(`${period}|${kind}`), 0));
    // The sums stand on bars of no height, so that they end up on top.
    const tops = { type: "bar", stack: "all", silent: true, labelLayout: { hideOverlap: true }, data: sums.map((sum) => ({ value: 0, label: { show: sum > 0, position: "top", formatter: () => say(sum), color: kg.colours().ink, fontWeight: 600 } })) };
    return {
      aria: { enabled: true, label: { enabled: false }, decal: { show: true } },
      grid: { left: 70, right: 24, top: 34, bottom: 56 },
      xAxis: { type: "category", data: periods.map(title), axisLabel: { color: kg.colours().ink, hideOverlap: true }, axisLine: { lineStyle: muted }, axisTick: { show: false } },
      yAxis: { type: "value", minInterval: measure() === "statements" ? 1 : 0, axisLabel: { ...muted, formatter: (n) => (measure() === "statements" ? String(n) : kg.sums.money(n)) }, splitLine: { lineStyle: { color: kg.theme() === "dark" ? "#2e3946" : "#dbe1e8" } } },
      series: [...kinds().map((kind) => series(kind, periods)), tops],
    };
  }

  kg.panel.extra.push(({ pick }) => {
    if (!pick || !pick.includes("|")) return null;
    const [period, kind] = pick.split("|");
    const money = kg.sums.text(kg.sums.total(within(pick)));
    return { title: [title(period), el("span", { class: "muted" }, "·"), label("kinds", kind)], note: [t("statements", { n: within(pick).length }), money].filter(Boolean).join(" · "), actions: within(pick) };
  });

  kg.chart.start({
    option,
    keys,
    key: ({ seriesId, dataIndex }) => (seriesId in data.style.kinds ? `${buckets()[dataIndex]}|${seriesId}` : ""),
    chosen: () => state.pick,
    choose: (key) => kg.select({ pick: key }),
    tip: (key) => [`${title(key.split("|")[0])} · ${label("kinds", key.split("|")[1])}`, el("small", {}, say(value(key)))],
    notes: () => ({ drawn: keys().length > 0, text: t("counts_once") }),
    kinds: () => new Set(kinds()),
    types: () => new Set(),
    tests: { value },
  });
})();
