package metrics

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/fewhands/fewhands/sql"
)

// BenchmarkPages builds every layer from three years of synthetic PagerDuty JSON, shaped and as long as the API's: 5,000
// people in 300 teams, 10,000 services that all have incidents, some far more than others, 1,500 policies on 600 rotas of
// eight people and two levels. FEWHANDS_BENCH_PAGES sets the number of pages (default 100,000). The design's aims: from staging
// up 60 s and 2 GiB for 10,000,000 pages; the whole from raw JSON at 100,000 objects/s.
//
// The JSON of 10,000,000 pages is 60 GB. That of the first 150,000 incidents is decoded, which gives the rate; the rest is
// written as the rows that come out of it, after a look at whether it is the same of these. cpu-s is what the processors
// worked, and tells more than the clock where others use them too.
//
// Staging is committed before the layers above are built, where a build has it in its own transaction. Of a table that is new in
// the transaction DuckDB takes the number of rows for zero, and may join the wrong way round: a SELECT begins with the longest
// table, so that of two it takes for equal the later one is kept in memory.
func BenchmarkPages(b *testing.B) {
	pages := 100_000
	if text := os.Getenv("FEWHANDS_BENCH_PAGES"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			b.Fatal(err)
		}
		pages = n
	}
	ctx := context.Background()
	for range b.N {
		path := filepath.Join(b.TempDir(), "pages.duckdb")
		db, err := sql.Open(ctx, path, sql.Options{})
		if err != nil {
			b.Fatal(err)
		}
		settings := sql.Settings{AsOf: syntheticEnd}
		objects, decoded, decoding := stagePages(b, db, settings, pages)
		b.Logf("%-28s %6.1f s %6.1f cpu-s, peak %.0f MiB", "staging", decoding.wall.Seconds(), decoding.cpu.Seconds(), peakMiB())
		resetPeak()
		steps := &stopwatch{}
		begin := now()
		if err := db.BuildLayers(ctx, []string{"facts", "weekly", "metrics"}, settings, computed(nil), steps.next); err != nil {
			b.Fatal(err)
		}
		steps.next("", 0, 0)
		building := begin.spent()
		steps.log(b)
		var found int
		if err := db.QueryRow(ctx, "SELECT count(*) FROM facts.pages").Scan(&found); err != nil {
			b.Fatal(err)
		}
		if err := db.Close(); err != nil {
			b.Fatal(err)
		}
		info, err := os.Stat(path)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(found), "pages")
		b.ReportMetric(float64(objects), "objects")
		rate := float64(decoded) / decoding.wall.Seconds()
		b.ReportMetric(rate, "decoded/s")
		b.ReportMetric(float64(decoded)/decoding.cpu.Seconds(), "decoded/cpu-s")
		b.ReportMetric(float64(objects)/(float64(objects)/rate+building.wall.Seconds()), "rebuilt/s")
		b.ReportMetric(building.wall.Seconds(), "build-s")
		b.ReportMetric(building.cpu.Seconds(), "build-cpu-s")
		b.ReportMetric(peakMiB(), "build-peak-MiB")
		b.ReportMetric(float64(info.Size())/(1<<20), "file-MiB")
	}
}

