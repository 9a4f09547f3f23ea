package metrics

import (
	"context"
	"fmt"

	"github.com/fewhands/fewhands/sql"
)

// computeRanks writes who did how much of the work of every series in the 13 weeks that end with a kept week: weekly.ranks of the
// channels that are work, weekly.unranked of the others, weekly.parts, what the channel 'all' is blended from, and
// weekly.spreads, a line of numbers for every series and week.
//
// A contribution is in 13 windows, and everybody in a window is put in order: in SQL that is three large sorts and as
// many tables between them. Here every series is gone through once, all processors at it.
func computeRanks() sql.Compute {
	return func(ctx context.Context, tx *sql.Tx) error {
		weeks, err := keptWeeks(ctx, tx)
		if err != nil {
			return err
		}
		var work, others []*rankedEntity
		if len(weeks) > 0 {
			reader, err := readRankSeries(ctx, tx, weeks)
			if err != nil {
				return fmt.Errorf("read series: %w", err)
			}
			entities, err := reader.readEntities(ctx, tx)
			if err != nil {
				return fmt.Errorf("read contributions: %w", err)
			}
			for _, e := range entities {
				if e.series[0].info.isWork {
					work = append(work, e)
				} else {
					others = append(others, e)
				}
			}
		}
		if err := createRanks(ctx, tx, work); err != nil {
			return err
		}
		if err := createUnranked(ctx, tx, others); err != nil {
			return err
		}
		var ranked []*rankedSeries
		for _, e := range work {
			for i := range e.series {
				ranked = append(ranked, &e.series[i])
			}
		}
		if err := createParts(ctx, tx, ranked); err != nil {
			return err
		}
		return createSpreads(ctx, tx, ranked)
	}
}

// createRanks writes one row per series of work, kept week and person with a contribution in the 13 weeks that end with the week.
// items are those of these weeks, year_items those of the 52 that end with the week. rank is 1 for the busiest; of
// equals, who did more in 52 weeks comes first, then who came earlier, and only then who has the smaller key.
//
// The items of the channel 'all' are the sum of a person's shares of the channels that are present, which the mean of them is in
// proportion to, in whole numbers: 720,720,000 for a whole channel, which has most small divisors, so that equal shares of
// different channels are equal here. year_items are then the items of 52 weeks, of whatever channel.
func createRanks(ctx context.Context, tx *sql.Tx, entities []*rankedEntity) error {
	return sql.CreateMade(ctx, tx, "weekly.ranks", `
		SELECT series_id, DATE '0001-01-01' + 7 * week AS week, person_id, items, year_items, rank
		FROM made`, sql.Made[place]{
		Columns: []sql.Column{
			{Name: "series_id", Type: sql.Integer}, {Name: "week", Type: sql.Integer}, {Name: "person_id", Type: sql.Integer},
			{Name: "items", Type: sql.BigInt}, {Name: "year_items", Type: sql.BigInt}, {Name: "rank", Type: sql.Integer},
		},
		Next: eachOf(entities, rank),
		Put: func(row *sql.MadeRow, p *place) {
			row.Int32(p.series)
			row.Int32(p.week)
			row.Int32(p.person)
			row.Int64(p.items)
			row.Int64(p.year)
			row.Int32(p.rank)
		},
	})
}

// createUnranked writes the items of the series of channels that are no work, likewise, without what only an order needs or gives.
func createUnranked(ctx context.Context, tx *sql.Tx, entities []*rankedEntity) error {
	return sql.CreateMade(ctx, tx, "weekly.unranked", `
		SELECT series_id, DATE '0001-01-01' + 7 * week AS week, person_id, items, DATE '0001-01-01' + 7 * first_week AS first_week
		FROM made`, sql.Made[place]{
		Columns: []sql.Column{
			{Name: "series_id", Type: sql.Integer}, {Name: "week", Type: sql.Integer}, {Name: "person_id", Type: sql.Integer},
			{Name: "items", Type: sql.BigInt}, {Name: "first_week", Type: sql.Integer},
		},
		Next: eachOf(entities, rank),
		Put: func(row *sql.MadeRow, p *place) {
			row.Int32(p.series)
			row.Int32(p.week)
			row.Int32(p.person)
			row.Int64(p.items)
			row.Int32(p.first)
		},
	})
}

