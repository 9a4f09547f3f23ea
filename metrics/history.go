package metrics

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/fewhands/fewhands/sql"
)

// History is one metric of one entity, in one channel, by week. Weeks without a row have no value and Has is false; a row
// without a value is too little data to say.
type History struct {
	Metric  *Metric // of the catalogue
	Channel string
	Values  []*float64
	N       []int64 // how many items each value is computed from
	Has     []bool  // whether there is a row
	numbers []float64
}

// Histories reads every metric of the entities of a scope from one key to another, both included, over weeks that follow each
// other; the private ones of people, and of no other scope. It is what Values reads, for many weeks of few entities: series by entity, in the order of the
// catalogue and of the channels. Asked for a range of neighbours, DuckDB reads little more than what is theirs.
func Histories(ctx context.Context, db *sql.DB, scope, from, to string, weeks []time.Time) (map[string][]History, error) {
	all := map[string][]History{}
	if len(weeks) == 0 {
		return all, nil
	}
	for i := range Catalog {
		m := &Catalog[i]
		if m.Private != (scope == "person") {
			continue
		}
		if err := m.histories(ctx, db, scope, from, to, weeks, all); err != nil {
			return nil, fmt.Errorf("read metrics.%s: %w", m.Name, err)
		}
	}
	return all, nil
}

func (m *Metric) histories(ctx context.Context, db *sql.DB, scope, from, to string, weeks []time.Time, all map[string][]History) error {
	// A series comes as one row of lists: scanning a row for each of millions of weeks took two thirds of the time of a site's reading.
	rows, err := db.Query(ctx, `
		SELECT entity, channel, list((week - $4::DATE) // 7), list(value::DOUBLE), list(n::BIGINT)
		FROM metrics.`+m.Name+`
		WHERE scope = $1 AND entity BETWEEN $2 AND $3 AND week BETWEEN $4::DATE AND $5::DATE
		GROUP BY entity, channel`,
		scope, from, to, weeks[0].Format(time.DateOnly), weeks[len(weeks)-1].Format(time.DateOnly))
	if err != nil {
		return err
	}
	defer rows.Close()
	at := map[[2]string]*History{}
	for rows.Next() {
		var entity, channel string
		var lists [3]any
		if err := rows.Scan(&entity, &channel, &lists[0], &lists[1], &lists[2]); err != nil {
			return err
		}
		h := &History{
			Metric: m, Channel: channel, Values: make([]*float64, len(weeks)), N: make([]int64, len(weeks)), Has: make([]bool, len(weeks)),
			numbers: make([]float64, len(weeks)),
		}
		at[[2]string{entity, channel}] = h
		places, values, ns := lists[0].([]any), lists[1].([]any), lists[2].([]any)
		for i, week := range places {
			w := week.(int64)
			h.N[w], h.Has[w] = ns[i].(int64), true
			if v, ok := values[i].(float64); ok {
				h.numbers[w] = v
				h.Values[w] = &h.numbers[w]
			}
		}
	}
	for _, key := range slices.SortedFunc(maps.Keys(at), func(a, b [2]string) int { return cmp.Compare(a[1], b[1]) }) {
		all[key[0]] = append(all[key[0]], *at[key])
	}
	return rows.Err()
}
