package reports

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/fewhands/fewhands/sql"
)

// Identified is a person with everything that is theirs in the sources. `fewhands people` prints it, its --json is this
// struct, and identities.csv has the same rows.
type Identified struct {
	Person     string     `json:"person"`
	Name       string     `json:"name"`
	Email      string     `json:"email"`
	Role       *string    `json:"role"`     // as declared; nil: not said
	LeftOn     *string    `json:"left_on"`  // as declared; nil: not said
	Declared   bool       `json:"declared"` // in org.yaml
	Bot        bool       `json:"bot"`
	Sources    int64      `json:"sources"`  // in how many of git, PagerDuty and Jira the person is known
	Resolved   bool       `json:"resolved"` // declared, or known in at least two sources; of all others there may be another person
	Activity   int64      `json:"activity"` // responses, events of tickets and commits, in all that is kept
	Identities []Identity `json:"identities"`
}

// Identity is an account, or a name and address in git.
type Identity struct {
	Source       string   `json:"source"`       // git, pagerduty, jira, org
	Account      string   `json:"account"`      // its id in the source; "" in git
	Repositories []string `json:"repositories"` // in git: those that have it
	Name         string   `json:"name"`
	Email        string   `json:"email"`
	MatchedBy    string   `json:"matched_by"` // alone, org.yaml, mailmap, email, noreply, former, plus, name
}

// Suggestion is two people who may be one.
type Suggestion struct {
	Number    int64   `json:"number"`
	Person    string  `json:"person"`
	Name      string  `json:"name"`
	Other     string  `json:"other_person"`
	OtherName string  `json:"other_name"`
	Strength  float64 `json:"strength"` // 0 to 1
	Evidence  string  `json:"evidence"`
}

// Roster is who is who.
type Roster struct {
	People      []Identified `json:"people"` // by key; bots too
	Suggestions []Suggestion `json:"suggestions"`
}

// Identities reads who is who in a built warehouse.
func Identities(ctx context.Context, db *sql.DB) (*Roster, error) {
	if _, err := readPeriod(ctx, db); err != nil {
		return nil, err
	}
	people, at, err := identified(ctx, db)
	if err != nil {
		return nil, fmt.Errorf("read people: %w", err)
	}
	err = eachIdentity(ctx, db, func(person int64, repository string, id Identity) {
		p := at[person]
		if repository != "" {
			same := func(o Identity) bool {
				return o.Source == id.Source && o.Name == id.Name && o.Email == id.Email && o.MatchedBy == id.MatchedBy
			}
			if i := slices.IndexFunc(p.Identities, same); i >= 0 {
				p.Identities[i].Repositories = append(p.Identities[i].Repositories, repository)
				return
			}
			id.Repositories = []string{repository}
		}
		p.Identities = append(p.Identities, id)
	})
	if err != nil {
		return nil, fmt.Errorf("read identities: %w", err)
	}
	suggestions, err := suggestions(ctx, db)
	if err != nil {
		return nil, fmt.Errorf("read suggestions: %w", err)
	}
	return &Roster{people, suggestions}, nil
}

// Only is the roster of some people, by their keys, with the suggestions about them.
func (r *Roster) Only(keys []string) (*Roster, error) {
	some := &Roster{People: []Identified{}, Suggestions: []Suggestion{}}
	for _, key := range keys {
		p := r.person(key)
		if p == nil {
			return nil, fmt.Errorf("nobody is called %q; 'fewhands people' lists everybody", key)
		}
		some.People = append(some.People, *p)
	}
	for _, s := range r.Suggestions {
		if slices.Contains(keys, s.Person) || slices.Contains(keys, s.Other) {
			some.Suggestions = append(some.Suggestions, s)
		}
	}
	return some, nil
}

func identified(ctx context.Context, db *sql.DB) ([]Identified, map[int64]*Identified, error) {
	rows, err := db.Query(ctx, `
		WITH activity AS (
			SELECT person_id, count(*) AS items FROM facts.responses GROUP BY person_id
			UNION ALL
			SELECT person_id, count(*) AS items FROM facts.ticket_events WHERE person_id IS NOT NULL GROUP BY person_id
			UNION ALL
			SELECT person_id, count(*) AS items FROM facts.commit_people WHERE NOT is_merge GROUP BY person_id
		)
		SELECT
			people.person_id,
			people.person,
			people.name,
			people.email,
			people.role,
			people.left_on,
			people.is_declared,
			people.is_bot,
			people.sources,
			people.is_declared OR people.sources > 1,
			COALESCE(sum(activity.items), 0)::BIGINT
		FROM facts.people AS people
		LEFT JOIN activity
			ON activity.person_id = people.person_id
		GROUP BY ALL
		ORDER BY people.person`)
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	people := []Identified{}
	var ids []int64
	for rows.Next() {
		p := Identified{Identities: []Identity{}}
		var id int64
		var left *time.Time
		err := rows.Scan(&id, &p.Person, &p.Name, &p.Email, &p.Role, &left, &p.Declared, &p.Bot, &p.Sources, &p.Resolved, &p.Activity)
		if err != nil {
			return nil, nil, err
		}
		if left != nil {
			text := day(*left)
			p.LeftOn = &text
		}
		people = append(people, p)
		ids = append(ids, id)
	}
	at := make(map[int64]*Identified, len(ids))
	for i, id := range ids {
		at[id] = &people[i]
	}
	return people, at, rows.Err()
}

// eachIdentity calls fn with every identity, those of one person one after the other; repository is that of one in git.
func eachIdentity(ctx context.Context, db *sql.DB, fn func(person int64, repository string, id Identity)) error {
	rows, err := db.Query(ctx, `
		SELECT
			identities.person_id,
			COALESCE(repositories.repo, ''),
			identities.source,
			COALESCE(identities.account, ''),
			identities.name,
			identities.email,
			identities.matched_by
		FROM facts.identities AS identities
		JOIN facts.people AS people
			ON people.person_id = identities.person_id
		LEFT JOIN facts.repositories AS repositories
			ON repositories.repo_id = identities.repo_id
		ORDER BY
			people.person,
			CASE identities.source WHEN 'org' THEN 1 WHEN 'pagerduty' THEN 2 WHEN 'jira' THEN 3 ELSE 4 END,
			identities.account,
			identities.name,
			identities.email,
			repositories.repo,
			identities.identity_id`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var person int64
		var repository string
		var id Identity
		if err := rows.Scan(&person, &repository, &id.Source, &id.Account, &id.Name, &id.Email, &id.MatchedBy); err != nil {
			return err
		}
		fn(person, repository, id)
	}
	return rows.Err()
}

func suggestions(ctx context.Context, db *sql.DB) ([]Suggestion, error) {
	rows, err := db.Query(ctx, `
		SELECT s.suggestion_id, a.person, a.name, b.person, b.name, s.strength, s.evidence
		FROM facts.suggestions AS s
		JOIN facts.people AS a ON a.person_id = s.person_id
		JOIN facts.people AS b ON b.person_id = s.other_person_id
		ORDER BY s.suggestion_id`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	list := []Suggestion{}
	for rows.Next() {
		var s Suggestion
		if err := rows.Scan(&s.Number, &s.Person, &s.Name, &s.Other, &s.OtherName, &s.Strength, &s.Evidence); err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, rows.Err()
}
