package reports

import (
	"context"
	"fmt"
	"time"

	"github.com/fewhands/fewhands/metrics"
	"github.com/fewhands/fewhands/sql"
)

// ownWeeks is how far a person's own page goes back: a year.
const ownWeeks = 52

// individual is somebody with a page of their own: who was paged, on call or resolved a ticket in the kept weeks, or is declared in
// org.yaml. Bots are not here.
type individual struct {
	id     int64
	key    string
	name   string
	role   *string
	leftOn *time.Time
	zone   *string // today
	teams  []string
	own    entity // their metrics
	norms  []passed
	nights []time.Time // evenings, newest first
	gaps   []restGap
	joined []Identity // everything that is theirs in the sources
}

// passed is a norm that was passed in a week.
type passed struct {
	norm  string
	week  time.Time
	value float64
}

// restGap is a weekday morning without 11 hours of rest.
type restGap struct {
	morningOn time.Time
	pagedAt   time.Time
	hours     float64
}

// ownMetrics are the catalogue's rows of people.
var ownMetrics = chosen(func(m metrics.Metric) bool { return m.Private })

// individuals reads everybody who has a page, by name.
func (p period) individuals(ctx context.Context, db *sql.DB) ([]*individual, error) {
	if len(p.weeks) == 0 {
		return nil, nil
	}
	list, err := p.whoHasAPage(ctx, db)
	if err != nil {
		return nil, fmt.Errorf("read people: %w", err)
	}
	byID := map[int64]*individual{}
	for _, one := range list {
		byID[one.id] = one
	}
	own := p
	own.weeks = p.weeks[max(0, len(p.weeks)-ownWeeks):]
	histories, err := metrics.Histories(ctx, db, "person", "", lastKey, own.weeks)
	if err != nil {
		return nil, err
	}
	byKey := map[string]*record{}
	for _, one := range list {
		byKey[one.key] = &record{scope: "person", key: one.key, all: histories[one.key]}
	}
	err = p.readHours(ctx, db, "person", "", lastKey, func(key string) *record {
		if r := byKey[key]; r != nil {
			return r
		}
		return &record{} // of somebody without a page
	})
	if err != nil {
		return nil, err
	}
	for _, one := range list {
		one.own = own.entity(byKey[one.key], pageWork)
	}
	err = p.readOwnEvents(ctx, db, byID)
	return list, err
}

func (p period) whoHasAPage(ctx context.Context, db *sql.DB) ([]*individual, error) {
	rows, err := db.Query(ctx, `
		SELECT
			people.person_id,
			people.person,
			people.name,
			people.role,
			people.left_on,
			(SELECT arg_max(zones.time_zone, zones.since) FROM facts.time_zones AS zones WHERE zones.person_id = people.person_id AND zones.since <= $1::DATE + 1),
			COALESCE((
				SELECT list(DISTINCT teams.name ORDER BY teams.name)
				FROM facts.team_members AS members
				JOIN facts.teams AS teams ON teams.team_id = members.team_id
				WHERE members.person_id = people.person_id AND members.left_at IS NULL
			), [])
		FROM facts.people AS people
		WHERE NOT people.is_bot
			AND (people.is_declared OR people.person_id IN (SELECT person_id FROM weekly.person_load))
		ORDER BY lower(people.name), people.person`, day(p.asOf))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []*individual
	for rows.Next() {
		one := &individual{}
		var teams []any
		if err := rows.Scan(&one.id, &one.key, &one.name, &one.role, &one.leftOn, &one.zone, &teams); err != nil {
			return nil, err
		}
		for _, team := range teams {
			one.teams = append(one.teams, fmt.Sprint(team))
		}
		list = append(list, one)
	}
	return list, rows.Err()
}

// readOwnEvents reads what stands behind the numbers, of the last year.
func (p period) readOwnEvents(ctx context.Context, db *sql.DB, byID map[int64]*individual) error {
	since := p.weeks[max(0, len(p.weeks)-ownWeeks)]
	until := p.week.AddDate(0, 0, 7)
	each := func(what, query string, args []any, row func(scan func(...any) error) error) error {
		rows, err := db.Query(ctx, query, args...)
		if err != nil {
			return fmt.Errorf("read %s: %w", what, err)
		}
		defer rows.Close()
		for rows.Next() {
			if err := row(rows.Scan); err != nil {
				return fmt.Errorf("read %s: %w", what, err)
			}
		}
		return rows.Err()
	}
	to := func(id int64, put func(*individual)) {
		if one := byID[id]; one != nil {
			put(one)
		}
	}
	err := each("passed norms", `
		SELECT person_id, norm, week, value FROM weekly.person_norms WHERE week >= $1::DATE ORDER BY person_id, week, norm`,
		[]any{day(since)}, func(scan func(...any) error) error {
			var id int64
			var n passed
			err := scan(&id, &n.norm, &n.week, &n.value)
			to(id, func(one *individual) { one.norms = append(one.norms, n) })
			return err
		})
	if err != nil {
		return err
	}
	err = each("nights", `
		SELECT DISTINCT person_id, night_on FROM facts.nights WHERE week >= $1::DATE AND week < $2::DATE ORDER BY person_id, night_on DESC`,
		[]any{day(since), day(until)}, func(scan func(...any) error) error {
			var id int64
			var night time.Time
			err := scan(&id, &night)
			to(id, func(one *individual) { one.nights = append(one.nights, night) })
			return err
		})
	if err != nil {
		return err
	}
	err = each("rest gaps", `
		SELECT person_id, morning_on, paged_at, (epoch_us(morning_at) - epoch_us(paged_at)) / 3600e6
		FROM facts.rest_gaps WHERE week >= $1::DATE AND week < $2::DATE ORDER BY person_id, morning_on DESC`,
		[]any{day(since), day(until)}, func(scan func(...any) error) error {
			var id int64
			var gap restGap
			err := scan(&id, &gap.morningOn, &gap.pagedAt, &gap.hours)
			to(id, func(one *individual) { one.gaps = append(one.gaps, gap) })
			return err
		})
	if err != nil {
		return err
	}
	return eachIdentity(ctx, db, func(person int64, repository string, id Identity) {
		to(person, func(one *individual) {
			if repository != "" {
				id.Repositories = []string{repository}
			}
			one.joined = append(one.joined, id)
		})
	})
}