// stagePages fills staging and says how many objects are in it, how many of these it decoded from raw JSON, and what that
// took.
func stagePages(b *testing.B, db *sql.DB, settings sql.Settings, pages int) (objects, decoded int, took spent) {
	b.Helper()
	ctx := context.Background()
	run := func(statements ...string) {
		b.Helper()
		err := db.Update(ctx, func(tx *sql.Tx) error {
			for _, stmt := range statements {
				if err := tx.Exec(ctx, stmt); err != nil {
					return fmt.Errorf("%.100s: %w", stmt, err)
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	file := func(name string, args ...any) []string {
		text, err := os.ReadFile(filepath.Join("testdata", "pages", name+".sql"))
		if err != nil {
			b.Fatal(err)
		}
		for i, arg := range args {
			text = []byte(strings.ReplaceAll(string(text), "$"+strconv.Itoa(i+1), fmt.Sprint(arg)))
		}
		return slices.DeleteFunc(strings.Split(string(text), ";\n"), func(s string) bool { return strings.TrimSpace(s) == "" })
	}
	count := func() (n int) {
		for _, name := range []string{"users", "teams", "team_members", "services", "escalation_policies", "schedules", "oncalls", "incidents", "log_entries"} {
			var rows int
			if err := db.QueryRow(ctx, "SELECT count(*) FROM staging.pagerduty_"+name).Scan(&rows); err != nil {
				b.Fatal(err)
			}
			n += rows
		}
		return n
	}
	run(file("macros")...)
	run(file("account")...)
	total := pages * 2 / 3
	first := min(total, 150_000)
	run(file("lives", 0, first, total)...)
	run(file("incidents")...)
	run(file("log_entries")...)
	begin := now()
	if err := db.BuildLayers(ctx, []string{"staging"}, settings, computed(nil), nil); err != nil {
		b.Fatal(err)
	}
	took, decoded = begin.spent(), count()
	run(file("staged")...)
	for _, name := range []string{"incidents", "log_entries"} {
		for _, difference := range []string{"staging.pagerduty_%[1]s EXCEPT FROM raw.staged_%[1]s", "raw.staged_%[1]s EXCEPT FROM staging.pagerduty_%[1]s"} {
			var n int
			if err := db.QueryRow(ctx, "SELECT count(*) FROM (FROM "+fmt.Sprintf(difference, name)+")").Scan(&n); err != nil || n > 0 {
				b.Fatalf("%d %s are not what comes out of their JSON: %v", n, name, err)
			}
		}
	}
	const slice = 500_000
	for from := first; from < total; from += slice {
		run(file("lives", from, min(from+slice, total), total)...)
		run("INSERT INTO staging.pagerduty_incidents FROM raw.staged_incidents", "INSERT INTO staging.pagerduty_log_entries FROM raw.staged_log_entries")
	}
	run("DROP VIEW raw.staged_incidents", "DROP VIEW raw.staged_log_entries", "DROP VIEW raw.happenings", "DROP TABLE raw.lives")
	return count(), decoded, took
}

// spent is time by the clock and by the processors.
type spent struct{ wall, cpu time.Duration }

func (s *spent) add(more spent) { s.wall, s.cpu = s.wall+more.wall, s.cpu+more.cpu }

// moment is when a measurement began.
type moment struct {
	at  time.Time
	cpu time.Duration
}

func now() moment {
	var use syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &use)
	return moment{time.Now(), time.Duration(use.Utime.Nano() + use.Stime.Nano())}
}

func (m moment) spent() spent {
	end := now()
	return spent{end.at.Sub(m.at), end.cpu - m.cpu}
}

// stopwatch takes the time of every table of a build.
type stopwatch struct {
	tables []tableTime
	table  string
	since  moment
}

type tableTime struct {
	table string
	took  spent
}

func (s *stopwatch) next(table string, _, _ int) {
	if s.table != "" {
		s.tables = append(s.tables, tableTime{s.table, s.since.spent()})
	}
	s.table, s.since = table, now()
}

// log writes the tables that took over half a second, slowest first, and the sum of the others.
func (s *stopwatch) log(b *testing.B) {
	slices.SortFunc(s.tables, func(a, b tableTime) int { return cmp.Compare(b.took.cpu, a.took.cpu) })
	var rest spent
	for _, t := range s.tables {
		if t.took.wall < 500*time.Millisecond {
			rest.add(t.took)
			continue
		}
		b.Logf("%-28s %6.1f s %6.1f cpu-s", t.table, t.took.wall.Seconds(), t.took.cpu.Seconds())
	}
	b.Logf("%-28s %6.1f s %6.1f cpu-s", "the others", rest.wall.Seconds(), rest.cpu.Seconds())
}

// resetPeak makes peakMiB begin anew, where the system can.
func resetPeak() {
	debug.FreeOSMemory()
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0)
}
