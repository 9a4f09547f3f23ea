package reports

import (
	"slices"
	"testing"
	"time"
)

// A source that was taken out of the config is not old, and what it no longer delivers is not zero.
func TestWhatIsNoLongerConfiguredSaysWhereItsDataEnd(t *testing.T) {
	p := period{asOf: time.Date(2026, 11, 18, 0, 0, 0, 0, time.UTC)}
	read := time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC)
	for _, check := range []struct {
		of          source
		state, says string
	}{
		{source{kind: "jira", name: "jira", readAt: &read, removed: true}, "no longer configured",
			"Jira is no longer configured: its data end on 2026-03-02. What is missing since is not zero."},
		{source{kind: "jira", name: "jira", incomplete: true, removed: true}, "no longer configured",
			"Jira is no longer configured, and was never read to its end: what is missing of it is not zero."},
		{source{kind: "jira", name: "jira", readAt: &read}, "not read lately", "Jira was last read on 2026-03-02."},
	} {
		if got := check.of.state(p); got != check.state {
			t.Errorf("%+v is %q, want %q", check.of, got, check.state)
		}
		if got := staleSources(p, []source{check.of}); !slices.Equal(got, []string{check.says}) {
			t.Errorf("%+v: %q, want %q", check.of, got, check.says)
		}
	}
}
