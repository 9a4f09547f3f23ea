package sample

import (
	"math/rand/v2"
	"slices"
	"time"
)

// ticket is what becomes of one demand, up to at.
type ticket struct {
	*sampleSite
	*demand
	rnd   *rand.Rand
	at    time.Time
	issue *JiraIssue
	filer *colleague
	doer  *colleague // works on it, or nil
}

// wait lets time pass until a person is at work, and says whether they still are before the history ends. Now and then
// somebody does it in the evening.
func (t *ticket) wait(c *colleague, d time.Duration) bool {
	t.at = t.at.Add(d)
	late := chance(t.rnd, 0.04)
	for range 40 { // the longest holiday
		local := t.at.In(c.loc)
		if c.present(t.at) && (office(local) || late && local.Hour() >= 18 && local.Hour() < 23) {
			break
		}
		next := time.Date(local.Year(), local.Month(), local.Day(), 8, t.rnd.IntN(60), t.rnd.IntN(60), 0, c.loc)
		if !next.After(t.at) {
			next = next.AddDate(0, 0, 1)
		}
		t.at = next.Add(between(t.rnd, 0, 2*time.Hour))
	}
	return t.at.Before(t.o.AsOf) && c.present(t.at)
}

func (t *ticket) user(c *colleague) *JiraUser { return t.users[c.login] }

// live files the ticket and goes on until it is closed or the history ends.
func (t *ticket) live() {
	if !t.file() {
		return
	}
	if t.kind == lookBack {
		t.looksBack()
		return
	}
	if t.kind == upkeep && t.service.team == "Payments" && chance(t.rnd, 0.25) {
		t.Assign(t.issue, t.at, t.robot, t.rota)
	}
	if !t.triage() {
		return
	}
	pace := pace[t.kind]
	if t.kind == reported {
		pace.waits, pace.takes = t.o.patience(t.service, t.at)/3, t.o.patience(t.service, t.at)/3
	}
	if chance(t.rnd, 0.03) {
		pace.waits *= 12 // some lie around for long
	}
	t.doer = t.takes()
	if t.doer == nil || !t.wait(t.doer, around(t.rnd, pace.waits)) {
		return
	}
	t.begin()
	for _, step := range []struct {
		share float64
		step  func() bool // false: the history has ended
	}{
		{0.35, t.asksBack}, {0.09, t.handsOver}, {t.helped(), t.help}, {0.3, t.reports},
	} {
		if chance(t.rnd, step.share) && !step.step() {
			return
		}
	}
	if !t.work(around(t.rnd, pace.takes)) {
		return
	}
	if chance(t.rnd, t.board(t.service.team).reopened) {
		t.comesBack()
	}
}

// triage is what happens before work begins: a priority, another project, or nothing.
func (t *ticket) triage() bool {
	first := t.priorities()
	if first == nil {
		return true
	}
	share := 0.4
	if first == t.owner(t.service, false, t.at) {
		share = 0.15
		if t.kind == wanted {
			share = 1 // the product is what an engineer who prioritises cares for
		}
	}
	if chance(t.rnd, share) {
		if !t.wait(first, around(t.rnd, 5*time.Hour)) {
			return false
		}
		if to := t.Priorities[weighted(t.rnd, []float64{1, 5, 1, 4, 1})]; to != t.issue.Priority {
			t.Prioritise(t.issue, t.at, t.user(first), to)
		}
	}
	if chance(t.rnd, 0.015) && t.service.team != "" {
		return t.moves(first)
	}
	return true
}

// priorities says who orders the work on a service: its product owner, else who does it for them.
func (t *ticket) priorities() *colleague {
	technical, product := t.owner(t.service, false, t.at), t.owner(t.service, true, t.at)
	if technical != nil && (product == nil || t.service.name == "Invoicing") {
		return technical
	}
	return product
}

// moves finds that it is another team's, and gives it a new key.
func (t *ticket) moves(by *colleague) bool {
	if t.o.walled(t.service.team, t.at) {
		return true
	}
	var others []*sampleService
	for _, s := range portfolio {
		if s.team != t.service.team && s.team != "" && !t.o.walled(s.team, t.at) {
			others = append(others, s)
		}
	}
	if !t.wait(by, around(t.rnd, 3*time.Hour)) {
		return false
	}
	t.service = pick(t.rnd, others)
	t.Move(t.issue, t.at, t.user(by), t.projects[t.service.team])
	t.issue.Components = []string{t.service.name}
	t.Change(t.issue, t.at, t.user(by), JiraItem{Field: "Component", To: t.service.name, ToText: t.service.name})
	return true
}

