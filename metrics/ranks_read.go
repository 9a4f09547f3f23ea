package metrics

import (
	"context"
	"time"

	"github.com/fewhands/fewhands/sql"
)

// contribution is what a person did in a week, in the series it is read with. Weeks are numbered from that of the first
// Monday of the year 1.
type contribution struct {
	person, week int32
	items        int64
}

// rankReader knows the series, and reads their contributions.
type rankReader struct {
	series      []seriesInfo // by series_id; 0 is none
	first, last int32        // kept weeks
}

// seriesInfo is a row of weekly.series.
type seriesInfo struct {
	all     int32 // the series of the channel 'all' that it is part of; 0 where there is none
	isWork  bool
	firstOn int32  // days since that Monday
	isWide  []bool // by kept week: over 9 people are eligible; nil where nobody is
}

func readRankSeries(ctx context.Context, tx *sql.Tx, weeks []time.Time) (*rankReader, error) {
	r := &rankReader{first: weekNumber(weeks[0]), last: weekNumber(weeks[len(weeks)-1])}
	err := tx.Each(ctx, `
		SELECT series_id, COALESCE(all_series_id, 0), is_work, (first_on - DATE '0001-01-01')::INTEGER
		FROM weekly.series
		ORDER BY series_id`,
		func(row []sql.Value) error {
			id := row[0].(int32)
			r.series = grown(r.series, id+1)
			r.series[id] = seriesInfo{all: row[1].(int32), isWork: row[2].(bool), firstOn: row[3].(int32)}
			return nil
		})
	if err != nil {
		return nil, err
	}
	err = tx.Each(ctx, `
		SELECT series_id, ((week - DATE '0001-01-01') // 7)::INTEGER
		FROM weekly.eligible
		WHERE eligible_people > 9`,
		func(row []sql.Value) error {
			s := &r.series[row[0].(int32)]
			if s.isWide == nil {
				s.isWide = make([]bool, len(weeks))
			}
			s.isWide[row[1].(int32)-r.first] = true
			return nil
		})
	return r, err
}

func weekNumber(monday time.Time) int32 {
	return int32((monday.Unix() - time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC).Unix()) / (7 * 24 * 60 * 60))
}

// largestRankBatch is how many contributions a batch has, and those of its last entity.
const largestRankBatch = 250_000

// each calls fn with all entities that have a contribution, some at a time. An entity is a series by itself, or those that are
// parts of the same 'all'.
func (r *rankReader) each(ctx context.Context, tx *sql.Tx, fn func(*rankBatch) error) error {
	batch := &rankBatch{}
	var entity *rankedEntity
	var series *rankedSeries
	size := 0
	err := tx.Each(ctx, `
		SELECT
		    COALESCE(series.all_series_id, series.series_id) AS root_id,
		    contributions.series_id,
		    contributions.person_id,
		    ((contributions.week - DATE '0001-01-01') // 7)::INTEGER AS week,
		    contributions.items
		FROM weekly.contributions AS contributions
		JOIN weekly.series AS series
		    ON series.series_id = contributions.series_id
		ORDER BY root_id, contributions.series_id, contributions.person_id, contributions.week`,
		func(row []sql.Value) error {
			id, seriesID := row[0].(int32), row[1].(int32)
			if entity == nil || entity.id != id {
				if size >= largestRankBatch {
					if err := fn(batch); err != nil {
						return err
					}
					batch, size = &rankBatch{}, 0
				}
				entity = &rankedEntity{id: id, reader: r}
				batch.entities = append(batch.entities, entity)
				series = nil
			}
			if series == nil || series.id != seriesID {
				entity.series = append(entity.series, rankedSeries{id: seriesID, info: &r.series[seriesID]})
				series = &entity.series[len(entity.series)-1]
			}
			series.list = append(series.list, contribution{row[2].(int32), row[3].(int32), row[4].(int64)})
			size++
			return nil
		})
	if err != nil {
		return err
	}
	return fn(batch)
}
