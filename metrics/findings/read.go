package findings

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/fewhands/fewhands/sql"
)

// fixed are the columns that every rule's SELECT has; person_id is one too where a row is of a person. All others are
// numbers.
var fixed = []string{"channel", "scope", "entity", "week", "people", "of_people", "person_id"}

// eachEntity calls fn with the states of every entity for which a rule ever holds, in order of weeks.
func (b *book) eachEntity(ctx context.Context, tx *sql.Tx, table string, fn func([]*state) error) error {
	rows, err := tx.Query(ctx, "FROM "+table+" ORDER BY scope, entity, week")
	if err != nil {
		return err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	names := slices.DeleteFunc(slices.Clone(columns), func(c string) bool { return slices.Contains(fixed, c) })
	var states []*state
	for rows.Next() {
		s, err := b.scan(rows, columns, names)
		if err != nil {
			return err
		}
		n := len(states)
		switch {
		case n > 0 && states[n-1].sameAs(s):
			states[n-1].join(s)
			continue
		case n > 0 && !states[n-1].isOf(s):
			if err := fn(states); err != nil {
				return err
			}
			states = states[:0:0]
		}
		states = append(states, s)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if len(states) == 0 {
		return nil
	}
	return fn(states)
}

func (b *book) scan(rows *sql.Rows, columns, names []string) (*state, error) {
	s := &state{people: -1, of: -1, names: names, numbers: make([]float64, len(names))}
	var week time.Time
	var people, of, person *int32
	numbers := make([]*float64, len(names))
	into := make([]any, len(columns))
	for i, column := range columns {
		switch column {
		case "channel":
			into[i] = &s.channel
		case "scope":
			into[i] = &s.scope
		case "entity":
			into[i] = &s.entity
		case "week":
			into[i] = &week
		case "people":
			into[i] = &people
		case "of_people":
			into[i] = &of
		case "person_id":
			into[i] = &person
		default:
			into[i] = &numbers[slices.Index(names, column)]
		}
	}
	if err := rows.Scan(into...); err != nil {
		return nil, err
	}
	var ok bool
	if s.week, ok = b.number(week); !ok {
		return nil, fmt.Errorf("%s is no kept week", week.Format(time.DateOnly))
	}
	for i, n := range numbers {
		s.numbers[i] = math.NaN()
		if n != nil {
			s.numbers[i] = *n
		}
	}
	if people != nil {
		s.people = int(*people)
	}
	if of != nil {
		s.of = int(*of)
	}
	if person != nil {
		s.persons = []int32{*person}
	}
	return s, nil
}
