package findings

import (
	"cmp"
	"slices"

	"github.com/fewhands/fewhands/metrics/drift"
)

// history is one channel of a place.
type history struct {
	drift.History
	rostered int // incidents of which the roster is known
}

// test runs the test on one channel. Where less than half of the incidents have a known roster, none counts.
func (d *drifter) test(p *place, channel string, c *history) ([]*run, drift.State) {
	h := &c.History
	h.Weeks = d.weeks
	h.Rota = channel == "pages" && 2*c.rostered >= len(h.Incidents)
	h.Members = d.members[channel+" "+p.scope+" "+p.entity]
	if channel == "commits" {
		h.Members = d.authors(h)
	}
	slices.SortFunc(h.Members, func(a, b drift.Member) int {
		return cmp.Or(cmp.Compare(a.Person, b.Person), cmp.Compare(a.From, b.From))
	})
	first := c.begin()
	result := drift.Detect(h)
	state, _ := result.At(h.Weeks - 1)
	if state == drift.None && c.recent() < 10 {
		state = drift.TooLittle
	}
	var runs []*run
	for i := range result.Runs {
		if r := d.run(p, channel, c, first, &result.Runs[i]); r != nil {
			runs = append(runs, r)
		}
	}
	return runs, state
}

// begin makes the history begin with the week of the first incident that counts, and tells which that was: weeks before
// anything was recorded are no baseline.
func (c *history) begin() int {
	h := &c.History
	counts := func(i drift.Incident) bool { return i.Roster || !h.Rota }
	first := int(h.Incidents[max(slices.IndexFunc(h.Incidents, counts), 0)].At / drift.Week)
	h.Weeks -= first
	h.Incidents = slices.DeleteFunc(h.Incidents, func(i drift.Incident) bool { return i.At < int64(first)*drift.Week })
	for i := range h.Incidents {
		h.Incidents[i].At -= int64(first) * drift.Week
	}
	for i := range h.Members {
		h.Members[i].From, h.Members[i].To = max(h.Members[i].From-first, 0), h.Members[i].To-first
	}
	h.Members = slices.DeleteFunc(h.Members, func(m drift.Member) bool { return m.To <= m.From })
	return first
}

// recent counts the incidents of the last 13 weeks that count.
func (c *history) recent() int {
	n := 0
	for _, i := range c.Incidents {
		if int(i.At/drift.Week) >= c.Weeks-13 && (i.Roster || !c.Rota) {
			n++
		}
	}
	return n
}

// authors are there from their first commit to 13 weeks after the last.
func (d *drifter) authors(h *drift.History) []drift.Member {
	at := map[int32]int{}
	var list []drift.Member
	for i := range h.Incidents {
		week := int(h.Incidents[i].At / drift.Week)
		for _, p := range h.Incidents[i].Responders {
			k, ok := at[p]
			if !ok {
				k = len(list)
				at[p] = k
				list = append(list, drift.Member{Person: p, From: week})
			}
			list[k].To = min(week+13, d.weeks)
		}
	}
	for i := range list {
		if left, ok := d.left[list[i].Person]; ok {
			list[i].To = min(list[i].To, max(left, list[i].From)+1)
		}
	}
	return list
}
