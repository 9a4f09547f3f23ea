package metrics

import (
	"context"
	"fmt"
	"time"

	"github.com/fewhands/fewhands/sql"
)

// computeOverNorm writes weekly.over_norm: one row per organisation, team and service and kept week since the first response:
// eligible_people, and people_over, those of them who passed a norm of load or rest in at least 3 of the last 6 weeks, wherever their
// load came from. days_of_data are the days from the first response to the week's Sunday. Who these people are is in
// weekly.person_load.
//
// In SQL every span in which somebody is eligible would be joined with every run of such weeks, and all that grouped and sorted by week.
func computeOverNorm() sql.Compute {
	return func(ctx context.Context, tx *sql.Tx) error {
		weeks, err := keptWeeks(ctx, tx)
		if err != nil {
			return err
		}
		var series []*eligibleSeries
		var over overWeeks
		if len(weeks) > 0 {
			if series, err = readResponders(ctx, tx); err != nil {
				return fmt.Errorf("read who is eligible: %w", err)
			}
			if over, err = readOverWeeks(ctx, tx, weeks); err != nil {
				return fmt.Errorf("read load: %w", err)
			}
		}
		return sql.CreateMade(ctx, tx, "weekly.over_norm", `
			SELECT series.scope, series.entity, DATE '1970-01-01' + made.day AS week, made.days_of_data, made.people_over, made.eligible_people
			FROM made
			JOIN weekly.series AS series
			    ON series.series_id = made.series_id`, sql.Made[overRow]{
			Columns: []sql.Column{
				{Name: "series_id", Type: sql.Integer}, {Name: "day", Type: sql.Integer}, {Name: "days_of_data", Type: sql.Integer},
				{Name: "people_over", Type: sql.Integer}, {Name: "eligible_people", Type: sql.Integer},
			},
			Next: eachOf(series, func(s *eligibleSeries) []overRow { return over.rows(s, weeks) }),
			Put: func(row *sql.MadeRow, r *overRow) {
				row.Int32(r.series)
				row.Int32(r.day)
				row.Int32(r.daysOfData)
				row.Int32(r.over)
				row.Int32(r.people)
			},
		})
	}
}

// overRow is a row of weekly.over_norm.
type overRow struct {
	eligibleCount
	daysOfData, over int32
}

// overWeeks are the kept weeks in which a person was over a norm, by person; nil where there are none.
type overWeeks [][]bool

// rows are those of all kept weeks since the first response.
func (o overWeeks) rows(s *eligibleSeries, weeks []time.Time) []overRow {
	first := dayOf(weeks[0].UnixMicro())
	over := make([]int32, len(weeks))
	for _, span := range s.spans {
		if int(span.person) >= len(o) || o[span.person] == nil {
			continue
		}
		since, until := span.weeks(first, len(weeks))
		for week := since; week < until; week++ {
			if o[span.person][week] {
				over[week]++
			}
		}
	}
	list := make([]overRow, 0, len(weeks))
	for _, count := range s.counts(weeks) {
		list = append(list, overRow{count, count.day + 7 - s.firstOn, over[(count.day-first)/7]})
	}
	return list
}

// readResponders reads the series of responses, and in which spans who is eligible.
func readResponders(ctx context.Context, tx *sql.Tx) (list []*eligibleSeries, err error) {
	var series []*eligibleSeries // by number
	err = tx.Each(ctx, "SELECT series_id, (first_on - DATE '1970-01-01')::INTEGER FROM weekly.series WHERE channel = 'pages' AND first_on IS NOT NULL",
		func(row []sql.Value) error {
			s := &eligibleSeries{id: row[0].(int32), firstOn: row[1].(int32)}
			series = grown(series, s.id+1)
			series[s.id] = s
			list = append(list, s)
			return nil
		})
	if err != nil {
		return nil, err
	}
	err = sql.Take(ctx, tx, "series_id, person_id, since, until", "FROM weekly.eligibility",
		func(row []int64) eligibleRow {
			return eligibleRow{int32(row[0]), personSpan{int32(row[1]), int32(row[2]), int32(row[3])}}
		},
		func(some []eligibleRow) {
			for _, one := range some {
				if int(one.series) < len(series) && series[one.series] != nil {
					s := series[one.series]
					s.spans = append(s.spans, one.personSpan)
				}
			}
		})
	return list, err
}

func readOverWeeks(ctx context.Context, tx *sql.Tx, weeks []time.Time) (over overWeeks, err error) {
	first := dayOf(weeks[0].UnixMicro())
	type personWeek struct{ person, week int32 }
	err = sql.Take(ctx, tx, "person_id, week", "FROM weekly.person_load WHERE weeks_over_norm >= 3",
		func(row []int64) personWeek { return personWeek{int32(row[0]), (int32(row[1]) - first) / 7} },
		func(some []personWeek) {
			for _, one := range some {
				over = grown(over, one.person+1)
				if over[one.person] == nil {
					over[one.person] = make([]bool, len(weeks))
				}
				over[one.person][one.week] = true
			}
		})
	return over, err
}
