package reports

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/fewhands/fewhands/metrics"
	"github.com/fewhands/fewhands/sql"
)

// entity is everything that a page shows of an organisation, team, service or repository, by kept week, and of one kind of
// its work.
type entity struct {
	scope, name string // its key in the warehouse
	work        channel
	prefix      string // of the ids of what is shown of it, where a page has several kinds of work
	period      period
	all         []metrics.Value
	values      map[string][]metrics.Value // the same by metric
	series      map[string][]*float64      // by metric, one for each kept week
	counts      map[string][]*float64      // items, people, eligible people, incidents and pages, one for each kept week
	authorship  map[time.Time]authorship
	coverage    coverage        // of the last kept week
	marks       []mark          // what was changed, for charts by week
	withheld    map[string]bool // metrics whose value of the last kept week is about too few people
}

func (p period) entity(ctx context.Context, db *sql.DB, scope, name string, work channel) (entity, error) {
	e := entity{
		scope: scope, name: name, work: work, period: p, values: map[string][]metrics.Value{}, series: map[string][]*float64{},
		counts: map[string][]*float64{}, authorship: map[time.Time]authorship{}, coverage: coverage{},
		withheld: map[string]bool{},
	}
	values, err := metrics.Values(ctx, db, metrics.Filter{Scope: scope, Entity: name})
	if err != nil {
		return e, err
	}
	e.all = values
	e.choose()
	list, err := readAuthorship(ctx, db, scope, name, time.Time{})
	if err != nil {
		return e, err
	}
	for _, a := range list {
		e.authorship[a.week] = a
	}
	if err := e.readCounts(ctx, db); err != nil {
		return e, fmt.Errorf("read concentration: %w", err)
	}
	covers, err := p.coverages(ctx, db, scope, name)
	if err != nil {
		return e, err
	}
	if c := covers[name]; c != nil {
		e.coverage = c
	}
	return e, nil
}

// choose takes from all values those that a page about this kind of work shows.
func (e entity) choose() {
	for _, v := range e.all {
		if !e.work.shows(v) {
			continue
		}
		if e.period.privacy.withhold(&v) && v.Week.Equal(e.period.week) {
			e.withheld[v.Metric] = true
		}
		e.values[v.Metric] = append(e.values[v.Metric], v)
	}
	for _, m := range metrics.Catalog {
		e.series[m.Name] = alignTo(e.period.weeks, e.values[m.Name])
	}
}

// of is the same entity and another kind of its work.
func (e entity) of(ctx context.Context, db *sql.DB, work channel) (entity, error) {
	e.work, e.prefix = work, work.name+"-"
	e.values, e.series, e.counts = map[string][]metrics.Value{}, map[string][]*float64{}, map[string][]*float64{}
	e.withheld = map[string]bool{}
	e.choose()
	if err := e.readCounts(ctx, db); err != nil {
		return e, fmt.Errorf("read concentration: %w", err)
	}
	return e, nil
}

func (e entity) readCounts(ctx context.Context, db *sql.DB) error {
	err := e.count(ctx, db, `
		SELECT week, items, people, eligible_people
		FROM weekly.concentration
		WHERE channel = $1 AND scope = $2 AND entity = $3`, "items", "people", "eligible")
	if err != nil {
		return err
	}
	return e.count(ctx, db, `
		SELECT week, incidents, pages, responses
		FROM weekly.incidents
		WHERE $1 = 'pages' AND scope = $2 AND entity = $3`, "incidents", "pages", "responses")
}

// count fills counts from a query of a week and three counts of it.
func (e entity) count(ctx context.Context, db *sql.DB, query string, names ...string) error {
	rows, err := db.Query(ctx, query, e.work.name, e.scope, e.name)
	if err != nil {
		return err
	}
	defer rows.Close()
	var list [3][]metrics.Value
	for rows.Next() {
		var week time.Time
		var v [3]float64
		if err := rows.Scan(&week, &v[0], &v[1], &v[2]); err != nil {
			return err
		}
		for i := range list {
			list[i] = append(list[i], metrics.Value{Week: week, Value: &v[i]})
		}
	}
	for i, name := range names {
		e.counts[name] = alignTo(e.period.weeks, list[i])
	}
	return rows.Err()
}

// known are the tiles of a group that there is anything to compute from.
func (e entity) known(group []metrics.Metric) []tile {
	return slices.DeleteFunc(e.tiles(group), func(t tile) bool { return t.Absent })
}

// habits are the tiles of who was at the top before, shown a second time where the page asks about habits.
func (e entity) habits() []tile {
	e.prefix = "habit-"
	return e.known(named("incumbency", "top_tenure"))
}

// tiles are metrics as of the last kept week.
func (e entity) tiles(group []metrics.Metric) []tile {
	var tiles []tile
	for _, m := range group {
		tiles = append(tiles, e.tile(m))
	}
	return tiles
}

// anyValue tells whether there is a value in one of the series at all: a chart of nothing says nothing.
func anyValue(series ...[]*float64) bool {
	for _, s := range series {
		for _, v := range s {
			if v != nil {
				return true
			}
		}
	}
	return false
}
