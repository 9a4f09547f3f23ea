package metrics

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/fewhands/fewhands/sql"
)

// querier is a warehouse, or a transaction on one.
type querier interface {
	Query(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// ErrNotBuilt is what reading the last week of a warehouse gives that has none, or was built by an earlier version.
var ErrNotBuilt = errors.New("the warehouse has not been built yet by this version: run fewhands build")

// ReadSituation reads the last kept week of a built warehouse.
func ReadSituation(ctx context.Context, db *sql.DB) (*Situation, error) {
	return readSituation(ctx, db)
}

func readSituation(ctx context.Context, db querier) (*Situation, error) {
	s := &Situation{People: map[int32]*Somebody{}, byPlace: map[placeKey]*standingPlace{}, services: map[int32]string{}}
	for _, read := range []struct {
		what string
		read func(context.Context, querier) error
	}{
		{"last week", s.readWeek}, {"people", s.readPeople}, {"names of services and teams", s.readNames}, {"who did the work", s.readWork},
		{"who is eligible", s.readEligible}, {"who holds the code", s.readCode}, {"truck factors", s.readEnoughCode},
	} {
		err := read.read(ctx, db)
		if errors.Is(err, ErrNotBuilt) {
			return nil, err
		}
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", read.what, err)
		}
	}
	return s, nil
}

// each calls fn for every row of a query, scanned into the given pointers.
func each(ctx context.Context, db querier, query string, args []any, into []any, fn func() error) error {
	rows, err := db.Query(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		if err := fn(); err != nil {
			return err
		}
	}
	return rows.Err()
}

func (s *Situation) readWeek(ctx context.Context, db querier) error {
	var tables int
	err := each(ctx, db, `
		SELECT COUNT(*)
		FROM information_schema.tables
		WHERE table_schema = 'weekly' AND table_name IN ('weeks', 'file_authors')`, nil, []any{&tables}, func() error { return nil })
	if err != nil {
		return err
	}
	if tables < 2 {
		return ErrNotBuilt
	}
	var week *time.Time
	err = each(ctx, db, "SELECT MAX(week) FROM weekly.weeks", nil, []any{&week}, func() error { return nil })
	if err != nil {
		return err
	}
	if week == nil {
		return ErrNotBuilt
	}
	s.Week = *week
	return nil
}

// day is the last kept week as an argument of queries.
func (s *Situation) day() string { return s.Week.Format(time.DateOnly) }

func (s *Situation) readPeople(ctx context.Context, db querier) error {
	var id int32
	var person, name string
	var left bool
	err := each(ctx, db, `
		SELECT person_id, person, name, COALESCE(left_on < $1::DATE + 7, FALSE)
		FROM facts.people
		WHERE NOT is_bot
		ORDER BY name, person_id`, []any{s.day()}, []any{&id, &person, &name, &left}, func() error {
		s.People[id] = &Somebody{ID: id, Person: person, Name: name, Left: left}
		return nil
	})
	if err != nil {
		return err
	}
	// The truck factor goes by the order of everybody's names, bots too.
	rank := int32(0)
	err = each(ctx, db, "SELECT person_id FROM facts.people ORDER BY name, person_id", nil, []any{&id}, func() error {
		for int(id) >= len(s.ranks) {
			s.ranks = append(s.ranks, 0)
		}
		s.ranks[id] = rank
		rank++
		return nil
	})
	if err != nil {
		return err
	}
	s.isActive = make([]bool, len(s.ranks))
	return each(ctx, db, "SELECT person_id FROM weekly.active_people", nil, []any{&id}, func() error {
		s.isActive[id] = true
		return nil
	})
}

func (s *Situation) readNames(ctx context.Context, db querier) error {
	var id int32
	var key, name, team string
	err := each(ctx, db, `
		SELECT services.service_id, services.service, COALESCE(services.name, services.service), COALESCE(teams.team, '')
		FROM facts.services AS services
		LEFT JOIN facts.teams AS teams
			ON teams.team_id = services.team_id
		ORDER BY services.service_id`, nil, []any{&id, &key, &name, &team}, func() error {
		s.services[id] = key
		p := s.place("service", key)
		p.name, p.team = name, team
		return nil
	})
	if err != nil {
		return err
	}
	return each(ctx, db, "SELECT team, COALESCE(name, team) FROM facts.teams ORDER BY team_id", nil, []any{&key, &name}, func() error {
		s.place("team", key).name = name
		return nil
	})
}

// place is the one of that key; it is made where there is none.
func (s *Situation) place(scope, entity string) *standingPlace {
	key := placeKey{scope, entity}
	p := s.byPlace[key]
	if p == nil {
		p = &standingPlace{placeKey: key, name: entity}
		if scope == "org" {
			p.name = "Organisation"
		}
		s.byPlace[key] = p
		s.places = append(s.places, p)
	}
	return p
}

// work is a channel of a place, nil for channels that are no work.
func (s *Situation) work(channel, scope, entity string) *standingWork {
	for i, name := range workChannels {
		if name == channel {
			p := s.place(scope, entity)
			if p.works[i] == nil {
				p.works[i] = &standingWork{}
			}
			return p.works[i]
		}
	}
	return nil
}

func (s *Situation) readWork(ctx context.Context, db querier) error {
	var channel, scope, entity string
	var days int32
	var hasEnough bool
	err := each(ctx, db, `
		SELECT channel, scope, entity, days_of_data, has_enough_data
		FROM weekly.concentration
		WHERE week = $1::DATE
		ORDER BY channel, scope, entity`, []any{s.day()}, []any{&channel, &scope, &entity, &days, &hasEnough}, func() error {
		if w := s.work(channel, scope, entity); w != nil {
			w.isOld, w.hasSome = days >= 30, hasEnough
		}
		return nil
	})
	if err != nil {
		return err
	}
	var person int32
	var items int64
	return each(ctx, db, `
		SELECT series.channel, series.scope, series.entity, ranks.person_id, ranks.items
		FROM weekly.ranks AS ranks
		JOIN weekly.series AS series
			ON series.series_id = ranks.series_id
		WHERE ranks.week = $1::DATE
		ORDER BY series.series_id, ranks.rank`, []any{s.day()}, []any{&channel, &scope, &entity, &person, &items}, func() error {
		if w := s.work(channel, scope, entity); w != nil {
			w.people = append(w.people, part{person, float64(items)})
		}
		return nil
	})
}

// readEligible reads who weekly.eligible counts.
func (s *Situation) readEligible(ctx context.Context, db querier) error {
	var channel, scope, entity string
	var person int32
	return each(ctx, db, `
		SELECT series.channel, series.scope, series.entity, people.person_id
		FROM weekly.eligibility AS people
		JOIN weekly.series AS series
			ON series.series_id = people.series_id
		WHERE people.since <= $1::DATE
			AND people.until > $1::DATE
		ORDER BY people.series_id, people.person_id`, []any{s.day()}, []any{&channel, &scope, &entity, &person}, func() error {
		if w := s.work(channel, scope, entity); w != nil {
			w.eligible = append(w.eligible, person)
		}
		return nil
	})
}
