package drift

import (
	"slices"
	"testing"
)

// The fifteen p-values of the worked example in Benjamini and Hochberg 1995, section 3.1: at 0.05 the four smallest count.
func TestDiscoveriesAreThoseOfThePaper(t *testing.T) {
	p := []float64{0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1}
	found := Discoveries(p, 0.05)
	for i := range p {
		if found[i] != (i < 4) {
			t.Errorf("p %v: %v", p[i], found[i])
		}
	}
	slices.Reverse(p)
	if found := Discoveries(p, 0.05); found[10] || !found[11] || !found[14] {
		t.Errorf("the order matters: %v", found)
	}
	if found := Discoveries(nil, 0.05); len(found) != 0 {
		t.Errorf("nothing from nothing: %v", found)
	}
}

func TestStrongerRunsAreLessLikelyByChance(t *testing.T) {
	weak, strong := Run{People: []Suspect{{Statistic: Level}}}, Run{People: []Suspect{{Statistic: Level}, {Statistic: Level + 4}}}
	if w, s := weak.PValue(1, 0.01, Level), strong.PValue(1, 0.01, Level); !(s < w && w < 0.0101 && s > 0) {
		t.Errorf("p-values %v and %v", w, s)
	}
}
