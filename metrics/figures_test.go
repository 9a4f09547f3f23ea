package metrics

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/fewhands/fewhands/sql"
)

// What figures are drawn from, and no metric: testdata/figures/<table of weekly>.txtar is a story with its arithmetic, as that of a metric
// is, and all rows that the table must then have.
func TestWorkedExamplesOfFigures(t *testing.T) {
	paths, err := filepath.Glob("testdata/figures/*.txtar")
	if err != nil || len(paths) < 4 {
		t.Fatalf("%d examples, %v", len(paths), err)
	}
	for _, path := range paths {
		table := strings.TrimSuffix(filepath.Base(path), ".txtar")
		t.Run(table, func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			var want [][]string
			var settings sql.Settings
			given := map[string][]byte{}
			for _, file := range archive.Files {
				switch file.Name {
				case "settings":
					settings = parseSettings(t, string(file.Data))
				case "want.csv":
					want = parseCSV(t, string(file.Data))
				default:
					given[strings.TrimSuffix(file.Name, ".csv")] = file.Data
				}
			}
			rows, err := buildFromFacts(t, settings, given).Query(t.Context(), "SELECT concat_ws(',', "+strings.Join(want[0], ", ")+") FROM weekly."+table)
			if err != nil {
				t.Fatal(err)
			}
			defer rows.Close()
			var got, expected []string
			for rows.Next() {
				var row string
				if err := rows.Scan(&row); err != nil {
					t.Fatal(err)
				}
				got = append(got, row)
			}
			if err := rows.Err(); err != nil {
				t.Fatal(err)
			}
			for _, row := range want[1:] {
				expected = append(expected, strings.Join(row, ","))
			}
			slices.Sort(got)
			slices.Sort(expected)
			if !slices.Equal(got, expected) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(expected, "\n"))
			}
		})
	}
}
