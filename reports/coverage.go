package reports

import (
	"context"
	"fmt"

	"github.com/fewhands/fewhands/sql"
)

// coverage is how much of the data the metrics of each basis could use, in the last kept week.
type coverage map[string]covered

type covered struct {
	used, leftOut int64
	isKnown       bool
}

// share is how much was used of what there was; nil where there was nothing.
func (c covered) share() *float64 {
	if c.used+c.leftOut == 0 {
		return nil
	}
	return new(float64(c.used) / float64(c.used+c.leftOut))
}

// readCoverage reads the coverage of every kept week.
func (p period) readCoverage(ctx context.Context, db *sql.DB, scope, from, to string, at func(string) *record) error {
	if len(p.weeks) == 0 {
		return nil
	}
	rows, err := db.Query(ctx, `
		SELECT entity, basis, list((week - $4::DATE) // 7), list(used::BIGINT), list(left_out::BIGINT)
		FROM weekly.coverage
		WHERE scope = $1 AND entity BETWEEN $2 AND $3 AND week BETWEEN $4::DATE AND $5::DATE
		GROUP BY entity, basis`, p.between(scope, from, to)...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var key, basis string
		var lists [3]any
		if err := rows.Scan(&key, &basis, &lists[0], &lists[1], &lists[2]); err != nil {
			return err
		}
		cover, used, leftOut := make([]covered, len(p.weeks)), lists[1].([]any), lists[2].([]any)
		for i, week := range lists[0].([]any) {
			cover[week.(int64)] = covered{used[i].(int64), leftOut[i].(int64), true}
		}
		at(key).covers[basis] = cover
	}
	return rows.Err()
}

// lastCoverage is that of the last kept week.
func (r *record) lastCoverage() coverage {
	c := coverage{}
	for basis, list := range r.covers {
		if last := list[len(list)-1]; last.isKnown {
			c[basis] = last
		}
	}
	return c
}

// coverages reads the coverage of all entities of a scope in the last kept week.
func (p period) coverages(ctx context.Context, db *sql.DB, scope string) (map[string]coverage, error) {
	rows, err := db.Query(ctx, `
		SELECT entity, basis, used, left_out
		FROM weekly.coverage
		WHERE scope = $1 AND week = $2::DATE`, scope, day(p.week))
	if err != nil {
		return nil, fmt.Errorf("read coverage: %w", err)
	}
	defer rows.Close()
	all := map[string]coverage{}
	for rows.Next() {
		var entity, basis string
		c := covered{isKnown: true}
		if err := rows.Scan(&entity, &basis, &c.used, &c.leftOut); err != nil {
			return nil, fmt.Errorf("read coverage: %w", err)
		}
		if all[entity] == nil {
			all[entity] = coverage{}
		}
		all[entity][basis] = c
	}
	return all, rows.Err()
}

func (c coverage) says(basis string) string {
	have, ok := c[basis]
	if !ok {
		return "Coverage unknown."
	}
	kind, ok := kindsOfCoverage[basis]
	if !ok {
		return "Coverage unknown."
	}
	return counted(have.used, kind.one, kind.many) + " used, " + grouped(have.leftOut) + " left out (" + kind.why + ")."
}

var kindsOfCoverage = map[string]struct{ one, many, why string }{
	"code":         {"file", "files", "no recorded change"},
	"commits":      {"commit", "commits", "by bots"},
	"tickets":      {"ticket", "tickets", "no known resolver"},
	"all":          {"item", "items", "of nobody that is known"},
	"identities":   {"contribution", "contributions", "of people known by one account only"},
	"roles":        {"response", "responses", "the person's role is not known"},
	"commit_teams": {"commit", "commits", "not known whether from the owning team"},
	"owners":       {"service", "services", "no declared owner"},
	"releases":     {"release", "releases", "nothing known against them"},
	"morale":       {"answer", "answers", "nothing known against them"},
	"pages":        {"page or response", "pages and responses", "of nobody that is named"},
	"local_times":  {"page", "pages", "time zone not known"},
	"on_call":      {"response", "responses", "no roster is known of the time"},
	"mapped":       {"service, project or repository", "services, projects and repositories", "no declared service and no owning team"},
	"rotas":        {"service", "services", "nobody on call, or no roster is known"},
}

// percentUsed is the coverage as a share; nil where nothing is known.
func (c coverage) percentUsed(basis string) *float64 {
	return c[basis].share()
}
