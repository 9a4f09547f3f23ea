package reports

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/fewhands/fewhands/metrics"
	"github.com/fewhands/fewhands/sql"
)

// Trust is how far the numbers of a built warehouse can be trusted: what quality.html has, for `fewhands check`.
type Trust struct {
	AsOf       string          `json:"as_of"` // of the last build
	Sources    []TrustedSource `json:"sources"`
	Coverage   []PlaceNumber   `json:"coverage"`   // of the whole organisation; nil is too little data
	Unresolved []string        `json:"unresolved"` // keys of people known by one account only and not declared, most work first
	Unmapped   []UnmappedThing `json:"unmapped"`   // of no declared service and without an owning team
	Zoneless   []string        `json:"zoneless"`   // keys of people who were paged and whose time zone is not known, most pages first
}

// TrustedSource is an account or a repository, and how far it has been read.
type TrustedSource struct {
	Kind    string     `json:"kind"` // pagerduty, jira or git
	Name    string     `json:"name"`
	State   string     `json:"state"`   // whole, incomplete, not read lately, never read to its end, no longer configured
	ReadAt  *time.Time `json:"read_at"` // when the last reading that reached its end began
	Problem string     `json:"problem"`
	// What the state says: its last reading lacks nothing, and nothing is to be read of it any more.
	IsWhole   bool `json:"-"`
	IsRemoved bool `json:"-"`
}

// UnmappedThing is a service of PagerDuty, a Jira project or a repository.
type UnmappedThing struct {
	Kind string `json:"kind"` // pagerduty, jira or repository
	Key  string `json:"key"`
	Name string `json:"name"`
}

// ReadTrust reads it. How old sources are is told as of now.
func ReadTrust(ctx context.Context, db *sql.DB, now time.Time) (*Trust, error) {
	p, err := readPeriod(ctx, db)
	if err != nil {
		return nil, err
	}
	t := &Trust{AsOf: day(p.asOf), Sources: []TrustedSource{}, Coverage: []PlaceNumber{}, Unresolved: []string{}, Unmapped: []UnmappedThing{}, Zoneless: []string{}}
	p.asOf = now
	sources, err := p.sources(ctx, db)
	if err != nil {
		return nil, err
	}
	for _, s := range sources {
		t.Sources = append(t.Sources, TrustedSource{s.kind, s.name, s.state(p), s.readAt, s.problem, s.state(p) == "whole", s.removed})
	}
	for _, m := range slices.Concat(trustGroup, ageGroup) {
		values, err := metrics.Values(ctx, db, metrics.Filter{Metric: m.Name, Scope: "org", LastWeeks: 1})
		if err != nil {
			return nil, err
		}
		for _, v := range values {
			t.Coverage = append(t.Coverage, PlaceNumber{Metric: v.Metric, Channel: v.Channel, Value: v.Value, N: v.N, Unit: v.Unit, Coverage: v.Coverage})
		}
	}
	for _, list := range []struct {
		what  string
		query string
		add   func(scan func(...any) error) error
	}{
		{"unresolved people", `
			WITH activity AS (
				SELECT person_id, count(*) AS items FROM facts.responses GROUP BY person_id
				UNION ALL
				SELECT person_id, count(*) AS items FROM facts.commit_people WHERE NOT is_merge GROUP BY person_id
			)
			SELECT people.person
			FROM facts.people AS people
			LEFT JOIN activity ON activity.person_id = people.person_id
			WHERE NOT people.is_bot AND NOT people.is_declared AND people.sources < 2
			GROUP BY people.person
			ORDER BY COALESCE(sum(activity.items), 0) DESC, people.person`, adding(&t.Unresolved)},
		{"people without a time zone", `
			SELECT people.person
			FROM facts.pages AS pages
			JOIN facts.people AS people ON people.person_id = pages.person_id
			WHERE pages.day_part IS NULL
			GROUP BY people.person
			ORDER BY count(*) DESC, people.person`, adding(&t.Zoneless)},
		{"what is not mapped", `
			SELECT kind, thing, COALESCE(name, thing) FROM facts.mappings WHERE NOT is_mapped ORDER BY kind, lower(name), thing`,
			func(scan func(...any) error) error {
				var one UnmappedThing
				err := scan(&one.Kind, &one.Key, &one.Name)
				t.Unmapped = append(t.Unmapped, one)
				return err
			}},
	} {
		if err := (&site{db: db}).each(ctx, list.query, list.add); err != nil {
			return nil, fmt.Errorf("read %s: %w", list.what, err)
		}
	}
	return t, nil
}

func adding(to *[]string) func(scan func(...any) error) error {
	return func(scan func(...any) error) error {
		var text string
		err := scan(&text)
		*to = append(*to, text)
		return err
	}
}

// Text is a value as the terminal prints it: "96.4 %".
func (n PlaceNumber) Text() string {
	m, _ := metrics.Find(n.Metric)
	return withUnit(m, n.Value)
}
