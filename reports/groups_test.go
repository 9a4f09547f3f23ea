package reports

import (
	"testing"

	"github.com/fewhands/fewhands/metrics"
)

// A new metric is shown nowhere until somebody says where. Rows of people never are.
func TestEveryMetricHasAPlaceOnThePagesOrIsPrivate(t *testing.T) {
	shown := map[string]int{}
	for _, group := range [][]metrics.Metric{shareGroup, codeGroup, leaveGroup, paperGroup, concernGroup, helpGroup, areaGroup, habitGroup, sharedGroup, dualGroup, littleGroup, loadGroup, trustGroup, unclearGroup, ageGroup} {
		for _, m := range group {
			shown[m.Name]++
		}
	}
	for _, m := range metrics.Catalog {
		if m.Private {
			if shown[m.Name] != 0 {
				t.Errorf("%s is on the pages", m.Name)
			}
			continue
		}
		if shown[m.Name] != 1 {
			t.Errorf("%s is in %d groups", m.Name, shown[m.Name])
		}
		if one, _ := pageWork.noun(m); one == "item" {
			t.Errorf("nobody says what n of %s counts", m.Name)
		}
	}
}
