package reports

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// patience is how long a page may take on a busy machine before the test gives up on it.
const patience = 5 * time.Minute

// tab is one page in a real browser, and everything that went wrong on it.
type tab struct {
	context.Context
	mu       sync.Mutex
	problems []string
	requests []string
}

var chromium = sync.OnceValues(func() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", exec.ErrNotFound
})

// theBrowser is one browser for all tests, which knows nothing and tells nobody.
var theBrowser = sync.OnceValues(func() (context.Context, error) {
	path, err := chromium()
	if err != nil {
		return nil, err
	}
	profile, err := os.MkdirTemp("", "fewhands-chromium-")
	if err != nil {
		return nil, err
	}
	options := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(path), chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun,
		chromedp.UserDataDir(profile), chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true), chromedp.Flag("hide-scrollbars", true),
		chromedp.WSURLReadTimeout(patience),
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, _ := chromedp.NewContext(allocator)
	atExit = append(atExit, func() {
		chromedp.Cancel(ctx)
		stop()
		for range 1000 { // its helpers end, and stop writing, a little later than itself
			if os.RemoveAll(profile) == nil {
				return
			}
		}
	})
	return ctx, chromedp.Run(ctx)
})

// newTab opens a tab of its own.
func newTab(t *testing.T) *tab {
	t.Helper()
	browserContext, err := theBrowser()
	if errors.Is(err, exec.ErrNotFound) && os.Getenv("CI") != "true" {
		t.Skip("NO CHROMIUM ON PATH: THE PAGES GO UNTESTED")
	}
	if err != nil {
		t.Fatalf("no Chromium, and the pages go untested: %v", err)
	}
	ctx, closeTab := chromedp.NewContext(browserContext)
	ctx, giveUp := context.WithTimeout(ctx, patience)
	t.Cleanup(func() {
		giveUp()
		closeTab()
	})
	tab := &tab{Context: ctx}
	chromedp.ListenTarget(ctx, tab.listen)
	tab.do(t, log.Enable(), network.Enable(), page.Enable(), chromedp.EmulateViewport(1280, 900))
	return tab
}

func (tab *tab) listen(event any) {
	tab.mu.Lock()
	defer tab.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.APITypeError || e.Type == runtime.APITypeWarning {
			var text []string
			for _, a := range e.Args {
				text = append(text, string(a.Value)+a.Description)
			}
			tab.problems = append(tab.problems, "console: "+strings.Join(text, " "))
		}
	case *runtime.EventExceptionThrown:
		tab.problems = append(tab.problems, "exception: "+e.ExceptionDetails.Error())
	case *log.EventEntryAdded: // violations of the policy come here
		if e.Entry.Level != log.LevelInfo && e.Entry.Level != log.LevelVerbose {
			tab.problems = append(tab.problems, "log: "+e.Entry.Text)
		}
	case *page.EventJavascriptDialogOpening:
		tab.problems = append(tab.problems, "dialog: "+e.Message)
	case *network.EventRequestWillBeSent:
		tab.requests = append(tab.requests, e.Request.URL)
	}
}

func (tab *tab) do(t *testing.T, actions ...chromedp.Action) {
	t.Helper()
	if err := chromedp.Run(tab, actions...); err != nil {
		t.Fatal(err)
	}
}

// ask evaluates an expression on the page.
func ask[T any](t *testing.T, tab *tab, expression string) T {
	t.Helper()
	var answer T
	if err := chromedp.Run(tab, chromedp.Evaluate(expression, &answer, func(p *runtime.EvaluateParams) *runtime.EvaluateParams {
		return p.WithAwaitPromise(true)
	})); err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return answer
}

// media sets what the page's style sheet asks for.
func media(scheme string) chromedp.Action {
	return chromedp.ActionFunc(func(ctx context.Context) error {
		return emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}).Do(ctx)
	})
}

// drawCharts scrolls through the page until every chart is drawn, or failed to be.
const drawCharts = `(async () => {
	for (const box of document.querySelectorAll('.chart')) {
		box.scrollIntoView();
		while (!box.dataset.drawn) { await new Promise(requestAnimationFrame); }
	}
	return [...document.querySelectorAll('.chart')].filter(b => b.dataset.drawn !== 'yes' || !b.querySelector('svg path')).map(b => b.id);
})()`

func fileURL(path ...string) string {
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(filepath.Join(path...))}).String()
}

