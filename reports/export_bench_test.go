package reports

import (
	"context"
	"testing"
)

// BenchmarkExport writes the tables of the organisation of BenchmarkSite in every format, with those about people: half a year and
// the two years that are kept.
func BenchmarkExport(b *testing.B) {
	db := openLarge(b)
	for _, span := range []struct {
		name  string
		weeks int
	}{{"26 weeks", 26}, {"104 weeks", 104}} {
		b.Run(span.name, func(b *testing.B) {
			dir := b.TempDir()
			resetPeak()
			worked := processorTime()
			for b.Loop() {
				if _, err := Export(context.Background(), db, ExportOptions{
					Targets: []Target{{To: dir, Formats: Formats}}, Weeks: span.weeks, Private: true,
				}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric((processorTime()-worked).Seconds()/float64(b.N), "cpu-s")
			b.ReportMetric(peakMiB(), "peak-MiB")
			_, _, total := sizes(b, dir)
			b.ReportMetric(float64(total)/1e6, "exports-MB")
		})
	}
}
