package reports

import (
	"context"
	"fmt"
	"time"
)

// teamWeek is what a team reads before its weekly review of on-call, of the last full week.
type teamWeek struct {
	services []*serviceWeek
	people   []*personWeek
	open     []openIncident
	rota     []rotaTurn
	isKnown  bool // incidents have been read of the week
	hasUsual bool // … and of the 12 weeks before
}

// serviceWeek is the week of a service. A usual week is the mean of the 12 before.
type serviceWeek struct {
	key, name string
	incidents int64
	weekPages
	answered       int64 // incidents that somebody acknowledged
	usual          float64
	usualIncidents float64
}

// personWeek is somebody who was paged for a team's services, responded to them, or was on call for them at level 1. Pages are those
// for the team's services; load and rest are the person's, wherever they came from.
type personWeek struct {
	id        int32
	key, name string
	weekPages
	responses int64
	nights    *int64
	onCall    *float64
	norms     map[string]float64 // that were passed, with the value
}

// openIncident is one that has not been resolved on the day the report is of.
type openIncident struct {
	service, title, urgency string
	createdAt               time.Time
	isAcknowledged          bool
}

// rotaTurn is somebody's time on call at level 1 for services of a team, in this week or the next.
type rotaTurn struct {
	services  string
	key, name string
	week      time.Time
	hours     float64
}

// teamWeeks reads the week of every team at once.
func (s *site) teamWeeks(ctx context.Context) (map[string]*teamWeek, error) {
	var isKnown, hasUsual bool
	err := s.db.QueryRow(ctx, "SELECT COALESCE(MIN(week) <= $1::DATE, FALSE), COALESCE(MIN(week) <= $1::DATE - 84, FALSE) FROM facts.incidents", day(s.period.week)).
		Scan(&isKnown, &hasUsual)
	if err != nil {
		return nil, fmt.Errorf("read when incidents begin: %w", err)
	}
	all := map[string]*teamWeek{}
	for _, t := range s.teams {
		all[t.key] = &teamWeek{isKnown: isKnown, hasUsual: hasUsual}
	}
	for _, read := range []struct {
		what string
		read func(context.Context, map[string]*teamWeek) error
	}{
		{"services", s.readServiceWeeks}, {"people", s.readPersonWeeks}, {"passed norms", s.readPassedNorms},
		{"open incidents", s.readOpenIncidents}, {"the rota", s.readRota},
	} {
		if err := read.read(ctx, all); err != nil {
			return nil, fmt.Errorf("read the week's %s: %w", read.what, err)
		}
	}
	return all, nil
}

func (s *site) readServiceWeeks(ctx context.Context, all map[string]*teamWeek) error {
	return s.each(ctx, `
		WITH pages AS (
			SELECT
				service_id,
				COUNT(*) FILTER (WHERE week = $1::DATE) AS pages,
				COUNT(*) FILTER (WHERE week = $1::DATE AND day_part = 'business') AS business,
				COUNT(*) FILTER (WHERE week = $1::DATE AND day_part = 'off_hours') AS off,
				COUNT(*) FILTER (WHERE week = $1::DATE AND day_part = 'sleep') AS sleep,
				COUNT(*) FILTER (WHERE week < $1::DATE) / 12 AS usual
			FROM facts.pages
			WHERE week BETWEEN $1::DATE - 84 AND $1::DATE
			GROUP BY service_id
		),
		incidents AS (
			SELECT
				service_id,
				COUNT(*) FILTER (WHERE week = $1::DATE) AS incidents,
				COUNT(*) FILTER (WHERE week = $1::DATE AND acknowledged_at IS NOT NULL) AS answered,
				COUNT(*) FILTER (WHERE week < $1::DATE) / 12 AS usual
			FROM facts.incidents
			WHERE week BETWEEN $1::DATE - 84 AND $1::DATE
			GROUP BY service_id
		)
		SELECT
			teams.team, services.service, services.name,
			COALESCE(incidents.incidents, 0), COALESCE(pages.pages, 0), COALESCE(pages.business, 0), COALESCE(pages.off, 0), COALESCE(pages.sleep, 0),
			COALESCE(incidents.answered, 0), COALESCE(pages.usual, 0), COALESCE(incidents.usual, 0)
		FROM facts.services AS services
		JOIN facts.teams AS teams ON teams.team_id = services.team_id
		LEFT JOIN pages ON pages.service_id = services.service_id
		LEFT JOIN incidents ON incidents.service_id = services.service_id
		WHERE pages.pages > 0 OR pages.usual > 0 OR incidents.incidents > 0 OR incidents.usual > 0
		ORDER BY pages.pages DESC NULLS LAST, incidents.incidents DESC NULLS LAST, services.service`, func(scan func(...any) error) error {
		var team string
		var one serviceWeek
		err := scan(&team, &one.key, &one.name, &one.incidents, &one.pages, &one.business, &one.off, &one.sleep, &one.answered, &one.usual, &one.usualIncidents)
		if t := all[team]; t != nil {
			one.name, one.key = s.opts.Privacy.placeText(one.name), s.opts.Privacy.placeKey(one.key)
			t.services = append(t.services, &one)
		}
		return err
	}, day(s.period.week))
}

