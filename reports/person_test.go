package reports

import (
	"encoding/csv"
	"html"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fewhands/fewhands/metrics"
)

func TestOwnPagesNameNobodyElseAndChangeNoPublicPage(t *testing.T) {
	files := tree(t, privateDir(t))
	public := tree(t, hostileDir(t))
	for name, text := range public {
		if files[name] != text {
			t.Errorf("%s differs with private pages", name)
		}
	}
	names := map[string]string{}
	list, err := mustPeriod(t).individuals(t.Context(), hostile(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range list {
		names[one.key] = one.name
	}
	if len(names) < 9 {
		t.Fatalf("only %d people have a page", len(names))
	}
	private := 0
	for name, text := range files {
		if !isPrivate(name) {
			if _, is := public[name]; !is {
				t.Errorf("%s is there only with private pages, and is public", name)
			}
			continue
		}
		if !strings.HasSuffix(name, ".hours.csv") && !strings.HasSuffix(name, ".nights.csv") { // who was not paged has none
			private++
		}
		if !strings.HasPrefix(name, "private/people/") {
			continue
		}
		for key, other := range names {
			if strings.HasPrefix(name, "private/people/"+slug(key)+".") {
				continue
			}
			if strings.Contains(html.UnescapeString(text), other) {
				t.Errorf("%s names %s", name, other)
			}
		}
	}
	if want := 2*len(names) + 2; private != want {
		t.Errorf("%d private files, want %d", private, want)
	}
}

func mustPeriod(t *testing.T) period {
	t.Helper()
	p, err := readPeriod(t.Context(), hostile(t))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// An own page has what people_weekly.csv has, and an empty cell where nothing is known.
func TestOwnPagesHaveTheNumbersOfTheirPerson(t *testing.T) {
	db := hostile(t)
	p := mustPeriod(t)
	list, err := p.individuals(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	want := map[[3]string]string{}
	for _, m := range metrics.Catalog {
		if !m.Private {
			continue
		}
		values, err := metrics.Values(t.Context(), db, metrics.Filter{Metric: m.Name, Scope: "person", LastWeeks: ownWeeks})
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range values {
			want[[3]string{v.Entity, day(v.Week), v.Metric}] = exactOrEmpty(v.Value)
		}
	}
	found := 0
	for _, one := range list {
		rows, err := csv.NewReader(strings.NewReader(string(one.csv()))).ReadAll()
		if err != nil || len(rows) != ownWeeks+1 {
			t.Fatalf("%s: %d rows, %v", one.key, len(rows), err)
		}
		for _, row := range rows[1:] {
			for i, metric := range rows[0] {
				if _, is := metrics.Find(metric); !is {
					continue
				}
				if row[i] != want[[3]string{one.key, row[0], metric}] {
					t.Errorf("%s of %s in %s is %s, want %s", metric, one.key, row[0], row[i], want[[3]string{one.key, row[0], metric}])
				}
				if row[i] != "" {
					found++
				}
			}
		}
	}
	if found < 1000 {
		t.Errorf("only %d numbers", found)
	}
}

func TestOwnPagesGoWithTheFirstRunThatIsNotAskedForThem(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	write := func(private bool) { siteOf(t, small(t), SiteOptions{Dir: dir, Private: private}) }
	write(true)
	note := filepath.Join(dir, "private", "people", "a note of somebody else")
	if err := os.WriteFile(note, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	write(true)
	write(false)
	var left []string
	for name := range tree(t, filepath.Join(dir, "private")) {
		left = append(left, name)
	}
	if len(left) != 1 || left[0] != "people/a note of somebody else" {
		t.Errorf("left: %q", left)
	}
	for _, folder := range []string{"private", "private/people"} {
		if info, err := os.Stat(filepath.Join(dir, folder)); err != nil || info.Mode().Perm() != 0o700 {
			t.Errorf("%s: %v, %v", folder, info.Mode(), err)
		}
	}
	if err := os.Remove(note); err != nil {
		t.Fatal(err)
	}
	write(true)
	write(false)
	if _, err := os.Stat(filepath.Join(dir, "private")); !os.IsNotExist(err) {
		t.Errorf("private is still there: %v", err)
	}
}

func TestPassedNormsAreThoseOfTheWeeksOverANorm(t *testing.T) {
	const query = `
		SELECT
			count(*) FILTER (WHERE loads.is_over_norm),
			count(*) FILTER (WHERE loads.is_over_norm <> (norms.person_id IS NOT NULL))
		FROM weekly.person_load AS loads
		LEFT JOIN (SELECT DISTINCT person_id, week FROM weekly.person_norms) AS norms
			ON norms.person_id = loads.person_id AND norms.week = loads.week`
	var over, wrong int
	if err := hostile(t).QueryRow(t.Context(), query).Scan(&over, &wrong); err != nil {
		t.Fatal(err)
	}
	if over < 50 || wrong != 0 {
		t.Errorf("%d weeks over a norm, %d disagree", over, wrong)
	}
}
