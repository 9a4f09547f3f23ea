package metrics

import (
	"math"
	"slices"
)

// Which events count: everything is comparable with the literature, kept is what remains without bots and without
// commits over 1,000 files. A rename that is not kept is nobody's work, but the file keeps the history it had before.
const (
	everything = iota
	kept
	variants
)

// events are one person's events in the history of a file.
type events struct {
	adds    int32 // A: created it
	changes int32 // M and R: changed or renamed it
}

// credit is what one person did in the history of a file.
type credit struct {
	person int32 // the repository's number for the person
	done   [variants]events
}

// degreeOfAuthorship is DOA of Avelino, Passos, Hora, Valente 2016, "A Novel Approach for Estimating Truck Factors": how
// well somebody knows a file that they created or not, after own and others' changes. The products are rounded on their
// own, so that every processor gives the same bits.
func degreeOfAuthorship(created bool, own, others int32) float64 {
	degree := 3.293
	if created {
		degree += 1.098
	}
	degree += float64(0.164 * float64(own))
	return degree - float64(0.321*logarithm(1+others))
}

// An author's degree is over 0.75 of the highest in the file, and at least that of a stranger unless they created it.
const (
	leastShare  = 0.75
	leastDegree = 3.293
)

var logarithms = func() (list [4096]float64) {
	for n := range list {
		list[n] = math.Log(float64(n))
	}
	return list
}()

func logarithm(n int32) float64 {
	if int(n) < len(logarithms) {
		return logarithms[n]
	}
	return math.Log(float64(n))
}

// summary is what finding the authors of a file needs to know of its whole history.
type summary struct {
	events  int32    // A, M and R
	changes int32    // M and R
	most    [2]int32 // changes by one person, of those who did not create the file and of those who did; -1: there is none
	top     int32    // events by one person
	topped  int32    // that person
}

// summarise sums a history up, for each variant.
func summarise(history []credit) (sums [variants]summary) {
	for v := range sums {
		sums[v] = summary{most: [2]int32{-1, -1}, topped: nobody}
	}
	for i := range history {
		for v := range sums {
			sum, done := &sums[v], &history[i].done[v]
			own := done.adds + done.changes
			if own == 0 {
				continue
			}
			sum.events += own
			sum.changes += done.changes
			sum.most[done.created()] = max(sum.most[done.created()], done.changes)
			if own > sum.top {
				sum.top, sum.topped = own, history[i].person
			}
		}
	}
	return sums
}

// keeper is who made at least 95 % of the events, or nobody.
func (s *summary) keeper() int32 {
	if 100*int64(s.top) >= 95*int64(s.events) {
		return s.topped
	}
	return nobody
}

// authorsOf appends the authors of a file to a list, in rising order. Where nobody's degree is over zero, nobody is an
// author: the published tool looks for the highest from zero up.
//
// A degree rises with the own changes, for creators and for others, so it is computed only for numbers of changes
// between the highest known to be too few and the lowest known to do: few of the many people in a busy file.
func authorsOf(authors []int32, history []credit, variant int, sum *summary) []int32 {
	highest := 0.0
	for created, own := range sum.most {
		if own >= 0 {
			highest = max(highest, degreeOfAuthorship(created == 1, own, sum.changes-own))
		}
	}
	tooFew := [2]int32{-1, -1}
	enough := [2]int32{math.MaxInt32, math.MaxInt32}
	for i := range history {
		done := &history[i].done[variant]
		own, created := done.changes, done.created()
		if own <= tooFew[created] || *done == (events{}) {
			continue
		}
		if own < enough[created] {
			degree := degreeOfAuthorship(created == 1, own, sum.changes-own)
			if !(degree/highest > leastShare && (degree >= leastDegree || created == 1)) {
				tooFew[created] = own
				continue
			}
			enough[created] = own
		}
		authors = append(authors, history[i].person)
	}
	slices.Sort(authors)
	return authors
}

// created is 1 for who created the file, else 0.
func (e *events) created() int {
	if e.adds > 0 {
		return 1
	}
	return 0
}

const nobody int32 = -1
