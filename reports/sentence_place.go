package reports

import (
	"fmt"
	"strings"

	"github.com/fewhands/fewhands/metrics"
)

var servicesOf = things{"service", "services"}

// servicesHeadline says on how many services the pages rest on one or two people. Services with too little data are never
// counted as healthy.
func servicesHeadline(services []*place, repos []Repo) headline {
	total, unowned := int64(len(services)), int64(0)
	var now, then []standing
	work := "half of the responses of the last 13 weeks"
	for _, s := range services {
		is, was, isOther := s.mainStanding()
		if isOther {
			work = "half of the work of the last 13 weeks"
		}
		now, then = append(now, is), append(then, was)
		if s.team == nil {
			unowned++
		}
	}
	few, known := countFew(now)
	var h headline
	switch {
	case known == 0 && total == 1:
		h.Says = "Too little happened in the last 13 weeks to say how many people carry the service."
	case known == 0:
		h.Says = fmt.Sprintf("Too little happened in the last 13 weeks to say how many people carry any of the %s services.", grouped(total))
	case few == 0 && known == 1:
		h.Says = fmt.Sprintf("On %s %s came from three people or more.", comma(servicesOf.every(known, total)), work)
	case few == 0:
		h.Says = fmt.Sprintf("On none of %s did %s come from one or two people.", the(servicesOf.of(known, total)), work)
	case few == known:
		h.Says = fmt.Sprintf("On %s %s came from one or two people.", comma(servicesOf.every(known, total)), work)
	default:
		h.Says = fmt.Sprintf("On %s of %s %s came from one or two people.", grouped(few), comma(servicesOf.of(known, total)), work)
	}
	var parts []string
	if fewThen, knownThen := countFew(then); known > 0 && knownThen > 0 {
		parts = append(parts, fmt.Sprintf("Half a year before, it was so on %s of %s.", grouped(fewThen), grouped(knownThen)))
	}
	if quiet := total - known; known > 0 && quiet > 0 {
		parts = append(parts, counted(quiet, "service has", "services have")+" too little data to say.")
	}
	if unowned > 0 {
		parts = append(parts, counted(unowned, "service has", "services have")+" no owning team.")
	}
	if strings.Contains(work, "the work") {
		parts = append(parts, "Work is responses where there are enough to say, else resolved tickets, else reliability commits.")
	}
	if len(repos) > 1 {
		parts = append(parts, orgFragility(repos))
	}
	h.Supports = strings.Join(parts, " ")
	return h
}

func countFew(list []standing) (few, known int64) {
	for _, s := range list {
		if s.half != nil {
			known++
		}
		if s.few() {
			few++
		}
	}
	return few, known
}

// headline says how few people respond, and how few did half a year before, beside the rota.
func (p *place) headline() headline {
	name := shown(p.name)
	if p.standing().half == nil {
		if h := p.otherHeadline(); h != nil {
			h.Supports = strings.Join(append([]string{h.Supports}, p.within()...), " ")
			return *h
		}
	}
	switch {
	case p.incidents == nil:
		return headline{Says: name + ": no incident is on record.", Supports: strings.Join(p.within(), " ")}
	case *p.incidents == 0 && *p.responses == 0:
		return headline{Says: name + ": no incident in the last 13 weeks.", Supports: strings.Join(p.within(), " ")}
	case *p.responses == 0:
		return headline{
			Says:     fmt.Sprintf("%s: nobody is known to have responded to the %s of the last 13 weeks.", name, counted(*p.incidents, "incident", "incidents")),
			Supports: strings.Join(p.within(), " "),
		}
	}
	now := p.standing()
	if now.half == nil {
		return headline{
			Says: fmt.Sprintf("%s: %s to %s in the last 13 weeks, too little data to say who carries them.", name,
				counted(*p.responses, "response", "responses"), counted(*p.incidents, "incident", "incidents")),
			Supports: strings.Join(append(p.spread(), p.within()...), " "),
		}
	}
	h := headline{Says: fmt.Sprintf("%s: %s gave at least half of the %s of the last 13 weeks", name, now.of(" eligible people"),
		counted(*p.responses, "response", "responses"))}
	parts := p.spread()
	if p.then.half == nil {
		h.Says += "."
		parts = append(parts, "Half a year before, there was too little data.")
	} else {
		h.Says += "; " + now.since(p.then) + "."
	}
	h.Supports = strings.Join(append(parts, p.within()...), " ")
	return h
}

// of is "2 of 9" with what follows.
func (s standing) of(what string) string {
	if s.eligible == nil {
		return fmt.Sprintf("%s%s", grouped(int64(*s.half)), what)
	}
	return fmt.Sprintf("%s of %s%s", grouped(int64(*s.half)), grouped(int64(*s.eligible)), what)
}

// since compares with half a year before: facts side by side, and no cause.
func (s standing) since(then standing) string {
	isSame := same(s.half, then.half) && same(s.eligible, then.eligible)
	text := "it was " + then.of("") + " half a year before"
	if isSame {
		text = "it was the same half a year before"
	}
	switch {
	case s.rota == nil || then.rota == nil:
		return text
	case *s.rota == *then.rota && isSame:
		return text + ", and the rota stayed at " + grouped(int64(*s.rota))
	case *s.rota == *then.rota:
		return text + ", while the rota stayed at " + grouped(int64(*s.rota))
	}
	return fmt.Sprintf("%s, and the rota went from %s to %s", text, grouped(int64(*then.rota)), grouped(int64(*s.rota)))
}

func same(a, b *float64) bool { return a == nil && b == nil || a != nil && b != nil && *a == *b }

// spread are the sentences of the rota on paper and in fact.
func (p *place) spread() []string {
	var parts []string
	effective, _ := metrics.Find("effective_people")
	share, _ := metrics.Find("off_call_response_share")
	responders, rota := p.value("effective_people"), p.value("effective_rotation")
	if responders != nil && rota != nil {
		parts = append(parts, fmt.Sprintf("The responses are spread as if over %s, the hours on call as if over %s.",
			effective.Format(responders), effective.Format(rota)))
	}
	if off := p.value("off_call_response_share"); off != nil {
		parts = append(parts, share.Format(off)+" of the responses came from people who were not on call then.")
	}
	return parts
}

// within says on how many of a team's services few people respond.
func (p *place) within() []string {
	if p.scope != "team" {
		return nil
	}
	var list []standing
	for _, s := range p.services {
		list = append(list, s.standing())
	}
	few, known := countFew(list)
	switch {
	case known == 0 || len(list) == 1:
		return nil
	case few == 0:
		return []string{fmt.Sprintf("On none of %s did half come from one or two people.", the(servicesOf.of(known, int64(len(list)))))}
	}
	if few == known {
		return []string{fmt.Sprintf("On %s half came from one or two people.", comma(servicesOf.every(known, int64(len(list)))))}
	}
	return []string{fmt.Sprintf("On %s of %s half came from one or two people.", grouped(few), comma(servicesOf.of(known, int64(len(list)))))}
}