// somePages are the pages that differ in kind.
func somePages() []string {
	names := []string{"index.html", "leadership.html", "quality.html", "method.html"}
	for _, repo := range []string{"search", "payments", "ledger", "single", "empty", "unread", scriptRepo, funcRepo, formulaRepo, longRepo} {
		names = append(names, "repos/"+slug(repo)+".html")
	}
	for _, service := range []string{"PCHECKOUT", "PSCRIPT", "PFUNC", "PLONG", "PORPHAN", "PFEW", "PNEVER", oddKey} {
		names = append(names, "services/"+keySlug(service)+".html")
	}
	return append(names, "teams/PTPAY.html", "teams/PTEVIL.html", "editions/weekly/PTPAY.html", "editions/weekly/PTEVIL.html",
		"editions/monthly/PCHECKOUT.html", "editions/monthly/PLONG.html", "editions/monthly/PNEVER.html")
}

func TestPagesWorkOfflineAndLoadNothingFromElsewhere(t *testing.T) {
	shared, contained := hostileDir(t), hostileSite(t, SiteOptions{SelfContained: true})
	server := httptest.NewServer(http.FileServer(http.Dir(shared)))
	defer server.Close()
	for name, base := range map[string]string{
		"files": fileURL(shared), "web server": server.URL, "self-contained": fileURL(contained),
	} {
		t.Run(name, func(t *testing.T) {
			tab := newTab(t)
			for _, page := range somePages() {
				tab.do(t, chromedp.Navigate(base+"/"+page), chromedp.WaitReady("main"))
				if failed := ask[[]string](t, tab, drawCharts); len(failed) > 0 {
					t.Errorf("%s: not drawn: %v", page, failed)
				}
				if !ask[bool](t, tab, `document.documentElement.classList.contains('js')`) {
					t.Errorf("%s: scripts did not run", page)
				}
				if color := ask[string](t, tab, `getComputedStyle(document.body).backgroundColor`); color != "rgb(247, 246, 242)" {
					t.Errorf("%s: the style sheet is not there: ground %s", page, color)
				}
			}
			for _, problem := range tab.problems {
				t.Error(problem)
			}
			for _, request := range tab.requests {
				if !strings.HasPrefix(request, base+"/") && request != "data:," && !strings.HasPrefix(request, "data:image/svg+xml;") {
					t.Errorf("request to %s", request)
				}
			}
		})
	}
}

// TestPolicyStopsWhatIsNotOurs proves that the test above would see a script that came in.
func TestPolicyStopsWhatIsNotOurs(t *testing.T) {
	tab := newTab(t)
	tab.do(t, chromedp.Navigate(fileURL(hostileDir(t), "index.html")), chromedp.WaitReady("main"))
	ask[bool](t, tab, `(() => {
		const s = document.createElement('script'); s.textContent = 'window.owned = true'; document.body.append(s);
		const i = document.createElement('img'); i.src = 'http://127.0.0.1:9/x.png'; document.body.append(i);
		document.body.insertAdjacentHTML('beforeend', '<p style="color:red">x</p>');
		return true;
	})()`)
	if ask[bool](t, tab, `'owned' in window`) {
		t.Error("an inline script ran")
	}
	tab.mu.Lock()
	defer tab.mu.Unlock()
	if len(tab.problems) < 3 {
		t.Errorf("the browser reported %d violations, want 3: %q", len(tab.problems), tab.problems)
	}
}

