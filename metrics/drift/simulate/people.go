package simulate

import (
	"math"

	"github.com/fewhands/fewhands/metrics/drift"
)

// person is one of the team.
type person struct {
	id       int32
	from, to int       // the weeks in the team: from, to-1
	helps    float64   // chance to join an incident while not on call
	learns   bool      // came after the beginning: joins the rota after three months, and watches until then
	watches  float64   // how much a newcomer comes to join, to learn
	mood     []float64 // by week: a factor of how much they help, or of what they take where there is no rota
	away     []span    // holidays
	weight   float64   // without a rota: how much of the work they take
}

// span is from day to day, the last not included.
type span struct{ from, to int }

// hire draws the team: who is there at the beginning, who comes, who leaves.
func (s *maker) hire(n int) {
	for range n {
		s.join(0)
	}
	if s.chance(0.3) { // the team grows
		from := 20 + s.rnd.IntN(s.weeks-20)
		for range 1 + s.rnd.IntN(3) {
			s.join(from)
			from += s.rnd.IntN(13)
		}
	}
	if s.chance(0.3) { // a new hire
		s.join(10 + s.rnd.IntN(s.weeks-10))
	}
	for _, p := range s.people { // who leaves is replaced, mostly
		if p.from == 0 && s.chance(0.06*float64(s.weeks)/52) && s.size(s.weeks) > 4 {
			p.to = 10 + s.rnd.IntN(s.weeks-10)
			if s.chance(0.7) {
				s.join(p.to + s.rnd.IntN(8))
			}
		}
	}
}

func (s *maker) size(week int) (n int) {
	for _, p := range s.people {
		if p.from <= week && p.to >= week {
			n++
		}
	}
	return n
}

func (s *maker) join(from int) {
	p := &person{id: int32(len(s.people) + 1), from: from, to: s.weeks, learns: from > 0}
	// Some are always more helpful: most join 1 to 3 % of the incidents of others, a few over 5 %.
	p.helps = min(0.25, 0.012*math.Exp(0.8*s.rnd.NormFloat64()))
	p.watches = 0.25 * s.rnd.Float64()
	p.weight = math.Exp(0.6 * s.rnd.NormFloat64())
	// Helpfulness comes and goes over months; without a rota, so does what people work on.
	sd, stays := 0.15, 0.92
	if s.hard {
		sd = 0.35
	}
	if s.noRota {
		sd, stays = 0.4, 0.85
	}
	p.mood = make([]float64, s.weeks)
	level := sd * s.rnd.NormFloat64()
	for w := range p.mood {
		p.mood[w] = math.Exp(level - sd*sd/2)
		level = stays*level + math.Sqrt(1-stays*stays)*sd*s.rnd.NormFloat64()
	}
	s.people = append(s.people, p)
}

// rests draws holidays: about five weeks a year, up to four at a time, more of them in the summer.
func (s *maker) rests() {
	for _, p := range s.people {
		for year := 0; year*52 < s.weeks; year++ {
			for left := 5.0; left > 0.5; {
				weeks := 1.0
				switch draw := s.rnd.Float64(); {
				case draw < 0.15:
					weeks = 4
				case draw < 0.35:
					weeks = 3
				case draw < 0.6:
					weeks = 2
				}
				weeks = min(weeks, left)
				left -= weeks
				at := s.rnd.IntN(52)
				if s.chance(0.4) {
					at = 25 + s.rnd.IntN(9)
				}
				from := (year*52 + at) * 7
				p.away = append(p.away, span{from, from + int(weeks*7)})
			}
		}
	}
}

// present tells whether a person is in the team and not on holiday on a day.
func (p *person) present(day int) bool {
	if week := day / 7; week < p.from || week >= p.to {
		return false
	}
	for _, a := range p.away {
		if a.from <= day && day < a.to {
			return false
		}
	}
	return true
}

// onRota tells whether a person takes shifts: newcomers do after three months.
func (p *person) onRota(week int) bool {
	from := p.from
	if p.learns {
		from += 13
	}
	return from <= week && week < p.to
}

// joins is the chance that a person joins an incident for which they are not on call.
func (s *maker) joins(p *person, week int) float64 {
	chance := p.helps * p.mood[week]
	if p.learns && week < p.from+13 { // a newcomer helps less at first, and watches more and more
		ramp := float64(week-p.from+1) / 13
		chance = chance*ramp + p.watches*ramp
	}
	if s.swarms >= 0 && week >= s.swarms {
		chance *= 1 + min(1, float64(week-s.swarms)/8)*1.5
	}
	return chance
}

func (s *maker) members() (all []drift.Member) {
	for _, p := range s.people {
		if p.from < p.to && p.from < s.weeks {
			all = append(all, drift.Member{Person: p.id, From: p.from, To: min(p.to, s.weeks)})
		}
	}
	return all
}
