package reports

import (
	"context"
	"fmt"

	"github.com/fewhands/fewhands/sql"
)

// tellsHours is whether the hours of the pages, and the nights with one, of a team or the organisation may be told.
func (p Privacy) tellsHours(scope, entity string) bool {
	return p.known != nil && p.known.hours[scope+" "+entity]
}

// readHoursTold is of whom the hours may be told: of no group that is small, nor of one whose hours would give those of a small one away.
func (p Privacy) readHoursTold(ctx context.Context, db *sql.DB, when period) (map[string]bool, error) {
	rows, err := db.Query(ctx, `
		SELECT c.scope, c.entity, c.eligible_people, COALESCE(h.pages, 0)::DOUBLE
		FROM weekly.concentration AS c
		LEFT JOIN (SELECT scope, entity, SUM(pages) AS pages FROM weekly.page_hours GROUP BY scope, entity) AS h
			ON h.scope = c.scope AND h.entity = c.entity
		WHERE c.channel = 'pages' AND c.scope IN ('team', 'org') AND c.week = $1::DATE`, day(when.week))
	if err != nil {
		return nil, fmt.Errorf("read hours of pages: %w", err)
	}
	defer rows.Close()
	var groups []group
	for rows.Next() {
		var scope, entity string
		var g group
		if err := rows.Scan(&scope, &entity, &g.n, &g.value); err != nil {
			return nil, fmt.Errorf("read hours of pages: %w", err)
		}
		g.key, g.parent = scope+" "+entity, p.parent(scope, entity)
		groups = append(groups, g)
	}
	untold := suppress(groups, p.group(), events)
	told := map[string]bool{}
	for _, g := range groups {
		told[g.key] = !untold[g.key]
	}
	return told, rows.Err()
}
