package sample

import (
	"slices"
	"time"
)

// covers is one schedule while overrides are made for it. A later override covers an earlier one.
type covers struct {
	*sampleAccount
	s      *PagerDutySchedule
	choose func(n int) int // chance
}

// addCovers makes the overrides of a schedule: for holidays, for turns that were swapped, for an evening out, and for
// the nights of who loses sleep.
func (a *sampleAccount) addCovers(s *PagerDutySchedule) {
	c := covers{a, s, a.o.random("covers of " + s.Name).IntN}
	for _, layer := range s.Layers {
		if layer.TurnSeconds == 7*86400 {
			c.swaps(layer)
		}
		c.evenings(layer)
		c.holidays(layer)
	}
	if s.Name == "Search primary" {
		c.nights(a.users["tomas.rivera"])
	}
	c.s.Overrides = slices.DeleteFunc(c.s.Overrides, func(o PagerDutyShift) bool { return !o.End.After(o.Start) })
}

// end is how far ahead people plan.
func (c covers) end() time.Time { return c.To.AddDate(0, 0, 28) }

func (c covers) cover(from, until time.Time, by *PagerDutyReference) {
	c.s.Overrides = append(c.s.Overrides, PagerDutyShift{from.In(c.s.location()), until.In(c.s.location()), by})
}

// free says whether a person can be on call for all of a time.
func (c covers) free(user *PagerDutyReference, s span) bool {
	who := c.o.person(c.logins[user.ID])
	return who.here.holds(s.from) && who.here.holds(s.until) && !who.isAway(s)
}

// holidays gives each day of a turn that falls into a holiday to another one of the layer, in turn. The first who covers
// gets a day back, so that nobody is off the rota for long.
func (c covers) holidays(layer *PagerDutyLayer) {
	next := c.choose(len(layer.Users))
	for _, shift := range layer.shifts(c.s.location(), c.From, c.end()) {
		owes := true
		for _, away := range c.o.person(c.logins[shift.User.ID]).away {
			for from := later(shift.Start, away.from); from.Before(earlier(shift.End, away.until)); {
				until := earlier(from.Add(24*time.Hour), earlier(shift.End, away.until))
				for range layer.Users {
					next = (next + 1) % len(layer.Users)
					if c.free(layer.Users[next], span{from, until}) {
						c.cover(from, until, layer.Users[next])
						if owes {
							owes = !c.giveBack(layer, span{from, until}, layer.Users[next], shift.User)
						}
						break
					}
				}
				from = until
			}
		}
	}
}

// giveBack lets someone take the start of the next turn of who covered for them.
func (c covers) giveBack(layer *PagerDutyLayer, covered span, from, to *PagerDutyReference) bool {
	if layer.TurnSeconds != 7*86400 {
		return true
	}
	for _, shift := range layer.shifts(c.s.location(), covered.until, covered.until.AddDate(0, 0, 7*len(layer.Users))) {
		back := span{shift.Start, earlier(shift.End, shift.Start.Add(covered.until.Sub(covered.from)))}
		if shift.User == from && c.free(to, back) && c.free(from, back) {
			c.cover(back.from, back.until, to)
			return true
		}
	}
	return false
}

// swaps lets people change turns with those after them, now and then.
func (c covers) swaps(layer *PagerDutyLayer) {
	turns := layer.shifts(c.s.location(), c.From, c.o.week(14))
	if layer.Restrictions != nil {
		return
	}
	for n := c.choose(9); n+1 < len(turns); n += 12 + c.choose(9) {
		one, two := turns[n], turns[n+1]
		if one.User != two.User && c.free(two.User, span{one.Start, one.End}) && c.free(one.User, span{two.Start, two.End}) {
			c.cover(one.Start, one.End, two.User)
			c.cover(two.Start, two.End, one.User)
		}
	}
}

// evenings gives some hours of a turn to another one of the layer.
func (c covers) evenings(layer *PagerDutyLayer) {
	for day := later(c.From, layer.Start).AddDate(0, 0, 5+c.choose(28)); day.Before(c.To); day = day.AddDate(0, 0, 24+c.choose(28)) {
		begin := time.Date(day.Year(), day.Month(), day.Day(), 16, 0, 0, 0, c.s.location())
		out := span{begin, begin.Add(time.Duration(2+c.choose(4)) * time.Hour)}
		by := layer.Users[c.choose(len(layer.Users))]
		for _, shift := range layer.shifts(c.s.location(), out.from, out.until) {
			if shift.User != by && c.free(by, out) {
				c.cover(later(shift.Start, out.from), earlier(shift.End, out.until), by)
			}
		}
	}
}

// nights gives every night from Sunday to Thursday to one person, from the evening before to the start of the day.
func (c covers) nights(by *PagerDutyReference) {
	loc := location(inDenver)
	for monday := c.o.week(sleepless); monday.Before(c.end()); monday = monday.AddDate(0, 0, 7) {
		for day := range 5 {
			evening := time.Date(monday.Year(), monday.Month(), monday.Day()+day-1, 20, 0, 0, 0, loc)
			c.cover(evening, evening.Add(12*time.Hour), by)
		}
	}
}
