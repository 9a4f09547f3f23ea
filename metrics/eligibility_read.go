package metrics

import (
	"context"

	"github.com/fewhands/fewhands/sql"
)

// readEligibility reads the series of work, who did any that is in the window of a kept week, of which the first begins on a day, and
// who could be expected to.
func readEligibility(ctx context.Context, tx *sql.Tx, first int32) ([]*eligibleFamily, error) {
	families, series, err := readEligibleSeries(ctx, tx)
	if err != nil {
		return nil, err
	}
	of := func(id int32) *eligibleSeries {
		if int(id) < len(series) {
			return series[id]
		}
		return nil
	}
	type done struct {
		series *eligibleSeries // nil where it does not count
		key    uint64
	}
	err = sql.Take(ctx, tx, "series_id, person_id, week", "FROM weekly.contributions",
		func(row []int64) done {
			s := of(int32(row[0]))
			if s != nil && int32(row[2]) <= first-s.days {
				s = nil
			}
			return done{s, uint64(row[1])<<32 | uint64(uint32(row[2]))}
		},
		func(some []done) {
			for _, one := range some {
				if one.series != nil {
					one.series.did = append(one.series.did, one.key)
				}
			}
		})
	if err != nil {
		return nil, err
	}
	type expected struct {
		series *eligibleSeries
		personSpan
	}
	err = sql.Take(ctx, tx, "series_id, person_id, since, until", "FROM weekly.standing",
		func(row []int64) expected {
			return expected{of(int32(row[0])), personSpan{int32(row[1]), int32(row[2]), int32(row[3])}}
		},
		func(some []expected) {
			for _, one := range some {
				if one.series != nil {
					one.series.standing = append(one.series.standing, one.personSpan)
				}
			}
		})
	return families, err
}

// readEligibleSeries reads the series of work, and gives them also by number.
func readEligibleSeries(ctx context.Context, tx *sql.Tx) (families []*eligibleFamily, series []*eligibleSeries, err error) {
	alls := map[int32]*eligibleFamily{}
	// Of the channel 'all' comes first, so that its family is there when its parts come.
	const query = `
		SELECT
		    series_id,
		    (CASE WHEN channel = 'commits' AND scope = 'repo' THEN 52 * 7 ELSE 13 * 7 END)::INTEGER,
		    (first_on - DATE '1970-01-01')::INTEGER,
		    COALESCE(all_series_id, 0)::INTEGER,
		    channel = 'all'
		FROM weekly.series
		WHERE is_work
		    AND first_on IS NOT NULL
		ORDER BY channel <> 'all', series_id`
	err = tx.Each(ctx, query, func(row []sql.Value) error {
		s := &eligibleSeries{id: row[0].(int32), days: row[1].(int32), firstOn: row[2].(int32)}
		series = grown(series, s.id+1)
		series[s.id] = s
		family := alls[row[3].(int32)]
		if family == nil {
			family = &eligibleFamily{}
			families = append(families, family)
		}
		if row[4].(bool) {
			family.all, alls[s.id] = s, family
		} else {
			family.parts = append(family.parts, s)
		}
		return nil
	})
	return families, series, err
}
