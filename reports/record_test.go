package reports

import (
	"testing"

	"github.com/fewhands/fewhands/metrics"
)

// TestRecordsReadWhatValuesReads: the files beside pages have the rows of metrics.csv, in its order.
func TestRecordsReadWhatValuesReads(t *testing.T) {
	db := hostile(t)
	p, err := readPeriod(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	for _, scope := range []string{"org", "team", "service", "repo"} {
		values, err := metrics.Values(t.Context(), db, metrics.Filter{Scope: scope})
		if err != nil {
			t.Fatal(err)
		}
		byKey := map[string][]metrics.Value{}
		for _, v := range values {
			byKey[v.Entity] = append(byKey[v.Entity], v)
		}
		all, err := p.records(t.Context(), db, scope, "", lastKey)
		if err != nil {
			t.Fatal(err)
		}
		for key, list := range byKey {
			one, err := p.record(t.Context(), db, scope, key)
			if err != nil {
				t.Fatal(err)
			}
			want := string(p.privacy.metricsCSV(list))
			for what, r := range map[string]*record{"among all": all[key], "alone": one} {
				if got := string(r.csv(p, list[0].EntityName)); got != want {
					t.Errorf("%s %q read %s has other rows than metrics.Values", scope, shorten(key, 20), what)
				}
			}
		}
		if len(byKey) == 0 || len(all) < len(byKey) {
			t.Errorf("%s: %d records of %d entities", scope, len(all), len(byKey))
		}
	}
}

// metricsCSV is metrics of these values alone.
func (p Privacy) metricsCSV(values []metrics.Value) []byte {
	s := newSheet(false, metricsDataset.names()...)
	for _, v := range values {
		row := p.metricRow(v)
		if err := metricsDataset.settle(row); err != nil {
			panic(err) // its own rows do not fit
		}
		s.row(metricsDataset.csvRow(row)...)
	}
	return s.bytes()
}
