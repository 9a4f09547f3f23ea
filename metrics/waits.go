package metrics

import (
	"cmp"
	"context"
	"fmt"
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
// window of an entity moves from week to week, and what is in it stays in order.
func computeWaits() sql.Compute {
	return func(ctx context.Context, tx *sql.Tx) error {
		weeks, err := keptWeeks(ctx, tx)
		if err != nil {
			return err
		}
		var entities []*followedWaits
		if len(weeks) > 0 {
			r, err := readWaits(ctx, tx, weeks)
			if err != nil {
				return fmt.Errorf("read acknowledgements: %w", err)
			}
			entities = r.entities()
			// One that takes long must not be the last.
			slices.SortStableFunc(entities, func(a, b *followedWaits) int { return cmp.Compare(len(b.list), len(a.list)) })
		}
		return sql.CreateMade(ctx, tx, "weekly.waits", `
			SELECT scope, entity, DATE '1970-01-01' + day AS week, acknowledged, median_seconds, p90_seconds, top_person_id,
			    on_call_incidents, on_call_median_seconds, off_call_incidents, off_call_median_seconds
			FROM made`, sql.Made[waitRow]{
			Columns: waitColumns,
			Next:    eachOf(entities, (*followedWaits).rows),
			Put:     func(row *sql.MadeRow, r *waitRow) { r.put(row, weeks) },
		})
	}
}

var waitColumns = []sql.Column{
	{Name: "scope", Type: sql.Varchar},
	{Name: "entity", Type: sql.Varchar},
	{Name: "day", Type: sql.Integer},
	{Name: "acknowledged", Type: sql.BigInt}, // incidents
	{Name: "median_seconds", Type: sql.Double},
	{Name: "p90_seconds", Type: sql.Double},
	{Name: "top_person_id", Type: sql.Integer},         // who responded most in these weeks; NULL of the organisation
	{Name: "on_call_incidents", Type: sql.BigInt},      // of the acknowledged: opened while the top person was on call
	{Name: "on_call_median_seconds", Type: sql.Double}, // NULL where there are none
	{Name: "off_call_incidents", Type: sql.BigInt},     // while somebody else was
	{Name: "off_call_median_seconds", Type: sql.Double},
}

// waitRow is the waits of one window. Where there are none, their seconds mean nothing.
type waitRow struct {
	of   *followedWaits
	week int32 // kept
	top  int32 // person; 0 where there is none

	waits, onCall, offCall                   int32
	median, p90, onCallMedian, offCallMedian float64 // seconds
}

func (r *waitRow) put(row *sql.MadeRow, weeks []time.Time) {
	median := func(n int32, seconds float64) {
		row.Int64(int64(n))
		if n == 0 {
			row.Null()
		} else {
			row.Float64(seconds)
		}
	}
	row.Text(r.of.scope)
	row.Text(r.of.entity)
	row.Int32(int32(weeks[r.week].Unix() / (24 * 60 * 60)))
	median(r.waits, r.median)
	row.Float64(r.p90)
	row.Key(r.top)
	median(r.onCall, r.onCallMedian)
	median(r.offCall, r.offCallMedian)
}

// followedWaits are the waits of one entity.
type followedWaits struct {
	reader        *waitReader
	scope, entity string
	list          []wait  // in order of the moment they began
	tops          []int32 // the top person of every kept week, or nil
}

// entities are those of all scopes.
func (r *waitReader) entities() (entities []*followedWaits) {
	r.sorting.Wait()
	dealt := make([][]*followedWaits, len(r.scopes))
	var dealing sync.WaitGroup
	for i := range r.scopes {
		room := r.room
		r.room = nil
		dealing.Go(func() { dealt[i] = r.deal(&r.scopes[i], room) })
	}
	dealing.Wait()
	return slices.Concat(dealt...)
}

// deal deals the waits out to the entities of a scope, in the order that they are in; into the room where that is enough.
func (r *waitReader) deal(scope *waitScope, room []wait) (entities []*followedWaits) {
	if scope.name == "org" {
		return []*followedWaits{{reader: r, scope: scope.name, entity: scope.entities[1], list: r.waits}}
	}
	ends := make([]int, len(scope.entities))
	for i := range r.waits {
		if id := scope.placeOf(r.waits[i].service); id != 0 {
			ends[id]++
		}
	}
	sum := 0
	for id, n := range ends {
		ends[id] = sum // for now, where the entity begins
		sum += n
	}
	dealt := resized(room, sum)
	for i := range r.waits {
		if id := scope.placeOf(r.waits[i].service); id != 0 {
			dealt[ends[id]] = r.waits[i]
			ends[id]++
		}
	}
	for id := 1; id < len(ends); id++ {
		if list := dealt[ends[id-1]:ends[id]]; len(list) > 0 {
			entities = append(entities, &followedWaits{r, scope.name, scope.entities[id], list, scope.tops[id]})
		}
	}
	return entities
}

// rows moves a window over the waits, and gives a row of each kept week with a wait in its window.
func (e *followedWaits) rows() []waitRow {
	if e.scope == "org" {
		return e.wholeRows()
	}
	w := e.reader.windows.Get().(*moving)
	defer e.reader.windows.Put(w)
	w.start(e.list)
	rows := make([]waitRow, 0, e.reader.weeks)
	for week := range e.reader.weeks {
		var top int32
		if e.tops != nil {
			top = e.tops[week]
		}
		since := e.reader.first + uint32(week)*weekSeconds
		switch hasChanged := w.moveTo(since, since+windowWeeks*weekSeconds, top); {
		case len(w.in) == 0:
		case hasChanged:
			rows = append(rows, waitRow{
				of: e, week: int32(week), top: top,
				waits: int32(len(w.in)), median: quantileOf(w.in, 0.5), p90: quantileOf(w.in, 0.9),
				onCall: int32(len(w.onCall)), onCallMedian: quantileOf(w.onCall, 0.5),
				offCall: int32(len(w.offCall)), offCallMedian: quantileOf(w.offCall, 0.5),
			})
		default:
			rows = append(rows, rows[len(rows)-1])
			rows[len(rows)-1].week = int32(week)
		}
	}
	w.list, e.list = nil, nil
	return rows
}
