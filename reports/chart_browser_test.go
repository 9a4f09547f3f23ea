package reports

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// chartPage writes a page with one chart of each kind, its picture beside it, and hostile names in all of them.
func chartPage(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range sharedAssets {
		if err := writeFile(dir, name, []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := writeFile(dir, "assets/places.js", nil); err != nil { // there is nothing to find
		t.Fatal(err)
	}
	list := drawnCharts(t)
	if err := newPainters().draw(list); err != nil {
		t.Fatal(err)
	}
	for i := range list {
		c := &list[i]
		c.Title, c.Says, c.CSV = fmt.Sprint("Chart ", i), scriptName, "x.csv"
		if c.Alt == "" {
			c.Alt = "A chart."
		}
		if c.Table.ID == "" {
			c.Table = table{ID: c.ID + "-table", Caption: "Numbers", Columns: []column{{Title: "Week"}}, Rows: [][]cell{{{Text: scriptName, Header: true}}}}
		}
	}
	s := &site{opts: SiteOptions{Title: "Acme"}, period: period{asOf: asOf, week: monday()}}
	page := placePage{Place: &place{scope: "team", name: scriptName}, Headline: headline{Says: "All charts."}, Sections: []section{{ID: "all", Title: "All charts", Charts: list}}}
	text, err := s.render("teams/all.html", "place.html", scriptName, true, page)
	if err != nil {
		t.Fatal(err)
	}
	if err := writeFile(dir, "teams/all.html", text); err != nil {
		t.Fatal(err)
	}
	return fileURL(filepath.Join(dir, "teams/all.html"))
}

func TestEveryKindOfChartDrawsAndNamesInItAreText(t *testing.T) {
	axe, err := os.ReadFile("testdata/axe/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	page := chartPage(t)
	tab := newTab(t)
	for _, scheme := range []string{"light", "dark"} {
		for _, width := range []int64{1280, 320} {
			tab.do(t, media(scheme), chromedp.EmulateViewport(width, 900))
			tab.open(t, page)
			if wide := ask[int64](t, tab, `document.scrollingElement.scrollWidth`); wide > width {
				t.Errorf("%s: the page is %d pixels wide on a screen of %d", scheme, wide, width)
			}
			if changed := ask[[]string](t, tab, `(() => { const found = []; for (const key in {}) { found.push(key); } return found })()`); len(changed) > 0 {
				t.Errorf("%s: every object has %v", scheme, changed)
			}
			if moving := ask[int](t, tab, `document.getAnimations().length`); moving > 0 {
				t.Errorf("%s: %d things move", scheme, moving)
			}
		}
		tab.do(t, chromedp.Evaluate(string(axe), nil))
		for _, violation := range ask[[]string](t, tab, `axe.run({preload: false, resultTypes: ['violations']}).then(r => r.violations.map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.target + ' ' + n.failureSummary).join(' | ')))`) {
			t.Errorf("%s: %s", scheme, violation)
		}
	}
	tab.noProblem(t, "file://")
}

func TestPointingAtAChartRunsNothing(t *testing.T) {
	tab := newTab(t)
	tab.open(t, chartPage(t))
	count := ask[int](t, tab, `document.querySelectorAll('.chart').length`)
	for i := range count {
		box := ask[[]float64](t, tab, fmt.Sprintf(`(() => { const e = document.querySelectorAll('.chart')[%d]; e.scrollIntoView({block: 'center'});
			const r = e.getBoundingClientRect(); return [r.x, r.y, r.width, r.height] })()`, i))
		for _, at := range []float64{0.3, 0.5, 0.7} {
			tab.do(t, chromedp.ActionFunc(func(ctx context.Context) error {
				return input.DispatchMouseEvent(input.MouseMoved, box[0]+at*box[2], box[1]+at*box[3]).Do(ctx)
			}))
		}
	}
	if owned := ask[bool](t, tab, `document.querySelectorAll('.chart script, .chart img, .chart b').length > 0`); owned {
		t.Error("a name became markup")
	}
	tab.noProblem(t, "file://")
}

func TestChartsInBoxesOfNoSizeAreLeftAlone(t *testing.T) {
	tab := newTab(t)
	tab.open(t, chartPage(t))
	ask[bool](t, tab, `(async () => {
		const frames = async () => { for (let i = 0; i < 5; i++) { await new Promise(requestAnimationFrame); } };
		for (const size of ['0px', '10px', '']) {
			document.querySelectorAll('.chart').forEach(c => { c.style.width = size; c.style.height = size; });
			await frames();
		}
		return true;
	})()`)
	tab.do(t, media("dark"))
	ask[bool](t, tab, `new Promise(done => requestAnimationFrame(() => done(true)))`)
	tab.noProblem(t, "file://")
}

func TestPaperAndPagesWithoutScriptsShowThePictures(t *testing.T) {
	page := chartPage(t)
	const seen = `[...document.querySelectorAll('.figure')].map(f => {
		const img = f.querySelector('.picture'), box = f.querySelector('.chart');
		return [img.offsetHeight > 50 && img.naturalWidth > 0, box.offsetHeight > 0].join() })`
	for name, check := range map[string]struct {
		do   chromedp.Action
		want string
	}{
		"screen":          {chromedp.ActionFunc(func(context.Context) error { return nil }), "false,true"},
		"print":           {emulation.SetEmulatedMedia().WithMedia("print"), "true,false"},
		"without scripts": {emulation.SetScriptExecutionDisabled(true), "true,false"},
	} {
		t.Run(name, func(t *testing.T) {
			tab := newTab(t)
			tab.do(t, check.do, chromedp.Navigate(page), chromedp.WaitReady("main"))
			for i, got := range ask[[]string](t, tab, seen) {
				if got != check.want {
					t.Errorf("chart %d: picture and chart are seen: %s, want %s", i, got, check.want)
				}
			}
			tab.noProblem(t, "file://")
		})
	}
}
