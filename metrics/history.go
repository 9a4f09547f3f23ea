package metrics

import (
	"context"
	"fmt"
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
	// Lists, because a row costs more to hand over than a number in one.
	rows, err := db.Query(ctx, `
		SELECT
			entity,
			channel,
			list((week - $4::DATE) // 7 ORDER BY week),
			list(value::DOUBLE ORDER BY week),
			list(n::BIGINT ORDER BY week)
		FROM metrics.`+m.Name+`
		WHERE scope = $1 AND entity BETWEEN $2 AND $3 AND week BETWEEN $4::DATE AND $5::DATE
		GROUP BY entity, channel
		ORDER BY entity, channel`, scope, from, to, weeks[0].Format(time.DateOnly), weeks[len(weeks)-1].Format(time.DateOnly))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var entity string
		h := History{Metric: m, Values: make([]*float64, len(weeks)), N: make([]int64, len(weeks)), Has: make([]bool, len(weeks))}
		var at, values, counts any
		if err := rows.Scan(&entity, &h.Channel, &at, &values, &counts); err != nil {
			return err
		}
		h.fill(at.([]any), values.([]any), counts.([]any))
		all[entity] = append(all[entity], h)
	}
	return rows.Err()
}

func (h *History) fill(at, values, counts []any) {
	numbers := make([]float64, len(at))
	for i := range at {
		w := at[i].(int64)
		h.N[w], h.Has[w] = counts[i].(int64), true
		if v, ok := values[i].(float64); ok {
			numbers[i] = v
			h.Values[w] = &numbers[i]
		}
	}
}
