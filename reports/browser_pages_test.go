package reports

import (
	"html"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// kinds are a page of every kind, and some that names mean harm on.
func kinds(t *testing.T) []string {
	t.Helper()
	return []string{
		"index.html", "services.html", "teams.html", "repositories.html", "findings.html", "quality.html", "method.html", "leadership.html",
		"teams/PTPAY.html", "services/PCHECKOUT.html", "repos/search.html", "editions/weekly/PTPAY.html", "editions/monthly/PCHECKOUT.html",
		"private/index.html", ownPage(t, scriptName), ownPage(t, "Ana Lind"),
		"teams/PTEVIL.html", "services/PSCRIPT.html", "repos/" + slug(scriptRepo) + ".html", "editions/weekly/PTEVIL.html", "editions/monthly/PLONG.html",
	}
}

// ownPage is the file of somebody's own page.
func ownPage(t *testing.T, name string) string {
	t.Helper()
	for file, text := range tree(t, filepath.Join(privateDir(t), "private", "people")) {
		if isPage(file) && strings.Contains(html.UnescapeString(text), `<li aria-current="page"><bdi>`+shown(name)) {
			return "private/people/" + file
		}
	}
	t.Fatalf("%s has no page", name)
	return ""
}

// somePages are those, and pages that have little to say, or names of every harmful sort.
func somePages(t *testing.T) []string {
	t.Helper()
	names := kinds(t)
	for _, repo := range []string{"ledger", "single", "empty", "unread", "mirror", funcRepo, formulaRepo, longRepo, bidiRepo} {
		names = append(names, "repos/"+slug(repo)+".html")
	}
	for _, service := range []string{"PFUNC", "PLONG", "PORPHAN", "PFEW", "PNEVER", oddKey} {
		names = append(names, "services/"+keySlug(service)+".html")
	}
	return append(names, "editions/monthly/PNEVER.html")
}

func TestPagesWorkOfflineAndLoadNothingFromElsewhere(t *testing.T) {
	server := httptest.NewServer(http.FileServer(http.Dir(privateDir(t))))
	defer server.Close()
	for name, site := range map[string]struct {
		base  string
		pages []string
	}{
		"files": {fileURL(privateDir(t)), somePages(t)}, "web server": {server.URL, kinds(t)[:13]}, "self-contained": {fileURL(containedDir(t)), kinds(t)[:13]},
	} {
		t.Run(name, func(t *testing.T) {
			tab := newTab(t)
			for _, page := range site.pages {
				tab.open(t, site.base+"/"+page)
				if !ask[bool](t, tab, `document.documentElement.classList.contains('js')`) {
					t.Errorf("%s: scripts did not run", page)
				}
				if color := ask[string](t, tab, `getComputedStyle(document.body).backgroundColor`); color != "rgb(247, 246, 242)" {
					t.Errorf("%s: the style sheet is not there: ground %s", page, color)
				}
				if foreign := ask[[]string](t, tab, `[...document.querySelectorAll('script:not([type="application/json"]):not([src]), img:not(.picture), iframe, object, base, form')]
					.map(e => e.outerHTML.slice(0, 80)).filter(h => !h.startsWith('<script>'))`); len(foreign) > 0 {
					t.Errorf("%s: a name became markup: %q", page, foreign)
				}
			}
			tab.noProblem(t, site.base)
		})
	}
}

// TestNoBarriersAreFound asks axe-core. In the dark only colours are others.
func TestNoBarriersAreFound(t *testing.T) {
	axe, err := os.ReadFile("testdata/axe/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	tab := newTab(t)
	for _, page := range append(kinds(t), "repos/empty.html", "services/PNEVER.html") {
		tab.do(t, media("light"))
		tab.open(t, fileURL(privateDir(t), page))
		// Rows, tiles and definitions are all alike, and hundreds of them cost minutes.
		ask[bool](t, tab, `document.querySelectorAll('tbody tr:nth-child(n+6), .tile:nth-child(n+4), article.metric:nth-of-type(n+6)').forEach(r => r.remove()),
			document.querySelectorAll('details').forEach(d => { d.open = true }), true`)
		tab.do(t, chromedp.Evaluate(string(axe), nil))
		for scheme, rules := range map[string]string{"light": "", "dark": ", runOnly: ['color-contrast', 'link-in-text-block']"} {
			tab.do(t, media(scheme))
			for _, violation := range ask[[]string](t, tab, `axe.run({preload: false, resultTypes: ['violations']`+rules+`}).then(r => r.violations.map(v =>
				v.id + ': ' + v.help + ' ' + v.nodes.slice(0, 3).map(n => n.target + ' ' + n.failureSummary).join(' | ')))`) {
				t.Errorf("%s, %s: %s", page, scheme, violation)
			}
		}
	}
}

func TestEveryNumberIsThereWithoutScripts(t *testing.T) {
	with, without := newTab(t), newTab(t)
	without.do(t, emulation.SetScriptExecutionDisabled(true))
	const numbers = `[...document.querySelectorAll('td, th, .tile .value, .strip .value, .says, .news p, dd, h1')].map(e => e.textContent.trim())`
	for _, page := range somePages(t) {
		where := fileURL(privateDir(t), page)
		with.do(t, chromedp.Navigate(where), chromedp.WaitReady("main"))
		without.do(t, chromedp.Navigate(where), chromedp.WaitReady("main"))
		if ask[bool](t, without, `document.documentElement.classList.contains('js')`) {
			t.Fatal("scripts ran")
		}
		expected, got := ask[[]string](t, with, numbers), ask[[]string](t, without, numbers)
		if strings.Join(expected, "\n") != strings.Join(got, "\n") || len(got) == 0 {
			t.Errorf("%s: without scripts the numbers are not the same", page)
		}
		if !ask[bool](t, without, `[...document.querySelectorAll('.chart')].every(c => c.offsetHeight === 0)`) {
			t.Errorf("%s: charts that are not drawn take room", page)
		}
		if !ask[bool](t, without, `[...document.querySelectorAll('.no-js')].every(c => c.offsetHeight > 0)`) {
			t.Errorf("%s: does not say why there are no charts", page)
		}
		if ask[bool](t, without, `[...document.querySelectorAll('.filter, .find, th[tabindex="0"]')].some(c => c.offsetHeight > 0)`) {
			t.Errorf("%s: has controls that do nothing", page)
		}
	}
}

func TestPagesFitA320PixelScreen(t *testing.T) {
	tab := newTab(t)
	tab.do(t, chromedp.EmulateViewport(320, 640))
	for _, page := range somePages(t) {
		tab.open(t, fileURL(privateDir(t), page))
		ask[bool](t, tab, `document.querySelectorAll('details').forEach(d => { d.open = true }), true`)
		if width := ask[int](t, tab, `document.scrollingElement.scrollWidth`); width > 320 {
			wide := ask[[]string](t, tab, `[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > 321 && !e.closest('.scroll'))
				.slice(0, 5).map(e => e.tagName + '.' + e.className)`)
			t.Errorf("%s is %d pixels wide: %v", page, width, wide)
		}
	}
}

// TestEveryControlIsReachedByKeyboard: whatever can be used is on the way of the Tab key, in the order of the page, and shows the focus.
func TestEveryControlIsReachedByKeyboard(t *testing.T) {
	tab := newTab(t)
	for _, page := range kinds(t) {
		tab.do(t, chromedp.Navigate(fileURL(privateDir(t), page)), chromedp.WaitReady("main"))
		lost := ask[[]string](t, tab, `(() => {
			const lost = [], seen = [], are = [...document.querySelectorAll('a[href], button, input, select, summary, .scroll, table.sortable thead th')];
			for (const e of are.filter(e => e.checkVisibility())) {
				e.focus({preventScroll: true});
				const style = getComputedStyle(e);
				if (document.activeElement !== e || e.tabIndex !== 0) { lost.push('not reached: ' + e.outerHTML.slice(0, 120)); }
				if (!e.classList.contains('skip') && !e.matches(':focus-visible')) { lost.push('no focus to be seen: ' + e.outerHTML.slice(0, 120)); }
				if (e.matches(':focus-visible') && style.outlineStyle === 'none') { lost.push('no outline: ' + e.outerHTML.slice(0, 120)); }
			}
			return lost.slice(0, 5) })()`)
		for _, control := range lost {
			t.Errorf("%s: %s", page, control)
		}
	}
}

// TestEveryTableSortsAndFilters presses every head of every table that sorts, with Enter, and types into every filter.
func TestEveryTableSortsAndFilters(t *testing.T) {
	tab := newTab(t)
	tables := 0
	for _, page := range kinds(t) {
		tab.do(t, chromedp.Navigate(fileURL(privateDir(t), page)), chromedp.WaitReady("main"))
		tables += ask[int](t, tab, `document.querySelectorAll('table.sortable').length`)
		wrong := ask[[]string](t, tab, `(async () => {
			const wrong = [];
			const order = (table, column) => [...table.tBodies[0].rows].map(r => r.cells[column]).map(c => c.hasAttribute('data-sort') ? c.dataset.sort : c.textContent);
			const sorted = (list, way) => {
				while (list.length && list[list.length - 1] === '') { list.pop(); } // missing is last, whichever way
				const numbers = list.every(v => v !== '' && !isNaN(v));
				return list.every((v, i) => i === 0 || (numbers ? (list[i - 1] - v) : list[i - 1].localeCompare(v)) * way <= 0);
			};
			for (const table of document.querySelectorAll('table.sortable')) {
				for (const head of table.tHead.rows[0].cells) {
					for (let n = 0; n < 2; n++) {
						const done = new Promise(r => table.addEventListener('sort-end', r, {once: true}));
						head.focus();
						head.dispatchEvent(new KeyboardEvent('keydown', {key: n ? ' ' : 'Enter', bubbles: true, cancelable: true}));
						await done;
						const list = order(table, head.cellIndex);
						if (!sorted(list, head.ariaSort === 'ascending' ? 1 : -1)) { wrong.push(table.id + ', ' + head.textContent + ', ' + head.ariaSort + ': ' + list.slice(0, 12)); }
					}
				}
				const rows = [...table.tBodies[0].rows], filter = document.getElementById(table.id + '-filter');
				if (!filter) { continue; }
				const type = text => { filter.value = text; filter.dispatchEvent(new Event('input')); return rows.filter(r => r.checkVisibility()).length; };
				const name = rows[0].cells[0].textContent.toLowerCase();
				if (type('no such row at all') !== 0) { wrong.push(table.id + ': the filter leaves rows'); }
				if (type(name) < 1 || !rows[0].checkVisibility()) { wrong.push(table.id + ': the filter hides ' + name); }
				if (type('') !== rows.length) { wrong.push(table.id + ': without a filter rows are hidden'); }
			}
			return wrong })()`)
		for _, is := range wrong {
			t.Errorf("%s: %s", page, is)
		}
	}
	if tables < 8 {
		t.Errorf("only %d tables sort", tables)
	}
}

// TestChartsAreDrawnWhenTheyComeIntoView: a page of many charts is open before the last one is drawn.
func TestChartsAreDrawnWhenTheyComeIntoView(t *testing.T) {
	tab := newTab(t)
	tab.do(t, chromedp.Navigate(fileURL(privateDir(t), "teams/PTPAY.html")), chromedp.WaitReady("main"))
	const last = `[...document.querySelectorAll('.chart')].pop()`
	if ask[bool](t, tab, last+`.dataset.drawn !== undefined`) {
		t.Fatal("the last chart is drawn before anybody sees it")
	}
	const drawn = `const box = ` + last + `; new Promise(done => {
		new MutationObserver(() => { if (box.dataset.drawn) { done(box.dataset.drawn); } }).observe(box, {attributes: true}); `
	if got := ask[string](t, tab, drawn+`box.scrollIntoView() })`); got != "yes" {
		t.Errorf("in view, the chart is drawn: %s", got)
	}
	// One whose box has no size yet when it comes into view is drawn when it has.
	tab.do(t, chromedp.Navigate(fileURL(privateDir(t), "teams/PTEVIL.html")), chromedp.WaitReady("main"))
	if got := ask[string](t, tab, drawn+`
		box.style.height = '0px';
		new IntersectionObserver((seen, o) => { if (seen[0].isIntersecting) { o.disconnect(); box.style.height = ''; } }).observe(box);
		box.scrollIntoView() })`); got != "yes" {
		t.Errorf("with a size at last, the chart is drawn: %s", got)
	}
	tab.noProblem(t, fileURL(privateDir(t)))
}

// TestWithoutTheChartsAPageIsAsWithoutScripts: where the script that draws them does not arrive, a page has no holes, and its controls work.
func TestWithoutTheChartsAPageIsAsWithoutScripts(t *testing.T) {
	tab := newTab(t)
	tab.do(t, network.SetBlockedURLs([]string{"*echarts*"}), chromedp.Navigate(fileURL(privateDir(t), "services/PCHECKOUT.html")), chromedp.WaitReady("main"))
	if ask[bool](t, tab, `'echarts' in window`) {
		t.Fatal("the script has arrived")
	}
	if !ask[bool](t, tab, `[...document.querySelectorAll('.chart')].every(c => c.offsetHeight === 0) &&
		[...document.querySelectorAll('.no-js, .picture')].every(c => c.offsetHeight > 0) && document.querySelectorAll('.chart').length > 3`) {
		t.Error("there are holes where the charts would be")
	}
	if !ask[bool](t, tab, `document.querySelector('.find').offsetHeight > 0`) {
		t.Error("there is no search")
	}
}
