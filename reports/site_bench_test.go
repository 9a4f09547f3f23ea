package reports

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/fewhands/fewhands/metrics"
	"github.com/fewhands/fewhands/sql"
)

// BenchmarkSite writes the site of 2,000 services in 200 teams with 104 weeks of incidents, tickets and commits. The
// design's aims on 2 cores: 60 s, 1.5 GiB, no page over 1.5 MB, and the first page open in a second. FEWHANDS_BENCH_LARGE names a warehouse to make once and use
// again, since that takes longer than what is measured; its name must end in .duckdb. cpu-s is what the processors worked.
func BenchmarkSite(b *testing.B) {
	ctx, db := context.Background(), openLarge(b)
	dir := filepath.Join(b.TempDir(), "public")
	resetPeak()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	worked := processorTime()
	for b.Loop() {
		if _, err := Site(ctx, db, SiteOptions{Dir: dir}); err != nil {
			b.Fatal(err)
		}
	}
	runtime.ReadMemStats(&after)
	b.ReportMetric((processorTime()-worked).Seconds()/float64(b.N), "cpu-s")
	b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc)/float64(b.N)/(1<<20), "allocated-MiB")
	b.ReportMetric(float64(after.Mallocs-before.Mallocs)/float64(b.N)/1e6, "allocated-M")
	b.ReportMetric(peakMiB(), "peak-MiB")
	pages, largest, total := sizes(b, dir)
	b.ReportMetric(float64(pages), "pages")
	b.ReportMetric(float64(largest)/1e6, "largest-page-MB")
	b.ReportMetric(float64(total)/1e6, "site-MB")
	b.ReportMetric(openTime(b, fileURL(dir, "index.html")), "index-ms")
}

// openTime is how many milliseconds a page takes in a browser until its controls and charts are started, the middle one of five times.
func openTime(b *testing.B, address string) float64 {
	tab := newTab(b)
	var times []float64
	for range 5 {
		tab.do(b, chromedp.Navigate(address), chromedp.WaitReady("main"))
		times = append(times, ask[float64](b, tab, `performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd`))
	}
	slices.Sort(times)
	return times[2]
}

// openLarge is the warehouse of 2,000 services, made where it is not there yet.
func openLarge(b *testing.B) *sql.DB {
	b.Helper()
	path := os.Getenv("FEWHANDS_BENCH_LARGE")
	if path == "" {
		path = filepath.Join(b.TempDir(), "large.duckdb")
	}
	if _, err := os.Stat(path); err != nil {
		makeLarge(b, path)
	}
	db, err := sql.Open(context.Background(), path, sql.Options{ReadOnly: true})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = db.Close() })
	return db
}

// makeLarge builds the warehouse from raw rows.
func makeLarge(b *testing.B, path string) {
	b.Helper()
	ctx := context.Background()
	text, err := os.ReadFile("testdata/large/raw.sql")
	if err != nil {
		b.Fatal(err)
	}
	db, err := sql.Open(ctx, path+".new", sql.Options{})
	if err != nil {
		b.Fatal(err)
	}
	begin := time.Now()
	if err := db.Update(ctx, func(tx *sql.Tx) error { return tx.Exec(ctx, string(text)) }); err != nil {
		b.Fatal(err)
	}
	raw := time.Since(begin)
	if err := metrics.Build(ctx, db, metrics.BuildOptions{Settings: sql.Settings{AsOf: asOf}}); err != nil {
		b.Fatal(err)
	}
	b.Logf("raw rows: %.0f s, build: %.0f s", raw.Seconds(), (time.Since(begin) - raw).Seconds())
	if err := db.Close(); err != nil {
		b.Fatal(err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		b.Fatal(err)
	}
}

// sizes counts the pages of a site, finds the largest, and adds up all files.
func sizes(b *testing.B, dir string) (pages int, largest, total int64) {
	b.Helper()
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		total += info.Size()
		if strings.HasSuffix(path, ".html") {
			pages++
			largest = max(largest, info.Size())
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return pages, largest, total
}

func processorTime() time.Duration {
	var use syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &use)
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}

// resetPeak makes the kernel forget the process's largest resident size so far; peakMiB reads it.
func resetPeak() { _ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) }

func peakMiB() float64 {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(text), "VmHWM:")
	var kib float64
	_, _ = fmt.Sscan(rest, &kib)
	return kib / 1024
}
