package metrics

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/fewhands/fewhands/sql"
)

// A metric is three places: its SELECT, its entry, and its worked example. Whichever is missing fails here.
func TestAMetricIsThreePlaces(t *testing.T) {
	var entries []string
	for _, m := range Catalog {
		entries = append(entries, m.Name)
	}
	slices.Sort(entries)

	var tables []string
	for _, table := range sql.Tables("metrics") {
		tables = append(tables, strings.TrimPrefix(table, "metrics."))
	}
	slices.Sort(tables)

	var examples []string
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		examples = append(examples, strings.TrimSuffix(filepath.Base(path), ".txtar"))
	}

	missing(t, entries, tables, "in the catalogue, but there is no sql/metrics/%s.sql")
	missing(t, entries, examples, "in the catalogue, but there is no testdata/%s.txtar")
	missing(t, tables, entries, "in sql/metrics, but the catalogue has no entry %s")
	missing(t, examples, entries, "in testdata, but the catalogue has no entry %s")
	if len(entries) != len(slices.Compact(slices.Clone(entries))) {
		t.Errorf("the catalogue has a name twice: %v", entries)
	}
}

func missing(t *testing.T, have, other []string, format string) {
	t.Helper()
	for _, name := range have {
		if !slices.Contains(other, name) {
			t.Errorf(name+" is "+format, name)
		}
	}
}

func TestEveryEntryIsComplete(t *testing.T) {
	units := []Unit{
		Share, Index, People, Quarters, Ratio, Minutes, PerIncident, PerShift, Pages, Hours, Mornings, Nights, Days, Weeks, Incidents,
		Responses, Commits, Tickets, Acts, Roles, PerWeek, PerPerson, Points,
	}
	for _, m := range Catalog {
		texts := []string{m.Name, m.Title, m.Question, m.Counts, m.Ignores, m.Formula, m.Source, m.Basis}
		for _, c := range m.Constants {
			texts = append(texts, c.Name, c.Value, c.Source)
		}
		for _, b := range m.Thresholds {
			texts = append(texts, b.Text, b.Source)
		}
		if slices.Contains(texts, "") || len(m.Constants) == 0 {
			t.Errorf("%s has an empty text, or no constant", m.Name)
		}
		for _, text := range texts {
			if text != strings.Join(strings.Fields(text), " ") {
				t.Errorf("%s has stray white space: %q", m.Name, text)
			}
		}
		if !regexp.MustCompile(`^[a-z]+(_[a-z0-9]+)*$`).MatchString(m.Name) {
			t.Errorf("%s is no snake_case name", m.Name)
		}
		if !strings.HasSuffix(m.Question, "?") || strings.HasSuffix(m.Title, ".") ||
			!strings.HasSuffix(m.Counts, ".") || !strings.HasSuffix(m.Ignores, ".") || strings.HasSuffix(m.Formula, ".") {
			t.Errorf("%s: a question asks, Counts and Ignores are sentences, title and formula are not", m.Name)
		}
		if !slices.Contains(units, m.Unit) || !slices.Contains([]Direction{Higher, Lower, Neither}, m.Better) {
			t.Errorf("%s has unit %q and direction %q", m.Name, m.Unit, m.Better)
		}
		if m.Channels != (m.Basis == "commits") {
			t.Errorf("%s has channels: %v, basis: %s", m.Name, m.Channels, m.Basis)
		}
	}
}

func TestBandsRiseAndDoNotOverlap(t *testing.T) {
	for _, m := range Catalog {
		for i, band := range m.Thresholds {
			if band.Over == nil && band.UpTo == nil {
				t.Errorf("%s: %q holds everything", m.Name, band.Text)
			}
			if band.Over != nil && band.UpTo != nil && *band.Over >= *band.UpTo {
				t.Errorf("%s: %q holds nothing", m.Name, band.Text)
			}
			if i > 0 && (band.Over == nil || m.Thresholds[i-1].UpTo == nil || *m.Thresholds[i-1].UpTo > *band.Over) {
				t.Errorf("%s: %q overlaps the band before it", m.Name, band.Text)
			}
		}
	}
}

func TestReadings(t *testing.T) {
	for _, test := range []struct {
		metric string
		value  *float64
		want   string
	}{
		{"people_for_half", new(1.0), "very high concentration"},
		{"people_for_half", new(2.0), "high concentration"},
		{"people_for_half", new(5.0), "moderate concentration"},
		{"people_for_half", new(6.0), "low concentration"},
		{"people_for_half", nil, ""},
		{"top_share", new(0.5), ""},
		{"top_share", new(0.51), "one person carries it"},
		{"active_truck_factor", new(0.0), "over half of the files have no active author already"},
		{"active_truck_factor", new(1.0), "depends on one person"},
		{"truck_factor", new(3.0), ""},
	} {
		m, ok := Find(test.metric)
		if !ok {
			t.Fatal(test.metric)
		}
		got, ok := m.Reading(test.value)
		if got.Text != test.want || ok != (test.want != "") {
			t.Errorf("%s %s reads %q, want %q", test.metric, show(test.value), got.Text, test.want)
		}
	}
}

func TestBandsInWords(t *testing.T) {
	for _, test := range []struct {
		unit Unit
		band Threshold
		want string
	}{
		{Share, Threshold{Over: new(0.5)}, "over 50 %"},
		{Share, Threshold{Over: new(0.2), UpTo: new(0.5)}, "over 20 %, at most 50 %"},
		{People, Threshold{UpTo: new(0.0)}, "0 people"},
		{People, Threshold{UpTo: new(1.0)}, "at most 1 person"},
		{People, Threshold{Over: new(1.0), UpTo: new(2.0)}, "2 people"},
		{People, Threshold{Over: new(2.0), UpTo: new(5.0)}, "3 to 5 people"},
		{Quarters, Threshold{Over: new(3.0)}, "over 3 quarters"},
	} {
		if got := (Metric{Unit: test.unit}).Band(test.band); got != test.want {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}

func TestFindUnknown(t *testing.T) {
	if m, ok := Find("burnout"); ok {
		t.Errorf("found %v", m)
	}
}

func TestREADMEIsFresh(t *testing.T) {
	have, err := os.ReadFile("README.md")
	if err != nil {
		t.Error(err)
	}
	if string(have) != Markdown() {
		t.Error("metrics/README.md is stale: run `go run ./cmd/fewhands metrics --markdown > metrics/README.md`")
	}
}

func TestDictionaryHasEveryMetric(t *testing.T) {
	seen := map[string]bool{}
	for _, row := range Dictionary() {
		key := row.File + " " + row.Kind + " " + row.Name
		if seen[key] || row.Title == "" || row.Definition == "" {
			t.Errorf("%s is there twice, or incomplete", key)
		}
		seen[key] = true
	}
	for _, m := range Catalog {
		if !seen["metrics.csv metric "+m.Name] {
			t.Errorf("%s is missing", m.Name)
		}
	}
}

func TestTextSaysEverything(t *testing.T) {
	for _, m := range Catalog {
		text := strings.Join(strings.Fields(m.Text()), " ")
		for _, want := range []string{m.Name, m.Title, m.Question, m.Counts, m.Ignores, m.Formula, m.Source} {
			if !strings.Contains(text, want) {
				t.Errorf("%s does not say %q", m.Name, want)
			}
		}
		for line := range strings.Lines(m.Text()) {
			if len([]rune(line)) > 80 {
				t.Errorf("%s: a line of %d: %s", m.Name, len(line), line)
			}
		}
	}
}
