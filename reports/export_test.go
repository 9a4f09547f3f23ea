package reports

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/fewhands/fewhands/metrics"
	"github.com/fewhands/fewhands/sql"
)

// exported reads the CSV files of one export, by name, as rows with their head.
func exported(t *testing.T, opts ExportOptions) map[string][][]string {
	t.Helper()
	return exportedFrom(t, hostile(t), opts)
}

func exportedFrom(t *testing.T, db *sql.DB, opts ExportOptions) map[string][][]string {
	t.Helper()
	dir := t.TempDir()
	opts.Targets = []Target{{To: dir}}
	paths, err := Export(t.Context(), db, opts)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][][]string{}
	for _, path := range paths {
		name, err := filepath.Rel(dir, path)
		if err != nil {
			t.Fatal(err)
		}
		if filepath.Ext(name) == ".csv" {
			files[filepath.ToSlash(name)] = readCSV(t, path)
		}
	}
	return files
}

func readCSV(t *testing.T, path string) [][]string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\uFEFF")))).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return rows
}

func TestExportsHaveTheColumnsOfTheContract(t *testing.T) {
	files := exported(t, ExportOptions{})
	for name, columns := range map[string]string{
		"metrics.csv":         "metric,channel,week,scope,entity,entity_name,value,n,unit,coverage,suppressed",
		"findings.csv":        "finding,severity,scope,entity,entity_name,since,first_seen,headline,people,of_people,evidence,suggestion,suppressed",
		"truck_factor.csv":    "scope,entity,week,files,authors,truck_factor,active_truck_factor,top1_share",
		"data_dictionary.csv": "file,kind,name,title,unit,direction,definition,formula,constants,thresholds,sources",
	} {
		if len(files[name]) < 2 {
			t.Fatalf("%s has no rows", name)
		}
		if got := strings.Join(files[name][0], ","); got != columns {
			t.Errorf("%s has columns %s, want %s", name, got, columns)
		}
	}
	if got := strings.Join(files["interventions.csv"][0], ","); got != "scope,entity,entity_name,happened_on,what,metric,before,after,difference,"+
		"low,high,n_before,n_after,weeks_before,weeks_after,unit,verdict,suppressed" {
		t.Errorf("interventions.csv has columns %s", got)
	}
	if len(files) != 6 {
		t.Errorf("%d files, want 6", len(files))
	}
}

func TestMetricsCSVHasTheValuesOfTheWarehouse(t *testing.T) {
	rows := exported(t, ExportOptions{Weeks: 3})["metrics.csv"][1:]
	values, err := metrics.Values(t.Context(), hostile(t), metrics.Filter{LastWeeks: 3})
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != len(values) {
		t.Fatalf("%d rows, want %d", len(rows), len(values))
	}
	weeks := map[string]bool{}
	for i, v := range values {
		row := rows[i]
		weeks[row[2]] = true
		if row[10] == "true" {
			continue // TestSmallGroupsAreSuppressed
		}
		if row[0] != v.Metric || row[1] != v.Channel || row[2] != day(v.Week) || row[3] != v.Scope || row[4] != formulaSafe(v.Entity) ||
			row[8] != v.Unit || row[10] != "false" {
			t.Errorf("row %q is not %+v", row, v)
		}
		if (row[6] == "") != (v.Value == nil) {
			t.Errorf("row %q: missing is not empty", row)
		}
		if v.Value != nil {
			if got, err := strconv.ParseFloat(row[6], 64); err != nil || got != *v.Value {
				t.Errorf("value %v came back as %s", *v.Value, row[6])
			}
		}
		if n, err := strconv.ParseInt(row[7], 10, 64); err != nil || n != v.N {
			t.Errorf("n %d came back as %s", v.N, row[7])
		}
	}
	if len(weeks) != 3 || !weeks[lastWeek] {
		t.Errorf("weeks %v, want the last three up to %s", weeks, lastWeek)
	}
}

func TestExportGoesBackTwoQuartersUnlessAskedOtherwise(t *testing.T) {
	for asked, want := range map[int]int{0: 26, 5: 5, 1000: 104} {
		files := exportedFrom(t, small(t), ExportOptions{Weeks: asked})
		for name, column := range map[string]int{"metrics.csv": 2, "truck_factor.csv": 2} {
			weeks := map[string]bool{}
			for _, row := range files[name][1:] {
				weeks[row[column]] = true
			}
			if len(weeks) != want {
				t.Errorf("%s has %d weeks, want %d", name, len(weeks), want)
			}
		}
	}
}

func TestTruckFactorsAreTheSameEverywhere(t *testing.T) {
	files := exported(t, ExportOptions{Weeks: 1})
	repos, err := Repos(t.Context(), hostile(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range repos {
		if r.TruckFactor == nil {
			continue
		}
		i := slices.IndexFunc(files["truck_factor.csv"], func(row []string) bool { return row[0] == "repo" && row[1] == formulaSafe(r.Repo) })
		if i < 0 {
			t.Errorf("%.30s is not in truck_factor.csv", r.Repo)
			continue
		}
		row := files["truck_factor.csv"][i]
		want := []string{lastWeek, wholeOrEmpty(r.Files), wholeOrEmpty(r.Authors), wholeOrEmpty(r.TruckFactor), wholeOrEmpty(r.ActiveTruckFactor)}
		if !slices.Equal(row[2:7], want) {
			t.Errorf("%.30s: truck_factor.csv has %q, want %q", r.Repo, row[2:7], want)
		}
		j := slices.IndexFunc(files["metrics.csv"], func(m []string) bool { return m[0] == "truck_factor" && m[4] == formulaSafe(r.Repo) })
		if j < 0 || files["metrics.csv"][j][6] != wholeOrEmpty(r.TruckFactor) {
			t.Errorf("%.30s: metrics.csv does not have truck factor %d", r.Repo, *r.TruckFactor)
		}
	}
}

func TestExportsNameNobody(t *testing.T) {
	for name, rows := range exported(t, ExportOptions{Weeks: 104}) {
		for _, row := range rows {
			for _, person := range everyone() {
				if strings.Contains(strings.Join(row, "\n"), person) {
					t.Errorf("%s names %.30q", name, person)
				}
			}
		}
	}
}
