package findings

import (
	"math"
	"slices"
)

// state is what a rule says of an entity in a week in which it holds.
type state struct {
	channel, scope, entity string
	week                   int // number of the kept week
	people, of             int // -1 where they are not known
	persons                []int32
	names                  []string // of the numbers, the same list for all states of a kind
	numbers                []float64

	ending, day string // of a recovery: what is over, and the date that its sentence names
}

// has tells whether a number of the rule is known.
func (s *state) has(name string) bool { return !math.IsNaN(s.number(name)) }

// number is NaN where it is not known.
func (s *state) number(name string) float64 {
	i := slices.Index(s.names, name)
	if i < 0 {
		return math.NaN()
	}
	return s.numbers[i]
}

func (s *state) set(name string, n float64) { s.numbers[slices.Index(s.names, name)] = n }

// whole is a number without decimals, 0 where it is not known.
func (s *state) whole(name string) int {
	if !s.has(name) {
		return 0
	}
	return int(math.Round(s.number(name)))
}

// join adds what the rule says of another person of the same entity and week: the larger numbers count.
func (s *state) join(other *state) {
	s.persons = append(s.persons, other.persons...)
	for i, n := range other.numbers {
		if math.IsNaN(s.numbers[i]) || n > s.numbers[i] {
			s.numbers[i] = n
		}
	}
}

// sameAs tells whether it is of the same entity and week.
func (s *state) sameAs(other *state) bool {
	return s.week == other.week && s.isOf(other)
}

func (s *state) isOf(other *state) bool { return s.scope == other.scope && s.entity == other.entity }
