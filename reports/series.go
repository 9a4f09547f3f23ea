package reports

import (
	"context"
	"fmt"
	"time"

	"github.com/fewhands/fewhands/metrics"
	"github.com/fewhands/fewhands/sql"
)

// entity is everything that a page shows of one organisation or repository, by kept week.
type entity struct {
	scope, name string
	period      period
	all         []metrics.Value
	values      map[string][]metrics.Value // the same by metric
	series      map[string][]*float64      // by metric, one for each kept week
	counts      map[string][]*float64      // items, people and eligible people, one for each kept week
	authorship  map[time.Time]authorship
	coverage    coverage // of the last kept week
}

func (p period) entity(ctx context.Context, db *sql.DB, scope, name string) (entity, error) {
	e := entity{
		scope: scope, name: name, period: p, values: map[string][]metrics.Value{}, series: map[string][]*float64{},
		counts: map[string][]*float64{}, authorship: map[time.Time]authorship{}, coverage: coverage{},
	}
	values, err := metrics.Values(ctx, db, metrics.Filter{Scope: scope, Entity: name})
	if err != nil {
		return e, err
	}
	e.all = values
	for _, v := range values {
		e.values[v.Metric] = append(e.values[v.Metric], v)
	}
	for _, m := range metrics.Catalog {
		e.series[m.Name] = alignTo(p.weeks, e.values[m.Name])
	}
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

func (e entity) readCounts(ctx context.Context, db *sql.DB) error {
	rows, err := db.Query(ctx, `
		SELECT week, items, people, eligible_people
		FROM weekly.concentration
		WHERE channel = 'commits' AND scope = $1 AND entity = $2`, e.scope, e.name)
	if err != nil {
		return err
	}
	defer rows.Close()
	var items, people, eligible []metrics.Value
	for rows.Next() {
		var week time.Time
		var i, p, n float64
		if err := rows.Scan(&week, &i, &p, &n); err != nil {
			return err
		}
		items = append(items, metrics.Value{Week: week, Value: &i})
		people = append(people, metrics.Value{Week: week, Value: &p})
		eligible = append(eligible, metrics.Value{Week: week, Value: &n})
	}
	e.counts["items"] = alignTo(e.period.weeks, items)
	e.counts["people"] = alignTo(e.period.weeks, people)
	e.counts["eligible"] = alignTo(e.period.weeks, eligible)
	return rows.Err()
}

// tiles are the metrics of a basis as of the last kept week, in report order.
func (e entity) tiles(basis string) []tile {
	var tiles []tile
	for _, m := range metrics.Catalog {
		if m.Basis == basis {
			tiles = append(tiles, newTile(m, e.period, e.values[m.Name], e.coverage))
		}
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
