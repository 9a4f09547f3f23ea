package reports

import (
	"bytes"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/fewhands/fewhands/metrics"
)

var tileText = regexp.MustCompile(`<h3 id="tile-([a-z0-9_-]+)">[^<]*</h3>\s*<p class="value[^"]*">([^<]*)(?:<span class="unit"> ([^<]*)</span>)?</p>`)

// lastRows are the rows of metrics.csv of the last week, by metric, channel, scope and entity. They are those of Parquet and XLSX
// too: TestEveryFormatHasTheSameCells.
func lastRows(t *testing.T) map[[4]string][]string {
	t.Helper()
	dir, _ := inEveryFormat(t)
	rows := map[[4]string][]string{}
	for _, row := range readCSV(t, filepath.Join(dir, "metrics.csv"))[1:] {
		if row[2] == lastWeek {
			rows[[4]string{row[0], row[1], row[3], row[4]}] = row
		}
	}
	return rows
}

// tiled is what a tile says of a row of metrics.csv.
func tiled(t *testing.T, m metrics.Metric, row []string) string {
	t.Helper()
	switch {
	case row == nil:
		return "Not known"
	case row[10] == "true":
		return "Withheld"
	case row[6] == "":
		return "Too little data"
	}
	value, err := strconv.ParseFloat(row[6], 64)
	if err != nil {
		t.Fatal(err)
	}
	return m.Format(&value)
}

// Every tile of every page has the number of metrics.csv, and every metric that has a number there is on a tile.
func TestTilesHaveTheNumbersOfTheExports(t *testing.T) {
	rows, site := lastRows(t), hostileDir(t)
	pages := map[string][3]string{"index.html": {"org", "organisation", ""}}
	p, err := readPeriod(t.Context(), hostile(t))
	if err != nil {
		t.Fatal(err)
	}
	services, teams, err := p.servicesAndTeams(t.Context(), hostile(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range slices.Concat(services, teams) {
		pages[one.file()] = [3]string{one.scope, one.key, "pages"}
	}
	repos, err := Repos(t.Context(), hostile(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range repos {
		pages["repos/"+slug(r.Repo)+".html"] = [3]string{"repo", r.Repo, "commits"}
	}
	seen, numbers := map[string]bool{}, 0
	for page, of := range pages {
		text, err := os.ReadFile(filepath.Join(site, filepath.FromSlash(page)))
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range tileText.FindAllStringSubmatch(string(text), -1) {
			name, channel := strings.TrimPrefix(found[1], "habit-"), of[2]
			if before, after, ok := strings.Cut(name, "-"); ok {
				channel, name = before, after
			}
			m, ok := metrics.Find(name)
			if !ok {
				t.Errorf("%s: the tile %s is of no metric", page, found[1])
				continue
			}
			if !m.Channels {
				channel = ""
			}
			want := tiled(t, m, rows[[4]string{name, channel, of[0], formulaSafe(of[1])}])
			got := html.UnescapeString(strings.TrimSpace(found[2] + " " + found[3]))
			if got != want && (want != "Not known" || got != "Too little data") { // it had numbers once
				t.Errorf("%.60s: the tile %s says %q, metrics.csv %q", page, found[1], got, want)
			}
			seen[name] = true
			if strings.ContainsAny(want, "0123456789") {
				numbers++
			}
		}
	}
	for row := range rows {
		if !seen[row[0]] && row[0] != "services_mapped" && row[0] != "source_age_hours" { // which quality.html has
			t.Errorf("%s is on no tile", row[0])
		}
	}
	if numbers < 100 {
		t.Errorf("only %d numbers were compared", numbers)
	}
}

// What the terminal shows of a repository is what metrics.csv has of it.
func TestTerminalHasTheNumbersOfTheExports(t *testing.T) {
	rows := lastRows(t)
	repos, err := Repos(t.Context(), hostile(t))
	if err != nil {
		t.Fatal(err)
	}
	numbers := 0
	for _, r := range repos {
		if r.Commits == nil {
			continue
		}
		var out bytes.Buffer
		if err := WriteTable(&out, []Repo{r}); err != nil {
			t.Fatal(err)
		}
		for _, one := range []struct {
			metric  string
			channel string
			value   *float64
			label   string // of its line in the terminal; "" where only --json has it
		}{
			{"truck_factor", "", float(r.TruckFactor), "Truck factor"},
			{"active_truck_factor", "", float(r.ActiveTruckFactor), "Active truck factor"},
			{"knowledge_islands", "", r.KnowledgeIslands, "Knowledge islands"},
			{"departed_code_share", "", r.DepartedCodeShare, "Departed code"},
			{"top_share", "commits", r.TopShare, "top share"},
			{"people_for_half", "commits", float(r.PeopleForHalf), "people for half"},
			{"effective_people", "commits", r.EffectivePeople, "effective people"},
			{"people_for_most", "commits", float(r.PeopleForMost), ""},
			{"concentration", "commits", r.Concentration, ""},
			{"gini", "commits", r.Gini, ""},
			{"participation", "commits", r.Participation, ""},
			{"incumbency", "commits", r.Incumbency, ""},
			{"top_tenure", "commits", float(r.TopTenure), ""},
		} {
			want := ""
			if row := rows[[4]string{one.metric, one.channel, "repo", formulaSafe(r.Repo)}]; row != nil {
				want = row[6]
			}
			if got := exactOrEmpty(one.value); got != want {
				t.Errorf("%.30s: %s is %s, metrics.csv has %s", r.Repo, one.metric, got, want)
			}
			m, _ := metrics.Find(one.metric)
			if want == "" || one.label == "" {
				continue
			}
			numbers++
			if !regexp.MustCompile(`(?m)^ +` + one.label + ` +` + regexp.QuoteMeta(bare(m, one.value)) + `( |$)`).Match(out.Bytes()) {
				t.Errorf("%.30s: the terminal does not say %s %s:\n%s", r.Repo, one.label, bare(m, one.value), out.String())
			}
		}
	}
	if numbers < 30 {
		t.Errorf("only %d numbers were compared", numbers)
	}
}
