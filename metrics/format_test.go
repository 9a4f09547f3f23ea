package metrics

import "testing"

func TestFormat(t *testing.T) {
	for _, test := range []struct {
		unit  Unit
		value *float64
		want  string
	}{
		{Share, new(0.81), "81 %"},
		{Share, new(0.0), "0 %"},
		{Share, new(1.0), "100 %"},
		{Share, new(0.999), "> 99 %"},
		{Share, new(0.001), "< 1 %"},
		{Share, new(0.005), "1 %"},
		{Share, nil, "–"},
		{Index, new(0.0), "0.00"},
		{Index, new(0.425), "0.42"},
		{Index, new(1.0), "1.00"},
		{People, new(2.0), "2 people"},
		{People, new(1.0), "1 person"},
		{People, new(0.0), "0 people"},
		{People, new(2.649), "2.6 people"},
		{People, new(1.04), "1.0 people"},
		{People, new(1200.0), "1200 people"},
		{Quarters, new(1.0), "1 quarter"},
		{Quarters, new(4.0), "4 quarters"},
		{Quarters, nil, "–"},
	} {
		if got := (Metric{Unit: test.unit}).Format(test.value); got != test.want {
			t.Errorf("%s %s is written %q, want %q", test.unit, show(test.value), got, test.want)
		}
	}
}
