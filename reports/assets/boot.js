// Brings a page to life: charts from their JSON islands, sorting by keyboard, filters. Without it every number is
// still there, in the tables. Nothing here runs text from a page as code; formatters are the named functions below.
(function () {
  "use strict";

  var root = document.documentElement;
  root.classList.add("js");

  var look = window.fewhands; // of charts, on pages that have some
  var dark = window.matchMedia("(prefers-color-scheme: dark)");
  var printing = false, paperWidth = 640; // pixels of a figure on A4 with the margins of style.css

  function chart(box) {
    var spec = document.getElementById(box.id + "-data").textContent, drawn = null, self = {};
    // draw fills the box, or so many pixels of it; ECharts 6.1 cannot draw into next to nothing.
    self.draw = function (theme, width) {
      if (box.clientWidth < 20 || box.clientHeight < 20) { return; }
      try {
        if (drawn) { drawn.dispose(); }
        drawn = window.echarts.init(box, null, { renderer: "svg", width: width });
        drawn.setOption(look.dress(JSON.parse(spec), theme, width || box.clientWidth, box.clientHeight));
        self.width = box.clientWidth;
        box.dataset.drawn = "yes";
      } catch (err) {
        box.dataset.drawn = "no";
        console.error(err);
      }
    };
    self.redraw = function () { if (drawn) { self.draw(screenTheme()); } };
    self.fit = function () { if (drawn && !printing && box.clientWidth !== self.width) { self.draw(screenTheme()); } };
    return self;
  }
  function screenTheme() { return dark.matches ? look.themes.dark : look.themes.light; }

  function startCharts() {
    var boxes = [].slice.call(document.querySelectorAll(".chart"));
    if (!boxes.length || !window.echarts) { return; }
    var charts = new Map(boxes.map(function (box) { return [box, chart(box)]; }));
    var seen = new IntersectionObserver(function (entries) {
      entries.forEach(function (e) {
        if (e.isIntersecting) { seen.unobserve(e.target); charts.get(e.target).draw(screenTheme()); }
      });
    }, { rootMargin: "300px" });
    var sized = new ResizeObserver(function (entries) {
      entries.forEach(function (e) { charts.get(e.target).fit(); });
    });
    boxes.forEach(function (box) { seen.observe(box); sized.observe(box); });
    dark.addEventListener("change", function () { charts.forEach(function (c) { c.redraw(); }); });
    window.addEventListener("beforeprint", function () {
      printing = true;
      charts.forEach(function (c) { c.draw(look.themes.light, paperWidth); });
    });
    window.addEventListener("afterprint", function () {
      printing = false;
      charts.forEach(function (c) { c.redraw(); });
    });
  }

  // Sorting comes with Enter; a header that acts as a button must also answer to the space bar.
  document.addEventListener("keydown", function (e) {
    if (e.key === " " && e.target.matches("table.sortable thead th[tabindex]")) { e.preventDefault(); e.target.click(); }
  });

  function startFilter(input) {
    var table = document.getElementById(input.dataset.filter), status = document.getElementById(input.id + "-status");
    input.addEventListener("input", function () {
      var words = input.value.toLowerCase().split(/\s+/), left = 0;
      [].forEach.call(table.tBodies[0].rows, function (row) {
        var text = row.textContent.toLowerCase();
        row.hidden = !words.every(function (word) { return text.indexOf(word) >= 0; });
        if (!row.hidden) { left++; }
      });
      status.textContent = left + " of " + table.tBodies[0].rows.length + " shown";
    });
  }

  // A link to something inside a closed disclosure opens it.
  function open() {
    var target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (var el = target; el; el = el.parentElement) { if (el.nodeName === "DETAILS") { el.open = true; } }
  }

  function start() {
    [].forEach.call(document.querySelectorAll("input[data-filter]"), startFilter);
    startCharts();
    open();
    window.addEventListener("hashchange", open);
  }
  if (document.readyState === "loading") { document.addEventListener("DOMContentLoaded", start); } else { start(); }
})();
