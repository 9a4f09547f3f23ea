package metrics

import (
	"cmp"
	"context"
	"fmt"
	"slices"
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
			for _, scope := range r.scopes {
				entities = append(entities, r.deal(scope)...)
			}
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

// waitRow is the waits of one window.
type waitRow struct {
	of      *followedWaits
	week    int // kept
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

func (r *waitRow) put(row *sql.MadeRow, weeks []time.Time) {
	median := func(q quantiles) {
		row.Int64(int64(q.n))
		if q.n == 0 {
			row.Null()
		} else {
			row.Float64(q.median)
		}
	}
	row.Text(r.of.scope)
	row.Text(r.of.entity)
	row.Int32(int32(weeks[r.week].Unix() / (24 * 60 * 60)))
	median(r.all)
	row.Float64(r.all.p90)
	if r.top == 0 {
		row.Null()
	} else {
		row.Int32(r.top)
	}
	median(r.onCall)
	median(r.offCall)
}

// followedWaits are the waits of one entity.
type followedWaits struct {
	reader        *waitReader
	scope, entity string
	list          []wait  // in order of weeks
	tops          []int32 // the top person of every kept week, or nil
}

// deal deals the waits, which are in order of weeks, out to the entities of a scope.
func (r *waitReader) deal(scope waitScope) (entities []*followedWaits) {
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
	dealt := make([]wait, sum)
	for i := range r.waits {
		if id := scope.placeOf(r.waits[i].service); id != 0 {
			dealt[ends[id]] = r.waits[i]
			ends[id]++
		}
	}
	for id := 1; id < len(ends); id++ {
		if list := dealt[ends[id-1]:ends[id]]; len(list) > 0 {
			entities = append(entities, &followedWaits{r, scope.name, scope.entities[id], list, scope.tops[int32(id)]})
		}
	}
	return entities
}

// rows moves a window over the waits, and gives a row of each kept week with a wait in its window.
func (e *followedWaits) rows() (rows []waitRow) {
	w := e.reader.windows.Get().(*moving)
	defer e.reader.windows.Put(w)
	w.list = e.list
	for week := range e.reader.weeks {
		var top int32
		if e.tops != nil {
			top = e.tops[week]
		}
		w.moveTo(week, top)
		if w.begin < w.end {
			rows = append(rows, waitRow{e, week, w.waits.quantiles(allKinds), top, w.waits.quantiles(int(onCall)), w.waits.quantiles(int(offCall))})
		}
	}
	w.empty()
	w.begin, w.end, w.list, e.list = 0, 0, nil, nil
	return rows
}

// moving is a window over the waits of an entity, and its waits counted.
type moving struct {
	list       []wait
	begin, end int
	waits      *fenwick // by presence of the top person
	top        int32
	shifts     shiftReader
}

func newMoving(values []int64, shifts *shifts) *moving {
	return &moving{waits: newFenwick(values), shifts: shiftReader{shifts: shifts}}
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
	if n > 0 { // it goes out as it came in
		one.presence = unknown
		if w.top != 0 {
			one.presence = w.shifts.at(w.top, one.policy, int64(one.created)*second)
		}
	}
	w.waits.add(one.rank, int(one.presence), n)
}
