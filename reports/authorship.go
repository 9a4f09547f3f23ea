package reports

import (
	"context"
	"fmt"
	"time"

	"github.com/fewhands/fewhands/sql"
)

// authorship is who holds the code of an entity in one week: the counts behind its truck factors.
type authorship struct {
	scope, entity     string
	week              time.Time
	files             int64 // with a history
	authors           int64
	truckFactor       *float64 // as in metrics.truck_factor
	activeTruckFactor *float64 // as in metrics.active_truck_factor
	topShare          *float64 // files of which the person with most is an author / files
}

// readAuthorship reads the weeks from since on, of the entities of a scope from one key to another, both included, or of all where
// scope is "".
func readAuthorship(ctx context.Context, db *sql.DB, scope, from, to string, since time.Time) ([]authorship, error) {
	rows, err := db.Query(ctx, `
		SELECT
			a.scope,
			a.entity,
			a.week,
			a.files,
			a.authors,
			t.value,
			active.value,
			a.top_files / NULLIF(a.files, 0)::DOUBLE
		FROM weekly.authorship AS a
		LEFT JOIN metrics.truck_factor AS t ON t.scope = a.scope AND t.entity = a.entity AND t.week = a.week
		LEFT JOIN metrics.active_truck_factor AS active
			ON active.scope = a.scope AND active.entity = a.entity AND active.week = a.week
		WHERE ($1 = '' OR a.scope = $1 AND a.entity BETWEEN $2 AND $3) AND a.week >= $4::DATE
		ORDER BY CASE a.scope WHEN 'org' THEN 1 WHEN 'team' THEN 2 WHEN 'service' THEN 3 ELSE 4 END, a.entity, a.week`,
		scope, from, to, since.Format(time.DateOnly))
	if err != nil {
		return nil, fmt.Errorf("read authorship: %w", err)
	}
	defer rows.Close()
	var list []authorship
	for rows.Next() {
		var a authorship
		err := rows.Scan(&a.scope, &a.entity, &a.week, &a.files, &a.authors, &a.truckFactor, &a.activeTruckFactor, &a.topShare)
		if err != nil {
			return nil, fmt.Errorf("read authorship: %w", err)
		}
		list = append(list, a)
	}
	return list, rows.Err()
}
