package reports

import (
	"context"
	"fmt"
	"time"

	"github.com/fewhands/fewhands/metrics"
	"github.com/fewhands/fewhands/metrics/findings"
	"github.com/fewhands/fewhands/sql"
)

// known is what a warehouse has that public pages must not tell.
type known struct {
	mask     *mask
	keys     map[string]string // of services, teams and repositories whose key names somebody: what they are called instead
	week     time.Time         // the last kept one
	withheld map[valueKey]bool
	owners   map[string]string  // teams of services, both as keys of groups
	hours    map[string]bool    // whose hours of pages may be told, as keys of groups
	teams    []findings.Finding // what is said of the load of teams of which nothing may be
}

// of makes the privacy one that knows the warehouse that it is about. Without it everything about load, rest and morale is withheld.
func (p Privacy) of(ctx context.Context, db *sql.DB, when period) (Privacy, error) {
	k := &known{week: when.week}
	var err error
	if k.owners, err = readOwners(ctx, db); err != nil {
		return p, err
	}
	if k.mask, err = readMask(ctx, db); err != nil {
		return p, err
	}
	if k.keys, err = k.mask.readKeys(ctx, db); err != nil {
		return p, err
	}
	p.known = k
	if k.hours, err = p.readHoursTold(ctx, db, when); err != nil {
		return p, err
	}
	k.withheld, k.teams, err = p.readWithheld(ctx, db)
	return p, err
}

// withhold takes a value away that is about the load, rest or morale of a small group, or gives one away, and tells whether it
// did. What is withheld is neither zero nor missing: whoever shows it says so.
func (p Privacy) withhold(v *metrics.Value) bool {
	m, _ := metrics.Find(v.Metric)
	if !m.IsPersonal || v.Value == nil || p.known != nil && !p.known.withheld[keyOf(v)] {
		return false
	}
	v.Value = nil
	return true
}

// tells is whether the load and rest of a team may be told, as of a week.
func (p Privacy) tells(scope, entity string, week time.Time, people *int64) bool {
	key := valueKey{"people_over_norm", "", week.Unix(), scope, entity}
	return p.known != nil && !p.known.withheld[key] && people != nil && *people >= p.group()
}

// publicFindings are those that may be told. Of the load of every team of which nothing may be, one says that, whether there is
// anything to say or not: that there is a finding would tell it.
func (p Privacy) publicFindings(list []findings.Finding) []findings.Finding {
	var public []findings.Finding
	for _, f := range list {
		f = p.masked(f)
		if !f.IsPersonal || p.tells(f.Scope, f.Entity, p.week(), f.OfPeople) {
			public = append(public, f)
		}
	}
	if p.known != nil {
		public = append(public, p.known.teams...)
	}
	return public
}

// masked is a finding without names in the texts of others.
func (p Privacy) masked(f findings.Finding) findings.Finding {
	f.EntityName, f.Headline, f.Evidence = p.placeText(f.EntityName), p.leaderText(f.Headline), p.leaderText(f.Evidence)
	return f
}

func (p Privacy) week() time.Time {
	if p.known == nil {
		return time.Time{}
	}
	return p.known.week
}

// isWithheld tells whether a finding only says that nothing may be said.
func isWithheld(f findings.Finding) bool { return f.FirstSeen.IsZero() }

// verdictWithheld is that of an effect of which nothing may be told.
const verdictWithheld = "withheld"