// createParts writes one row per series that is a channel of an 'all' and kept week with an item of it in the 13 weeks that end with
// the week. is_present: there are enough to go by, 10 items and 30 days since the first one.
func createParts(ctx context.Context, tx *sql.Tx, series []*rankedSeries) error {
	return sql.CreateMade(ctx, tx, "weekly.parts", `
		SELECT all_series_id, series_id, DATE '0001-01-01' + 7 * week AS week, items, is_present
		FROM made`, sql.Made[channelPart]{
		Columns: []sql.Column{
			{Name: "all_series_id", Type: sql.Integer}, {Name: "series_id", Type: sql.Integer}, {Name: "week", Type: sql.Integer},
			{Name: "items", Type: sql.BigInt}, {Name: "is_present", Type: sql.Boolean},
		},
		Next: eachOf(series, func(s *rankedSeries) []channelPart { return s.parts }),
		Put: func(row *sql.MadeRow, p *channelPart) {
			row.Int32(p.all)
			row.Int32(p.series)
			row.Int32(p.week)
			row.Int64(p.items)
			row.Bool(p.isPresent)
		},
	})
}

// createSpreads writes one row per series of work and kept week with an item in its 13 weeks. newcomers are people whose first item
// ever there is in the 13 weeks; squares is the sum of the squared items of each, ranked_items that of items times rank; top_tenure
// is for how many quarters the top person has been the same; incumbency is the overlap with the top group of the 13 weeks before,
// NULL where these are empty.
func createSpreads(ctx context.Context, tx *sql.Tx, series []*rankedSeries) error {
	return sql.CreateMade(ctx, tx, "weekly.spreads", `
		SELECT series_id, DATE '0001-01-01' + 7 * week AS week, items, people, newcomers, top_items, half_items, squares, ranked_items, people_for_half,
		    people_for_most, top_person_id, top_tenure, incumbency
		FROM made`, sql.Made[spreadRow]{
		Columns: []sql.Column{
			{Name: "series_id", Type: sql.Integer}, {Name: "week", Type: sql.Integer}, {Name: "items", Type: sql.BigInt},
			{Name: "people", Type: sql.Integer}, {Name: "newcomers", Type: sql.Integer}, {Name: "top_items", Type: sql.BigInt},
			{Name: "half_items", Type: sql.BigInt},
			{Name: "squares", Type: sql.BigInt}, {Name: "ranked_items", Type: sql.BigInt}, {Name: "people_for_half", Type: sql.Integer},
			{Name: "people_for_most", Type: sql.Integer}, {Name: "top_person_id", Type: sql.Integer}, {Name: "top_tenure", Type: sql.Integer},
			{Name: "incumbency", Type: sql.Double},
		},
		Next: eachOf(series, func(s *rankedSeries) []spreadRow { return s.spreads }),
		Put: func(row *sql.MadeRow, p *spreadRow) {
			row.Int32(p.series)
			row.Int32(p.week)
			row.Int64(p.items)
			row.Int32(p.people)
			row.Int32(p.newcomers)
			row.Int64(p.topItems)
			row.Int64(p.halfItems)
			row.Int64(p.squares)
			row.Int64(p.rankedItems)
			row.Int32(p.forHalf)
			row.Int32(p.forMost)
			row.Int32(p.top)
			row.Int32(p.tenure)
			if p.inEither == 0 {
				row.Null()
			} else {
				row.Float64(float64(p.inBoth) / float64(p.inEither))
			}
		},
	})
}
