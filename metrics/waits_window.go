package metrics

import (
	"math"
	"slices"
)

// moving is a window over the waits of an entity, which it keeps in order of how long they took: quantiles are then at their places.
// To merge a week into the 12 before is a look at each wait in turn; to find the place of every single one in a tree costs more.
type moving struct {
	list       []wait // in order of the moment they began
	begin, end int    // of those in the window
	in         []placedWait
	top        int32      // person
	presences  []presence // of the top person, by place in the list; only of those in the window, and only where there is a top person
	shifts     *shiftReader

	onCall, offCall []placedWait // those that began while the top person was on call, and while somebody else was

	week, next []placedWait // room for what enters, and for what is in the window then
}

// placedWait is how long a wait took, in seconds, and below that its place in the list: the numbers are in the order of both.
type placedWait uint64

func (p placedWait) seconds() uint32 { return uint32(p >> 32) }
func (p placedWait) place() int      { return int(p & math.MaxUint32) }

func newMoving(shifts *shifts) *moving {
	return &moving{shifts: newShiftReader(shifts)}
}

// start begins anew, before the first of the waits.
func (w *moving) start(list []wait) {
	w.list, w.begin, w.end, w.top = list, 0, 0, 0
	w.in, w.presences = w.in[:0], resized(w.presences, len(list))
}

// moveTo moves the window to a later time, in seconds since 1970, and tells whether anything changed.
func (w *moving) moveTo(since, until uint32, top int32) bool {
	begin, end := w.begin, w.end
	for w.begin < w.end && w.list[w.begin].created < since {
		w.begin++
	}
	for w.end < len(w.list) && w.list[w.end].created < until {
		w.end++
	}
	if w.begin == begin && w.end == end && w.top == top {
		return false
	}
	w.merge(end)
	if w.top != top {
		w.top = top
		w.look(w.begin)
	} else {
		w.look(end)
	}
	w.split()
	return true
}

// merge takes those in that are in the list from a place to the window's end, and leaves out those before its begin.
func (w *moving) merge(from int) {
	w.week = w.week[:0]
	for place := from; place < w.end; place++ {
		w.week = append(w.week, placedWait(w.list[place].seconds)<<32|placedWait(place))
	}
	slices.Sort(w.week)
	next, n, entering := resized(w.next, len(w.in)+len(w.week)), 0, w.week
	begin, first := w.begin, firstOf(entering)
	for _, one := range w.in {
		for first < one {
			next[n] = first
			n++
			entering = entering[1:]
			first = firstOf(entering)
		}
		next[n] = one
		if one.place() >= begin { // otherwise the next one takes its place
			n++
		}
	}
	n += copy(next[n:], entering)
	w.in, w.next = next[:n], w.in
}

// firstOf is the first of some, or one that is after all others.
func firstOf(list []placedWait) placedWait {
	if len(list) == 0 {
		return math.MaxUint64
	}
	return list[0]
}

// look finds out about the presence of the top person when those in the window from a place on began.
func (w *moving) look(from int) {
	if w.top == 0 {
		return
	}
	for place := from; place < w.end; place++ {
		one := &w.list[place]
		w.presences[place] = w.shifts.at(w.top, one.policy, int64(one.created)*second)
	}
}

// split finds the waits by presence of the top person.
func (w *moving) split() {
	w.onCall, w.offCall = w.onCall[:0], w.offCall[:0]
	if w.top == 0 {
		return
	}
	on, off, presences := resized(w.onCall, len(w.in)), resized(w.offCall, len(w.in)), w.presences
	onN, offN := 0, 0
	for _, one := range w.in {
		on[onN], off[offN] = one, one // the next one takes the place of what does not stay
		is := presences[one.place()]
		if is == onCall {
			onN++
		}
		if is == offCall {
			offN++
		}
	}
	w.onCall, w.offCall = on[:onN], off[:offN]
}

// quantileOf is that of waits in order, in seconds; 0 where there are none.
func quantileOf(waits []placedWait, q float64) float64 {
	if len(waits) == 0 {
		return 0
	}
	return quantileAmong(len(waits), q, func(k int) int64 { return int64(waits[k].seconds()) })
}

func resized[T any](list []T, n int) []T { return slices.Grow(list[:0], n)[:n] }