func (s *site) readPersonWeeks(ctx context.Context, all map[string]*teamWeek) error {
	return s.each(ctx, `
		WITH paged AS (
			SELECT
				team_id,
				person_id,
				COUNT(*) AS pages,
				COUNT(*) FILTER (WHERE day_part = 'business') AS business,
				COUNT(*) FILTER (WHERE day_part = 'off_hours') AS off,
				COUNT(*) FILTER (WHERE day_part = 'sleep') AS sleep
			FROM facts.pages
			WHERE week = $1::DATE AND person_id IS NOT NULL AND team_id IS NOT NULL
			GROUP BY team_id, person_id
		),
		answered AS (
			SELECT team_id, person_id, COUNT(*) AS responses
			FROM facts.responses
			WHERE week = $1::DATE AND team_id IS NOT NULL
			GROUP BY team_id, person_id
		),
		on_rota AS (
			SELECT DISTINCT teams.team_id, on_call.person_id
			FROM facts.on_call AS on_call
			JOIN weekly.rotas AS rotas ON rotas.scope = 'team' AND rotas.policy = on_call.policy
			JOIN facts.teams AS teams ON teams.team = rotas.entity
			WHERE on_call.level = 1
				AND (on_call.first_on IS NULL OR on_call.first_on <= $1::DATE + 6)
				AND (on_call.last_on IS NULL OR on_call.last_on >= $1::DATE)
		),
		involved AS (
			SELECT team_id, person_id FROM paged
			UNION
			SELECT team_id, person_id FROM answered
			UNION
			SELECT team_id, person_id FROM on_rota
		)
		SELECT
			teams.team, people.person_id, people.person, people.name,
			COALESCE(paged.pages, 0), COALESCE(paged.business, 0), COALESCE(paged.off, 0), COALESCE(paged.sleep, 0), COALESCE(answered.responses, 0),
			load.nights_in_a_row, load.on_call_hours
		FROM involved
		JOIN facts.teams AS teams ON teams.team_id = involved.team_id
		JOIN facts.people AS people ON people.person_id = involved.person_id
		LEFT JOIN paged ON paged.team_id = involved.team_id AND paged.person_id = involved.person_id
		LEFT JOIN answered ON answered.team_id = involved.team_id AND answered.person_id = involved.person_id
		LEFT JOIN weekly.person_load AS load ON load.person_id = involved.person_id AND load.week = $1::DATE
		WHERE NOT people.is_bot
		ORDER BY COALESCE(paged.sleep, 0) DESC, COALESCE(paged.pages, 0) DESC, COALESCE(load.on_call_hours, 0) DESC, people.person`,
		func(scan func(...any) error) error {
			var team string
			one := personWeek{norms: map[string]float64{}}
			err := scan(&team, &one.id, &one.key, &one.name, &one.pages, &one.business, &one.off, &one.sleep, &one.responses, &one.nights, &one.onCall)
			if t := all[team]; t != nil {
				t.people = append(t.people, &one)
			}
			return err
		}, day(s.period.week))
}

