// Brings a page to life: charts from their JSON islands, sorting by keyboard, filters. Without it every number is
// still there, in the tables. Nothing here runs text from a page as code; formatters are the named functions below.
(function () {
  "use strict";

  var root = document.documentElement;
  root.classList.add("js");

  var look; // of charts, on pages that have some
  var dark = window.matchMedia("(prefers-color-scheme: dark)");
  var printing = false, paperWidth = 640; // pixels of a figure on A4 with the margins of style.css

  function chart(box) {
    var spec = document.getElementById(box.id + "-data").textContent, drawn = null, isDue = false, self = {};
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
    // A chart that came into view while its box had no size yet is drawn when it gets one.
    self.show = function () { isDue = true; self.draw(screenTheme()); };
    self.fit = function () { if ((drawn || isDue) && !printing && box.clientWidth !== self.width) { self.draw(screenTheme()); } };
    return self;
  }
  function screenTheme() { return dark.matches ? look.themes.dark : look.themes.light; }

  function startCharts() {
    var boxes = [].slice.call(document.querySelectorAll(".chart"));
    look = window.fewhands;
    if (!boxes.length) { return; }
    if (!window.echarts || !look) { root.classList.add("no-charts"); return; }
    var charts = new Map(boxes.map(function (box) { return [box, chart(box)]; }));
    var seen = new IntersectionObserver(function (entries) {
      entries.forEach(function (e) {
        if (e.isIntersecting) { seen.unobserve(e.target); charts.get(e.target).show(); }
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

  // What a table is filtered and sorted by is in the address, such as #services?q=pay&sort=3-ascending, so that it can be sent.
  function remember(table, change) {
    var state = recalled(table.id), parts;
    Object.keys(change).forEach(function (key) { state.set(key, change[key]); });
    if (!state.get("q")) { state.delete("q"); }
    parts = state.toString();
    history.replaceState(null, "", "#" + encodeURIComponent(table.id) + (parts ? "?" + parts : ""));
  }
  function recalled(id) {
    var at = location.hash.indexOf("?");
    return new URLSearchParams(at > 0 && decoded(location.hash.slice(1, at)) === id ? location.hash.slice(at + 1) : "");
  }
  function decoded(text) { try { return decodeURIComponent(text); } catch (err) { return ""; } }
  function startTable(table) {
    table.addEventListener("sort-end", function () {
      [].forEach.call(table.tHead.rows[0].cells, function (head, i) {
        if (head.ariaSort) { remember(table, { sort: i + "-" + head.ariaSort }); }
      });
    });
  }
  function recall() {
    [].forEach.call(document.querySelectorAll("table.sortable[id]"), function (table) {
      var state = recalled(table.id), sort = (state.get("sort") || "").split("-"), input = document.getElementById(table.id + "-filter");
      if (input && state.has("q") && input.value !== state.get("q")) { input.value = state.get("q"); input.dispatchEvent(new Event("input")); }
      var head = /^\d+$/.test(sort[0]) && table.tHead.rows[0].cells[+sort[0]];
      for (var n = 0; head && n < 2 && head.ariaSort !== sort[1]; n++) { head.click(); }
    });
  }

  // The search of every page: types, arrows and Enter; what it finds is in assets/places.js.
  function startSearch(input) {
    var list = document.getElementById("found"), at = -1;
    function close() { list.hidden = true; at = -1; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); }
    function mark(n) {
      at = n;
      [].forEach.call(list.children, function (option, i) { option.setAttribute("aria-selected", String(i === at)); });
      input.setAttribute("aria-activedescendant", list.children[at].id);
    }
    input.addEventListener("input", function () {
      var words = input.value.toLowerCase().split(/\s+/).filter(Boolean), places = window.fewhandsPlaces || [], n = 0;
      list.textContent = "";
      for (var i = 0; words.length && i < places.length && n < 8; i++) {
        var name = places[i][0].toLowerCase();
        if (!words.every(function (word) { return name.indexOf(word) >= 0; })) { continue; }
        var option = document.createElement("li"), text = document.createElement("bdi"), kind = document.createElement("span");
        option.id = "found-" + n++;
        option.setAttribute("role", "option");
        option.dataset.href = input.dataset.root + places[i][2];
        text.textContent = places[i][0];
        kind.textContent = places[i][1];
        option.append(text, " ", kind);
        list.append(option);
      }
      if (!n) { close(); return; }
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      mark(0);
    });
    input.addEventListener("keydown", function (e) {
      var n = list.children.length;
      if (e.key === "Escape") { close(); }
      else if (list.hidden) { return; }
      else if (e.key === "ArrowDown") { mark((at + 1) % n); e.preventDefault(); }
      else if (e.key === "ArrowUp") { mark((at + n - 1) % n); e.preventDefault(); }
      else if (e.key === "Enter") { location.href = list.children[at].dataset.href; }
    });
    list.addEventListener("mousedown", function (e) {
      var option = e.target.closest("li");
      if (option) { location.href = option.dataset.href; }
    });
    input.addEventListener("blur", close);
  }

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
      remember(table, { q: input.value });
    });
  }

  // A link to something inside a closed disclosure opens it.
  function open() {
    var target = location.hash.length > 1 && document.getElementById(decoded(location.hash.slice(1).split("?")[0]));
    for (var el = target; el; el = el.parentElement) { if (el.nodeName === "DETAILS") { el.open = true; } }
  }

  // Controls work from here on; what draws the charts, which is far larger, and what the search knows come after this script.
  [].forEach.call(document.querySelectorAll("input[data-filter]"), startFilter);
  [].forEach.call(document.querySelectorAll("table.sortable[id]"), startTable);
  [].forEach.call(document.querySelectorAll("#find"), startSearch);
  open();
  recall();
  window.addEventListener("hashchange", function () { open(); recall(); });
  document.addEventListener("DOMContentLoaded", startCharts);
})();
