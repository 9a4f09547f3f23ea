package reports

import (
	"context"
	"encoding/json"
	"errors"
	"html"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/fewhands/fewhands/metrics"
	"github.com/fewhands/fewhands/sql"
)

// hostileSite writes the site of the hostile warehouse into a folder of its own, and returns that.
func hostileSite(t testing.TB, opts SiteOptions) string {
	t.Helper()
	return siteOf(t, hostile(t), opts)
}

func siteOf(t testing.TB, db *sql.DB, opts SiteOptions) string {
	t.Helper()
	if opts.Dir == "" {
		opts.Dir = filepath.Join(t.TempDir(), "public")
	}
	if opts.Pictured == 0 {
		opts.Pictured = -1 // they take long
	}
	index, err := Site(t.Context(), db, opts)
	if err != nil {
		t.Fatal(err)
	}
	if want := filepath.Join(opts.Dir, "index.html"); index != want {
		t.Fatalf("index page %s, want %s", index, want)
	}
	return opts.Dir
}

// tree is every file below a folder, by path.
func tree(t testing.TB, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		files[filepath.ToSlash(name)] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func isPage(name string) bool { return strings.HasSuffix(name, ".html") }

func TestSiteHasAPageForEveryRepositoryAndIsTheSameEveryTime(t *testing.T) {
	first := tree(t, hostileDir(t))
	for _, r := range hostileRepos() {
		for _, ending := range []string{".html", ".csv", ".people.csv", ".removals.csv"} {
			if name := "repos/" + slug(r.name) + ending; first[name] == "" {
				t.Errorf("no %s", name)
			}
		}
	}
	for _, name := range []string{"index.html", "method.html", "organisation.csv", "repositories.csv", "assets/style.css", "assets/echarts.LICENSE"} {
		if first[name] == "" {
			t.Errorf("no %s", name)
		}
	}
	second := tree(t, hostileSite(t, SiteOptions{Pictured: hostilePictured}))
	if len(first) != len(second) {
		t.Errorf("%d files, then %d", len(first), len(second))
	}
	for name, text := range first {
		if second[name] != text {
			t.Errorf("%s is not the same when written again", name)
		}
	}
}

// ourScript is a script element that a page may have: a data island, or one of our files.
var ourScript = regexp.MustCompile(`^<script (type="application/json" id="[a-z-]+-data"|src="(\.\./)*assets/(echarts\.min|sortable\.min|dress|boot|places)\.js")>$`)

func TestHostileNamesStayText(t *testing.T) {
	scripts := regexp.MustCompile(`(?i)<script[^>]*>`)
	for name, text := range tree(t, hostileSite(t, SiteOptions{Notes: []string{scriptName}})) {
		if !isPage(name) {
			continue
		}
		for _, s := range scripts.FindAllString(text, -1) {
			if !ourScript.MatchString(s) {
				t.Errorf("%s: %s", name, s)
			}
		}
		if strings.Count(text, "<script") != strings.Count(text, "</script") {
			t.Errorf("%s: a script ends early", name)
		}
		for _, bad := range []string{"<img", "<Sons>", "\u202e", "\u202c", "onerror=alert(1)>", `style="`} {
			if strings.Contains(text, bad) {
				t.Errorf("%s contains %q", name, bad)
			}
		}
		if !strings.Contains(text, "&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;") {
			t.Errorf("%s does not show the note as text", name)
		}
	}
}

func TestNamesOfPeopleAreOnlyWhereTheWorkIsDone(t *testing.T) {
	files := tree(t, hostileDir(t))
	for name, text := range files {
		if strings.Contains(name, "/") {
			continue // repos, services and teams
		}
		for _, person := range everyone() {
			for _, form := range []string{person, shown(person), html.EscapeString(person), html.EscapeString(shown(person))} {
				if strings.Contains(text, form) {
					t.Errorf("%s names %.30q", name, form)
				}
			}
		}
	}
	page := html.UnescapeString(files["repos/search.html"])
	for _, person := range []string{"Fay Wu", quoteName} {
		if !strings.Contains(page, person) {
			t.Errorf("the page of the repository does not name %s", person)
		}
	}
	page = html.UnescapeString(files["services/PCHECKOUT.html"])
	for _, person := range []string{"Ana Lind", quoteName} {
		if !strings.Contains(page, person) {
			t.Errorf("the page of the service does not name %s", person)
		}
	}
	if strings.Contains(files["repos/payments.html"], "dependabot") {
		t.Error("a bot is shown as one of the people")
	}
}

var islandText = regexp.MustCompile(`(?s)<script type="application/json" id="([a-z-]+)-chart-data">(.*?)</script>`)

func TestEveryChartHasDataATableACSVAndATextAlternative(t *testing.T) {
	for name, text := range tree(t, hostileDir(t)) {
		if !isPage(name) {
			continue
		}
		found := islandText.FindAllStringSubmatch(text, -1)
		if strings.Count(text, `<figure class="figure`) != len(found) {
			t.Errorf("%s: %d figures, %d islands", name, strings.Count(text, `<figure class="figure`), len(found))
		}
		for _, m := range found {
			var data struct {
				Kind, Unit string
				Option     struct{ Series []map[string]any }
			}
			if err := json.Unmarshal([]byte(m[2]), &data); err != nil {
				t.Errorf("%s: island %s: %v", name, m[1], err)
			}
			if len(data.Option.Series) == 0 || data.Kind == "" || data.Unit == "" {
				t.Errorf("%s: island %s has nothing to draw", name, m[1])
			}
			for _, want := range []string{
				`<table id="` + m[1] + `-table"`, `id="` + m[1] + `-chart" role="img" aria-label="`, `.csv" download>CSV<span class="visually-hidden"> of`,
			} {
				if !strings.Contains(text, want) {
					t.Errorf("%s: no %s", name, want)
				}
			}
		}
	}
}

func TestPagesAreWellFormedForEveryReader(t *testing.T) {
	for name, text := range tree(t, hostileDir(t)) {
		if !isPage(name) {
			continue
		}
		for want, times := range map[string]int{
			"<h1>": 1, "<main ": 1, `class="skip"`: 1, `lang="en"`: 1, "<title>": 1, "http-equiv=\"Content-Security-Policy\"": 1,
			"<table ": strings.Count(text, "<caption "), `<th scope="col"`: strings.Count(text, "<th scope=\"col\""),
			"<th": strings.Count(text, "<th ") + strings.Count(text, "<thead"),
		} {
			if got := strings.Count(text, want); got != times {
				t.Errorf("%s: %d × %s, want %d", name, got, want, times)
			}
		}
		ids := map[string]bool{}
		text = regexp.MustCompile(`src='data:[^']*'`).ReplaceAllString(text, "") // a picture is a document of its own
		for _, m := range regexp.MustCompile(`\sid="([^"]+)"`).FindAllStringSubmatch(text, -1) {
			if ids[m[1]] {
				t.Errorf("%s: id %s twice", name, m[1])
			}
			ids[m[1]] = true
		}
		if regexp.MustCompile(`(?i)\s(src|href|action|data|poster)="?(https?:)?//`).MatchString(text) {
			t.Errorf("%s has an address outside of the site", name)
		}
		if strings.Contains(text, "NaN") || strings.Contains(text, "Infinity") {
			t.Errorf("%s shows a number that is none", name)
		}
		for _, m := range regexp.MustCompile(`href="([^"#]+)"`).FindAllStringSubmatch(text, -1) {
			if !strings.HasPrefix(m[1], "data:") {
				target := filepath.Join(filepath.Dir(name), m[1])
				if _, err := os.Stat(filepath.Join(hostileDir(t), target)); err != nil {
					t.Errorf("%s: broken link %s", name, m[1])
				}
			}
		}
	}
}

func TestFirstPageShowsTheNumbersOfRepos(t *testing.T) {
	repos, err := Repos(t.Context(), hostile(t))
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ := strings.Cut(tree(t, hostileDir(t))["index.html"], `<table id="repositories"`)
	for _, r := range repos {
		_, row, found := strings.Cut(text, `href="repos/`+slug(r.Repo)+`.html"`)
		if !found {
			t.Errorf("%.30s is not on the first page", r.Repo)
			continue
		}
		row, _, _ = strings.Cut(row, "</tr>")
		var cells []string
		for _, m := range regexp.MustCompile(`<td class="number" data-sort="([^"]*)">`).FindAllStringSubmatch(row, -1) {
			cells = append(cells, m[1])
		}
		want := []string{
			wholeOrEmpty(r.TruckFactor), wholeOrEmpty(r.ActiveTruckFactor), wholeOrEmpty(r.PeopleForHalf), exactOrEmpty(r.TopShare),
			exactOrEmpty(r.KnowledgeIslands), exactOrEmpty(r.DepartedCodeShare), wholeOrEmpty(r.Commits),
		}
		if len(cells) != 10 || !slices.Equal(cells[:7], want) {
			t.Errorf("%.30s: the first page has %q, want %q", r.Repo, cells, want)
		}
	}
}

func TestTooLittleDataIsNeverANumber(t *testing.T) {
	text := tree(t, hostileDir(t))["repos/single.html"]
	tiles := strings.Count(text, `<li class="tile">`)
	want := 0
	for _, m := range metrics.Catalog {
		if m.Basis == "commits" || m.Basis == "code" {
			want++
		}
	}
	if tiles != want {
		t.Errorf("%d tiles, want one for each of %d metrics", tiles, want)
	}
	if missing := strings.Count(text, `<p class="value missing">Too little data</p>`); missing != tiles {
		t.Errorf("%d of %d tiles say that there is too little data", missing, tiles)
	}
	if strings.Contains(text, `class="reading"`) || strings.Contains(text, `class="change better"`) {
		t.Error("a missing value is read as something")
	}
}

func TestPageSaysWhenAndOfWhat(t *testing.T) {
	files := tree(t, hostileSite(t, SiteOptions{Notes: []string{"Sample data"}, Title: "Acme"}))
	for name, wants := range map[string][]string{
		"index.html":          {"As of 2026-11-18", "Monday " + lastWeek + " to Sunday 2026-11-15", "Sample data", "<title>Organisation – Acme</title>"},
		"repos/mirror.html":   {"Incomplete: fetch failed: &lt;timeout&gt; after 30 s.", "Sample data", "Revision"},
		"repos/archive.html":  {"No commit for over 180 days.", "Nobody committed in the last 13 weeks."},
		"repos/empty.html":    {"empty has no commits yet."},
		"repos/payments.html": {"commits used, ", " left out (by bots)", "n = ", "Source: "},
		"method.html":         {"How to read the numbers", `id="truck_factor"`, "Avelino"},
	} {
		for _, want := range wants {
			if !strings.Contains(files[name], want) {
				t.Errorf("%s does not say %q", name, want)
			}
		}
	}
	for _, m := range metrics.Catalog {
		if !strings.Contains(files["method.html"], `<article class="metric" id="`+m.Name+`"`) {
			t.Errorf("the method page has no %s", m.Name)
		}
	}
}

func TestSelfContainedPagesNeedNoOtherFile(t *testing.T) {
	files := tree(t, containedDir(t))
	for name, text := range files {
		if strings.HasSuffix(name, ".js") || strings.HasSuffix(name, ".css") {
			t.Errorf("%s is beside the pages", name)
		}
		if !isPage(name) {
			continue
		}
		if strings.Contains(text, "<script src") || strings.Contains(text, `rel="stylesheet"`) {
			t.Errorf("%s loads another file", name)
		}
		policy, _, _ := strings.Cut(html.UnescapeString(text)[strings.Index(html.UnescapeString(text), "script-src"):], ";")
		if strings.Contains(policy, "unsafe") || strings.Contains(policy, "self") || !strings.Contains(policy, hash(bootJS)) {
			t.Errorf("%s: policy %s", name, policy)
		}
	}
}

func TestWarehouseWithoutRepositoriesHasASite(t *testing.T) {
	if text := tree(t, siteOf(t, empty(t), SiteOptions{}))["index.html"]; !strings.Contains(text, "No repository has been read yet.") {
		t.Error("the first page does not say that there is nothing")
	}
}

func TestWarehouseThatWasNeverBuiltIsAnError(t *testing.T) {
	db, err := sql.Open(t.Context(), "", sql.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	dir := filepath.Join(t.TempDir(), "public")
	if _, err := Site(t.Context(), db, SiteOptions{Dir: dir}); !errors.Is(err, ErrNotBuilt) {
		t.Errorf("site: %v", err)
	}
	if _, err := Export(t.Context(), db, ExportOptions{Targets: []Target{{To: dir}}}); !errors.Is(err, ErrNotBuilt) {
		t.Errorf("export: %v", err)
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("there is a folder nevertheless")
	}
}

func TestCancelledSiteLeavesTheOldOne(t *testing.T) {
	dir := siteOf(t, small(t), SiteOptions{})
	before := tree(t, dir)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Site(ctx, small(t), SiteOptions{Dir: dir, Title: "New"}); err == nil {
		t.Fatal("no error")
	}
	if after := tree(t, dir); len(after) != len(before) || after["index.html"] != before["index.html"] {
		t.Error("the old site has changed")
	}
}

func TestEverythingNamedInTheManifestIsThere(t *testing.T) {
	dir := hostileDir(t)
	names, err := readManifests(dir)
	if err != nil {
		t.Fatal(err)
	}
	for name := range tree(t, dir) {
		if !slices.Contains(names, filepath.FromSlash(name)) {
			t.Errorf("%s is not in the manifest", name)
		}
	}
}

func TestPagesSayWhatIsIncompleteOrOld(t *testing.T) {
	settings := sql.Settings{AsOf: asOf, Sources: []string{"pagerduty", "jira", "git payments", "git ledger"}}
	db, err := buildWarehouse(hostileRepos()[:3], hostileServices()[:3], settings, `
			INSERT INTO raw.cursors (source, stream, completed_at, is_incomplete, problem) VALUES
			('pagerduty', 'incidents', TIMESTAMPTZ '2026-11-17 02:00:00Z', false, NULL),
			('pagerduty', 'log_entries', TIMESTAMPTZ '2026-11-16 02:00:00Z', true, 'log_entries: <b>bad</b> gateway'),
			('jira', 'issues', NULL, true, NULL),
			('git', 'payments', TIMESTAMPTZ '2026-11-18 02:00:00Z', false, NULL),
			('git', 'ledger', TIMESTAMPTZ '2026-11-13 02:00:00Z', false, NULL),
			('git', 'search', TIMESTAMPTZ '2026-03-02 02:00:00Z', true, NULL)`)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	files := tree(t, siteOf(t, db, SiteOptions{}))
	for _, says := range []string{
		"PagerDuty is incomplete: it was last read to its end on 2026-11-16.",
		"Jira is incomplete: it has not been read to its end yet.",
		"1 of 3 repositories were not read in the last 36 hours.",
		"1 of 3 repositories are no longer configured: what is missing of such a one since it was last read is not zero.",
	} {
		for name, text := range files {
			if strings.HasSuffix(name, ".html") && !strings.Contains(text, says) {
				t.Errorf("%s does not say %q", name, says)
			}
		}
	}
	quality := files["quality.html"]
	for _, says := range []string{"3 of 4 sources are incomplete or old. 1 other is no longer configured.", "log_entries: &lt;b&gt;bad&lt;/b&gt; gateway", "issues: not read to the end"} {
		if !strings.Contains(quality, says) {
			t.Errorf("quality.html does not say %q", says)
		}
	}
	if !strings.Contains(files["sources.csv"], "search,git,no longer configured,2026-03-02T02:00:00Z,") {
		t.Errorf("sources.csv:\n%s", files["sources.csv"])
	}
	if !strings.Contains(files["sources.csv"], "ledger,git,not read lately,2026-11-13T02:00:00Z,") {
		t.Errorf("sources.csv:\n%s", files["sources.csv"])
	}
}
