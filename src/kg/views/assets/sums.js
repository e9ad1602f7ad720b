"use strict";
// What adds up, as kg.views.figures adds it: nothing counts twice, and nothing that a later issue corrects.
kg.sums = (() => {
  const MONEY = "元";
  const PEOPLE = new Set(["人", "名"]);
  const BEFORE = { zh: { about: "约", over: "超", under: "不足", range: "超" }, en: { about: "about ", over: "over ", under: "under ", range: "over " } };

  const isDone = (action) => action.status === "done";
  // Of all kinds and both statuses together, parts that count by themselves in theirs are left out where their total is here.
  function counting(actions, unit) {
    const figures = actions.filter((action) => !action.superseded).flatMap((action) => action.measures.filter((m) => !m.uncounted && (unit instanceof Set ? unit.has(m.unit) : m.unit === unit)));
    const here = new Set(figures.map((m) => m.id).filter(Boolean));
    return figures.filter((m) => !here.has(m.total));
  }
  const add = (measures) => measures.reduce((sum, m) => sum + Number(m.value), 0);
  // The sum of what counts in totals.
  const counted = (actions, { unit = MONEY } = {}) => add(counting(actions, unit));

  function bound(measures) {
    const inexact = new Set(measures.map((m) => m.bound).filter((b) => b !== "exact"));
    return inexact.size === 0 ? "exact" : inexact.size === 1 ? [...inexact][0] : "about";
  }

  const total = (actions) => {
    const measures = counting(actions, MONEY);
    return measures.length ? { value: add(measures), bound: bound(measures) } : null;
  };

  const sharing = (action) => Math.max(1, action.provider.length) * Math.max(1, action.recipient.length);

  // The money between two parties: parts count where their total is of others, what more parties share only where there is no other.
  function amount(actions, done) {
    const current = actions.filter((action) => !action.superseded);
    const chosen = current.filter((action) => isDone(action) === done);
    // What is still ahead of a total that is done is in that already.
    const whole = current.filter((action) => isDone(action) && !done).flatMap((action) => action.measures.map((m) => m.id));
    for (const share of [...new Set(chosen.map(sharing))].sort((a, b) => a - b)) {
      const money = chosen.filter((action) => sharing(action) === share).flatMap((action) => action.measures.filter((m) => m.unit === MONEY));
      const here = new Set([...money.map((m) => m.id), ...whole].filter(Boolean));
      const measures = money.filter((m) => (!m.uncounted || m.total) && !(m.total && here.has(m.total)) && !m.repeats);
      if (measures.length) return { value: add(measures), bound: bound(measures), joint: share > 1 };
    }
    return null;
  }

  const plain = (value, digits = 4) => (Math.round(value * 10 ** digits) / 10 ** digits).toLocaleString("en-US", { useGrouping: false, maximumFractionDigits: digits });
  const cut = (value) => {
    const unit = 10 ** (Math.floor(Math.log10(value)) - 3);
    return unit > 1 ? Math.floor(value / unit) * unit : value;
  };

  function money(value, lang = kg.state.lang) {
    if (lang === "zh") return value >= 1e8 ? `${plain(value / 1e8)}亿元` : value >= 1e4 ? `${plain(value / 1e4)}万元` : `${plain(value, 2)}元`;
    return value >= 1e9 ? `¥${plain(value / 1e9)}bn` : value >= 1e6 ? `¥${plain(value / 1e6)}m` : `¥${value.toLocaleString("en-US", { maximumFractionDigits: 2 })}`;
  }

  function text(sum, lang = kg.state.lang) {
    if (!sum) return "";
    const value = sum.bound === "exact" || sum.bound === "range" || !sum.value ? sum.value : cut(sum.value);
    const words = (BEFORE[lang][sum.bound] || "") + money(value, lang);
    return sum.joint ? kg.data.texts.joint_amount[lang].replace("{amount}", words) : words;
  }

  // Both sides of a pair's money: what was delivered, and what is planned.
  function both(actions, lang = kg.state.lang) {
    const [done, ahead] = [amount(actions, true), amount(actions, false)].map((sum) => text(sum, lang));
    return [done, ahead && kg.data.texts.planned_amount[lang].replace("{amount}", ahead)].filter(Boolean);
  }

  // Who gives to whom, as kg.graph.pairs has it; whoever is not named is "".
  function pairs(action) {
    const [givers, takers] = [action.provider, action.recipient].map((ids) => (ids.length ? ids : [""]));
    const given = givers.flatMap((from) => takers.map((to) => [from, to]));
    const across = given.filter(([from, to]) => from !== to);
    return across.length ? across : given.slice(0, 1);
  }

  // The relations between two parties, with their statements and money; those with most money delivered first.
  function relations(actions) {
    const groups = new Map();
    for (const action of actions) {
      for (const [from, to] of pairs(action)) {
        const key = `${from}~${to}`;
        if (!groups.has(key)) groups.set(key, { key, from, to, actions: [] });
        groups.get(key).actions.push(action);
      }
    }
    const size = (sum) => (sum && !sum.joint ? sum.value : 0);
    const found = [...groups.values()].map((group) => ({ ...group, done: amount(group.actions, true), ahead: amount(group.actions, false) }));
    return found.sort((a, b) => size(b.done) - size(a.done) || size(b.ahead) - size(a.ahead) || b.actions.length - a.actions.length || (a.key < b.key ? -1 : 1));
  }

  return { pairs, relations, MONEY, PEOPLE, isDone, counted, total, amount, money, text, both };
})();
