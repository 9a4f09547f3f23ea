package reports

import (
	"strings"

	"github.com/fewhands/fewhands/metrics"
	"github.com/fewhands/fewhands/metrics/findings"
)

// evidenceText is what a finding rests on, for people: "People on the rota: 8 people; Share of the top person (pages): 81 %". The
// same numbers are in findings.csv under the names of the metrics.
func evidenceText(list []findings.Evidence) string {
	var parts []string
	for _, e := range list {
		parts = append(parts, evidenceOf(e))
	}
	return strings.Join(parts, "; ")
}

func evidenceOf(e findings.Evidence) string {
	m := metrics.Metric{Title: e.Title, Unit: metrics.Unit(e.Unit)}
	if e.Title == "" {
		m, _ = metrics.Find(e.Name)
	}
	title := m.Title
	if e.Channel != "" {
		title += " (" + e.Channel + ")"
	}
	if e.Of != "" {
		title += " " + e.Of
	}
	if e.Value == nil && e.Text != "" {
		return title + ": " + e.Text
	}
	return title + ": " + m.Format(e.Value)
}
