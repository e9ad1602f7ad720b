"use strict";
// What the views drawn by ECharts share: one chart on the stage that follows the state, hover, click and keys.
kg.chart = (() => {
  const { data, el, t, state } = kg;
  const box = el("div", { id: "chart", role: "img", "data-label": `chart_${data.view}` });
  const { stage } = kg.picture;
  let chart = null;
  let view = null;

  const options = () => ({
    animation: false,
    textStyle: { fontFamily: kg.picture.family, color: kg.colours().ink },
    ...view.option(),
  });

  function draw() {
    chart.setOption(options(), { notMerge: true, silent: true });
  }

  const pointer = (params) => ({ x: params.event.offsetX, y: params.event.offsetY });

  // `made`: option() for ECharts; key(params) of what is under the pointer; tip(key); choose(key); keys() in order; notes(); kinds(); types().
  function start(made) {
    view = made;
    kg.picture.start(box, {
      content() {
        const drawn = box.querySelector("svg").cloneNode(true);
        return { content: drawn, width: box.clientWidth, height: box.clientHeight };
      },
      kinds: view.kinds,
      types: view.types,
    });
    chart = echarts.init(box, null, { renderer: "svg" });
    chart.on("click", (params) => {
      const key = view.key(params);
      if (key) view.choose(key);
    });
    chart.getZr().on("click", (event) => {
      if (!event.target) kg.select();
    });
    chart.on("mousemove", (params) => {
      const key = view.key(params);
      kg.picture.say(key ? view.tip(key) : [], pointer(params.event));
    });
    chart.on("mouseout", () => kg.picture.say([], {}));
    kg.onChange(() => {
      draw();
      kg.picture.notes(view.notes());
    });
    kg.search.keys.set("n", () => step(1)).set("p", () => step(-1));
    kg.start();
    new ResizeObserver(() => {
      chart.resize({ silent: true });
      draw();
      window.kgView.ready = true;
    }).observe(box);
    window.kgView = { state, keys: view.keys, choose: view.choose, svg: kg.picture.text, ready: false, ...made.tests };
  }

  function step(by) {
    const keys = view.keys();
    if (!keys.length) return;
    const now = keys.indexOf(view.chosen());
    view.choose(keys[now < 0 ? (by > 0 ? 0 : keys.length - 1) : (now + by + keys.length) % keys.length]);
  }

  return { start, box, stage, reset: () => draw(), instance: () => chart };
})();
