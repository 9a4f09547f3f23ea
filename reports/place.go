package reports

import (
	"context"
	"fmt"
	"slices"

	"github.com/fewhands/fewhands/sql"
)

// place is where pages are answered: a service, or a team with its services, as of the last kept week. A nil number is
// unknown, never zero.
type place struct {
	scope  string // "service" or "team"
	public string // the key in links and files: another where the key names somebody
	key    string // PagerDuty's id
	name   string

	// Of a service.
	team       *place // that owns it, nil where nobody does
	status     *string
	hasRunbook bool

	services  []*place // of a team, by name
	isDeleted bool

	// Of the 13 weeks that end with the last kept week; nil before the first incident or response.
	incidents *int64
	pages     *int64
	responses *int64
	eligible  *int64

	now  map[string]*float64 // by metric
	then standing            // 26 weeks before

	others map[string]*otherWork // tickets and commits, by channel
}

// standing is how few people responded in a week before.
type standing struct {
	half, eligible, rota *float64
}

// Half a year lies between a headline's two numbers: far enough to see a drift, near enough to remember.
const halfYear = 26

// value is a metric as of the last kept week.
func (p *place) value(metric string) *float64 { return p.now[metric] }

// few tells whether half of the responses came from one or two people.
func (s standing) few() bool { return s.half != nil && *s.half <= 2 }

// standing is how few people responded in the last window.
func (p *place) standing() standing {
	return standing{half: p.value("people_for_half"), eligible: float(p.eligible), rota: p.value("rotation_size")}
}

// file is the name of the page of a service or team below the site's folder.
func (p *place) file() string { return p.scope + "s/" + keySlug(p.public) + ".html" }

// places reads the services, and the teams that own one. A deleted service is here while the last window has incidents of
// it.
func (p period) places(ctx context.Context, db *sql.DB) (services, teams []*place, err error) {
	if len(p.weeks) == 0 {
		return nil, nil, nil
	}
	if services, teams, err = p.servicesAndTeams(ctx, db); err != nil {
		return nil, nil, fmt.Errorf("read services: %w", err)
	}
	for scope, list := range map[string][]*place{"service": services, "team": teams} {
		if err := p.fill(ctx, db, scope, list); err != nil {
			return nil, nil, err
		}
	}
	return services, teams, nil
}

func (p period) servicesAndTeams(ctx context.Context, db *sql.DB) (services, teams []*place, err error) {
	rows, err := db.Query(ctx, `
		SELECT s.service, s.name, s.status, s.has_runbook, s.is_deleted, t.team, t.name, t.is_deleted
		FROM facts.services AS s
		LEFT JOIN facts.teams AS t ON t.team_id = s.team_id
		LEFT JOIN weekly.incidents AS i ON i.scope = 'service' AND i.entity = s.service AND i.week = $1::DATE
		WHERE NOT s.is_deleted OR i.incidents > 0
		ORDER BY lower(s.name), s.service`, day(p.week))
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	byKey := map[string]*place{}
	for rows.Next() {
		s := &place{scope: "service", now: map[string]*float64{}}
		var team, teamName *string
		var teamDeleted *bool
		err := rows.Scan(&s.key, &s.name, &s.status, &s.hasRunbook, &s.isDeleted, &team, &teamName, &teamDeleted)
		if err != nil {
			return nil, nil, err
		}
		s.name, s.public = p.privacy.placeText(s.name), p.privacy.placeKey(s.key)
		services = append(services, s)
		if team == nil {
			continue
		}
		t := byKey[*team]
		if t == nil {
			t = &place{scope: "team", key: *team, public: p.privacy.placeKey(*team), name: p.privacy.placeText(*teamName), isDeleted: *teamDeleted, now: map[string]*float64{}}
			byKey[*team] = t
			teams = append(teams, t)
		}
		s.team = t
		t.services = append(t.services, s)
	}
	slices.SortStableFunc(teams, byName)
	return services, teams, rows.Err()
}

// fill reads the numbers of all places of a scope.
func (p period) fill(ctx context.Context, db *sql.DB, scope string, list []*place) error {
	at := map[string]*place{}
	for _, one := range list {
		at[one.key] = one
	}
	now, err := p.latest(ctx, db, scope)
	if err != nil {
		return err
	}
	for key, r := range now {
		for _, h := range r.all {
			if one := at[key]; one != nil && pageWork.shows(h.Channel) {
				one.now[h.Metric.Name] = h.Values[0]
			}
		}
	}
	if err := p.fillCounts(ctx, db, scope, at); err != nil {
		return fmt.Errorf("read %ss: %w", scope, err)
	}
	if err := p.fillOthers(ctx, db, scope, at); err != nil {
		return fmt.Errorf("read tickets and commits of %ss: %w", scope, err)
	}
	return nil
}

func (p period) fillCounts(ctx context.Context, db *sql.DB, scope string, at map[string]*place) error {
	then, _ := p.ago(halfYear)
	rows, err := db.Query(ctx, `
		SELECT
			i.entity,
			i.week = $2::DATE,
			i.incidents,
			i.pages,
			COALESCE(c.items, 0),
			c.eligible_people,
			h.value,
			r.value
		FROM weekly.incidents AS i
		LEFT JOIN weekly.concentration AS c ON c.channel = 'pages' AND c.scope = i.scope AND c.entity = i.entity AND c.week = i.week
		LEFT JOIN metrics.people_for_half AS h ON h.channel = 'pages' AND h.scope = i.scope AND h.entity = i.entity AND h.week = i.week
		LEFT JOIN metrics.rotation_size AS r ON r.scope = i.scope AND r.entity = i.entity AND r.week = i.week
		WHERE i.scope = $1 AND i.week IN ($2::DATE, $3::DATE)`, scope, day(p.week), day(then))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var key string
		var isNow bool
		var incidents, pages, responses int64
		var eligible *int64
		var half, rota *float64
		if err := rows.Scan(&key, &isNow, &incidents, &pages, &responses, &eligible, &half, &rota); err != nil {
			return err
		}
		one := at[key]
		switch {
		case one == nil:
		case isNow:
			one.incidents, one.pages, one.responses, one.eligible = &incidents, &pages, &responses, eligible
		default:
			one.then = standing{half: half, eligible: float(eligible), rota: rota}
		}
	}
	return rows.Err()
}
