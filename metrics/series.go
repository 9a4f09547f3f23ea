package metrics

import (
	"context"
	"fmt"
	"time"

	"github.com/fewhands/fewhands/sql"
)

// Value is one metric of one entity in one week.
type Value struct {
	Metric     string
	Channel    string    // "commits", "pages", "tickets" or "all"; "" where the metric is not computed per channel
	Week       time.Time // Monday of the ISO week, UTC; trailing windows end with that week
	Scope      string    // "org", "team", "service", "repo" or "person"
	Entity     string
	EntityName string
	Value      *float64 // nil: too little data to say
	N          int64    // how many items the value is computed from
	Unit       string
	Coverage   *float64 // share of the data that could be used, 0 to 1; nil where nothing is known of it
}

// Filter chooses values. Empty fields choose all, but people: their rows are private and come only when asked for.
type Filter struct {
	Metric    string
	Scope     string
	Entity    string
	LastWeeks int // only the newest so many kept weeks; 0: all
}

// Values reads the metrics from a built warehouse, ordered by catalogue order, channel, scope, entity and week. Scopes
// run from the whole to the part: org, team, service, repo, person. A metric that is not in the catalogue is an error.
func Values(ctx context.Context, db *sql.DB, f Filter) ([]Value, error) {
	wanted := Catalog
	if f.Metric != "" {
		m, ok := Find(f.Metric)
		if !ok {
			return nil, fmt.Errorf("no metric %q", f.Metric)
		}
		wanted = []Metric{m}
	}
	var values []Value
	for _, m := range wanted {
		if m.Private && f.Scope != "person" {
			continue
		}
		list, err := m.values(ctx, db, f)
		if err != nil {
			return nil, fmt.Errorf("read metrics.%s: %w", m.Name, err)
		}
		values = append(values, list...)
	}
	return values, nil
}

func (m Metric) values(ctx context.Context, db *sql.DB, f Filter) ([]Value, error) {
	since := time.Time{}.Format(time.DateOnly)
	if f.LastWeeks > 0 { // as a date, which DuckDB looks for in the tables below; a list of weeks it would look for in the result
		err := db.QueryRow(ctx, "SELECT COALESCE(min(week), DATE '0001-01-01')::VARCHAR FROM (SELECT week FROM weekly.weeks ORDER BY week DESC LIMIT $1)", f.LastWeeks).Scan(&since)
		if err != nil {
			return nil, err
		}
	}
	rows, err := db.Query(ctx, m.selectValues(), f.Scope, f.Entity, since, m.Basis)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var values []Value
	for rows.Next() {
		v := Value{Metric: m.Name, Unit: string(m.Unit)}
		err := rows.Scan(&v.Channel, &v.Week, &v.Scope, &v.Entity, &v.EntityName, &v.Value, &v.N, &v.Coverage)
		if err != nil {
			return nil, err
		}
		values = append(values, v)
	}
	return values, rows.Err()
}

// selectValues joins a metric's table with the names of its entities and with the coverage of its basis, which for one
// per channel is that of the channel. Repositories are called by their key.
func (m Metric) selectValues() string {
	return `
		SELECT
			m.channel,
			m.week,
			m.scope,
			m.entity,
			CASE WHEN m.scope = 'org' THEN 'Organisation' ELSE COALESCE(names.name, m.entity) END AS entity_name,
			m.value,
			m.n,
			CASE WHEN c.used + c.left_out > 0 THEN c.used::DOUBLE / (c.used + c.left_out) END AS coverage
		FROM metrics.` + m.Name + ` AS m
		LEFT JOIN weekly.coverage AS c
			ON c.basis = CASE WHEN m.channel = '' THEN $4 ELSE m.channel END
			AND c.scope = m.scope AND c.entity = m.entity AND c.week = m.week
		LEFT JOIN (
			SELECT 'team' AS scope, team AS entity, name FROM facts.teams
			UNION ALL
			SELECT 'service' AS scope, service AS entity, name FROM facts.services
			UNION ALL
			SELECT 'person' AS scope, person AS entity, name FROM facts.people
		) AS names
			ON names.scope = m.scope AND names.entity = m.entity
		WHERE (m.scope = $1 OR ($1 = '' AND m.scope <> 'person'))
			AND ($2 = '' OR m.entity = $2)
			AND m.week >= $3::DATE
		ORDER BY
			m.channel,
			CASE m.scope WHEN 'org' THEN 1 WHEN 'team' THEN 2 WHEN 'service' THEN 3 WHEN 'repo' THEN 4 ELSE 5 END,
			m.entity,
			m.week`
}
