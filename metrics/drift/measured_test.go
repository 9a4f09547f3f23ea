package drift

import "testing"

// What is published holds the bar: with a rota at most one false alarm in 100 healthy years and, of the drifts of one person
// to 70 %, at least 99 % found, in time.
func TestWhatWasMeasuredHoldsTheBar(t *testing.T) {
	most := map[float64]int{3: 6, 8: 4}
	for _, m := range Measured {
		if m.Setting != Rota {
			continue
		}
		weeks, timed := most[m.PerWeek]
		if s := m.Reference; m.High > 1 || 100*s.Found < 99*s.Of || timed && s.Delay > weeks || s.Since > 3 {
			t.Errorf("%+v", m)
		}
	}
	if chance := PerYear(); chance > 0.01 {
		t.Errorf("a healthy service gives %v false alarms a year", chance)
	}
}
