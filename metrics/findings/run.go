package findings

// run is a time through which a rule holds for an entity. Weeks are numbers of kept weeks.
type run struct {
	kind   *Kind
	last   *state // in the last week in which it held
	since  int    // when it began; before the first kept week it is negative
	older  bool   // it held already in the first kept week: it began then or before
	seen   int    // the first week in which it was a finding
	end    int    // the last week in which it held
	until  int    // the first week in which it is none any more; forever while it is one
	held   int    // weeks in which it held
	ending string // what it became, for recovered
}

const forever = 1 << 30

func (r *run) holds() bool { return r.until == forever }

// covers tells whether the run is a finding in a week.
func (r *run) covers(week int) bool { return r.seen <= week && week < r.until }

// follow makes runs of the states of one kind and entity, which are in order of weeks. Up to three weeks in which the rule
// does not hold, or is not known to, are part of a run. last is the last kept week.
func follow(kind *Kind, states []*state, last int) []*run {
	var runs []*run
	var now *run
	for _, s := range states {
		if now == nil || s.week > now.end+gap+1 {
			now = &run{kind: kind, since: s.week - kind.back, older: s.week == 0, seen: -1}
			runs = append(runs, now)
		}
		now.last, now.end = s, s.week
		if now.held++; now.held == max(kind.weeks, 1) {
			now.seen = s.week
		}
	}
	kept := runs[:0]
	for _, r := range runs {
		if r.seen < 0 {
			continue
		}
		r.until = forever
		if r.end+gap < last {
			r.until = r.end + 1
		}
		kept = append(kept, r)
	}
	return kept
}
