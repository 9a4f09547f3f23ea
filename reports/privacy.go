package reports

import "github.com/fewhands/fewhands/metrics"

// minimumGroup is the fewest people of whose load and rest a public file or page speaks.
const minimumGroup = 5

// withhold takes a value away that is about the load or rest of a small group, and tells whether it did. What is withheld is
// neither zero nor missing: whoever shows it says so.
func withhold(v *metrics.Value) bool {
	m, _ := metrics.Find(v.Metric)
	if !m.IsPersonal || v.Value == nil || v.N >= minimumGroup {
		return false
	}
	v.Value = nil
	return true
}
