// Package simulate makes up the histories of services, healthy ones and ones in which the work drifts to one or two
// people, to measure how well drift.Detect tells them apart. The rule that keeps it simple: whatever upsets a naive test is in
// the healthy services as well as in the drifting ones, and the same seed gives the same service.
//
// In all of them are weekly rotas of four to nine with overrides, swaps and days of someone else, one in ten of which nobody
// writes down; holidays of up to four weeks, more of them in summer; hand-offs, missed pages, and colleagues who join, some
// always more than others; teams that grow, people who leave, newcomers who watch for three months before they take turns;
// bursts of alerts, busy weeks and seasons. Hard ones have three in ten covers that nobody writes down, twice as many
// hand-offs, helpfulness that comes and goes, and teams in which everyone begins to join.
package simulate

import (
	"math"
	"math/rand/v2"
	"slices"

	"github.com/fewhands/fewhands/metrics/drift"
)

// Options say what kind of service to make up. What is zero is drawn at random.
type Options struct {
	Seed    uint64
	PerWeek float64 // incidents, tickets or commits a week, on average
	NoRota  bool    // tickets or commits: nobody knows who was on call
	Drifts  bool
	Hard    bool    // more that upsets a test: see the package comment
	Weeks   int     // how long: 104 to 156 where 0
	People  int     // at the beginning: 4 to 9 where 0
	Heroes  int     // who take over: 1, or 2 in a quarter of the services, where 0
	Reach   float64 // the share that they come to take: 0.5 to 0.8 where 0
	Ramp    int     // weeks in which they do: 4 to 12 where 0
}

// Service is a made-up service and the truth about it.
type Service struct {
	drift.History
	Onset  int     // the week in which the drift begins; -1 where there is none
	Heroes []int32 // who take over
	Reach  float64 // the share of incidents that they come to take, whoever is on call
	Ramp   int     // how many weeks that takes
}

// New makes up a service.
func New(o Options) *Service {
	s := &maker{rnd: rand.New(rand.NewPCG(o.Seed, 0x6472696674)), noRota: o.NoRota, hard: o.Hard, perWeek: o.PerWeek, onset: -1}
	s.weeks = o.Weeks
	if s.weeks == 0 {
		s.weeks = 104 + s.rnd.IntN(53)
	}
	s.hire(or(o.People, 4+s.rnd.IntN(6)))
	s.rests()
	s.habits()
	s.plan()
	if o.Drifts {
		s.onset = 32 + s.rnd.IntN(s.weeks-32-34)
		s.reach = o.Reach
		if s.reach == 0 {
			s.reach = 0.5 + 0.3*s.rnd.Float64()
		}
		s.ramp = or(o.Ramp, 4+s.rnd.IntN(9))
		heroes := 1
		if s.chance(0.25) {
			heroes = 2
		}
		s.chooseHeroes(or(o.Heroes, heroes))
	}
	service := &Service{Onset: s.onset, Reach: s.reach, Ramp: s.ramp}
	for _, p := range s.heroes {
		service.Heroes = append(service.Heroes, p.id)
	}
	service.History = drift.History{Weeks: s.weeks, Rota: !s.noRota, Incidents: s.incidents(), Members: s.members()}
	return service
}

func or(n, otherwise int) int {
	if n == 0 {
		return otherwise
	}
	return n
}

const day = 24 * 3600

// maker is a service in the making.
type maker struct {
	rnd     *rand.Rand
	weeks   int
	perWeek float64
	noRota  bool
	hard    bool

	people []*person
	shifts []shift // in order, without gaps
	backup bool    // the next on the rota is on call at level 2

	// What is usual here.
	handOff  float64 // chance that who is on call hands an incident on
	miss     float64 // chance that nobody on call answers
	season   float64 // how much busier the busy half of the year is
	phase    float64 // when that is
	swarms   int     // the week from which everyone joins more often; -1 never
	duty     float64 // without a rota: the share that a duty person takes, whom nobody has written down
	recorded float64 // share of covers and swaps that somebody writes down in the rota

	onset  int
	ramp   int
	reach  float64
	heroes []*person
}

func (s *maker) chance(p float64) bool { return s.rnd.Float64() < p }

// poisson draws a number of events, by Knuth's product of uniforms: the means here are small.
func (s *maker) poisson(mean float64) int {
	n, product, limit := 0, s.rnd.Float64(), math.Exp(-mean)
	for product > limit {
		n++
		product *= s.rnd.Float64()
	}
	return n
}

// habits draws what is usual in the service.
func (s *maker) habits() {
	s.handOff = 0.01 + 0.03*s.rnd.Float64()
	s.recorded = 0.9
	if s.hard {
		s.handOff, s.recorded = 0.02+0.08*s.rnd.Float64(), 0.7
	}
	s.miss = 0.02 * s.rnd.Float64()
	s.season = 0.4 * s.rnd.Float64()
	s.phase = s.rnd.Float64()
	s.backup = s.chance(0.2)
	s.swarms = -1
	if s.hard && s.chance(0.1) {
		s.swarms = 20 + s.rnd.IntN(s.weeks-20)
	}
	if s.chance(0.3) {
		s.duty = 0.3 + 0.4*s.rnd.Float64()
	}
}

// chooseHeroes picks who takes over: people who have been there for half a year and stay.
func (s *maker) chooseHeroes(n int) {
	var able []*person
	for _, p := range s.people {
		if p.from <= max(0, s.onset-26) && p.to >= s.weeks {
			able = append(able, p)
		}
	}
	s.rnd.Shuffle(len(able), func(i, j int) { able[i], able[j] = able[j], able[i] })
	// Often, but not always, it is who has helped most already.
	if s.chance(0.5) {
		slices.SortStableFunc(able, func(a, b *person) int { return -compare(a.helps, b.helps) })
	}
	s.heroes = able[:min(n, len(able))]
}

func compare(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}
