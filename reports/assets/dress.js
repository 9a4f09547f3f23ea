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
    pages: function (v) { return v === 1 ? "1 page" : v + " pages"; },
    responses: function (v) { return v === 1 ? "1 response" : v + " responses"; },
    files: function (v) { return v === 1 ? "1 file" : v + " files"; },
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
    var o = spec.option;
    o.animation = false;
    o.backgroundColor = "transparent";
    o.textStyle = { color: theme.muted, fontSize: 12, fontFamily: "system-ui, sans-serif" };
    o.tooltip = Object.assign(o.tooltip || {}, {
      renderMode: "richText", confine: true, transitionDuration: 0, formatter: tooltip(spec.unit, spec.strip, o.series.length - 1),
      backgroundColor: theme.paper, borderColor: theme.rule, textStyle: { color: theme.ink, fontSize: 12 },
    });
    o.legend = Object.assign(o.legend || {}, { show: false, textStyle: { color: theme.ink } });
    (kinds[spec.kind] || plot)(spec, o, theme, width, height);
    return o;
  }

  // The kinds that are no plot of lines or bars.
  var kinds = { lorenz: lorenz, hours: hours, nights: nights, flows: flows, folders: folders, dots: dots };

  // plot dresses lines by week, shares by week, and bars.
  function plot(spec, o, theme, width, height) {
    var narrow = width < 560;
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


  // axis dresses one axis of shares, with its name along it.
  function axis(a, theme, gap) {
    a.axisLine = { show: false };
    a.axisTick = { show: false };
    a.splitLine = { show: true, lineStyle: { color: theme.rule } };
    a.axisLabel = { color: theme.muted, hideOverlap: true, formatter: formats.share };
    a.nameLocation = "middle";
    a.nameGap = gap;
    a.nameTextStyle = { color: theme.muted };
  }

  function legend(o, theme, narrow, names) {
    o.legend = {
      show: true, data: names, type: "plain", orient: narrow ? "vertical" : "horizontal", top: 0, left: 0, padding: [4, 0], itemWidth: 26, itemHeight: 11, itemGap: narrow ? 4 : 16,
      textStyle: { color: theme.ink },
    };
    return narrow ? 20 * names.length + 12 : 34;
  }

  // bright is a colour that stands out from the ground.
  function bright(color, theme) { return theme === themes.dark && color === "#0072b2" ? "#56b4e9" : color; }

  function lorenz(spec, o, theme, width) {
    var top = legend(o, theme, width < 420, o.series.map(function (s) { return s.name; }));
    o.legend.itemStyle = { opacity: 0 };
    o.grid = { outerBoundsMode: "none", left: 76, right: 30, top: top, bottom: 46 };
    [].concat(o.xAxis).forEach(function (a) { axis(a, theme, 28); });
    [].concat(o.yAxis).forEach(function (a) { axis(a, theme, 50); });
    o.series.forEach(function (s) {
      s.emphasis = { disabled: true };
      s.symbol = "circle";
      s.symbolSize = 5;
      s.showSymbol = s.areaStyle && s.data.length <= 25;
    });
    o.color[0] = bright(o.color[0], theme);
    o.series[1].lineStyle.color = theme.muted;
    o.series[1].tooltip = { show: false };
    o.tooltip.formatter = function (items) {
      return items.filter(function (p) { return p.seriesIndex === 0; }).map(function (p) {
        return formats.share(p.value[0]) + " of the people: " + formats.share(p.value[1]);
      }).join("\n");
    };
  }

  // shade is the colour of a number from 0 to 1, on paper or on a dark ground, and ink what is read on it.
  function shade(theme, part) {
    var ends = theme === themes.dark ? [[34, 66, 90], [150, 214, 255]] : [[217, 233, 245], [0, 62, 102]];
    return "rgb(" + ends[0].map(function (low, i) { return Math.round(low + (ends[1][i] - low) * part); }).join(",") + ")";
  }
  function ink(theme, part) { return (theme === themes.dark) === (part > 0.45) ? "#0b1420" : "#ffffff"; }

  // cells shades the cells of a heat map by their number, which stands in them.
  function cells(series, theme, at, size) {
    var most = Math.max.apply(null, series.data.map(function (d) { return d.value[at]; }));
    series.emphasis = { disabled: true };
    series.label = { show: true };
    series.data.forEach(function (d) {
      var part = most > 1 ? (d.value[at] - 1) / (most - 1) : 0;
      d.itemStyle = { color: shade(theme, part), borderColor: theme.paper, borderWidth: 1 };
      d.label = { show: size > 0, color: ink(theme, part), fontSize: size, formatter: function () { return String(d.value[at]); } };
    });
  }

  // hours has the hours across; down where there is little room.
  function hours(spec, o, theme, width) {
    var narrow = width < 560, x = o.xAxis[0], y = o.yAxis[0], weekdays = y.data, series = o.series[0];
    if (narrow) {
      o.xAxis = [Object.assign({}, y, { inverse: false, position: "top" })];
      o.yAxis = [Object.assign({}, x, { inverse: true })];
      series.data.forEach(function (d) { d.value = [d.value[1], d.value[0], d.value[2]]; });
    }
    o.grid = { outerBoundsMode: "none", left: narrow ? 34 : 84, right: 8, top: narrow ? 26 : 8, bottom: narrow ? 8 : 44 };
    [o.xAxis[0], o.yAxis[0]].forEach(function (a) {
      var isHours = a.data.length === 24;
      a.axisLine = { show: false };
      a.axisTick = { show: false };
      a.splitLine = { show: false };
      a.splitArea = { show: false };
      a.axisLabel = {
        color: theme.muted, interval: isHours && !narrow && width < 700 ? 1 : 0,
        formatter: function (v) { return isHours || !narrow ? v : v.slice(0, 3); },
      };
      if (isHours && !narrow) {
        a.name = "Hour of the day, local time";
        a.nameLocation = "middle";
        a.nameGap = 28;
        a.nameTextStyle = { color: theme.muted };
      }
    });
    cells(series, theme, 2, width < 700 && !narrow ? 10 : 11);
    for (var at = 0, has = {}; at < series.data.length; at++) { has[series.data[at].value.slice(0, 2).join()] = true; }
    for (at = 0; at < 168; at++) { // hours without a page are cells too
      var cell = narrow ? [Math.floor(at / 24), at % 24] : [at % 24, Math.floor(at / 24)];
      if (!has[cell.join()]) {
        series.data.push({ value: cell.concat(0), label: { show: false }, itemStyle: { color: theme.rule, opacity: 0.35, borderColor: theme.paper, borderWidth: 1 } });
      }
    }
    o.tooltip.formatter = function (p) {
      var h = p.value[narrow ? 1 : 0], hour = ("0" + h).slice(-2);
      return weekdays[p.value[narrow ? 0 : 1]] + ", " + hour + ":00 to " + hour + ":59\n" + formats.pages(p.value[2]);
    };
  }

  // nights has the weeks across; down where there is little room.
  function nights(spec, o, theme, width, height) {
    var narrow = width < 560, calendar = o.calendar[0], series = o.series[0];
    Object.assign(calendar, {
      orient: narrow ? "vertical" : "horizontal", left: narrow ? 44 : 40, right: 8, top: narrow ? 26 : 30, bottom: 8, cellSize: ["auto", "auto"],
      itemStyle: { color: "transparent", borderColor: theme.rule, borderWidth: 1 },
      splitLine: { show: true, lineStyle: { color: theme.muted, width: 1 } },
      dayLabel: { firstDay: 1, color: theme.muted, nameMap: narrow ? "Sun Mon Tue Wed Thu Fri Sat".split(" ") : ["", "Mon", "", "Wed", "", "Fri", ""] },
      monthLabel: { color: theme.muted, nameMap: months }, yearLabel: { show: false },
    });
    cells(series, theme, 1, narrow || width > 900 ? 10 : 0);
    o.tooltip.formatter = function (p) { return "Night of " + p.value[0] + "\n" + p.seriesName + ": " + p.value[1]; };
  }

  function flows(spec, o, theme, width) {
    var narrow = width < 560, series = o.series[0], side = narrow ? 96 : 178, people = 0;
    var colors = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#5b6abf", "#7a8a00", "#8a9199"];
    series.data = series.data || series.nodes;
    series.left = side;
    series.right = side;
    series.top = 8;
    series.bottom = 8;
    series.nodeGap = 10;
    series.layoutIterations = 0; // the largest stays on top
    series.nodeWidth = 12;
    series.draggable = false;
    series.emphasis = { disabled: true };
    series.lineStyle = { color: "target", opacity: 0.45, curveness: 0.5 };
    series.label = { color: theme.ink, fontSize: 12, width: side - 10, overflow: "truncate" };
    var sums = {};
    series.links.forEach(function (l) {
      sums["s" + l.source] = (sums["s" + l.source] || 0) + l.value;
      sums["t" + l.target] = (sums["t" + l.target] || 0) + l.value;
    });
    series.data.forEach(function (node) {
      var isService = node.depth === 0, sum = sums[(isService ? "s" : "t") + node.name];
      node.itemStyle = { color: isService ? theme.muted : colors[Math.min(people++, colors.length - 1)], borderWidth: 0 };
      node.label = { position: isService ? "left" : "right", formatter: function (p) { return narrow ? p.name : p.name + "  " + sum; } };
    });
    o.tooltip.formatter = function (p) {
      return p.dataType === "edge" ? p.data.target + " on " + p.data.source + "\n" + formats.responses(p.data.value) : p.name + "\n" + formats.responses(p.value);
    };
  }

  function folders(spec, o, theme, width) {
    var series = o.series[0], next = 0;
    var shades = theme === themes.dark ? ["#2f86c1", "#17527a", "#e08a3c"] : ["#0072b2", "#9cc9e6", "#e69f00"];
    var inks = theme === themes.dark ? ["#ffffff", "#ffffff", "#0b1420"] : ["#ffffff", "#0b1420", "#0b1420"];
    function paint(node) {
      var share = spec.shares[next++], band = share >= 0.9 ? 0 : share >= 0.5 ? 1 : 2;
      node.share = share;
      if (node.children && node.children.length) {
        node.itemStyle = { color: theme.paper, borderColor: theme.rule, borderWidth: 1, gapWidth: 2 };
        node.upperLabel = { color: theme.ink };
        node.children.forEach(paint);
        return;
      }
      node.itemStyle = { color: shades[band], borderColor: theme.paper, borderWidth: 1 };
      node.label = { color: inks[band] };
    }
    series.data.forEach(paint);
    Object.assign(series, {
      left: 0, right: 0, top: 0, bottom: 0, roam: false, nodeClick: false, breadcrumb: { show: false }, animation: false, visibleMin: 0, childrenVisibleMin: 0,
      emphasis: { disabled: true }, colorMappingBy: "id",
      label: { show: true, fontSize: 12, lineHeight: 15, overflow: "truncate", formatter: function (p) { return p.name + "\n" + formats.share(p.data.share) + " shared"; } },
      upperLabel: { show: true, height: 20, fontSize: 12, overflow: "truncate", formatter: function (p) { return p.name + "  " + formats.share(p.data.share === undefined ? 1 : p.data.share); } },
      levels: [{ upperLabel: { show: false }, itemStyle: { gapWidth: 3, borderWidth: 0, borderColor: theme.paper } }, { itemStyle: { gapWidth: 1, borderWidth: 1 } }, {}],
    });
    o.tooltip.formatter = function (p) {
      return p.data && p.data.share !== undefined ? p.name + "\n" + formats.files(p.value) + ", " + formats.share(p.data.share) + " shared by active authors" : "";
    };
  }

  function dots(spec, o, theme, width) {
    var narrow = width < 560, y = o.yAxis[0], rows = y.data, kinds = o.series.slice();
    var top = legend(o, theme, narrow, kinds.map(function (s) { return s.name; }));
    o.legend.itemWidth = o.legend.itemHeight = 12;
    var names = Math.min(narrow ? 104 : 240, 24 + 8 * Math.max.apply(null, rows.map(function (n) { return n.length; })));
    o.grid = { outerBoundsMode: "none", left: names, right: 24, top: top, bottom: 42 };
    axis(o.xAxis[0], theme, 26);
    y.axisLine = { show: true, lineStyle: { color: theme.muted } };
    y.axisTick = { show: false };
    y.splitLine = { show: true, lineStyle: { color: theme.rule } };
    y.axisLabel = { color: theme.ink, width: names - 18, margin: 14, overflow: "truncate", interval: 0 };
    kinds.forEach(function (s, k) {
      var color = bright(o.color[k], theme), hollow = spec.joined && k === 0;
      s.symbol = s.data.length ? s.data[0].symbol : "circle";
      s.symbolSize = s.symbol === "circle" ? 11 : 13;
      s.symbolOffset = spec.joined ? [0, 0] : [0, 5 * (k - (kinds.length - 1) / 2)];
      s.emphasis = { disabled: true };
      s.itemStyle = { color: hollow ? theme.paper : color, borderColor: color, borderWidth: 2, opacity: 1 };
      s.z = 3;
    });
    if (spec.joined) {
      var low = rows.map(function () { return 0; }), span = low.slice();
      rows.forEach(function (_, i) {
        var here = kinds.map(function (s) { return (s.data.filter(function (d) { return d.value[1] === i; })[0] || { value: [0] }).value[0]; });
        low[i] = Math.min.apply(null, here);
        span[i] = Math.max.apply(null, here) - low[i];
      });
      var thin = { type: "bar", stack: "joined", silent: true, barWidth: 3, tooltip: { show: false }, emphasis: { disabled: true } };
      o.series.push(Object.assign({}, thin, { data: low, itemStyle: { color: "transparent" } }), Object.assign({}, thin, { data: span, itemStyle: { color: theme.muted, opacity: 0.6 } }));
    }
    o.tooltip.formatter = function (p) { return rows[p.value[1]] + "\n" + p.seriesName + "  " + formats.share(p.value[0]); };
  }

  globalThis.fewhands = { dress: dress, themes: themes };
})();