func TestNoBarriersAreFound(t *testing.T) {
	axe, err := os.ReadFile("testdata/axe/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	tab := newTab(t)
	for _, scheme := range []string{"light", "dark"} {
		for _, page := range []string{"index.html", "leadership.html", "quality.html", "method.html", "repos/search.html", "repos/empty.html", "repos/" + slug(scriptRepo) + ".html",
			"services/PCHECKOUT.html", "services/PNEVER.html", "teams/PTEVIL.html"} {
			tab.do(t, media(scheme), chromedp.Navigate(fileURL(hostileDir(t), page)), chromedp.WaitReady("main"))
			ask[[]string](t, tab, drawCharts)
			// Rows are all alike, and a hundred weeks of them cost a minute.
			ask[bool](t, tab, `document.querySelectorAll('tbody tr:nth-child(n+20)').forEach(r => r.remove()),
				document.querySelectorAll('details').forEach(d => { d.open = true }), true`)
			tab.do(t, chromedp.Evaluate(string(axe), nil))
			found := ask[[]string](t, tab, `axe.run({resultTypes: ['violations']}).then(r => r.violations.map(v =>
				v.id + ': ' + v.help + ' ' + v.nodes.slice(0, 3).map(n => n.target + ' ' + n.failureSummary).join(' | ')))`)
			for _, violation := range found {
				t.Errorf("%s, %s: %s", page, scheme, violation)
			}
		}
	}
}

func TestEveryNumberIsThereWithoutScripts(t *testing.T) {
	with, without := newTab(t), newTab(t)
	without.do(t, emulation.SetScriptExecutionDisabled(true))
	const numbers = `[...document.querySelectorAll('td, th, .tile .value, .says, h1')].map(e => e.textContent.trim())`
	for _, page := range somePages() {
		where := fileURL(hostileDir(t), page)
		with.do(t, chromedp.Navigate(where), chromedp.WaitReady("main"))
		without.do(t, chromedp.Navigate(where), chromedp.WaitReady("main"))
		if ask[bool](t, without, `document.documentElement.classList.contains('js')`) {
			t.Fatal("scripts ran")
		}
		expected, got := ask[[]string](t, with, numbers), ask[[]string](t, without, numbers)
		if strings.Join(expected, "\n") != strings.Join(got, "\n") {
			t.Errorf("%s: without scripts the numbers are not the same", page)
		}
		if !ask[bool](t, without, `[...document.querySelectorAll('.chart')].every(c => c.offsetHeight === 0)`) {
			t.Errorf("%s: charts that are not drawn take room", page)
		}
		if !ask[bool](t, without, `[...document.querySelectorAll('.no-js')].every(c => c.offsetHeight > 0)`) {
			t.Errorf("%s: does not say why there are no charts", page)
		}
		if ask[bool](t, without, `[...document.querySelectorAll('.filter, th[tabindex="0"]')].some(c => c.offsetHeight > 0)`) {
			t.Errorf("%s: has controls that do nothing", page)
		}
	}
}

func TestRepositoriesSortAndFilterByKeyboard(t *testing.T) {
	tab := newTab(t)
	tab.do(t, chromedp.Navigate(fileURL(hostileDir(t), "index.html")), chromedp.WaitReady("main"))
	const commits = `[...document.querySelectorAll('#repositories tbody tr')].map(r => r.cells[7].dataset.sort).filter(v => v !== '').map(Number)`
	sorted := func(key string, order string) {
		t.Helper()
		tab.do(t, chromedp.KeyEvent(key))
		tab.do(t, chromedp.Poll(fmt.Sprintf(`document.querySelectorAll('#repositories thead th')[7].ariaSort === %q && (() => {
			const c = %s; return c.every((v, i) => i === 0 || (%q === 'descending' ? c[i-1] >= v : c[i-1] <= v)) })()`, order, commits, order), nil,
			chromedp.WithPollingTimeout(patience)))
	}
	reach := func(selector string) {
		t.Helper()
		for range 300 {
			tab.do(t, chromedp.KeyEvent("\t"))
			if ask[bool](t, tab, `document.activeElement === document.querySelector(`+fmt.Sprintf("%q", selector)+`)`) {
				return
			}
		}
		t.Fatalf("the keyboard does not reach %s", selector)
	}
	reach("a.skip")
	reach("#repositories-filter")
	for _, r := range "search" {
		tab.do(t, chromedp.KeyEvent(string(r)))
	}
	visible := ask[[]string](t, tab, `[...document.querySelectorAll('#repositories tbody tr')].filter(r => r.offsetHeight).map(r => r.cells[0].textContent)`)
	if strings.Join(visible, ",") != "Search,search" {
		t.Errorf("the filter leaves %q", visible)
	}
	if status := ask[string](t, tab, `document.querySelector('#repositories-filter-status').textContent`); status != "2 of 14 shown" {
		t.Errorf("the filter says %q", status)
	}
	for range "search" {
		tab.do(t, chromedp.KeyEvent("\b"))
	}
	reach("#repositories thead th:nth-child(8)")
	sorted("\r", "descending")
	sorted(" ", "ascending")
	if !ask[bool](t, tab, `getComputedStyle(document.activeElement).outlineStyle !== 'none'`) {
		t.Error("the focus is not to be seen")
	}
	// A missing value sorts last, it is no zero.
	last := ask[string](t, tab, `(() => { const h = document.querySelectorAll('#repositories thead th')[1]; h.click(); return new Promise(done =>
		document.addEventListener('sort-end', () => done([...document.querySelectorAll('#repositories tbody tr')].pop().cells[1].textContent), {once: true})) })()`)
	if last != "–" {
		t.Errorf("the last truck factor is %q", last)
	}
}

func TestSearchLeadsToAPageByKeyboard(t *testing.T) {
	tab := newTab(t)
	tab.do(t, chromedp.Navigate(fileURL(hostileDir(t), "teams/PTPAY.html")), chromedp.WaitReady("main"),
		chromedp.Focus("#find"), chromedp.SendKeys("#find", "pay"))
	if found := ask[[]string](t, tab, `[...document.querySelectorAll('#found li')].map(o => o.textContent)`); strings.Join(found, ",") !=
		"Payments Team,Payouts Service,payments Repository" {
		t.Errorf("the search finds %q", found)
	}
	tab.do(t, chromedp.KeyEvent(kb.ArrowDown))
	if marked := ask[string](t, tab, `document.getElementById(document.activeElement.getAttribute('aria-activedescendant')).textContent`); marked != "Payouts Service" {
		t.Errorf("the arrow marks %q", marked)
	}
	tab.do(t, chromedp.KeyEvent(kb.Enter), chromedp.WaitReady(`a[href="PPAYOUTS.csv"]`))
	for _, problem := range tab.problems {
		t.Error(problem)
	}
}

// TestFilterAndOrderAreInTheAddress: what somebody sees can be sent to somebody else.
func TestFilterAndOrderAreInTheAddress(t *testing.T) {
	tab := newTab(t)
	tab.do(t, chromedp.Navigate(fileURL(hostileDir(t), "services.html")+"#services?q=payments&sort=0-descending"), chromedp.WaitReady("main"))
	const rows = `[...document.querySelectorAll('#services tbody tr')].filter(r => r.offsetHeight).map(r => r.cells[0].textContent)`
	shown := ask[[]string](t, tab, rows)
	if len(shown) < 3 || !slices.IsSortedFunc(shown, func(a, b string) int { return strings.Compare(b, a) }) || !slices.Contains(shown, "Checkout") {
		t.Errorf("the address leaves %q", shown)
	}
	tab.do(t, chromedp.Focus("#services-filter"), chromedp.Evaluate(`document.activeElement.select()`, nil), chromedp.KeyEvent("checkout"))
	if where := ask[string](t, tab, `location.hash`); where != "#services?q=checkout&sort=0-descending" {
		t.Errorf("the address is %s", where)
	}
	for _, problem := range tab.problems {
		t.Error(problem)
	}
}

func TestPagesFitA320PixelScreen(t *testing.T) {
	tab := newTab(t)
	tab.do(t, chromedp.EmulateViewport(320, 640))
	for _, page := range append(somePages(), "repos/"+slug(bidiRepo)+".html", "repos/mirror.html") {
		tab.do(t, chromedp.Navigate(fileURL(hostileDir(t), page)), chromedp.WaitReady("main"))
		ask[[]string](t, tab, drawCharts)
		ask[bool](t, tab, `document.querySelectorAll('details').forEach(d => { d.open = true }), true`)
		if width := ask[int](t, tab, `document.scrollingElement.scrollWidth`); width > 320 {
			wide := ask[[]string](t, tab, `[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > 321 && !e.closest('.scroll'))
				.slice(0, 5).map(e => e.tagName + '.' + e.className)`)
			t.Errorf("%s is %d pixels wide: %v", page, width, wide)
		}
	}
}

func TestChartsFollowTheColoursOfTheReaderAndOfPaper(t *testing.T) {
	tab := newTab(t)
	tab.do(t, media("light"), chromedp.Navigate(fileURL(hostileDir(t), "repos/search.html")), chromedp.WaitReady("main"))
	ask[[]string](t, tab, drawCharts)
	const ink = `document.querySelector('#carried-chart svg text[fill]').getAttribute('fill')`
	light := ask[string](t, tab, ink)
	tab.do(t, media("dark"), chromedp.Poll(ink+` !== "`+light+`"`, nil, chromedp.WithPollingTimeout(patience)))
	ask[bool](t, tab, `window.dispatchEvent(new Event('beforeprint'))`)
	if paper := ask[string](t, tab, ink); paper != light {
		t.Errorf("printed text is %s, want %s", paper, light)
	}
	if width := ask[float64](t, tab, `document.querySelector('#carried-chart svg').getBoundingClientRect().width`); width > 646 {
		t.Errorf("a printed chart is %v pixels wide: the paper has 646", width)
	}
	ask[bool](t, tab, `window.dispatchEvent(new Event('afterprint'))`)
	if screen := ask[string](t, tab, ink); screen == light {
		t.Error("after printing the charts stay as on paper")
	}
	for _, problem := range tab.problems {
		t.Error(problem)
	}
}
