package findings

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/fewhands/fewhands/sql"
)

// Finding is one finding of a built warehouse, as of its last kept week.
type Finding struct {
	Kind       string
	Severity   string
	Scope      string // "org", "team", "service" or "repo"
	Entity     string
	EntityName string    // the name for people; of a repository its key
	Team       string    // key of the team that owns a service, "" where none does
	Since      time.Time // Monday of the week in which it began
	IsOlder    bool      // it held already in the first kept week: it began in that of Since or before
	FirstSeen  time.Time // Monday of the first week in which the rule was met
	Ended      time.Time // Monday of the first week in which it was none any more; zero while it holds
	People     *int64    // nil where it is not about people
	OfPeople   *int64
	Headline   string     // follows the entity's name; no names of people
	Evidence   string     // Looked as one text, for files
	Looked     []Evidence // at what the rule looked
	Suggestion string
	IsPersonal bool     // about load and rest
	Who        []Person // whom it is about, for where people are named
}

// Person is somebody by their key in facts.people.
type Person struct{ Key, Name string }

// List reads the findings that hold, in the order in which they are told.
func List(ctx context.Context, db *sql.DB) ([]Finding, error) {
	return list(ctx, db, "f.ended IS NULL")
}

// Ended reads the findings that ended after a week, newest end first; what was good news is none of them.
func Ended(ctx context.Context, db *sql.DB, week time.Time) ([]Finding, error) {
	found, err := list(ctx, db, "f.ended > $1::DATE AND f.severity <> '"+Good+"'", week.Format(time.DateOnly))
	slices.SortStableFunc(found, func(a, b Finding) int { return b.Ended.Compare(a.Ended) })
	return found, err
}

func list(ctx context.Context, db *sql.DB, where string, args ...any) ([]Finding, error) {
	people, err := readPeople(ctx, db)
	if err != nil {
		return nil, fmt.Errorf("read findings.people: %w", err)
	}
	evidence, err := readEvidence(ctx, db)
	if err != nil {
		return nil, err
	}
	rows, err := db.Query(ctx, `
		SELECT
			f.finding_id, f.finding, f.severity, f.scope, f.entity,
			CASE WHEN f.scope = 'org' THEN 'Organisation' ELSE COALESCE(services.name, teams.name, f.entity) END,
			COALESCE(owners.team, ''),
			f.since, f.is_older, f.first_seen, f.ended, f.people, f.of_people, f.headline, f.evidence, f.suggestion, f.is_personal
		FROM findings.findings AS f
		LEFT JOIN facts.services AS services ON f.scope = 'service' AND services.service = f.entity
		LEFT JOIN facts.teams AS teams ON f.scope = 'team' AND teams.team = f.entity
		LEFT JOIN facts.teams AS owners ON owners.team_id = services.team_id
		WHERE `+where+`
		ORDER BY f.finding_id`, args...)
	if err != nil {
		return nil, fmt.Errorf("read findings: %w", err)
	}
	defer rows.Close()
	var list []Finding
	for rows.Next() {
		var f Finding
		var id int64
		var ended *time.Time
		err := rows.Scan(&id, &f.Kind, &f.Severity, &f.Scope, &f.Entity, &f.EntityName, &f.Team,
			&f.Since, &f.IsOlder, &f.FirstSeen, &ended, &f.People, &f.OfPeople, &f.Headline, &f.Evidence, &f.Suggestion, &f.IsPersonal)
		if err != nil {
			return nil, fmt.Errorf("read findings: %w", err)
		}
		if ended != nil {
			f.Ended = *ended
		}
		f.Looked = evidence[id]
		f.Who = people[id]
		list = append(list, f)
	}
	return list, rows.Err()
}

// Untested lists, by scope and key with a space between, the channels that could not be tested for a drift in the last kept
// week, because there was too little data.
func Untested(ctx context.Context, db *sql.DB) (map[string][]string, error) {
	rows, err := db.Query(ctx, `
		SELECT scope || ' ' || entity, channel
		FROM findings.tests
		WHERE state = 'too little data'
		ORDER BY scope, entity, CASE channel WHEN 'pages' THEN 1 WHEN 'tickets' THEN 2 ELSE 3 END`)
	if err != nil {
		return nil, fmt.Errorf("read findings.tests: %w", err)
	}
	defer rows.Close()
	channels := map[string][]string{}
	for rows.Next() {
		var key, channel string
		if err := rows.Scan(&key, &channel); err != nil {
			return nil, err
		}
		channels[key] = append(channels[key], channel)
	}
	return channels, rows.Err()
}

func readPeople(ctx context.Context, db *sql.DB) (map[int64][]Person, error) {
	rows, err := db.Query(ctx, `
		SELECT found.finding_id, people.person, people.name
		FROM findings.people AS found
		JOIN facts.people AS people ON people.person_id = found.person_id
		ORDER BY found.finding_id, people.name, people.person`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	list := map[int64][]Person{}
	for rows.Next() {
		var id int64
		var p Person
		if err := rows.Scan(&id, &p.Key, &p.Name); err != nil {
			return nil, err
		}
		list[id] = append(list[id], p)
	}
	return list, rows.Err()
}

// New counts the findings that hold and were first seen in the last kept week.
func New(ctx context.Context, db *sql.DB) (found, isNew int, err error) {
	err = db.QueryRow(ctx, `
		SELECT count(*), count(CASE WHEN first_seen = (SELECT max(week) FROM weekly.weeks) THEN 1 END)
		FROM findings.findings
		WHERE ended IS NULL`).Scan(&found, &isNew)
	return found, isNew, err
}
