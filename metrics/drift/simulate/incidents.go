package simulate

import (
	"math"
	"slices"

	"github.com/fewhands/fewhands/metrics/drift"
)

// incidents draws what happens and who responds.
func (s *maker) incidents() []drift.Incident {
	var opened []moment
	for w := range s.weeks {
		rate := s.perWeek * (1 + s.season*math.Sin(2*math.Pi*(float64(w)/52+s.phase))) * math.Exp(0.25*s.rnd.NormFloat64()-0.03)
		for range s.poisson(rate) {
			opened = append(opened, moment{w*drift.Week + s.rnd.IntN(drift.Week), 0})
		}
		if s.chance(0.02) { // a bad hour, of which the alerts come by the dozen
			burst := len(opened) + 1
			from := w*drift.Week + s.rnd.IntN(drift.Week)
			length := 1200 + s.rnd.IntN(3*3600)
			for range 4 + s.rnd.IntN(12) {
				opened = append(opened, moment{min(from+s.rnd.IntN(length), s.weeks*drift.Week-1), burst})
			}
		}
	}
	slices.SortFunc(opened, func(a, b moment) int { return a.at - b.at })

	all := make([]drift.Incident, len(opened))
	bursts := map[int][]int32{} // the same people answer all of it
	next := 0
	for i, m := range opened {
		for next+1 < len(s.shifts) && s.shifts[next].to <= m.at {
			next++
		}
		all[i] = s.incident(m.at, s.shifts[next], m.burst > 0)
		if m.burst > 0 {
			if same, ok := bursts[m.burst]; ok {
				all[i].Responders = same
			}
			bursts[m.burst] = all[i].Responders
		}
	}
	return all
}

type moment struct{ at, burst int }

func (s *maker) incident(at int, on shift, major bool) drift.Incident {
	i := drift.Incident{At: int64(at)}
	if s.noRota {
		if p := s.worker(at); p != nil {
			i.Responders = []int32{p.id}
		}
		return i
	}
	i.Roster = true
	for _, p := range []*person{on.listed, on.second} {
		if p != nil && !slices.Contains(i.OnCall, p.id) {
			i.OnCall = append(i.OnCall, p.id)
		}
	}
	i.Responders = s.responders(at, on, major)
	return i
}

// responders draws who responds to an incident of a service with a rota.
func (s *maker) responders(at int, on shift, major bool) (who []int32) {
	week := at / drift.Week
	add := func(p *person) {
		if p != nil && !slices.Contains(who, p.id) {
			who = append(who, p.id)
		}
	}
	if hero := s.hero(at); hero != nil {
		add(hero)
		if s.chance(0.3) {
			add(on.real)
		}
	} else {
		answers := on.real
		switch draw := s.rnd.Float64(); {
		case answers == nil || draw < s.miss:
			answers = s.helper(at, on.real)
			if on.second != nil {
				answers = on.second
			}
		case draw < s.miss+s.handOff:
			if s.chance(0.5) {
				add(answers)
			}
			answers = s.helper(at, on.real)
		case on.second != nil && draw < s.miss+s.handOff+0.1:
			answers = on.second
		}
		add(answers)
	}
	severity := 0.75 // most incidents need nobody else
	if major || s.chance(0.08) {
		severity = 4
	}
	for _, p := range s.people {
		if p != on.real && p.present(at/day) && s.chance(severity*s.joins(p, week)) {
			add(p)
		}
	}
	return who
}

// helper draws who is asked by whoever is on call: rather those who help anyway.
func (s *maker) helper(at int, but *person) *person {
	return s.draw(s.others(s.people, but, at/day), func(p *person) float64 { return 0.01 + s.joins(p, at/drift.Week) })
}

func (s *maker) draw(list []*person, weight func(*person) float64) *person {
	var sum float64
	for _, p := range list {
		sum += weight(p)
	}
	sum *= s.rnd.Float64()
	for _, p := range list {
		if sum -= weight(p); sum < 0 {
			return p
		}
	}
	return nil
}

// hero returns who of the heroes takes an incident; nil where none does.
func (s *maker) hero(at int) *person {
	if s.onset < 0 {
		return nil
	}
	share := s.reach * min(1, float64(at-s.onset*drift.Week)/float64(s.ramp*drift.Week))
	if share <= 0 || !s.chance(share) {
		return nil
	}
	here := s.others(s.heroes, nil, at/day)
	if len(here) == 0 {
		return nil
	}
	return here[s.rnd.IntN(len(here))]
}

// worker draws who does a piece of work where there is no rota that anyone wrote down.
func (s *maker) worker(at int) *person {
	if hero := s.hero(at); hero != nil {
		return hero
	}
	week := at / drift.Week
	here := s.others(s.people, nil, at/day)
	if s.duty > 0 && len(here) > 0 && s.chance(s.duty) {
		return here[week%len(here)]
	}
	return s.draw(here, func(p *person) float64 {
		ramp := 1.0
		if p.learns {
			ramp = min(1, float64(week-p.from+1)/13)
		}
		return ramp * p.weight * p.mood[week]
	})
}
