package metrics

import (
	"context"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/fewhands/fewhands/sql"
)

// lastWeek is the last kept week of the synthetic histories below; weeks are counted back from it.
var lastWeek = time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC)

// stint is what one person did in one week.
type stint struct {
	person  int32
	back    int // weeks before lastWeek
	commits int
}

// history is the work in one repository.
type history []stint

// smallWarehouse is a warehouse in memory that is rebuilt from one set of histories after the other.
type smallWarehouse struct{ db *sql.DB }

func newSmallWarehouse(t *testing.T) smallWarehouse {
	t.Helper()
	return smallWarehouse{buildFromFacts(t, sql.Settings{AsOf: lastWeek.AddDate(0, 0, 7), Weeks: 1}, nil)}
}

// build makes each history a repository of the name that goes with it.
func (w smallWarehouse) build(t rapid.TB, weeks int, names []string, histories []history) {
	t.Helper()
	ctx := context.Background()
	err := w.db.Update(ctx, func(tx *sql.Tx) error {
		for _, table := range []string{"facts.repositories", "facts.commit_people", "facts.reliability_commits", "facts.people"} {
			if err := tx.Exec(ctx, "DELETE FROM "+table); err != nil {
				return err
			}
		}
		repositories, err := tx.Appender("facts.repositories", "repo_id", "repo")
		if err != nil {
			return err
		}
		commits, err := tx.Appender("facts.commit_people", "repo_id", "commit_id", "person_id", "is_bot", "is_merge", "committed_on", "week")
		if err != nil {
			return err
		}
		var commit int32
		for i, h := range histories {
			if err := repositories.Append(int32(i), names[i]); err != nil {
				return err
			}
			for _, w := range h {
				week := lastWeek.AddDate(0, 0, -7*w.back)
				for range w.commits {
					commit++
					if err := commits.Append(int32(i), commit, w.person, false, false, week, week); err != nil {
						return err
					}
				}
			}
		}
		if err := repositories.Flush(); err != nil {
			return err
		}
		if err := commits.Flush(); err != nil {
			return err
		}
		// So that they are in the organisation's too.
		every := "INSERT INTO facts.reliability_commits SELECT repo_id, commit_id, 'ticket' FROM facts.commit_people"
		if err := tx.Exec(ctx, every); err != nil {
			return err
		}
		return tx.Exec(ctx, namelessPeople)
	})
	if err != nil {
		t.Fatal(err)
	}
	settings := sql.Settings{AsOf: lastWeek.AddDate(0, 0, 7), Weeks: weeks}
	if err := w.db.BuildLayers(ctx, []string{"weekly", "metrics"}, settings, computed(nil), nil); err != nil {
		t.Fatal(err)
	}
}

// spread is a row of weekly.concentration with its top_tenure; zero is where the table has NULL.
type spread struct {
	items, people, eligible         int
	topShare                        float64
	half, most                      int
	effective, concentration, gini  float64
	participation, incumbency       float64
	tenure                          int
	hasConcentration, hasIncumbency bool
}

// spreads reads what was built, by repository ("" is the organisation) and weeks before lastWeek.
func (w smallWarehouse) spreads(t rapid.TB) map[string]map[int]spread {
	t.Helper()
	rows, err := w.db.Query(context.Background(), `
		SELECT
			CASE WHEN c.scope = 'org' THEN '' ELSE c.entity END,
			(DATE '`+lastWeek.Format(time.DateOnly)+`' - c.week) // 7,
			c.items, c.people, c.eligible_people,
			COALESCE(c.top_share, 0), COALESCE(c.people_for_half, 0), COALESCE(c.people_for_most, 0),
			COALESCE(c.effective_people, 0), COALESCE(c.concentration, 0), COALESCE(c.gini, 0),
			COALESCE(c.participation, 0), COALESCE(c.incumbency, 0), COALESCE(p.top_tenure, 0),
			c.concentration IS NOT NULL, c.incumbency IS NOT NULL
		FROM weekly.concentration AS c
		LEFT JOIN weekly.top_people AS p
			ON p.channel = c.channel AND p.scope = c.scope AND p.entity = c.entity AND p.week = c.week`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	all := map[string]map[int]spread{}
	for rows.Next() {
		var name string
		var back int
		var s spread
		err := rows.Scan(&name, &back, &s.items, &s.people, &s.eligible, &s.topShare, &s.half, &s.most, &s.effective,
			&s.concentration, &s.gini, &s.participation, &s.incumbency, &s.tenure, &s.hasConcentration, &s.hasIncumbency)
		if err != nil {
			t.Fatal(err)
		}
		if all[name] == nil {
			all[name] = map[int]spread{}
		}
		all[name][back] = s
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}
