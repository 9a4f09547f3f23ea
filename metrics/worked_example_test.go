package metrics

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/fewhands/fewhands/sql"
)

// A worked example is testdata/<metric>.txtar: a story in prose with its arithmetic, the settings, rows of the fact
// tables, and all rows that the metric must then have. In a fact table a column times says how many rows a line stands
// for. In want.csv an empty value is a missing one, a value may be a fraction such as 12/20, and the columns are those
// of the metric, with coverage where the story is about it.
func TestWorkedExamples(t *testing.T) {
	for _, m := range Catalog {
		t.Run(m.Name, func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(filepath.Join("testdata", m.Name+".txtar"))
			if err != nil {
				t.Fatal(err)
			}
			runExample(t, m, archive)
		})
	}
}

func runExample(t *testing.T, m Metric, archive *txtar.Archive) {
	var settings sql.Settings
	var want [][]string
	given := map[string][]byte{}
	for _, file := range archive.Files {
		switch name, isFact := strings.CutPrefix(file.Name, "facts."); {
		case isFact:
			given["facts."+strings.TrimSuffix(name, ".csv")] = file.Data
		case file.Name == "settings":
			settings = parseSettings(t, string(file.Data))
		case file.Name == "want.csv":
			want = parseCSV(t, string(file.Data))
		default:
			t.Fatalf("what is %s?", file.Name)
		}
	}
	if len(strings.TrimSpace(string(archive.Comment))) == 0 || settings.AsOf.IsZero() || len(want) < 2 {
		t.Fatal("an example is a story, settings, facts and wanted rows")
	}
	db := buildFromFacts(t, settings, given)
	values, err := Values(context.Background(), db, Filter{Metric: m.Name})
	if err != nil {
		t.Fatal(err)
	}
	people, err := Values(context.Background(), db, Filter{Metric: m.Name, Scope: "person"})
	if err != nil {
		t.Fatal(err)
	}
	compareRows(t, want, append(values, people...))
}

