package sample

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

const escalationDelay = 15 * time.Minute

// episodes is the account while its incidents happen.
type episodes struct {
	*sampleAccount
	chances map[*sampleService]*rand.Rand
	bursts  map[*alert]*episode         // by the first alert
	last    map[*sampleService]*episode // of the service
	carries map[*sampleService]int      // how often its carriers took one: they take turns
}

// episode is what becomes of one alert, up to at.
type episode struct {
	*episodes
	*alert
	rnd    *rand.Rand
	i      *PagerDutyIncident
	at     time.Time
	who    *colleague // works on it, or nil
	helper *colleague // joined, or nil
	end    time.Time  // when it was first resolved, or zero
}

func newEpisodes(a *sampleAccount) *episodes {
	e := &episodes{a, map[*sampleService]*rand.Rand{}, map[*alert]*episode{}, map[*sampleService]*episode{}, map[*sampleService]int{}}
	for _, s := range portfolio {
		e.chances[s] = a.o.random("episodes of " + s.name)
	}
	return e
}

// live makes the alert an incident and lives through it until it is resolved or the history ends.
func (all *episodes) live(a *alert) {
	e := &episode{episodes: all, alert: a, rnd: all.chances[a.service], at: a.at}
	if e.check == "" {
		e.check = pick(e.rnd, a.service.checks)
	}
	title := e.check
	if strings.Contains(title, "%d") {
		title = fmt.Sprintf(title, 2+e.rnd.IntN(97))
	}
	urgency := "low"
	if e.nightly || a.first != nil || chance(e.rnd, a.service.high) {
		urgency = "high"
	}
	if a.service.officeHours && !office(e.at.In(location(a.service.zone))) {
		urgency = "low"
	}
	s := all.services[a.service.name]
	e.i = all.Trigger(s, e.at, urgency, a.service.name+": "+title)
	trigger := all.LogEntries[len(all.LogEntries)-1]
	trigger.Channel.Details["source"] = strings.ToLower(strings.Fields(title)[0]) + ".monitoring.example.com"
	if p := weighted(e.rnd, []float64{3, 12, 35, 20, 30}); e.nightly {
		e.i.Priority = all.Priorities[2].Reference()
	} else if urgency == "low" {
		e.i.Priority = all.Priorities[3].Reference()
	} else if p < len(all.Priorities) {
		e.i.Priority = all.Priorities[p].Reference()
	}
	if a.first == a {
		all.bursts[a] = e
	}
	if !e.merged() {
		if urgency == "low" {
			e.quiet()
		} else {
			e.loud(1)
		}
		all.last[a.service] = e
	}
}

// office says whether it is Monday to Friday, 08:00 to 18:00.
func office(local time.Time) bool {
	return local.Weekday() != time.Saturday && local.Weekday() != time.Sunday && local.Hour() >= 8 && local.Hour() < 18
}

// wait lets time pass and says whether the history has not ended meanwhile.
func (e *episode) wait(d time.Duration) bool {
	e.at = e.at.Add(d)
	return e.at.Before(e.To)
}

// ref returns the reference to a person.
func (e *episode) ref(c *colleague) *PagerDutyReference { return e.users[c.login] }

// merged makes it one with an incident that is open: most often with the first of its burst.
func (e *episode) merged() bool {
	into, share := e.bursts[e.first], 0.8
	if into == nil {
		into, share = e.last[e.service], 0.5
	}
	after := between(e.rnd, 90*time.Second, 6*time.Minute)
	merges := chance(e.rnd, share)
	if into == nil || into == e || into.who == nil || into.i.ResolveReason != nil || !merges {
		return false
	}
	if !into.end.IsZero() && !e.at.Add(after).Before(into.end) {
		return false
	}
	called, _ := e.called(1)
	e.Assign(e.i, "assign", e.at, nil, e.ref(called))
	if e.i.Urgency == "high" {
		e.rings(called, after)
	}
	if e.wait(after) {
		e.Merge(e.i, into.i, e.at, e.ref(into.who))
	}
	return true
}

// quiet is an incident of low urgency, which pages nobody: an e-mail, and most often it is over before somebody looks.
func (e *episode) quiet() {
	called, _ := e.called(1)
	e.Assign(e.i, "assign", e.at, nil, e.ref(called))
	if e.at.Add(time.Minute).Before(e.To) {
		e.Notify(e.i, e.at.Add(between(e.rnd, time.Second, time.Minute)), e.ref(called), "email")
	}
	look, heals := around(e.rnd, 10*time.Minute), 0.45
	if !office(e.at.In(called.loc)) {
		look, heals = e.morning(called).Sub(e.at)+look, 0.9
	}
	switch {
	case chance(e.rnd, 0.005): // stays open for ever
	case chance(e.rnd, heals):
		e.heal(around(e.rnd, 90*time.Minute))
	case e.wait(look):
		called, _ = e.called(1)
		e.takes(e.answerer(called))
		e.works()
	}
}

// morning returns when a person's next office day begins.
func (e *episode) morning(c *colleague) time.Time {
	local := e.at.In(c.loc)
	morning := time.Date(local.Year(), local.Month(), local.Day(), 9, 0, 0, 0, c.loc)
	for !morning.After(e.at) || !office(morning) {
		morning = morning.AddDate(0, 0, 1)
	}
	return morning
}

// loud is an incident of high urgency: whoever is on call is paged until somebody acknowledges, level after level.
func (e *episode) loud(from int) {
	called, level := e.called(from)
	kind := "assign"
	if from > 1 {
		kind = "escalate"
	}
	e.Assign(e.i, kind, e.at, nil, e.ref(called))
	who := e.answerer(called)
	delay, heals := e.delay(who), around(e.rnd, 14*time.Minute)
	if !chance(e.rnd, 0.12) || e.first == e.alert || e.nightly {
		heals = 24 * time.Hour
	}
	if chance(e.rnd, 0.02) || e.orphaned() && chance(e.rnd, 0.75) {
		delay = 24 * time.Hour // nobody hears
	}
	waits := min(delay, heals, escalationDelay)
	e.rings(called, waits)
	if !e.at.Add(waits).Before(e.To) {
		return
	}
	switch waits {
	case delay:
		e.wait(delay)
		e.takes(who)
		e.works()
	case heals:
		e.heal(heals)
	default:
		e.wait(escalationDelay)
		if next, _ := e.called(level + 1); next != nil {
			e.loud(level + 1)
			return
		}
		e.Log(e.i, "exhaust_escalation_path", e.at, nil, "Escalation path exhausted")
		e.heal(around(e.rnd, 4*time.Hour))
	}
}

// heal is a resolve by the integration.
func (e *episode) heal(after time.Duration) {
	if e.wait(after) {
		e.resolve(e.services[e.service.name].Integrations[0], "api")
	}
}

func (e *episode) resolve(agent *PagerDutyReference, via string) {
	if e.end.IsZero() {
		e.end = e.at
	}
	e.Resolve(e.i, e.at, agent, via)
}