// takes says who works on it.
func (t *ticket) takes() *colleague {
	team := t.team(t.service.team, t.at)
	share, by := t.o.carried(t.service, t.at)
	if t.kind == upkeep || t.kind == followUp {
		share *= 0.85 // of what can wait, others do more
		if t.service.team == "Platform" {
			share = 0.6
		}
		if chance(t.rnd, share) {
			t.turns[t.service]++
			for n := range by {
				if c := t.o.person(by[(t.turns[t.service]+n)%len(by)]); c.present(t.at) {
					return c
				}
			}
		}
	}
	if tomas := t.o.person("tomas.rivera"); t.service.name == "Indexer" && tomas.present(t.at) && chance(t.rnd, 0.75) {
		return tomas
	}
	if ingrid := t.o.person("ingrid.sandvik"); t.kind == polish && t.service.team == "Platform" && ingrid.present(t.at) && chance(t.rnd, 0.7) {
		return ingrid // who closes in the end what nobody else felt to be theirs
	}
	var weights []float64
	for _, c := range team {
		w := 1.0
		switch {
		case t.kind == polish && t.service.team == "Platform" && slices.Contains(platformCarriers, c.login):
			w = 0 // those who built it leave what users feel to others
		case t.kind == polish && !builds(c, t.service) && t.service.team != "Platform":
			w = 0.1
		case c.title == manager:
			w = 0.15
		case c.title == support && t.kind != reported:
			w = 0.4
		}
		weights = append(weights, w)
	}
	if len(team) == 0 {
		return nil
	}
	return team[weighted(t.rnd, weights)]
}

// builds says whether a person writes code of the service.
func builds(c *colleague, s *sampleService) bool {
	for _, plan := range codebase {
		for _, a := range plan.areas {
			if a.service == s.name && a.first.of(c.login)+a.later.of(c.login) > 0 {
				return true
			}
		}
	}
	return false
}

// begin puts the ticket into the hands of who works on it.
func (t *ticket) begin() {
	if me := t.user(t.doer); t.issue.Assignee != me {
		t.Assign(t.issue, t.at, me, me)
	}
	t.SetStatus(t.issue, t.at, t.user(t.doer), t.statuses["In Progress"])
	t.takesUp()
}

// work goes on for so long and ends with the ticket closed, most often by who did it.
func (t *ticket) work(d time.Duration) bool {
	if chance(t.rnd, 0.5) {
		if !t.wait(t.doer, d*2/3) {
			return false
		}
		d /= 3
		by := t.user(t.doer)
		if chance(t.rnd, 0.3) {
			by = t.robot // a pull request was opened
		}
		t.SetStatus(t.issue, t.at, by, t.statuses["In Review"])
	}
	if !t.wait(t.doer, d) {
		return false
	}
	by, to := t.user(t.doer), t.statuses[t.board(t.service.team).done]
	switch first := t.priorities(); {
	case chance(t.rnd, 0.01):
		by = t.robot // nobody had touched it for long
	case t.kind == wanted && first != nil && first.title == product && chance(t.rnd, 0.25):
		if !t.wait(first, between(t.rnd, time.Hour, 20*time.Hour)) {
			return false
		}
		by = t.user(first)
	case chance(t.rnd, 0.04):
		to = t.statuses["Won't Do"]
	}
	if t.kind == wanted && chance(t.rnd, 0.4) {
		version := t.at.Format("2006.01")
		t.Change(t.issue, t.at, by, JiraItem{Field: "Fix Version", To: idOfName(version), ToText: version})
		t.issue.FixVersions = []string{version}
	}
	t.SetStatus(t.issue, t.at, by, to)
	t.lays()
	return true
}

// comesBack is a ticket that was closed too early.
func (t *ticket) comesBack() {
	by := t.files()
	if by == nil || !t.wait(by, around(t.rnd, 4*24*time.Hour)) {
		return
	}
	t.SetStatus(t.issue, t.at, t.user(by), t.statuses["To Do"])
	t.Comment(t.issue, t.at, t.user(by), "It is back.")
	if t.doer = t.takes(); t.doer != nil && t.wait(t.doer, around(t.rnd, 20*time.Hour)) {
		t.begin()
		t.work(around(t.rnd, 30*time.Hour))
	}
}
