package reports

import (
	"cmp"
	"slices"
)

// group is a number about the load, rest or morale of n people, beside the group that it is a part of.
type group struct {
	key, parent string // parent is "" at the top
	n           int64
	value       float64
}

// tallied is what a number about a group counts.
type tallied int

const (
	mean   tallied = iota // of what people said
	events                // things that happened to them: none of them is told as well as any
	heads                 // of the people themselves: as are all of them
)

// suppress says which of the numbers of one metric and week must not be told, so that none of a group of fewer than least people is,
// nor can be had by adding and subtracting others.
//
// A whole is taken to be the sum of its parts, which it is at most: people who are in two services count once in their team. First
// the small groups go. Then, of each whole with its parts, what is untold together must be at least two numbers, so that neither
// follows from the rest; where the whole is told, it must be about at least least people, and of counts it must be neither none
// nor, of people, all of them. Where it is not, the part of the fewest people goes too, or at last the whole. That is enough: a number is part
// of one whole at most, so in any sum of several wholes there is one of which only one number is in another, and the second of
// its untold numbers stays in the sum.
func suppress(groups []group, least int64, what tallied) map[string]bool {
	untold := map[string]bool{}
	parts := map[string][]group{}
	wholes := map[string]group{}
	for _, g := range groups {
		if g.n < least {
			untold[g.key] = true
		}
		wholes[g.key] = g
		if g.parent != "" {
			parts[g.parent] = append(parts[g.parent], g)
		}
	}
	var order []string
	for key, list := range parts {
		if _, is := wholes[key]; is {
			order = append(order, key)
			slices.SortFunc(list, func(a, b group) int { return cmp.Or(cmp.Compare(a.n, b.n), cmp.Compare(a.key, b.key)) })
		}
	}
	slices.Sort(order)
	for isDone := false; !isDone; {
		isDone = true
		for _, key := range order {
			for next := unsafe(wholes[key], parts[key], untold, least, what); next != ""; {
				untold[next] = true
				isDone = false
				next = unsafe(wholes[key], parts[key], untold, least, what)
			}
		}
	}
	return untold
}

// unsafe is what must not be told either of a whole and its parts, which are in the order of their people; "" where all is well.
func unsafe(whole group, parts []group, untold map[string]bool, least int64, what tallied) string {
	next := whole.key
	var people int64
	numbers := 0
	rest := whole.value
	for i := len(parts) - 1; i >= 0; i-- {
		if untold[parts[i].key] {
			numbers++
			people += parts[i].n
		} else {
			next = parts[i].key
			rest -= parts[i].value
		}
	}
	switch {
	case untold[whole.key] && numbers != 0, numbers == 0 && !untold[whole.key]:
		return ""
	case untold[whole.key]:
		return next // every part is told, and they are its sum
	case numbers < 2, people < least, what != mean && rest <= 0, what == heads && rest >= float64(people):
		return next
	}
	return ""
}