func (s *site) readPassedNorms(ctx context.Context, all map[string]*teamWeek) error {
	at := map[int32][]*personWeek{}
	for _, t := range all {
		for _, p := range t.people {
			at[p.id] = append(at[p.id], p)
		}
	}
	return s.each(ctx, "SELECT person_id, norm, value FROM weekly.person_norms WHERE week = $1::DATE", func(scan func(...any) error) error {
		var id int32
		var norm string
		var value float64
		err := scan(&id, &norm, &value)
		for _, p := range at[id] {
			p.norms[norm] = value
		}
		return err
	}, day(s.period.week))
}

func (s *site) readOpenIncidents(ctx context.Context, all map[string]*teamWeek) error {
	return s.each(ctx, `
		SELECT teams.team, services.name, COALESCE(keys.title, ''), COALESCE(incidents.urgency, ''), incidents.created_at, incidents.acknowledged_at IS NOT NULL
		FROM facts.incidents AS incidents
		JOIN facts.incident_keys AS keys ON keys.incident_id = incidents.incident_id
		JOIN facts.teams AS teams ON teams.team_id = incidents.team_id
		JOIN facts.services AS services ON services.service_id = incidents.service_id
		WHERE incidents.resolved_at IS NULL AND NOT COALESCE(incidents.was_merged, FALSE)
		ORDER BY incidents.urgency = 'high' DESC, incidents.created_at DESC, incidents.incident_id`, func(scan func(...any) error) error {
		var team string
		var one openIncident
		err := scan(&team, &one.service, &one.title, &one.urgency, &one.createdAt, &one.isAcknowledged)
		if t := all[team]; t != nil {
			one.service, one.title = s.opts.Privacy.placeText(one.service), s.opts.Privacy.teamText(one.title)
			t.open = append(t.open, one)
		}
		return err
	})
}

// readRota reads who is on call from the Monday before the day of the report on, for two weeks.
func (s *site) readRota(ctx context.Context, all map[string]*teamWeek) error {
	return s.each(ctx, `
		WITH weeks AS (
			SELECT unnest([date_trunc('week', $1::DATE)::DATE, date_trunc('week', $1::DATE)::DATE + 7]) AS week
		),
		served AS (
			SELECT teams.team, parts.policy, string_agg(DISTINCT services.name, ', ' ORDER BY services.name) AS services
			FROM facts.pagerduty_services AS parts
			JOIN facts.services AS services ON services.service_id = parts.service_id
			JOIN facts.teams AS teams ON teams.team_id = services.team_id
			WHERE parts.policy IS NOT NULL AND NOT parts.is_deleted
			GROUP BY teams.team, parts.policy
		)
		SELECT
			served.team, served.services, people.person, people.name, weeks.week,
			SUM(epoch(LEAST(COALESCE(on_call.ended_at, TIMESTAMPTZ 'infinity'), make_timestamptz(epoch_us(weeks.week::TIMESTAMP) + 604800000000))
				- GREATEST(COALESCE(on_call.started_at, TIMESTAMPTZ '-infinity'), make_timestamptz(epoch_us(weeks.week::TIMESTAMP))))) / 3600 AS hours
		FROM served
		JOIN facts.on_call AS on_call ON on_call.policy = served.policy AND on_call.level = 1
		JOIN weeks
			ON (on_call.ended_at IS NULL OR on_call.ended_at > make_timestamptz(epoch_us(weeks.week::TIMESTAMP)))
			AND (on_call.started_at IS NULL OR on_call.started_at < make_timestamptz(epoch_us(weeks.week::TIMESTAMP) + 604800000000))
		JOIN facts.people AS people ON people.person_id = on_call.person_id
		GROUP BY ALL
		ORDER BY served.services, weeks.week, hours DESC, people.person`, func(scan func(...any) error) error {
		var team string
		var one rotaTurn
		err := scan(&team, &one.services, &one.key, &one.name, &one.week, &one.hours)
		if t := all[team]; t != nil {
			one.services = s.opts.Privacy.placeText(one.services)
			t.rota = append(t.rota, one)
		}
		return err
	}, day(s.period.asOf))
}
