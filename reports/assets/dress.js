// Dresses a chart: an island of a page has its data, and this adds what is the same for every chart: colours, formatters,
// type, labels. It touches no page, so that the pictures for print and for pages without scripts are made by it too.
(function () {
  "use strict";

  // The colours of the page, in style.css, once more: while printing, computed styles are still those of the screen.
  var themes = {
    light: { ink: "#1b1f24", muted: "#59616b", rule: "#e2e0da", paper: "#ffffff" },
    dark: { ink: "#e9ebee", muted: "#a5aeb8", rule: "#343a42", paper: "#1b1f24" },
  };
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
    o.grid = { // both plots of a chart have the same width, whatever their labels
      outerBoundsMode: "none", left: bars ? names : 44, right: labels ? 190 : bars ? 24 : 16,
      top: bars ? 26 : people && !alone ? (narrow ? 76 : 40) : 14, bottom: shares && !labels ? 62 : 30,
    };
    var rows = marks(o, o.grid, theme, width); // of their labels, over the plot
    if (people && alone && rows) { o.grid.top += 8; }
    if (spec.strip) { // a line in a plot of its own, over the other
      o.grid.top = 128;
      o.grid = [o.grid, { outerBoundsMode: "none", left: o.grid.left, right: o.grid.right, top: 34, height: 60 }];
      o.axisPointer = { link: [{ xAxisIndex: "all" }] };
    }
    (spec.strip ? o.grid[0] : o.grid).top += rows * markRow;
    var plot = spec.strip ? height - o.grid[0].top - o.grid[0].bottom : height - 44 - rows * markRow;
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
      if (series.markLine && bars) {
        series.markLine.silent = true;
        series.markLine.symbol = "none";
        series.markLine.lineStyle = { color: theme.ink, type: "dashed", width: 1 };
        series.markLine.label = { color: theme.ink, formatter: "{b}", position: "start" };
      }
    });
    return o;
  }

  // marks dresses what was changed: a line up the plot of each week of a change, and its name over it, in a row where it is
  // over no other. It gives the number of rows.
  var markRow = 15;
  function marks(o, grid, theme, width) {
    var ends = [], weeks = o.xAxis[0].data, rows = 0;
    o.series.forEach(function (series) {
      if (!series.markLine || o.xAxis[0].type !== "category") { return; }
      series.markLine.silent = true;
      series.markLine.symbol = "none";
      series.markLine.animation = false;
      series.markLine.lineStyle = { color: theme.ink, type: [5, 3], width: 1.5 };
      series.markLine.data.forEach(function (mark) {
        if (series.xAxisIndex === 1) { mark.label = { show: false }; return; }
        var plot = width - grid.left - grid.right, at = plot * (weeks.indexOf(mark.xAxis) + 0.5) / weeks.length;
        var text = mark.name, most = Math.max(8, Math.floor(Math.max(at, plot - at) / 6.6));
        if (text.length > most) { text = text.slice(0, most - 1).trim() + "…"; }
        var wide = text.length * 6.6, left = at + wide <= plot, row = 0;
        var from = left ? at : at - wide;
        while (ends.some(function (e) { return e.row === row && from < e.to + 10 && e.from < from + wide + 10; })) { row++; }
        ends.push({ row: row, from: from, to: from + wide });
        rows = Math.max(rows, row + 1);
        mark.label = {
          show: true, position: "end", formatter: function () { return text; }, color: theme.ink, fontSize: 11, align: left ? "left" : "right",
          distance: 4 + row * markRow,
        };
      });
    });
    return rows;
  }

  // quarters labels the first week of every third month, of every sixth where there is little room; a short series whole.
  function quarters(weeks, narrow) {
    return function (i) {
      var month = weeks[i].slice(0, 7);
      if (weeks.length < 20) { return i % (narrow ? 6 : 3) === 0; }
      return (i === 0 || weeks[i - 1].slice(0, 7) !== month) && i > 0 && (+month.slice(5) - 1) % (narrow ? 6 : 3) === 0;
    };
  }


  globalThis.fewhands = { dress: dress, themes: themes };
})();
