package metrics

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"time"

	"github.com/fewhands/fewhands/sql"
)

// computeRanks writes who did how much of the work of every series in the 13 weeks that end with a kept week: weekly.ranks of the
// channels that are work, weekly.unranked of the others, weekly.parts, what the channel 'all' is blended from, and
// weekly.spreads, a line of numbers for every series and week.
//
// A contribution is in 13 windows, and everybody in a window is put in order: in SQL that is three large sorts and as
// many tables between them. Here every series is gone through once, both processors at it.
func computeRanks() sql.Compute {
	return func(ctx context.Context, tx *sql.Tx) error {
		out, err := newRankTables(ctx, tx)
		if err != nil {
			return err
		}
		weeks, err := keptWeeks(ctx, tx)
		if err != nil || len(weeks) == 0 {
			return err
		}
		reader, err := readRankSeries(ctx, tx, weeks)
		if err != nil {
			return fmt.Errorf("read series: %w", err)
		}
		out.first = reader.first
		var before *rankBatch
		err = reader.each(ctx, tx, func(batch *rankBatch) error {
			batch.begin()
			last := before
			before = batch
			return out.write(last)
		})
		if err != nil {
			return err
		}
		if err := out.write(before); err != nil {
			return err
		}
		return out.flush()
	}
}

// rankBatch are entities that are gone through while the batch before is written.
type rankBatch struct {
	entities []*rankedEntity
	working  sync.WaitGroup
}

func (b *rankBatch) begin() {
	queue := make(chan *rankedEntity, len(b.entities))
	for _, e := range b.entities {
		queue <- e
	}
	close(queue)
	for range runtime.GOMAXPROCS(0) {
		b.working.Go(func() {
			var ranker ranker
			for e := range queue {
				ranker.rank(e)
			}
		})
	}
}

// rankTables are the tables that computeRanks writes.
type rankTables struct {
	ranks, unranked, parts, spreads *sql.Appender
	first                           int32 // kept week
	row                             []sql.Value
	boxes                           boxes
}

