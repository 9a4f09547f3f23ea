package metrics

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/fewhands/fewhands/sql"
)

// computeWaits writes weekly.waits: how long incidents waited for the first acknowledgement by a person, in the 13 weeks
// that end with every kept week. An incident counts in the week in which it was opened. A week without an acknowledged
// incident has no row.
//
// Medians do not add up as counts do: in SQL every incident would be sorted again in each of its 13 windows. Here the
// window of an entity moves from week to week, and an incident goes in and out of it once.
func computeWaits() sql.Compute {
	return func(ctx context.Context, tx *sql.Tx) error {
		rows, err := newWaitsTable(ctx, tx)
		if err != nil {
			return err
		}
		weeks, err := keptWeeks(ctx, tx)
		if err != nil || len(weeks) == 0 {
			return err
		}
		r, err := readWaits(ctx, tx, weeks)
		if err != nil {
			return fmt.Errorf("read acknowledgements: %w", err)
		}
		for _, scope := range r.scopes {
			err := r.eachEntity(scope, func(found *followedWaits) error {
				for i, row := range found.rows {
					if err := rows.Append(row.values(scope.name, scope.entities[found.id], weeks[found.weeks[i]])...); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				return err
			}
		}
		return rows.Flush()
	}
}

func newWaitsTable(ctx context.Context, tx *sql.Tx) (*sql.Appender, error) {
	err := tx.Exec(ctx, `
		CREATE OR REPLACE TABLE weekly.waits (
		    scope                   VARCHAR NOT NULL,
		    entity                  VARCHAR NOT NULL,
		    week                    DATE NOT NULL,
		    acknowledged            BIGINT NOT NULL, -- incidents
		    median_seconds          DOUBLE NOT NULL,
		    p90_seconds             DOUBLE NOT NULL,
		    top_person_id           INTEGER,         -- who responded most in these weeks; NULL of the organisation
		    on_call_incidents       BIGINT NOT NULL, -- of the acknowledged: opened while the top person was on call
		    on_call_median_seconds  DOUBLE,
		    off_call_incidents      BIGINT NOT NULL, -- while somebody else was
		    off_call_median_seconds DOUBLE
		)`)
	if err != nil {
		return nil, err
	}
	return tx.Appender("weekly.waits")
}

// waitRow is the waits of one window.
type waitRow struct {
	all     quantiles
	top     int32 // 0 where there is none
	onCall  quantiles
	offCall quantiles
}

// quantiles are those of a number of waits, in seconds; they mean nothing where n is 0.
type quantiles struct {
	n           int
	median, p90 float64
}

func (r waitRow) values(scope, entity string, week time.Time) []sql.Value {
	orNull := func(q quantiles) sql.Value {
		if q.n == 0 {
			return nil
		}
		return q.median
	}
	var top sql.Value
	if r.top != 0 {
		top = r.top
	}
	return []sql.Value{
		scope, entity, week, int64(r.all.n), r.all.median, r.all.p90, top,
		int64(r.onCall.n), orNull(r.onCall), int64(r.offCall.n), orNull(r.offCall),
	}
}

// followedWaits are the waits of one entity, and what came out of them.
type followedWaits struct {
	id    int32
	list  []wait // in order of weeks
	weeks []int
	rows  []waitRow // of these weeks
}

// eachEntity follows the waits of every entity of a scope, on all processors, and calls fn with one after the other.
func (r *waitReader) eachEntity(scope waitScope, fn func(*followedWaits) error) error {
	entities := r.deal(scope)
	for batch := range slices.Chunk(entities, 1000) {
		var workers sync.WaitGroup
		queue := make(chan *followedWaits, len(batch))
		for i := range batch {
			queue <- &batch[i]
		}
		close(queue)
		for range min(runtime.GOMAXPROCS(0), len(batch)) {
			own := *r
			own.all, own.onCall, own.offCall = newFenwick(r.all.values), newFenwick(r.all.values), newFenwick(r.all.values)
			workers.Go(func() {
				for e := range queue {
					// It ends with an error only where the function does.
					_ = own.follow(e.list, scope.tops[e.id], func(week int, row waitRow) error {
						e.weeks, e.rows = append(e.weeks, week), append(e.rows, row)
						return nil
					})
				}
			})
		}
		workers.Wait()
		for i := range batch {
			if err := fn(&batch[i]); err != nil {
				return err
			}
			batch[i] = followedWaits{}
		}
	}
	return nil
}

// deal deals the waits, which are in order of weeks, out to the entities of a scope.
func (r *waitReader) deal(scope waitScope) (entities []followedWaits) {
	ends := make([]int, len(scope.entities))
	for i := range r.waits {
		if id := scope.of[r.waits[i].service]; id != 0 {
			ends[id]++
		}
	}
	sum := 0
	for id, n := range ends {
		ends[id] = sum // for now, where the entity begins
		sum += n
	}
	dealt := make([]wait, sum)
	for i := range r.waits {
		if id := scope.of[r.waits[i].service]; id != 0 {
			dealt[ends[id]] = r.waits[i]
			ends[id]++
		}
	}
	for id := 1; id < len(ends); id++ {
		if list := dealt[ends[id-1]:ends[id]]; len(list) > 0 {
			entities = append(entities, followedWaits{id: int32(id), list: list})
		}
	}
	return entities
}

// follow moves the window over the waits of one entity, which are in order of weeks, and emits a row for each kept week
// with a wait in its window. tops are the top person of every kept week, or nil.
func (r *waitReader) follow(list []wait, tops []int32, emit func(week int, row waitRow) error) error {
	var w moving
	w.reader, w.list = r, list
	defer w.empty()
	for week := range r.weeks {
		var top int32
		if tops != nil {
			top = tops[week]
		}
		w.moveTo(week, top)
		if w.begin == w.end {
			continue
		}
		row := waitRow{all: r.all.quantiles(), top: top, onCall: r.onCall.quantiles(), offCall: r.offCall.quantiles()}
		if err := emit(week, row); err != nil {
			return err
		}
	}
	return nil
}

// moving is a window over the waits of an entity. Its waits are counted in the reader's three counts.
type moving struct {
	reader     *waitReader
	list       []wait
	begin, end int
	top        int32
}

func (w *moving) moveTo(week int, top int32) {
	begin, end := w.begin, w.end
	for end < len(w.list) && int(w.list[end].week) <= week+windowWeeks-1 {
		end++
	}
	for begin < end && int(w.list[begin].week) < week {
		begin++
	}
	if top != w.top {
		w.empty()
		w.top = top
		w.begin = begin
		w.end = begin
	}
	for ; w.begin < begin && w.begin < w.end; w.begin++ {
		w.count(&w.list[w.begin], -1)
	}
	w.begin, w.end = begin, max(w.end, begin)
	for ; w.end < end; w.end++ {
		w.count(&w.list[w.end], 1)
	}
}

func (w *moving) empty() {
	for ; w.begin < w.end; w.begin++ {
		w.count(&w.list[w.begin], -1)
	}
}

func (w *moving) count(one *wait, n int32) {
	w.reader.all.add(one.rank, n)
	if w.top == 0 {
		return
	}
	if n > 0 { // it goes out as it came in
		one.presence = w.reader.shifts.at(w.top, one.policy, int64(one.created))
	}
	switch one.presence {
	case onCall:
		w.reader.onCall.add(one.rank, n)
	case offCall:
		w.reader.offCall.add(one.rank, n)
	}
}
