package findings

import (
	"context"
	"fmt"
	"time"

	"github.com/fewhands/fewhands/sql"
)

// Compute writes findings.findings and, beside it, findings.evidence, findings.suspects, the people whom a finding is about where
// a rule names them itself, and findings.tests, what could be tested for a drift.
func Compute(ctx context.Context, tx *sql.Tx) error {
	b := &book{}
	if err := b.open(ctx, tx); err != nil {
		return err
	}
	for i := range Kinds {
		if Kinds[i].inGo {
			continue
		}
		if err := b.rule(ctx, tx, &Kinds[i]); err != nil {
			return fmt.Errorf("findings of %s: %w", Kinds[i].Name, err)
		}
	}
	if err := b.drifts(ctx, tx); err != nil {
		return fmt.Errorf("findings of quiet_drift: %w", err)
	}
	if err := b.recoveries(ctx, tx); err != nil {
		return fmt.Errorf("findings of recovered: %w", err)
	}
	b.settle()
	return b.write(ctx, tx)
}

// book is everything that is found.
type book struct {
	weeks []time.Time       // kept ones
	teams map[string]string // by service
	runs  []*run
}

func (b *book) open(ctx context.Context, tx *sql.Tx) error {
	err := tx.Each(ctx, "SELECT week FROM weekly.weeks ORDER BY week", func(row []sql.Value) error {
		b.weeks = append(b.weeks, row[0].(time.Time))
		return nil
	})
	if err != nil {
		return err
	}
	b.teams = map[string]string{}
	const query = `
		SELECT services.service, teams.team
		FROM facts.services AS services
		JOIN facts.teams AS teams ON teams.team_id = services.team_id`
	return tx.Each(ctx, query, func(row []sql.Value) error {
		b.teams[row[0].(string)] = row[1].(string)
		return nil
	})
}

func (b *book) last() int { return len(b.weeks) - 1 }

// number is the place of a week among the kept ones.
func (b *book) number(week time.Time) (int, bool) {
	if len(b.weeks) == 0 {
		return 0, false
	}
	n := int(week.Sub(b.weeks[0]).Hours()) / (7 * 24)
	return n, n >= 0 && n < len(b.weeks)
}

// day is the Monday of a week, also of one before the first kept.
func (b *book) day(week int) time.Time { return b.weeks[0].AddDate(0, 0, 7*week) }

func (b *book) rule(ctx context.Context, tx *sql.Tx, kind *Kind) error {
	return b.eachEntity(ctx, tx, "findings."+kind.Name, func(states []*state) error {
		b.runs = append(b.runs, follow(kind, states, b.last())...)
		return nil
	})
}
