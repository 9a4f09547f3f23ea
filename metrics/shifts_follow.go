package metrics

import (
	"cmp"
	"math"
	"slices"
)

// shiftFollower looks shifts up as a shiftReader does, where one question is mostly about the same people as another before it, and not
// long after. It remembers of every policy whose it looked at last, and around which moment.
type shiftFollower struct {
	shifts *shifts
	last   []lastShift // by policy
}

// lastShift is the presence of a person around a moment.
type lastShift struct {
	person int32
	is     presence
	during shift   // it is the same
	spans  []shift // on call for the policy
	begun  int     // of the spans, by the moment; -1 where nobody has looked
}

// at tells whether a person is on call for a policy at a moment.
func (r *shiftFollower) at(person, policy int32, moment int64) presence {
	if int(policy) < len(r.last) {
		if last := &r.last[policy]; last.person == person && moment >= last.during.begin && moment < last.during.end {
			return last.is
		}
	}
	return r.lookUp(person, policy, moment)
}

func (r *shiftFollower) lookUp(person, policy int32, moment int64) presence {
	if int(policy) >= len(r.shifts.rosters) {
		return unknown
	}
	if r.last == nil {
		r.last = make([]lastShift, len(r.shifts.rosters))
	}
	last := &r.last[policy]
	if last.person != person {
		*last = lastShift{person: person, spans: r.shifts.spans[rota{person, policy}], begun: -1}
	}
	known := r.shifts.rosters[policy]
	last.is, last.during = unknown, shift{math.MinInt64, math.MaxInt64}
	switch { // where no roster is known, that is nothing
	case moment < known.begin:
		last.during.end = known.begin
	case moment >= known.end:
		last.during.begin = known.end
	default:
		last.move(moment)
		last.during = shift{max(last.during.begin, known.begin), min(last.during.end, known.end)}
	}
	return last.is
}

// isThere tells whether so many of the spans have begun by a moment. Of somebody new nothing is known yet.
func (l *lastShift) isThere(begun int, moment int64) bool {
	return l.begun >= 0 && begun <= len(l.spans) && (begun == 0 || l.spans[begun-1].begin <= moment) && (begun == len(l.spans) || l.spans[begun].begin > moment)
}

// move goes to a moment at which the roster is known.
func (l *lastShift) move(moment int64) {
	switch next := l.begun + 1; { // mostly it is in the same gap, or in the next shift
	case l.isThere(l.begun, moment):
	case l.isThere(next, moment):
		l.begun = next
	default:
		l.begun, _ = slices.BinarySearchFunc(l.spans, moment+1, func(s shift, t int64) int { return cmp.Compare(s.begin, t) })
	}
	l.is = offCall
	if l.begun < len(l.spans) {
		l.during.end = l.spans[l.begun].begin
	}
	if l.begun == 0 {
		return
	}
	switch now := l.spans[l.begun-1]; {
	case moment < now.end:
		l.is, l.during = onCall, now
	default:
		l.during.begin = max(now.begin, now.end)
	}
}
