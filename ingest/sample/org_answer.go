package sample

import (
	"slices"
	"time"
)

// called returns who is on call at a level or, where nobody is, at the next one that has somebody; nil after the last.
func (e *episode) called(level int) (*colleague, int) {
	for ; level <= len(e.levels[e.service.policy]); level++ {
		if c := e.onCall(e.service.policy, level, e.at); c != nil {
			return c, level
		}
	}
	return nil, level
}

// answerer says who answers while somebody is called: those who carry the service, else mostly who was called.
func (e *episode) answerer(called *colleague) *colleague {
	share, by := e.o.carried(e.service, e.at)
	if chance(e.rnd, share) {
		e.carries[e.service]++
		for n := range by {
			if c := e.o.person(by[(e.carries[e.service]+n)%len(by)]); c.present(e.at) {
				return c
			}
		}
	}
	if chance(e.rnd, 0.09) {
		if mates := e.awake(called, true); len(mates) > 0 {
			return pick(e.rnd, mates)
		}
	}
	return called
}

// awake returns who else is around, of the team or of others, and not at home for the night.
func (e *episode) awake(but *colleague, team bool) []*colleague {
	return e.o.others(e.at, func(c *colleague) bool {
		hour := e.at.In(c.loc).Hour()
		if !team && e.o.walled(c.team, e.at) {
			return false
		}
		return c != but && (c.team == e.owner()) == team && c.title != head && c.team != "Growth" == (e.owner() != "Growth") && hour >= 8 && hour < 20
	})
}

// owner returns the team whose service it is, or was.
func (e *episode) owner() string {
	if e.service.team == "" {
		return "Growth"
	}
	return e.service.team
}

// orphaned says that whoever owned the service has left.
func (e *episode) orphaned() bool { return e.service.team == "" && e.o.since(orphaned, e.at) >= 0 }

// delay says how long someone takes to acknowledge: longer at night, and longer where others usually do it.
func (e *episode) delay(who *colleague) time.Duration {
	median := 3.5
	if hour := e.at.In(who.loc).Hour(); hour < 8 || hour >= 22 {
		median = 5
	}
	share, by := e.o.carried(e.service, e.at)
	if slices.Contains(by, who.login) {
		median *= 1 - share/4
	} else {
		median *= 1 + 1.5*share
	}
	if e.orphaned() {
		median = 45
	}
	return around(e.rnd, time.Duration(median*float64(time.Minute)))
}

// ways is how people have set up to be paged: after so much time, by push, text message, phone or e-mail.
var ways = [][]struct {
	after time.Duration
	how   string
}{
	{{0, "push"}, {2 * time.Minute, "sms"}, {5 * time.Minute, "phone"}, {10 * time.Minute, "phone"}},
	{{0, "push"}, {0, "sms"}, {4 * time.Minute, "phone"}, {9 * time.Minute, "phone"}},
	{{0, "email"}, {0, "push"}, {3 * time.Minute, "push"}, {6 * time.Minute, "phone"}},
	{{0, "email"}, {0, "push"}, {time.Minute, "sms"}, {4 * time.Minute, "sms"}, {8 * time.Minute, "phone"}},
	{{0, "phone"}, {5 * time.Minute, "phone"}, {10 * time.Minute, "sms"}},
}

// rings pages a person until the given time has passed.
func (e *episode) rings(c *colleague, until time.Duration) {
	for _, way := range ways[slices.Index(e.o.people, c)%len(ways)] {
		after := way.after + between(e.rnd, 2*time.Second, 20*time.Second)
		if at := e.at.Add(after); after < until && at.Before(e.To) {
			e.Notify(e.i, at, e.ref(c), way.how)
		}
	}
}

// takes is an acknowledgement.
func (e *episode) takes(who *colleague) {
	e.who = who
	e.Acknowledge(e.i, e.at, e.ref(who))
}
