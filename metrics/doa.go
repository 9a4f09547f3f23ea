package metrics

import (
	"math"
	"slices"
)

// Which events count: everything is comparable with the literature, kept is what remains without bots and without
// commits over 1,000 files.
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

// judge finds the authors of files; it holds what is reused from file to file.
type judge struct {
	degrees []float64
	authors []int32
}

// of lists the authors of a file, in rising order; the list is good until the next call. Where nobody's degree is over
// zero, nobody is an author: the published tool looks for the highest from zero up.
func (j *judge) of(history []credit, variant int) []int32 {
	var total int32
	for i := range history {
		total += history[i].done[variant].changes
	}
	j.degrees = j.degrees[:0]
	highest := 0.0
	for i := range history {
		done := history[i].done[variant]
		degree := math.Inf(-1) // of who has no event left
		if done != (events{}) {
			degree = degreeOfAuthorship(done.adds > 0, done.changes, total-done.changes)
		}
		j.degrees = append(j.degrees, degree)
		highest = max(highest, degree)
	}
	j.authors = j.authors[:0]
	for i, degree := range j.degrees {
		if degree/highest > leastShare && (degree >= leastDegree || history[i].done[variant].adds > 0) {
			j.authors = append(j.authors, history[i].person)
		}
	}
	slices.Sort(j.authors)
	return j.authors
}

// soleKeeper is who made at least 95 % of the kept events of a file, or nobody.
func soleKeeper(history []credit) int32 {
	var total int64
	for i := range history {
		total += int64(history[i].done[kept].adds) + int64(history[i].done[kept].changes)
	}
	for i := range history {
		own := int64(history[i].done[kept].adds) + int64(history[i].done[kept].changes)
		if own > 0 && 100*own >= 95*total {
			return history[i].person
		}
	}
	return nobody
}

const nobody int32 = -1
