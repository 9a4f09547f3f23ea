package metrics

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/fewhands/fewhands/sql"
)

// FindPerson is the number of who is meant by a key, an id of org.yaml, an e-mail or a unique name, in this order. Who is not
// found, or is not the only one, is an error that names those who may be meant.
func (s *Situation) FindPerson(ctx context.Context, db *sql.DB, text string) (int32, error) {
	text = strings.TrimSpace(text)
	for _, p := range s.People {
		if p.Person == text {
			return p.ID, nil
		}
	}
	var id int32
	found := map[int32]bool{}
	for _, query := range []string{
		"SELECT person_id FROM facts.identities WHERE source = 'org' AND account = $1",
		`SELECT person_id FROM facts.identities WHERE email <> '' AND lower(email) = lower($1)
			UNION
			SELECT person_id FROM facts.people WHERE email <> '' AND lower(email) = lower($1)`,
		"SELECT person_id FROM facts.people WHERE lower(name) = lower($1)",
	} {
		err := each(ctx, db, query, []any{text}, []any{&id}, func() error {
			found[id] = s.People[id] != nil
			return nil
		})
		if err != nil {
			return 0, err
		}
		if len(found) > 0 {
			break
		}
	}
	ids := keys(found)
	people := slices.DeleteFunc(slices.Clone(ids), func(id int32) bool { return s.People[id] == nil })
	switch {
	case len(people) == 1:
		return people[0], nil
	case len(people) > 1:
		var list []string
		for _, id := range people {
			list = append(list, s.People[id].Person)
		}
		return 0, fmt.Errorf("%q may be any of %s: say which", text, strings.Join(list, ", "))
	case len(ids) > 0:
		return 0, fmt.Errorf("%q is a bot", text)
	}
	if near := s.near(text); len(near) > 0 {
		return 0, fmt.Errorf("nobody is called %q; near are %s", text, strings.Join(near, ", "))
	}
	return 0, fmt.Errorf("nobody is called %q; 'fewhands people' lists everybody", text)
}

// mostNear is how many people are proposed for one who is not found.
const mostNear = 5

// near are those whose key or name has the text in it, or is a few letters away from it.
func (s *Situation) near(text string) []string {
	type candidate struct {
		text     string
		distance int
	}
	var list []candidate
	asked := strings.ToLower(text)
	for _, id := range keys(s.People) {
		p := s.People[id]
		best := min(distance(asked, strings.ToLower(p.Person)), distance(asked, strings.ToLower(p.Name)))
		for word := range strings.FieldsSeq(strings.ToLower(p.Name)) {
			best = min(best, 1+distance(asked, word))
		}
		if len(asked) >= 2 && (strings.Contains(strings.ToLower(p.Name), asked) || strings.Contains(strings.ToLower(p.Person), asked)) {
			best = min(best, 1)
		}
		if 3*best <= len([]rune(asked))+2 {
			list = append(list, candidate{fmt.Sprintf("%s (%s)", p.Person, p.Name), best})
		}
	}
	slices.SortStableFunc(list, func(a, b candidate) int { return cmp.Compare(a.distance, b.distance) })
	var near []string
	for _, c := range list[:min(mostNear, len(list))] {
		near = append(near, c.text)
	}
	return near
}

// distance is how many letters must be put in, taken out or changed to make a text into another (Levenshtein 1966).
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		before := row[0]
		row[0] = i + 1
		for j := range y {
			change := before
			if x[i] != y[j] {
				change++
			}
			before = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(y)]
}
