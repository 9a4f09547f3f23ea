package findings

import (
	"context"

	"github.com/fewhands/fewhands/metrics/drift"
	"github.com/fewhands/fewhands/sql"
)

// complete adds to the drifts what the weekly tables know: who was eligible, and how many took turns on call before and now.
// Those that are in proportion to the rota after all are left out.
func (b *book) complete(ctx context.Context, tx *sql.Tx) error {
	var list []*run
	for _, r := range b.runs {
		if r.kind.Name == quietDrift.Name {
			list = append(list, r)
		}
	}
	if err := b.writeDrifts(ctx, tx, list); err != nil {
		return err
	}
	// How large the rota was is known of the kept weeks only; of a drift that began before them it is not known what it was then.
	const query = `
		SELECT
		    drifts.drift,
		    MAX(eligible.eligible_people),
		    MAX(CASE WHEN rotation.week = drifts.last_week THEN rotation.people END),
		    MAX(CASE WHEN rotation.week = drifts.week_before THEN rotation.people END),
		    MIN(rotation.people),
		    MAX(rotation.people)
		FROM findings.drifts AS drifts
		LEFT JOIN weekly.eligible AS eligible
		    ON eligible.channel = drifts.channel
		    AND eligible.scope = drifts.scope
		    AND eligible.entity = drifts.entity
		    AND eligible.week = drifts.last_week
		LEFT JOIN weekly.rotation AS rotation
		    ON rotation.scope = drifts.scope
		    AND rotation.entity = drifts.entity
		    AND rotation.week BETWEEN drifts.week_before AND drifts.last_week
		GROUP BY
		    drifts.drift
		ORDER BY
		    drifts.drift`
	gone := map[*run]bool{}
	err := tx.Each(ctx, query, func(row []sql.Value) error {
		r := list[row[0].(int32)]
		s := r.last
		if eligible, ok := whole(row[1]); ok {
			s.of = int(eligible)
		}
		s.set("since", float64(b.day(r.since).Unix()))
		if s.number("has_rota") != 1 {
			return nil
		}
		for i, name := range []string{"rota", "rota_before", "rota_least", "rota_most"} {
			if n, ok := whole(row[2+i]); ok {
				s.set(name, n)
			}
		}
		gone[r] = s.has("rota") && s.number("share")*s.number("rota") < leastTimesFair*float64(s.people)
		return nil
	})
	if err != nil {
		return err
	}
	b.drop(gone)
	return tx.Exec(ctx, "DROP TABLE findings.drifts")
}

func whole(v sql.Value) (float64, bool) {
	switch n := v.(type) {
	case int32:
		return float64(n), true
	case int64:
		return float64(n), true
	}
	return 0, false
}

// writeDrifts puts the drifts where a query finds them.
func (b *book) writeDrifts(ctx context.Context, tx *sql.Tx, list []*run) error {
	err := tx.Exec(ctx, `
		CREATE OR REPLACE TABLE findings.drifts (
		    drift       INTEGER NOT NULL,
		    channel     VARCHAR NOT NULL,
		    scope       VARCHAR NOT NULL,
		    entity      VARCHAR NOT NULL,
		    week_before DATE NOT NULL, -- the one before it began
		    last_week   DATE NOT NULL
		)`)
	if err != nil {
		return err
	}
	rows, err := tx.Appender("findings.drifts")
	if err != nil {
		return err
	}
	for i, r := range list {
		if err := rows.Append(int32(i), r.last.channel, r.last.scope, r.last.entity, b.day(r.since-1), b.day(r.end)); err != nil {
			return err
		}
	}
	return rows.Flush()
}

// sure finds which of the drifts that hold stand up among all that was tested: so that of those at most one in ten is
// expected to be chance.
func (b *book) sure(tested int) {
	years := float64(len(b.weeks)) / 52
	var holding []*run
	var chances []float64
	for _, r := range b.runs {
		if r.kind.Name == "quiet_drift" && r.holds() {
			found := drift.Run{People: []drift.Suspect{{Statistic: r.last.number("statistic")}}}
			holding = append(holding, r)
			chances = append(chances, found.PValue(years, drift.PerYear(), r.last.number("level")))
		}
	}
	for len(chances) < tested {
		chances = append(chances, 1)
	}
	for i, is := range drift.Discoveries(chances, 0.1) {
		if is && i < len(holding) {
			holding[i].last.set("is_sure", 1)
		}
	}
}
