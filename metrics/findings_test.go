package metrics

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/fewhands/fewhands/metrics/findings"
	"github.com/fewhands/fewhands/sql"
)

// A worked example of a kind of finding is testdata/findings/<kind>.txtar, of the same form as that of a metric: a story with its arithmetic,
// the settings, rows of the fact tables, and all findings that there must then be, in the order in which they are told.
func TestWorkedExamplesOfFindings(t *testing.T) {
	paths, err := filepath.Glob("testdata/findings/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatal("no examples", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			db, want := exampleOfFindings(t, archive)
			got := findingRows(t, db)
			for i := range max(len(got), len(want)) {
				if i >= len(got) || i >= len(want) || !slices.Equal(got[i], want[i]) {
					t.Errorf("row %d is\n%q, want\n%q", i, at(got, i), at(want, i))
				}
			}
			// A rerun says the same.
			if err := db.BuildLayers(context.Background(), []string{"findings"}, exampleSettings(t, archive), computed(nil), nil); err != nil {
				t.Fatal(err)
			}
			if again := findingRows(t, db); len(again) != len(got) || !slices.EqualFunc(again, got, slices.Equal) {
				t.Errorf("a rerun says\n%q, before\n%q", again, got)
			}
		})
	}
}

func at(rows [][]string, i int) []string {
	if i < len(rows) {
		return rows[i]
	}
	return nil
}

func exampleSettings(t *testing.T, archive *txtar.Archive) (s sql.Settings) {
	for _, file := range archive.Files {
		if file.Name == "settings" {
			s = parseSettings(t, string(file.Data))
		}
	}
	return s
}

func exampleOfFindings(t *testing.T, archive *txtar.Archive) (db *sql.DB, want [][]string) {
	given := map[string][]byte{}
	for _, file := range archive.Files {
		if name, isFact := strings.CutPrefix(file.Name, "facts."); isFact {
			given["facts."+strings.TrimSuffix(name, ".csv")] = file.Data
		}
		if file.Name == "want.csv" {
			want = parseCSV(t, string(file.Data))
		}
	}
	db = buildFromFacts(t, exampleSettings(t, archive), given)
	err := db.BuildLayers(context.Background(), []string{"findings"}, exampleSettings(t, archive), computed(nil), nil)
	if err != nil {
		t.Fatal(err)
	}
	return db, want
}

// findingRows are the findings with whom they are about, under the names of the columns.
func findingRows(t *testing.T, db *sql.DB) [][]string {
	t.Helper()
	rows, err := db.Query(context.Background(), `
		SELECT finding, severity, scope, entity, since::VARCHAR, first_seen::VARCHAR, COALESCE(ended::VARCHAR, ''), COALESCE(people::VARCHAR, ''),
			COALESCE(of_people::VARCHAR, ''), COALESCE(names, ''), headline
		FROM findings.findings
		LEFT JOIN (
			SELECT finding_id, string_agg(name, ', ' ORDER BY name) AS names
			FROM findings.people JOIN facts.people USING (person_id)
			GROUP BY finding_id
		) USING (finding_id)
		ORDER BY finding_id`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	list := [][]string{{"finding", "severity", "scope", "entity", "since", "first_seen", "ended", "people", "of_people", "names", "headline"}}
	for rows.Next() {
		row := make([]string, len(list[0]))
		into := make([]any, len(row))
		for i := range row {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		list = append(list, row)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

// Every kind has an example in which it is found, and no example is of a kind that there is not.
func TestEveryKindHasAnExample(t *testing.T) {
	var kinds, examples []string
	for _, kind := range findings.Kinds {
		kinds = append(kinds, kind.Name)
		text, err := os.ReadFile(filepath.Join("testdata", "findings", kind.Name+".txtar"))
		if err != nil || !strings.Contains(string(text), "\n"+kind.Name+",") {
			t.Errorf("%s is found in no example: %v", kind.Name, err)
		}
	}
	paths, err := filepath.Glob("testdata/findings/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		examples = append(examples, strings.TrimSuffix(filepath.Base(path), ".txtar"))
	}
	slices.Sort(kinds)
	if !slices.Equal(kinds, examples) {
		t.Errorf("examples are of %q, kinds are %q", examples, kinds)
	}
}

// Names are for people to read: whoever is called what, the same is found.
func TestFindingsDoNotDependOnNames(t *testing.T) {
	for _, name := range []string{"quiet_drift", "single_point", "paper_rota", "sustained_load", "thin_knowledge", "habit", "owner_missing"} {
		archive, err := txtar.ParseFile(filepath.Join("testdata", "findings", name+".txtar"))
		if err != nil {
			t.Fatal(err)
		}
		db, _ := exampleOfFindings(t, archive)
		const names = 9
		before := findingRows(t, db)
		err = db.Update(context.Background(), func(tx *sql.Tx) error {
			return tx.Exec(context.Background(), "UPDATE facts.people SET name = 'Z' || (1000 - person_id), person = 'q' || (1000 - person_id)")
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := db.BuildLayers(context.Background(), []string{"weekly", "metrics", "findings"}, exampleSettings(t, archive), computed(nil), nil); err != nil {
			t.Fatal(err)
		}
		after := findingRows(t, db)
		for i := range max(len(before), len(after)) {
			x, y := at(before, i), at(after, i)
			if len(x) == 0 || len(y) == 0 || !slices.Equal(slices.Delete(slices.Clone(x), names, names+1), slices.Delete(slices.Clone(y), names, names+1)) {
				t.Errorf("%s: row %d was %q, with other names %q", name, i, x, y)
			}
		}
	}
}
