package metrics

import (
	"context"

	"github.com/fewhands/fewhands/sql"
)

// clock is a time, in microseconds since 1970, in which somebody's clock was so far from UTC.
type clock struct{ since, until, offset int64 }

// readClocks reads those of everybody, by person and in order of time.
func readClocks(ctx context.Context, tx *sql.Tx) (map[int32][]clock, error) {
	clocks := map[int32][]clock{}
	return clocks, tx.Each(ctx, `
		SELECT
		    person_id,
		    epoch_us(since_at),
		    COALESCE(epoch_us(until_at), 9223372036854775807),
		    utc_offset_minutes::BIGINT
		FROM facts.clocks
		WHERE person_id IS NOT NULL
		    AND since_at IS NOT NULL
		ORDER BY person_id, since_at`,
		func(row []sql.Value) error {
			person := row[0].(int32)
			clocks[person] = append(clocks[person], clock{row[1].(int64), row[2].(int64), row[3].(int64) * 60 * second})
			return nil
		})
}