// publicEffects takes away what is about the load of small groups, or gives it away.
func (p Privacy) publicEffects(list []metrics.Effect) []metrics.Effect {
	public := make([]metrics.Effect, len(list))
	copy(public, list)
	for i := range public {
		public[i].EntityName, public[i].What = p.placeText(public[i].EntityName), p.placeText(public[i].What)
	}
	days := map[time.Time][]int{}
	for i, e := range list {
		if e.Metric == "sleep_pages" && e.Before != nil {
			days[e.HappenedOn] = append(days[e.HappenedOn], i)
		}
	}
	for _, same := range days {
		for _, value := range []func(metrics.Effect) *float64{
			func(e metrics.Effect) *float64 { return e.Before }, func(e metrics.Effect) *float64 { return e.After },
		} {
			var groups []group
			for _, i := range same {
				g := group{key: list[i].Scope + " " + list[i].Entity, n: list[i].People}
				if v := value(list[i]); v != nil {
					g.value = *v
				}
				g.parent = p.parent(list[i].Scope, list[i].Entity)
				groups = append(groups, g)
			}
			untold := suppress(groups, p.group(), events)
			for _, i := range same {
				e := &public[i]
				if untold[e.Scope+" "+e.Entity] {
					e.Before, e.After, e.Difference, e.Low, e.High, e.Verdict = nil, nil, nil, nil, nil, verdictWithheld
				}
			}
		}
	}
	return public
}

// parent is the group that one is a part of, "" at the top.
func (p Privacy) parent(scope, entity string) string {
	switch {
	case scope == "service" && p.known != nil:
		return p.known.owners[entity]
	case scope == "team":
		return "org organisation"
	}
	return ""
}

// valueKey is one value of a metric.
type valueKey struct {
	metric, channel string
	week            int64
	scope, entity   string
}

func keyOf(v *metrics.Value) valueKey {
	return valueKey{v.Metric, v.Channel, v.Week.Unix(), v.Scope, v.Entity}
}

// readWithheld reads all values about load, rest and morale, and says which must not be told. Whole weeks are taken one by one: a
// week's number does not follow from those of other weeks. Of morale, whose windows overlap, it does not because n is the
// fewest answers on any day of the window: what two windows differ by is days with at least as many.
func (p Privacy) readWithheld(ctx context.Context, db *sql.DB) (map[valueKey]bool, []findings.Finding, error) {
	var teams []findings.Finding
	withheld := map[valueKey]bool{}
	for _, m := range metrics.Catalog {
		if !m.IsPersonal {
			continue
		}
		values, err := metrics.Values(ctx, db, metrics.Filter{Metric: m.Name})
		if err != nil {
			return nil, nil, err
		}
		type at struct {
			channel string
			week    time.Time
		}
		weeks := map[at][]group{}
		for _, v := range values {
			if v.Value == nil {
				continue
			}
			g := group{key: v.Scope + " " + v.Entity, parent: p.parent(v.Scope, v.Entity), n: v.N, value: *v.Value}
			k := at{v.Channel, v.Week}
			weeks[k] = append(weeks[k], g)
		}
		untold := map[at]map[string]bool{}
		for k, groups := range weeks {
			what := mean
			if m.Unit == metrics.People {
				what = heads
			}
			untold[k] = suppress(groups, p.group(), what)
		}
		for _, v := range values {
			if v.Value != nil && untold[at{v.Channel, v.Week}][v.Scope+" "+v.Entity] {
				withheld[keyOf(&v)] = true
				if v.Metric == "people_over_norm" && v.Scope == "team" && v.Week.Equal(p.week()) {
					teams = append(teams, findings.Finding{
						Kind: "sustained_load", Severity: findings.High, Scope: v.Scope, Entity: v.Entity, EntityName: p.placeText(v.EntityName), IsPersonal: true, Headline: "Withheld: the group is small.",
					})
				}
			}
		}
	}
	return withheld, teams, nil
}

// readOwners are the teams that own services, by key of the service, as the key of a group.
func readOwners(ctx context.Context, db *sql.DB) (map[string]string, error) {
	rows, err := db.Query(ctx, `
		SELECT services.service, teams.team
		FROM facts.services AS services
		JOIN facts.teams AS teams ON teams.team_id = services.team_id`)
	if err != nil {
		return nil, fmt.Errorf("read who owns services: %w", err)
	}
	defer rows.Close()
	owners := map[string]string{}
	for rows.Next() {
		var service, team string
		if err := rows.Scan(&service, &team); err != nil {
			return nil, err
		}
		owners[service] = "team " + team
	}
	return owners, rows.Err()
}
