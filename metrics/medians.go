package metrics

import (
	"context"
	"slices"
	"time"

	"github.com/fewhands/fewhands/sql"
)

// computeMedians writes weekly.medians: of every measure and entity of weekly.durations, how many there were in the 13 weeks
// that end with every kept week since the first one, and their median. It is in Go for the reason that weekly.waits is.
func computeMedians() sql.Compute {
	return func(ctx context.Context, tx *sql.Tx) error {
		err := tx.Exec(ctx, `
			CREATE OR REPLACE TABLE weekly.medians (
			    measure        VARCHAR NOT NULL,
			    scope          VARCHAR NOT NULL,
			    entity         VARCHAR NOT NULL,
			    week           DATE NOT NULL,
			    days_of_data   INTEGER NOT NULL, -- from the Monday of the first one to the week's Sunday
			    items          BIGINT NOT NULL,
			    median_seconds DOUBLE            -- NULL where there are none
			)`)
		if err != nil {
			return err
		}
		rows, err := tx.Appender("weekly.medians")
		if err != nil {
			return err
		}
		weeks, err := keptWeeks(ctx, tx)
		if err != nil || len(weeks) == 0 {
			return err
		}
		var group durations
		err = tx.Each(ctx, `
			SELECT measure, scope, entity, ((week - (SELECT min(week) FROM weekly.weeks)) // 7)::INTEGER, seconds
			FROM weekly.durations
			ORDER BY measure, scope, entity, week`,
			func(row []sql.Value) error {
				key := [3]string{row[0].(string), row[1].(string), row[2].(string)}
				if key != group.key {
					if err := group.write(rows, weeks); err != nil {
						return err
					}
					group = durations{key: key}
				}
				group.weeks = append(group.weeks, int(row[3].(int32)))
				group.seconds = append(group.seconds, row[4].(int64))
				return nil
			})
		if err != nil {
			return err
		}
		if err := group.write(rows, weeks); err != nil {
			return err
		}
		return rows.Flush()
	}
}

// durations are those of one measure and entity, in order of weeks; week 0 is the first kept one.
type durations struct {
	key     [3]string // measure, scope, entity
	weeks   []int
	seconds []int64
}

// write moves a window over the durations.
func (d durations) write(rows *sql.Appender, weeks []time.Time) error {
	if len(d.weeks) == 0 {
		return nil
	}
	different := slices.Clone(d.seconds)
	slices.Sort(different)
	different = slices.Compact(different)
	counted := newFenwick(different)
	count := func(i int, n int32) {
		rank, _ := slices.BinarySearch(different, d.seconds[i])
		counted.add(int32(rank), n)
	}
	begin, end := 0, 0
	for week := range weeks {
		for ; end < len(d.weeks) && d.weeks[end] <= week; end++ {
			count(end, 1)
		}
		for ; begin < end && d.weeks[begin] <= week-windowWeeks; begin++ {
			count(begin, -1)
		}
		if week < d.weeks[0] {
			continue
		}
		var median sql.Value
		if counted.n > 0 {
			median = counted.quantile(0.5)
		}
		days := int32(7 * (week - d.weeks[0] + 1))
		if err := rows.Append(d.key[0], d.key[1], d.key[2], weeks[week], days, int64(counted.n), median); err != nil {
			return err
		}
	}
	return nil
}
