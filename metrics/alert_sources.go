package metrics

import (
	"context"
	"fmt"

	"github.com/fewhands/fewhands/sql"
)

// computeAlertSources writes weekly.alert_sources: one row per service and kept week with an alert in the 13 weeks that end with the
// week; sources are how many different ones its alerts of these weeks came from.
//
// In SQL all alerts would be sorted by service and source, to find for each when its source was last heard of. Here they are in order
// of weeks as they go by, and it is enough to remember that of each source.
func computeAlertSources() sql.Compute {
	return func(ctx context.Context, tx *sql.Tx) error {
		weeks, err := keptWeeks(ctx, tx)
		if err != nil {
			return err
		}
		var services []*alertedService
		if len(weeks) > 0 {
			if services, err = readAlertSources(ctx, tx, weeks); err != nil {
				return fmt.Errorf("read alerts: %w", err)
			}
		}
		return sql.CreateMade(ctx, tx, "weekly.alert_sources", `
			SELECT services.service, DATE '1970-01-01' + made.day AS week, made.sources
			FROM made
			JOIN facts.services AS services
			    ON services.service_id = made.service_id`, sql.Made[sourcesRow]{
			Columns: []sql.Column{{Name: "service_id", Type: sql.Integer}, {Name: "day", Type: sql.Integer}, {Name: "sources", Type: sql.Integer}},
			Next:    eachOf(services, func(s *alertedService) []sourcesRow { return s.rows(len(weeks)) }),
			Put: func(row *sql.MadeRow, r *sourcesRow) {
				row.Int32(r.service)
				row.Int32(dayOf(weeks[r.week].UnixMicro()))
				row.Int32(r.sources)
			},
		})
	}
}

// sourcesRow is a row of weekly.alert_sources.
type sourcesRow struct {
	service int32
	week    int // kept
	sources int32
}

// alertedService is a service and its alerts, in no order.
type alertedService struct {
	service int32
	alerts  []alert
}

type alert struct {
	source int64
	week   int32 // 12 is the first kept one
}

// rows are those of all kept weeks with an alert in their window.
func (s *alertedService) rows(weeks int) []sourcesRow {
	var (
		inOrder = byWeek(s.alerts, weeks+windowWeeks-1, func(a *alert) int { return int(a.week) })
		gone    = map[int64]int32{}                        // by source: the first week without it
		changes = make([]int32, weeks+2*(windowWeeks-1)+1) // by week: sources that come, less those that go
	)
	s.alerts = nil
	for _, a := range inOrder.list {
		changes[max(a.week, gone[a.source])]++
		changes[a.week+windowWeeks]--
		gone[a.source] = a.week + windowWeeks
	}
	list := make([]sourcesRow, 0, weeks)
	var sources int32
	for week, change := range changes[:weeks+windowWeeks-1] {
		sources += change
		if kept := week - (windowWeeks - 1); kept >= 0 && sources > 0 {
			list = append(list, sourcesRow{s.service, kept, sources})
		}
	}
	return list
}
