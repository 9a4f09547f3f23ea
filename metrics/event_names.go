package metrics

import (
	"context"
	"strings"

	"github.com/fewhands/fewhands/sql"
)

// readEventNames gives the names of the events of facts.incident_events by their numbers, which enum_code tells and sql.Take can hand
// over. None where there is no event.
func readEventNames(ctx context.Context, tx *sql.Tx) (names []string, err error) {
	return names, tx.Each(ctx, "SELECT array_to_string(enum_range(event), ' ') FROM facts.incident_events LIMIT 1", func(row []sql.Value) error {
		names = strings.Fields(row[0].(string))
		return nil
	})
}
