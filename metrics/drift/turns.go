package drift

import (
	"slices"
)

// Incidents that open within clusterGap of the one before are one cluster, and so are those within clusterLength that the
// same people responded to: they have one cause, or one night, and whoever is at it answers all of them. A cluster counts as
// one incident.
const (
	clusterGap    = 3600
	clusterLength = 12 * 3600
)

// turn is what happened in up to seven days while the same people were on call. What a person does in a turn is one piece
// of evidence: its incidents are not independent of each other. Without a rota a turn is a calendar week.
type turn struct {
	first  int64 // when its first incident was opened
	sum    float64
	onCall []int   // rows
	n      float64 // incidents
	done   []deed
}

// deed is what one person did in a turn.
type deed struct {
	row    int
	joined float64 // incidents to which they responded while not on call, beside somebody who was
	took   float64 // the same, and nobody on call responded
	duty   float64 // incidents to which they responded while on call
}

// week is the week around which the turn lies.
func (t *turn) week() int { return int(t.sum / t.n / Week) }

// of returns what a person did; nil where nothing.
func (t *turn) of(row int) *deed {
	for i := range t.done {
		if t.done[i].row == row {
			return &t.done[i]
		}
	}
	return nil
}

func (t *turn) by(row int) *deed {
	if d := t.of(row); d != nil {
		return d
	}
	t.done = append(t.done, deed{row: row})
	return &t.done[len(t.done)-1]
}

// cover returns who covered for somebody without the rota knowing, as a row; -1 where nobody did, which is usual. Who is
// called first answered next to nothing then, and one other person most of it. Covering is not drifting: in a drift the people
// on call still answer some.
func (t *turn) cover() int {
	if len(t.onCall) == 0 || t.n < 2.9 {
		return -1
	}
	if d := t.of(t.onCall[0]); d != nil && d.duty > 0 && (t.n < 3.9 || d.duty > 0.26*t.n) {
		return -1
	}
	best := -1
	for i, d := range t.done {
		if d.took >= 0.5*t.n && (best < 0 || d.took > t.done[best].took) {
			best = i
		}
	}
	if best < 0 {
		return -1
	}
	return t.done[best].row
}

// rows numbers the people of a history and notes from when to when they were there. Whoever responds is there, whatever
// the list of members says.
type rows struct {
	number   map[int32]int
	people   []int32
	from, to []int // weeks: from, to-1
}

func (h *History) rows() *rows {
	r := &rows{number: map[int32]int{}}
	for _, m := range h.Members {
		r.add(m.Person, max(m.From, 0), min(m.To, h.Weeks))
	}
	listed := len(r.people)
	for i := range h.Incidents {
		week := h.Incidents[i].week()
		for _, p := range h.Incidents[i].Responders {
			if row := r.add(p, week, week+1); row >= listed {
				r.to[row] = h.Weeks
			}
		}
	}
	return r
}

func (r *rows) add(person int32, from, to int) int {
	row, ok := r.number[person]
	if !ok {
		row = len(r.people)
		r.number[person] = row
		r.people, r.from, r.to = append(r.people, person), append(r.from, from), append(r.to, to)
	}
	r.from[row], r.to[row] = min(r.from[row], from), max(r.to[row], to)
	return row
}

func (i *Incident) week() int { return int(i.At / Week) }

// turns cuts a history into turns as it is read, week by week.
type turns struct {
	*History
	*rows
	next    int // incident
	cluster int // where the current cluster ends
	weight  float64
	open    []*turn
}

// read takes in a week. It returns the turns that are over at its end, and those that go on: what these say so far is known
// too, but not the last word.
func (s *turns) read(week int, active func(row int)) (over, pending []*turn) {
	for s.next < len(s.Incidents) && s.Incidents[s.next].week() <= week {
		if s.next >= s.cluster {
			s.cluster = clusterEnd(s.Incidents, s.next)
			s.weight = 1 / float64(s.cluster-s.next)
		}
		s.take(&s.Incidents[s.next], active)
		s.next++
	}
	end := int64(week+1) * Week
	for _, t := range s.open {
		if !s.Rota || t.first+Week <= end {
			over = append(over, t)
		} else {
			pending = append(pending, t)
		}
	}
	s.open = pending
	return over, pending
}

func (s *turns) take(i *Incident, active func(row int)) {
	for _, p := range i.Responders {
		active(s.number[p])
	}
	if s.Rota && (!i.Roster || len(i.OnCall) == 0) {
		return
	}
	t := s.turn(i)
	t.n += s.weight
	t.sum += s.weight * float64(i.At)
	alone := !s.Rota || !slices.ContainsFunc(i.Responders, func(p int32) bool { return slices.Contains(i.OnCall, p) })
	for n, p := range i.Responders {
		if slices.Contains(i.Responders[:n], p) {
			continue
		}
		d := t.by(s.number[p])
		switch {
		case s.Rota && slices.Contains(i.OnCall, p):
			d.duty += s.weight
		case alone:
			d.took += s.weight
		default:
			d.joined += s.weight
		}
	}
}

// turn returns the turn that an incident belongs to.
func (s *turns) turn(i *Incident) *turn {
	var onCall []int
	if s.Rota {
		for _, p := range i.OnCall {
			row, ok := s.number[p]
			if !ok {
				row = s.add(p, i.week(), i.week())
			}
			if !slices.Contains(onCall, row) {
				onCall = append(onCall, row)
			}
		}
	}
	for _, t := range s.open {
		if i.At < t.first+Week && slices.Equal(t.onCall, onCall) {
			return t
		}
	}
	t := &turn{first: i.At, onCall: onCall}
	s.open = append(s.open, t)
	return t
}

// clusterEnd returns where the cluster ends that begins with an incident. It never reaches into the next week, so that what
// is known at the end of a week does not depend on the next.
func clusterEnd(all []Incident, first int) int {
	last := first + 1
	for last < len(all) && all[last].week() == all[first].week() && all[last].At-all[first].At <= clusterLength &&
		(all[last].At-all[last-1].At <= clusterGap || slices.Equal(all[last].Responders, all[last-1].Responders)) {
		last++
	}
	return last
}
