package reports

import (
	"context"
	"time"

	"github.com/fewhands/fewhands/metrics"
)

// personMetrics are the fields of people_weekly after person and week.
var personMetrics = []struct{ name, title, empty string }{
	{"pages", "Pages", ""},
	{"off_hours_pages", "Pages in off hours", "where the person's time zone is not known"},
	{"sleep_pages", "Pages in sleeping hours", "where the person's time zone is not known"},
	{"disrupted_hours", "Disrupted hours", "where the person's time zone is not known"},
	{"on_call_hours", "Hours on call", "where no roster is known"},
	{"on_call_share", "Share of the week on call", "where no roster is known"},
	{"rest_gaps", "Mornings without 11 hours of rest", "where the person's time zone is not known"},
	{"nights_in_a_row", "Nights in a row", "where the person's time zone is not known"},
	{"acknowledgements", "Incidents acknowledged", ""},
	{"resolutions", "Incidents resolved", ""},
	{"off_call_responses", "Responses off call", "where no roster is known of any response"},
	{"tickets_resolved", "Tickets resolved", "where no tracker is read"},
	{"reliability_tickets_resolved", "Reliability tickets resolved", "where no tracker is read"},
	{"commits", "Commits", ""},
	{"after_hours_commits", "Commits after hours", "where no commit's local time is known"},
	{"fair_share_ratio", "Share of pages to share of hours", "where there is too little data"},
	{"business_pages", "Pages in business hours", "where the person's time zone is not known"},
	{"backup_hours", "Hours on call as a backup", "where no roster is known"},
	{"on_call_days_in_a_row", "Days on call in a row", "where no roster or time zone is known"},
	{"incidents_per_shift", "Incidents per 12 hours on call", "where the person was on call for less than 12 hours"},
	{"after_hours_ticket_work", "Acts on tickets after hours", "where no tracker is read, or no time zone is known"},
	{"weeks_over_norm", "Weeks of the last 6 over a norm", "where no norm can be told"},
	{"load_trend", "Pages of 13 weeks to the 13 before", "where there is too little data"},
}

func (e exporter) peopleWeekly() dataset {
	d := dataset{
		Name: "people_weekly", Title: "The load of every person, by week", Private: true,
		About: "One row per person and week from the person's first page, shift or resolved ticket on; a quiet week is a row with zeros.",
		Key:   []string{"person", "week"},
		Fields: []field{
			label("person", "Person", "Key of the person. The file is private: it is written when it is asked for only.").required(),
			dated("week", "Week", "Monday of the ISO week, UTC.").required(),
		},
	}
	for _, one := range personMetrics {
		m, _ := metrics.Find(one.name)
		about := "The metric " + one.name + "."
		if one.empty != "" {
			about = "The metric " + one.name + "; empty " + one.empty + "."
		}
		d.Fields = append(d.Fields, measure(one.name, one.title, string(m.Unit), about))
	}
	d.rows = func(ctx context.Context, weeks int, add func(...any) error) error {
		type key struct {
			person string
			week   time.Time
		}
		cells := map[key][]any{}
		var keys []key // of the first metric, which every row has
		for i, one := range personMetrics {
			values, err := metrics.Values(ctx, e.db, metrics.Filter{Metric: one.name, Scope: "person", LastWeeks: weeks})
			if err != nil {
				return err
			}
			for _, v := range values {
				k := key{v.Entity, v.Week}
				if i == 0 {
					cells[k] = make([]any, len(personMetrics))
					keys = append(keys, k)
				}
				if cells[k] != nil {
					cells[k][i] = v.Value
				}
			}
		}
		for _, k := range keys {
			if err := add(append([]any{k.person, k.week}, cells[k]...)...); err != nil {
				return err
			}
		}
		return nil
	}
	return d
}
