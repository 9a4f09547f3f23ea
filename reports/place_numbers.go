package reports

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/fewhands/fewhands/metrics"
	"github.com/fewhands/fewhands/sql"
)

// PlaceNumbers is every number of one place, or person, as of the last kept week, in the order of the catalogue.
type PlaceNumbers struct {
	Scope  string        `json:"scope"`
	Entity string        `json:"entity"`
	Name   string        `json:"entity_name"`
	Week   string        `json:"week"`
	Values []PlaceNumber `json:"metrics"`
	// Absent are the metrics of which there is no row: not known of this place.
	Absent []string `json:"absent"`
}

// PlaceNumber is a row of metrics.csv and the same number 13 weeks before. nil is too little data, or withheld where it is suppressed.
type PlaceNumber struct {
	Metric     string   `json:"metric"`
	Channel    string   `json:"channel"`
	Value      *float64 `json:"value"`
	Before     *float64 `json:"before"`
	N          int64    `json:"n"`
	Unit       string   `json:"unit"`
	Coverage   *float64 `json:"coverage"`
	Suppressed bool     `json:"suppressed"`
}

// NumbersOf reads the numbers of a place: "" is the organisation, else its key or its name, or its scope and key, such as
// service/checkout. A person is person/ and the key. What exports withhold is withheld.
func NumbersOf(ctx context.Context, db *sql.DB, which string, privacy Privacy) (PlaceNumbers, error) {
	p, err := readPeriod(ctx, db)
	if err != nil {
		return PlaceNumbers{}, err
	}
	if len(p.weeks) == 0 {
		return PlaceNumbers{}, errors.New("there is not one full week to tell of yet")
	}
	of, err := findPlace(ctx, db, which)
	if err != nil {
		return of, err
	}
	if privacy, err = privacy.of(ctx, db, p); err != nil {
		return of, err
	}
	of.Week, of.Values, of.Absent = day(p.week), []PlaceNumber{}, []string{}
	before, hasBefore := p.ago(back)
	for _, m := range metrics.Catalog {
		if m.Private != (of.Scope == "person") {
			continue
		}
		values, err := metrics.Values(ctx, db, metrics.Filter{Metric: m.Name, Scope: of.Scope, Entity: of.Entity, LastWeeks: back + 1})
		if err != nil {
			return of, err
		}
		had := len(of.Values)
		for _, v := range values {
			if day(v.Week) != of.Week {
				continue
			}
			one := PlaceNumber{Metric: v.Metric, Channel: v.Channel, N: v.N, Unit: v.Unit, Coverage: v.Coverage}
			for _, then := range values {
				if hasBefore && then.Channel == v.Channel && then.Week.Equal(before) && !privacy.withhold(&then) {
					one.Before = then.Value
				}
			}
			one.Suppressed = privacy.withhold(&v)
			one.Value = v.Value
			of.Values = append(of.Values, one)
		}
		if len(of.Values) == had {
			of.Absent = append(of.Absent, m.Name)
		}
	}
	return of, nil
}

// ErrNoPlace says that a text names no place, or several.
var ErrNoPlace = errors.New("not one place")

// findPlace is the place that a text names. A person is found only where the text says that it is one.
func findPlace(ctx context.Context, db *sql.DB, which string) (PlaceNumbers, error) {
	if which == "" {
		return PlaceNumbers{Scope: "org", Entity: "organisation", Name: "Organisation"}, nil
	}
	scope, key, isWhole := strings.Cut(which, "/")
	if !isWhole || !slices.Contains([]string{"team", "service", "repo", "person"}, scope) {
		scope, key = "", which
	}
	rows, err := db.Query(ctx, `
		SELECT scope, entity, name
		FROM (
			SELECT 'team' AS scope, team AS entity, name, team AS known_as FROM facts.teams
			UNION ALL
			SELECT 'service' AS scope, service AS entity, name, service AS known_as FROM facts.services
			UNION ALL
			SELECT 'repo' AS scope, repo AS entity, repo AS name, repo AS known_as FROM facts.repositories
			UNION ALL
			SELECT 'person' AS scope, person AS entity, name, person AS known_as FROM facts.people WHERE NOT is_bot
			UNION ALL
			SELECT 'person' AS scope, people.person AS entity, people.name, identities.account AS known_as
			FROM facts.identities AS identities
			JOIN facts.people AS people
				ON people.person_id = identities.person_id
			WHERE identities.source = 'org'
		)
		WHERE ($1 = scope OR $1 = '' AND scope <> 'person') AND (known_as = $2 OR lower(name) = lower($2))
		GROUP BY scope, entity, name
		ORDER BY scope, entity`, scope, key)
	if err != nil {
		return PlaceNumbers{}, err
	}
	defer rows.Close()
	var found []PlaceNumbers
	for rows.Next() {
		var one PlaceNumbers
		if err := rows.Scan(&one.Scope, &one.Entity, &one.Name); err != nil {
			return one, err
		}
		found = append(found, one)
	}
	if err := rows.Err(); err != nil {
		return PlaceNumbers{}, err
	}
	byKey := slices.DeleteFunc(slices.Clone(found), func(one PlaceNumbers) bool { return one.Entity != key })
	switch {
	case len(byKey) == 1:
		return byKey[0], nil
	case len(found) == 1:
		return found[0], nil
	case len(found) == 0:
		return PlaceNumbers{}, fmt.Errorf("%w: no service, team or repository of the last build is called %q", ErrNoPlace, which)
	}
	var list []string
	for _, one := range found {
		list = append(list, one.Scope+"/"+one.Entity)
	}
	return PlaceNumbers{}, fmt.Errorf("%w: %q may be any of %s: say which", ErrNoPlace, which, strings.Join(list, ", "))
}

// WritePlaceNumbers prints them as a table of at most 100 columns.
func WritePlaceNumbers(w io.Writer, of PlaceNumbers) error {
	var out bytes.Buffer
	fmt.Fprintf(&out, "%s (%s %s), the week of %s\n\n", fit(shown(of.Name), 50), of.Scope, fit(shown(of.Entity), 30), of.Week)
	g := newGrid("Metric", "Channel", ">Value", ">13 weeks before", ">n")
	for _, one := range of.Values {
		m, _ := metrics.Find(one.Metric)
		value := withUnit(m, one.Value)
		switch {
		case one.Suppressed:
			value = "withheld"
		case one.Value == nil:
			value = "too little data"
		}
		g.add(one.Metric, one.Channel, value, withUnit(m, one.Before), grouped(one.N))
	}
	g.write(&out, "  ")
	if len(of.Absent) > 0 {
		out.WriteString("\nNot known of it:\n")
		for _, line := range wrap(strings.Join(of.Absent, ", "), 96) {
			out.WriteString("  " + line + "\n")
		}
	}
	_, err := w.Write(out.Bytes())
	return err
}

// withUnit is a value with its unit, a share with one decimal.
func withUnit(m metrics.Metric, v *float64) string {
	if m.Unit == metrics.Share {
		return tenths(v)
	}
	return m.Format(v)
}
