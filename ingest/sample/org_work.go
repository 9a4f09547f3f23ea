package sample

import "time"

// works is what follows an acknowledgement: help, a hand-over, notes and, in the end, a resolve.
func (e *episode) works() {
	share, _ := e.o.carried(e.service, e.at)
	joins := 0.12 * (1 - share/2)
	if p := e.i.Priority; p != nil && (p.Summary == "P1" || p.Summary == "P2") {
		joins = 0.4 * (1 - share/2)
	}
	if e.service.team == openTeam {
		joins *= 2
	}
	steps := []struct {
		share float64
		step  func() bool // false: the history has ended
	}{
		{0.04, e.handsOver},
		{joins, e.asks},
		{0.025, e.snoozes},
		{0.16, e.notes},
	}
	if e.nightly {
		steps = steps[3:]
	}
	for _, s := range steps {
		if chance(e.rnd, s.share) && !s.step() {
			return
		}
	}
	takes := 30 * time.Minute
	if e.i.Priority == e.Priorities[0].Reference() {
		takes = 90 * time.Minute
	}
	takes = around(e.rnd, takes)
	if e.helper != nil && e.helper.title != e.who.title {
		takes /= 4 // two roles see more than one
	}
	if e.first == e.alert {
		takes = max(takes, 40*time.Minute)
	}
	switch by := e.rnd.Float64(); {
	case by < 0.25 && !e.nightly:
		e.heal(takes)
	case e.wait(takes):
		e.resolve(e.ref(e.who), []string{"website", "mobile"}[e.rnd.IntN(2)])
		if chance(e.rnd, 0.012) {
			e.comesBack()
		}
	}
}

// handsOver gives it to another one of the team.
func (e *episode) handsOver() bool {
	to := e.answerer(e.who)
	if mates := e.awake(e.who, true); to == e.who && len(mates) > 0 {
		to = pick(e.rnd, mates)
	}
	if to == e.who {
		return true
	}
	if !e.wait(around(e.rnd, 8*time.Minute)) {
		return false
	}
	e.Assign(e.i, "assign", e.at, e.ref(e.who), e.ref(to))
	delay := around(e.rnd, 4*time.Minute)
	e.rings(to, delay)
	if !e.wait(delay) {
		return false
	}
	e.takes(to)
	return true
}

// asks gets another responder to join, of the same team or of another. Where a few carry a service, other teams are no
// longer asked; an open team asks others more than its own.
func (e *episode) asks() bool {
	share, _ := e.o.carried(e.service, e.at)
	own := max(0.65, min(1, 1.5*share))
	if e.service.team == openTeam {
		own = 0.4
	}
	helpers := e.awake(e.who, chance(e.rnd, own) || e.o.walled(e.service.team, e.at))
	if len(helpers) == 0 {
		return true
	}
	if !e.wait(around(e.rnd, 5*time.Minute)) {
		return false
	}
	e.helper = pick(e.rnd, helpers)
	helper := e.ref(e.helper)
	e.Log(e.i, "responder_request_for_user", e.at, e.ref(e.who), "Asked "+helper.Summary+" to join")
	e.i.ResponderRequests = append(e.i.ResponderRequests, Object{
		"incident": e.i.Reference(), "requester": e.ref(e.who), "requested_at": e.at, "message": "Please help",
		"responder_request_targets": []Object{{"responder_request_target": helper}},
	})
	asked := e.at
	if notified := e.at.Add(2 * time.Second); notified.Before(e.To) {
		e.Notify(e.i, notified, helper, "push")
	}
	if !e.wait(around(e.rnd, 4*time.Minute) + 3*time.Second) {
		return false
	}
	e.i.Responders = append(e.i.Responders, Object{"state": "joined", "user": helper, "requested_at": asked, "updated_at": e.at})
	e.Log(e.i, "responder_accept", e.at, helper, helper.Summary+" joined")
	return true
}

// snoozes puts it off to later in the day.
func (e *episode) snoozes() bool {
	if !e.wait(around(e.rnd, 6*time.Minute)) {
		return false
	}
	quiet := time.Duration(1+e.rnd.IntN(4)) * time.Hour
	e.Snooze(e.i, e.at, e.ref(e.who), quiet)
	if !e.wait(quiet) {
		return false
	}
	e.Unacknowledge(e.i, e.at)
	delay := around(e.rnd, 3*time.Minute)
	e.rings(e.who, delay)
	if !e.wait(delay) {
		return false
	}
	e.takes(e.who)
	return true
}

var learnt = []string{
	"Restarted the stuck worker; queue drains.", "Rolled back the release of this morning.", "Known issue, fix is in review.",
	"Upstream had trouble, see their status page.", "Raised the limit for now & will look at it tomorrow.", "False alarm: threshold is too tight.",
}

func (e *episode) notes() bool {
	if !e.wait(around(e.rnd, 6*time.Minute)) {
		return false
	}
	e.Note(e.i, e.at, e.ref(e.who), pick(e.rnd, learnt))
	return true
}

// comesBack is a reopened incident: it pages, is acknowledged and resolved once more.
func (e *episode) comesBack() {
	if !e.wait(around(e.rnd, 2*time.Hour)) {
		return
	}
	e.Reopen(e.i, e.at, e.ref(e.who))
	called, _ := e.called(1)
	e.Assign(e.i, "assign", e.at, nil, e.ref(called))
	who := e.answerer(called)
	delay := min(e.delay(who), escalationDelay)
	e.rings(called, delay)
	if !e.wait(delay) {
		return
	}
	e.takes(who)
	if e.wait(around(e.rnd, 30*time.Minute)) {
		e.resolve(e.ref(e.who), "website")
	}
}
