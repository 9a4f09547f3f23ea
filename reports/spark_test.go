package reports

import (
	"testing"

	"github.com/fewhands/fewhands/metrics"
)

func TestSparkLeavesGapsAndStartsAtZero(t *testing.T) {
	share, _ := metrics.Find("top_share")
	s := newSpark([]*float64{new(0.0), new(1.0), nil, new(0.5), new(0.5)}, highest(share), share.Format)
	if want := "M0 39h0L50 1M150 20h0L200 20"; s.Path != want || s.Zero != "39.5" {
		t.Errorf("path %s, want %s", s.Path, want)
	}
	if want := "Over 5 weeks: first 0 %, last 50 %, lowest 0 %, highest 100 %."; s.Says != want {
		t.Errorf("says %q, want %q", s.Says, want)
	}
	below := newSpark([]*float64{new(-1.0), new(3.0)}, 0, share.Format)
	if below.Path != "M0 39h0L200 1" || below.Zero != "30" {
		t.Errorf("below zero: %+v", below)
	}
	for _, few := range [][]*float64{nil, {nil, nil}, {new(1.0)}, {nil, new(1.0)}} {
		if newSpark(few, 1, share.Format) != nil {
			t.Errorf("a line through %d values", len(few))
		}
	}
}

func TestChangeSaysWhichWayIsHealthier(t *testing.T) {
	share, _ := metrics.Find("top_share")
	factor, _ := metrics.Find("truck_factor")
	tenure, _ := metrics.Find("top_tenure")
	for _, c := range []struct {
		metric    metrics.Metric
		now, then *float64
		want      change
	}{
		{share, new(0.6), new(0.4), change{"▲ up from 40 % 13 weeks before", "worse"}},
		{share, new(0.4), new(0.6), change{"▼ down from 60 % 13 weeks before", "better"}},
		{factor, new(3.0), new(2.0), change{"▲ up from 2 people 13 weeks before", "better"}},
		{tenure, new(3.0), new(2.0), change{"▲ up from 2 quarters 13 weeks before", ""}},
		{share, new(0.601), new(0.602), change{"Same as 13 weeks before", ""}},
		{share, new(0.6), nil, change{"13 weeks before: too little data", ""}},
	} {
		if got := newChange(c.metric, c.now, c.then); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.metric.Name, got, c.want)
		}
	}
}
