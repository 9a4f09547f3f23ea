package simulate

// shift is a time for which one person is on call.
type shift struct {
	from, to int     // seconds
	listed   *person // who is on call as the rota has it; nil where nobody is
	real     *person // who answers: someone else where a swap was never written down
	second   *person // at level 2; nil where there is no such level
}

// plan draws the rota: weeks in turn, handed over at an hour of the service's own. Most holidays and swaps are in it as
// overrides, some are not.
func (s *maker) plan() {
	handOver := s.rnd.IntN(7)*day + (8+s.rnd.IntN(10))*3600
	turn := s.rnd.IntN(16)
	for from := handOver - 7*day; from < s.weeks*7*day; from += 7 * day {
		middle := max(0, from) + 3*day
		var rota []*person
		for _, p := range s.people {
			if p.onRota(min(middle/(7*day), s.weeks-1)) {
				rota = append(rota, p)
			}
		}
		if len(rota) == 0 {
			s.shifts = append(s.shifts, shift{from: from, to: from + 7*day})
			continue
		}
		turn++
		listed := rota[turn%len(rota)]
		real := listed
		switch here := s.others(rota, listed, middle/day); {
		case len(here) == 0:
		case !listed.present(middle / day):
			real = here[s.rnd.IntN(len(here))]
			if s.chance(s.recorded) { // an override
				listed = real
			}
		case s.chance(0.04): // a swap
			real = here[s.rnd.IntN(len(here))]
			if s.chance(s.recorded) {
				listed = real
			}
		}
		week := shift{from: from, to: from + 7*day, listed: listed, real: real}
		if s.backup {
			week.second = rota[(turn+1)%len(rota)]
		}
		s.days(week, rota)
	}
}

// days adds a week's shift, with a day of someone else in it now and then.
func (s *maker) days(week shift, rota []*person) {
	if !s.chance(0.2) {
		s.shifts = append(s.shifts, week)
		return
	}
	from := week.from + s.rnd.IntN(6)*day
	here := s.others(rota, week.real, max(0, from)/day)
	if len(here) == 0 {
		s.shifts = append(s.shifts, week)
		return
	}
	before, between, after := week, week, week
	before.to, between.from, between.to, after.from = from, from, from+day, from+day
	between.real = here[s.rnd.IntN(len(here))]
	if s.chance(s.recorded) {
		between.listed = between.real
	}
	s.shifts = append(s.shifts, before, between, after)
}

// others returns who of a list is there on a day, but one.
func (s *maker) others(list []*person, but *person, day int) (here []*person) {
	for _, p := range list {
		if p != but && p.present(day) {
			here = append(here, p)
		}
	}
	return here
}