func newRankTables(ctx context.Context, tx *sql.Tx) (*rankTables, error) {
	for _, stmt := range []string{
		// One row per series of work, kept week and person with a contribution in the 13 weeks that end with the week.
		// items are those of these weeks, year_items those of the 52 that end with the week. rank is 1 for the busiest; of
		// equals, who did more in 52 weeks comes first, then who came earlier, and only then who has the smaller key.
		`CREATE OR REPLACE TABLE weekly.ranks (
		    series_id     INTEGER NOT NULL,
		    week          DATE NOT NULL,
		    person_id     INTEGER NOT NULL,
		    items         BIGINT NOT NULL,
		    year_items    BIGINT NOT NULL,
		    first_week    DATE NOT NULL, -- with a contribution of the person
		    rank          INTEGER NOT NULL,
		    running_items BIGINT NOT NULL, -- of everyone up to this rank
		    all_items     BIGINT NOT NULL  -- of all
		)`,
		`CREATE OR REPLACE TABLE weekly.unranked (
		    series_id  INTEGER NOT NULL, -- of a channel that is no work
		    week       DATE NOT NULL,
		    person_id  INTEGER NOT NULL,
		    items      BIGINT NOT NULL,
		    year_items BIGINT NOT NULL,
		    first_week DATE NOT NULL
		)`,
		// One row per series that is a channel of an 'all' and kept week with an item of it in the 13 weeks that end with the week.
		`CREATE OR REPLACE TABLE weekly.parts (
		    all_series_id INTEGER NOT NULL,
		    series_id     INTEGER NOT NULL,
		    week          DATE NOT NULL,
		    items         BIGINT NOT NULL,
		    is_present    BOOLEAN NOT NULL -- there are enough to go by, 10 items and 30 days since the first one
		)`,
		// One row per series of work and kept week with an item in its 13 weeks.
		`CREATE OR REPLACE TABLE weekly.spreads (
		    series_id       INTEGER NOT NULL,
		    week            DATE NOT NULL,
		    items           BIGINT NOT NULL,
		    people          INTEGER NOT NULL,
		    newcomers       INTEGER NOT NULL, -- whose first item ever there is in the 13 weeks
		    top_items       BIGINT NOT NULL,
		    squares         BIGINT NOT NULL,  -- sum of the squared items of each
		    ranked_items    BIGINT NOT NULL,  -- sum of items times rank
		    people_for_half INTEGER NOT NULL,
		    people_for_most INTEGER NOT NULL,
		    top_person_id   INTEGER NOT NULL,
		    top_tenure      INTEGER NOT NULL, -- for how many quarters that has been the same person
		    incumbency      DOUBLE            -- overlap with the top group of the 13 weeks before; NULL where these are empty
		)`,
	} {
		if err := tx.Exec(ctx, stmt); err != nil {
			return nil, err
		}
	}
	t := &rankTables{row: make([]sql.Value, 13)}
	for _, a := range []struct {
		to    **sql.Appender
		table string
	}{{&t.ranks, "weekly.ranks"}, {&t.unranked, "weekly.unranked"}, {&t.parts, "weekly.parts"}, {&t.spreads, "weekly.spreads"}} {
		var err error
		if *a.to, err = tx.Appender(a.table); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// write writes what was found in a batch, when it is found.
func (t *rankTables) write(b *rankBatch) error {
	if b == nil {
		return nil
	}
	b.working.Wait()
	for _, e := range b.entities {
		for i := range e.series {
			s := &e.series[i]
			if err := t.writeSeries(s); err != nil {
				return err
			}
			if err := t.writeParts(e, s); err != nil {
				return err
			}
			if err := t.writeSpreads(s); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t *rankTables) writeSeries(s *rankedSeries) error {
	out, width := t.unranked, 6
	if s.info.isWork {
		out, width = t.ranks, 9
	}
	id := t.boxes.int32(s.id)
	row := t.row[:width]
	for i := range s.places {
		p := &s.places[i]
		if p.week < t.first {
			continue
		}
		row[0], row[1], row[2] = id, t.boxes.week(p.week), t.boxes.int32(p.person)
		row[3], row[4], row[5] = t.boxes.int64(p.items), t.boxes.int64(p.year), t.boxes.week(p.first)
		if s.info.isWork {
			row[6], row[7], row[8] = t.boxes.int32(p.rank), t.boxes.int64(p.running), t.boxes.int64(p.all)
		}
		if err := out.Append(row...); err != nil {
			return err
		}
	}
	return nil
}

func (t *rankTables) writeParts(e *rankedEntity, s *rankedSeries) error {
	for i := range s.parts {
		p := &s.parts[i]
		if p.week < t.first {
			continue
		}
		if err := t.parts.Append(e.id, s.id, t.boxes.week(p.week), p.items, p.isPresent); err != nil {
			return err
		}
	}
	return nil
}

func (t *rankTables) writeSpreads(s *rankedSeries) error {
	for i := range s.spreads {
		p := &s.spreads[i]
		var incumbency sql.Value
		if p.inEither > 0 {
			incumbency = float64(p.inBoth) / float64(p.inEither)
		}
		err := t.spreads.Append(
			s.id, t.boxes.week(p.week), p.items, p.people, p.newcomers, p.topItems, p.squares, p.rankedItems, p.forHalf, p.forMost,
			p.top, p.tenure, incumbency,
		)
		if err != nil {
			return err
		}
	}
	return nil
}

func (t *rankTables) flush() error {
	for _, a := range []*sql.Appender{t.ranks, t.unranked, t.parts, t.spreads} {
		if err := a.Flush(); err != nil {
			return err
		}
	}
	return nil
}

// boxes keeps values as the appender takes them: to make millions of them anew is a third of the time of writing.
type boxes struct {
	weeks  []sql.Value
	ints   []sql.Value
	longer []sql.Value
}

// week is the Monday of a week, which are numbered from that of the year 1.
func (b *boxes) week(n int32) sql.Value {
	for int(n) >= len(b.weeks) {
		b.weeks = append(b.weeks, time.Date(1, 1, 1+7*len(b.weeks), 0, 0, 0, 0, time.UTC))
	}
	return b.weeks[n]
}

func (b *boxes) int32(n int32) sql.Value {
	if n < 0 || n >= 1<<16 {
		return n
	}
	for int(n) >= len(b.ints) {
		b.ints = append(b.ints, int32(len(b.ints)))
	}
	return b.ints[n]
}

func (b *boxes) int64(n int64) sql.Value {
	if n < 0 || n >= 1<<16 {
		return n
	}
	for int(n) >= len(b.longer) {
		b.longer = append(b.longer, int64(len(b.longer)))
	}
	return b.longer[n]
}
