package reports

import (
	"context"
	"errors"
	"fmt"
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

// patience is how long one step on a page may take on a busy machine before the test gives up on it.
const patience = time.Minute

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
		// A tab that another one covers, or that a busy machine takes for one in the background, would get no frames to draw in.
		chromedp.Flag("disable-backgrounding-occluded-windows", true), chromedp.Flag("disable-renderer-backgrounding", true),
		chromedp.Flag("disable-background-timer-throttling", true),
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
func newTab(t testing.TB) *tab {
	t.Helper()
	browserContext, err := theBrowser()
	if errors.Is(err, exec.ErrNotFound) && os.Getenv("CI") != "true" {
		t.Skip("NO CHROMIUM ON PATH: THE PAGES GO UNTESTED")
	}
	if err != nil {
		t.Fatalf("no Chromium, and the pages go untested: %v", err)
	}
	ctx, closeTab := chromedp.NewContext(browserContext)
	t.Cleanup(closeTab)
	if err := chromedp.Run(ctx); err != nil { // the context of the first run is the one that the tab lives as long as
		t.Fatal(err)
	}
	tab := &tab{Context: ctx}
	chromedp.ListenTarget(ctx, tab.listen)
	tab.do(t, log.Enable(), network.Enable(), page.Enable(), page.BringToFront(), chromedp.EmulateViewport(1280, 900))
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

func (tab *tab) do(t testing.TB, actions ...chromedp.Action) {
	t.Helper()
	ctx, giveUp := context.WithTimeout(tab, patience)
	defer giveUp()
	if err := chromedp.Run(ctx, actions...); err != nil {
		t.Fatal(err)
	}
}

// open goes to a page and draws all of its charts.
func (tab *tab) open(t *testing.T, address string) {
	t.Helper()
	tab.do(t, chromedp.Navigate(address), chromedp.WaitReady("main"))
	if failed := ask[[]string](t, tab, drawCharts); len(failed) > 0 {
		t.Errorf("%s: not drawn: %v", address, failed)
	}
}

// noProblem fails where the browser has reported an error, a violation of the policy or a dialog, or has asked for anything that is not
// part of the pages at one of these addresses.
func (tab *tab) noProblem(t *testing.T, bases ...string) {
	t.Helper()
	tab.mu.Lock()
	defer tab.mu.Unlock()
	for _, problem := range tab.problems {
		t.Error(problem)
	}
	for _, request := range tab.requests {
		isOurs := func(base string) bool { return strings.HasPrefix(request, base+"/") }
		if !slices.ContainsFunc(bases, isOurs) && request != "data:," && !strings.HasPrefix(request, "data:image/svg+xml;") {
			t.Errorf("request to %.200s", request)
		}
	}
}

// ask evaluates an expression on the page.
func ask[T any](t testing.TB, tab *tab, expression string) T {
	t.Helper()
	var answer T
	ctx, giveUp := context.WithTimeout(tab, patience)
	defer giveUp()
	if err := chromedp.Run(ctx, chromedp.Evaluate(expression, &answer, func(p *runtime.EvaluateParams) *runtime.EvaluateParams {
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

// drawCharts draws every chart of the page, in view or not, as printing does, and names those that failed. It waits for no frame: a busy
// machine may not give one for minutes.
const drawCharts = `(() => {
	window.dispatchEvent(new Event('beforeprint'));
	window.dispatchEvent(new Event('afterprint'));
	return [...document.querySelectorAll('.chart')].filter(b => b.dataset.drawn !== 'yes' || !b.querySelector('svg path')).map(b => b.id);
})()`

func fileURL(path ...string) string {
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(filepath.Join(path...))}).String()
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
	tab.noProblem(t, fileURL(hostileDir(t)))
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
	tab.noProblem(t, fileURL(hostileDir(t)))
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
	tab.noProblem(t, fileURL(hostileDir(t)))
}