// buildFromFacts makes a warehouse whose fact tables hold the given CSVs, and builds what is below them.
func buildFromFacts(t testing.TB, settings sql.Settings, given map[string][]byte) *sql.DB {
	t.Helper()
	ctx := context.Background()
	db, err := sql.Open(ctx, "", sql.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if err := db.BuildLayers(ctx, []string{"staging", "facts"}, settings, computed(nil), nil); err != nil {
		t.Fatal(err)
	}
	err = db.Update(ctx, func(tx *sql.Tx) error {
		for table, data := range given {
			path := filepath.Join(t.TempDir(), table+".csv")
			if err := os.WriteFile(path, data, 0o600); err != nil {
				return err
			}
			if err := insertCSV(ctx, tx, table, path, data); err != nil {
				return fmt.Errorf("%s: %w", table, err)
			}
		}
		for _, table := range derived {
			if _, isGiven := given[table]; isGiven {
				continue
			}
			compute := computed(nil)[table]
			if compute == nil {
				compute = func(ctx context.Context, tx *sql.Tx) error {
					return tx.Exec(ctx, "CREATE OR REPLACE TABLE "+table+" AS ("+sql.Select(table)+")")
				}
			}
			if err := compute(ctx, tx); err != nil {
				return fmt.Errorf("%s: %w", table, err)
			}
		}
		return tx.Exec(ctx, namelessPeople)
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.BuildLayers(ctx, []string{"weekly", "metrics"}, settings, computed(nil), nil); err != nil {
		t.Fatal(err)
	}
	return db
}

// derived are the fact tables that follow from others. Where an example does not give them they are made from what it
// gives, in this order: local times and nights from moments and time zones, and responses from what people did.
var derived = []string{
	"facts.policies", "facts.clocks", "facts.commit_hours", "facts.ticket_hours", "facts.watches", "facts.pages", "facts.paged_days",
	"facts.nights", "facts.rest_gaps", "facts.responses",
}

// namelessPeople makes a person of every number that an example gives without a name.
const namelessPeople = `
	INSERT INTO facts.people BY NAME
	SELECT person_id, 'person-' || person_id AS person, 'Person ' || person_id AS name, '' AS email, bool_or(is_bot) AS is_bot
	FROM facts.commit_people
	WHERE person_id NOT IN (SELECT person_id FROM facts.people)
	GROUP BY person_id`

// insertCSV inserts by name: a renamed column of a fact table fails every example at once. What is a view becomes a table.
func insertCSV(ctx context.Context, tx *sql.Tx, table, path string, data []byte) error {
	var isView bool
	const query = "SELECT table_type = 'VIEW' FROM information_schema.tables WHERE table_schema || '.' || table_name = $1"
	if err := tx.QueryRow(ctx, query, table).Scan(&isView); err != nil {
		return err
	}
	if isView {
		for _, stmt := range []string{
			"CREATE TABLE facts.given AS SELECT * FROM " + table + " LIMIT 0",
			"DROP VIEW " + table,
			"ALTER TABLE facts.given RENAME TO " + strings.TrimPrefix(table, "facts."),
		} {
			if err := tx.Exec(ctx, stmt); err != nil {
				return err
			}
		}
	}
	rows := "SELECT * FROM read_csv($1, header = true)"
	if header, _, _ := strings.Cut(string(data), "\n"); strings.HasSuffix(header, ",times") {
		rows = "SELECT * EXCLUDE (times, i) FROM read_csv($1, header = true) AS r, LATERAL (SELECT unnest(range(r.times)) AS i)"
	}
	return tx.Exec(ctx, "INSERT INTO "+table+" BY NAME "+rows, path)
}

func parseSettings(t *testing.T, text string) (s sql.Settings) {
	t.Helper()
	for line := range strings.Lines(text) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		var err error
		switch key {
		case "as_of":
			s.AsOf, err = time.Parse(time.DateOnly, value)
		case "weeks":
			s.Weeks, err = strconv.Atoi(value)
		default:
			err = errors.New("unknown setting")
		}
		if err != nil {
			t.Fatalf("%q: %v", line, err)
		}
	}
	return s
}

func parseCSV(t *testing.T, text string) [][]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// compareRows compares every row, by channel, week, scope and entity.
func compareRows(t *testing.T, want [][]string, values []Value) {
	t.Helper()
	header := strings.Join(want[0], ",")
	if header != "channel,week,scope,entity,value,n" && header != "channel,week,scope,entity,value,n,coverage" {
		t.Fatalf("want.csv has the columns %s", header)
	}
	got := map[string]Value{}
	for _, v := range values {
		got[strings.Join([]string{v.Channel, v.Week.Format(time.DateOnly), v.Scope, v.Entity}, ",")] = v
	}
	for _, row := range want[1:] {
		key := strings.Join(row[:4], ",")
		v, ok := got[key]
		if !ok {
			t.Errorf("no row %s", key)
			continue
		}
		delete(got, key)
		compareNumber(t, key+": value", row[4], v.Value)
		if n := strconv.FormatInt(v.N, 10); n != row[5] {
			t.Errorf("%s: n is %s, want %s", key, n, row[5])
		}
		if len(row) > 6 {
			compareNumber(t, key+": coverage", row[6], v.Coverage)
		}
	}
	for key := range got {
		t.Errorf("unexpected row %s", key)
	}
}

func compareNumber(t *testing.T, what, want string, got *float64) {
	t.Helper()
	if want == "" || got == nil {
		if want != "" || got != nil {
			t.Errorf("%s is %s, want %q", what, show(got), want)
		}
		return
	}
	over, under, isFraction := strings.Cut(want, "/")
	number, err := strconv.ParseFloat(over, 64)
	if isFraction && err == nil {
		var divisor float64
		divisor, err = strconv.ParseFloat(under, 64)
		number /= divisor
	}
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(*got-number) > 1e-12 {
		t.Errorf("%s is %s, want %s", what, show(got), want)
	}
}

func show(v *float64) string {
	if v == nil {
		return "missing"
	}
	return strconv.FormatFloat(*v, 'g', -1, 64)
}
