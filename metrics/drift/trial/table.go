package trial

import (
	"fmt"
	"strings"
)

// Table prints rows as text, one kind of drift below the other.
func Table(title string, rows []Row) string {
	var b strings.Builder
	for _, kind := range []Kind{Reference, Mixed} {
		fmt.Fprintf(&b, "%s; drifts: %s\n", title, kind)
		fmt.Fprintf(&b, "%8s  %-30s %9s  %-26s %14s  %-14s %s\n", "per week", "rule", "threshold", "false alarms in 100 years", "found", "delay (weeks)", "error of since")
		for _, r := range rows {
			rate, low, high := r.PerCentury()
			threshold := "-"
			if r.Threshold > 0 {
				threshold = fmt.Sprintf("%.2f", r.Threshold)
			}
			s := r.Drifts[kind]
			fmt.Fprintf(&b, "%8.0f  %-30s %9s  %-26s %14s  %-14s %s\n", r.PerWeek, r.Rule, threshold,
				fmt.Sprintf("%.2f (%.2f-%.2f)", rate, low, high), fmt.Sprintf("%d/%d %.1f %%", s.Found, s.Of, 100*s.Share()),
				fmt.Sprintf("%.0f, 90 %%: %.0f", s.Delay, s.Delay90), fmt.Sprintf("%.0f", s.Since))
		}
		b.WriteString("\n")
	}
	if len(rows) > 0 {
		fmt.Fprintf(&b, "%.0f healthy service-years for each number of incidents a week; in brackets the 95 %% confidence interval.\n", rows[0].Years)
	}
	return b.String()
}
