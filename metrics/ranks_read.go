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

// readEntities reads all contributions, by entity in order of series. An entity is a series by itself, or those that are parts of the
// same 'all'.
func (r *rankReader) readEntities(ctx context.Context, tx *sql.Tx) ([]*rankedEntity, error) {
	lists, err := r.makeLists(ctx, tx)
	if err != nil {
		return nil, err
	}
	type ofSeries struct {
		series int32
		contribution
	}
	since := int64(7*weekNumber(time.Unix(0, 0)) + 3) // 1970 began on a Thursday
	err = sql.Take(ctx, tx, "series_id, person_id, week, items", "FROM weekly.contributions",
		func(row []int64) ofSeries {
			return ofSeries{int32(row[0]), contribution{int32(row[1]), int32((row[2] + since) / 7), row[3]}}
		},
		func(some []ofSeries) {
			for i := range some {
				list := &lists[some[i].series]
				*list = append(*list, some[i].contribution)
			}
		})
	if err != nil {
		return nil, err
	}
	var entities []*rankedEntity
	byRoot := map[int32]*rankedEntity{}
	for id, list := range lists {
		if len(list) == 0 {
			continue
		}
		info := &r.series[id]
		root := int32(id)
		if info.all != 0 {
			root = info.all
		}
		if byRoot[root] == nil {
			byRoot[root] = &rankedEntity{id: root, reader: r}
			entities = append(entities, byRoot[root])
		}
		byRoot[root].series = append(byRoot[root].series, rankedSeries{id: int32(id), info: info, list: list})
	}
	return entities, nil
}

// makeLists makes an empty list of every series with room for its contributions, all in one piece.
func (r *rankReader) makeLists(ctx context.Context, tx *sql.Tx) ([][]contribution, error) {
	counts := make([]int64, len(r.series))
	var all int64
	err := tx.Each(ctx, "SELECT series_id, count(*) FROM weekly.contributions GROUP BY series_id", func(row []sql.Value) error {
		counts[row[0].(int32)] = row[1].(int64)
		all += row[1].(int64)
		return nil
	})
	if err != nil {
		return nil, err
	}
	room := make([]contribution, all)
	lists := make([][]contribution, len(r.series))
	for id, n := range counts {
		lists[id] = room[:0:n]
		room = room[n:]
	}
	return lists, nil
}
