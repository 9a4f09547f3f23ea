// Brings a page to life: charts from their JSON islands, sorting by keyboard, filters. Without it every number is
// still there, in the tables. Nothing here runs text from a page as code; formatters are the named functions below.
(function () {
  "use strict";

  var root = document.documentElement;
  root.classList.add("js");

  // The colours of the page, in style.css, once more: while printing, computed styles are still those of the screen.
  var themes = {
    light: { ink: "#1b1f24", muted: "#59616b", rule: "#e2e0da", paper: "#ffffff" },
    dark: { ink: "#e9ebee", muted: "#a5aeb8", rule: "#343a42", paper: "#1b1f24" },
  };
  var dark = window.matchMedia("(prefers-color-scheme: dark)");
  var printing = false, paperWidth = 640; // pixels of a figure on A4 with the margins of style.css
  var months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

  var formats = {
    share: function (v) { return Math.round(v * 1000) / 10 + " %"; },
    people: function (v) { return String(Math.round(v * 10) / 10); },
  };
  function month(iso) { return months[+iso.slice(5, 7) - 1] + " " + iso.slice(0, 4); }

  function tooltip(unit, strip, last) {
    return function (items) {
      var lines = items.filter(function (p) { return typeof p.value === "number"; }).map(function (p) {
        return p.seriesName + "  " + formats[p.seriesIndex === last && strip || unit](p.value);
      });
      var head = /^\d{4}-\d\d-\d\d$/.test(items[0].axisValue) ? "Week of " + items[0].axisValue : items[0].axisValue;
      return [head].concat(lines.length ? lines : ["too little data"]).join("\n");
    };
  }

  // dress adds to the data of an island what is the same for every chart: colours, formatters, type, labels.
  function dress(spec, theme, width, height) {
    var o = spec.option, narrow = width < 560, text = { color: theme.muted, fontSize: 12, fontFamily: "system-ui, sans-serif" };
    o.animation = false;
    o.backgroundColor = "transparent";
    o.textStyle = text;
    o.tooltip = Object.assign(o.tooltip || {}, {
      renderMode: "richText", confine: true, transitionDuration: 0, formatter: tooltip(spec.unit, spec.strip, o.series.length - 1),
      backgroundColor: theme.paper, borderColor: theme.rule, textStyle: { color: theme.ink, fontSize: 12 },
    });
    var bars = spec.kind === "coverage", people = spec.kind === "lines", shares = spec.kind === "shares";
    var labels = shares && !narrow && spec.labels.some(Boolean); // at the ends of the bands, or a legend
    var alone = people && o.series.length === 1; // its title names it
    o.legend = Object.assign(o.legend || {}, {
      show: people && !alone || shares && !labels, type: narrow && !people ? "scroll" : "plain",
      top: people ? 0 : "auto", bottom: people ? "auto" : 0, left: 0, padding: [4, 0],
      itemStyle: people ? { opacity: 0 } : {},
      icon: people ? undefined : "rect", itemWidth: people ? 28 : 14, itemHeight: 10, itemGap: 16, textStyle: { color: theme.ink, width: people ? undefined : 120, overflow: "truncate" }, pageIconColor: theme.muted,
      pageIconInactiveColor: theme.rule, pageTextStyle: { color: theme.muted },
    });
    var names = bars ? Math.min(narrow ? 92 : 220, 16 + 7 * Math.max.apply(null, o.yAxis[0].data.map(function (n) { return n.length; }))) : 0;
    o.grid = {
      left: bars ? names : 44, right: labels ? 190 : bars ? 24 : 16,
      top: bars ? 26 : people && !alone ? (narrow ? 76 : 40) : 14, bottom: shares && !labels ? 62 : 30,
    };
    if (spec.strip) { // a line in a plot of its own, over the other
      o.grid.top = 128;
      o.grid = [o.grid, { left: o.grid.left, right: o.grid.right, top: 34, height: 60 }];
      o.axisPointer = { link: [{ xAxisIndex: "all" }] };
    }
    var plot = spec.strip ? height - 128 - o.grid[0].bottom : height - 44;
    [].concat(o.xAxis, o.yAxis).forEach(function (axis) {
      var value = axis.type === "value";
      axis.axisLine = { show: !value, lineStyle: { color: theme.muted } };
      axis.axisTick = { show: false };
      axis.splitLine = { show: value, lineStyle: { color: theme.rule } };
      axis.axisLabel = { color: theme.muted, hideOverlap: true };
      if (axis.gridIndex === 1) {
        axis.axisLabel.show = value;
        axis.interval = axis.max;
        axis.nameTextStyle = { color: theme.muted, align: "left", padding: [0, 0, 0, -40] };
        axis.nameGap = 14;
      } else if (value) { axis.axisLabel.formatter = formats[spec.unit]; }
      else if (!bars) { axis.axisLabel.formatter = month; axis.axisLabel.interval = quarters(axis.data, narrow); }
      else { axis.axisLabel = { color: theme.ink, width: names - 12, overflow: "truncate", interval: 0 }; }
    });
    o.series.forEach(function (series, i) {
      var mark = spec.labels && spec.labels[i];
      if (series.type === "line") {
        series.emphasis = { disabled: true };
        series.showSymbol = false;
        series.symbol = "none";
        series.endLabel = {
          show: labels && !!mark, formatter: "{a}", color: theme.ink, width: 172, overflow: "truncate",
          offset: [4, mark ? mark.down * plot : 0],
        };
        if (series.areaStyle) { series.lineStyle = Object.assign(series.lineStyle || {}, { color: theme.paper, width: 1 }); }
        if (series.xAxisIndex === 1) { series.lineStyle.color = theme.ink; series.itemStyle = { color: theme.ink }; }
      } else {
        series.barMaxWidth = 28;
        // Inside the bar where there is room, and either way clear of the line at one half.
        series.data.forEach(function (d) {
          var inside = d.value >= 0.3 && !(d.value > 0.5 && d.value < 0.65);
          d.label = {
            show: true, position: inside ? "insideRight" : "right", padding: [2, 4], color: inside ? "#ffffff" : theme.ink,
            backgroundColor: inside ? o.color[0] : theme.paper, formatter: function (p) { return formats[spec.unit](p.value); },
          };
        });
        series.itemStyle = Object.assign(series.itemStyle || {}, { borderColor: theme.ink, borderWidth: 0 });
      }
      if (series.markLine) {
        series.markLine.silent = true;
        series.markLine.symbol = "none";
        series.markLine.lineStyle = { color: theme.ink, type: "dashed", width: 1 };
        series.markLine.label = { color: theme.ink, formatter: "{b}", position: "start" };
      }
    });
    return o;
  }
  // quarters labels the first week of every third month, of every sixth where there is little room; a short series whole.
  function quarters(weeks, narrow) {
    return function (i) {
      var month = weeks[i].slice(0, 7);
      if (weeks.length < 20) { return i % (narrow ? 6 : 3) === 0; }
      return (i === 0 || weeks[i - 1].slice(0, 7) !== month) && i > 0 && (+month.slice(5) - 1) % (narrow ? 6 : 3) === 0;
    };
  }

  function chart(box) {
    var spec = document.getElementById(box.id + "-data").textContent, drawn = null, self = {};
    // draw fills the box, or so many pixels of it; ECharts 6.1 cannot draw into next to nothing.
    self.draw = function (theme, width) {
      if (box.clientWidth < 20 || box.clientHeight < 20) { return; }
      try {
        if (drawn) { drawn.dispose(); }
        drawn = window.echarts.init(box, null, { renderer: "svg", width: width });
        drawn.setOption(dress(JSON.parse(spec), theme, width || box.clientWidth, box.clientHeight));
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
  function screenTheme() { return dark.matches ? themes.dark : themes.light; }

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
      charts.forEach(function (c) { c.draw(themes.light, paperWidth); });
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
