package sample

import (
	"slices"
	"time"
)

var (
	questions = []string{"Which version is it?", "Can you send the address of the page?", "How many are affected?", "Is there a workaround?"}
	answers   = []string{"Since this morning.", "Only on phones.", "About one in twenty.", "Two customers so far."}
	progress  = []string{"Found it.", "A fix is in review.", "Half of it is out.", "Needs one more release."}
	advice    = []string{"We had the same last year: look at the retries.", "This comes from our side, I send a fix.", "Try it with the cache off.", "I can pair on this."}
	lessons   = []string{"The alert came too late.", "We had no runbook for this.", "Rolling back took too long.", "Added a timeline.", "Agreed on the action."}
)

// asksBack is a question of who works on it, and the answer of who filed it.
func (t *ticket) asksBack() bool {
	if !t.wait(t.doer, around(t.rnd, 2*time.Hour)) {
		return false
	}
	t.Comment(t.issue, t.at, t.user(t.doer), pick(t.rnd, questions))
	if by := t.files(); by != nil && by != t.doer {
		if !t.wait(by, around(t.rnd, 2*time.Hour)) {
			return false
		}
		t.Comment(t.issue, t.at, t.user(by), pick(t.rnd, answers))
	}
	return true
}

// handsOver gives it to another one.
func (t *ticket) handsOver() bool {
	to := t.takes()
	if to == nil || to == t.doer {
		return true
	}
	if !t.wait(t.doer, around(t.rnd, 20*time.Hour)) {
		return false
	}
	t.Assign(t.issue, t.at, t.user(t.doer), t.user(to))
	t.lays()
	t.doer = to
	t.takesUp()
	return true
}

// helped is the share of tickets on which somebody helps whose ticket it is not.
func (t *ticket) helped() float64 {
	share, _ := t.o.carried(t.service, t.at)
	if t.service.team == openTeam {
		return 0.9
	}
	return 0.22 * (1 - share/2)
}

// help is a comment by another one of the team or, except at a silo, of another team.
func (t *ticket) help() bool {
	foreign := 0.25
	if t.service.team == openTeam {
		foreign = 0.5
	}
	helpers := t.team(t.service.team, t.at)
	if chance(t.rnd, foreign) && !t.o.walled(t.service.team, t.at) {
		helpers = t.free(t.at, func(c *colleague) bool {
			return c.team != t.service.team && c.team != "" && c.team != "Growth" && c.title != head && !t.o.walled(c.team, t.at)
		})
	}
	helper := any1(t, helpers)
	if helper == nil || helper == t.doer {
		return true
	}
	if !t.wait(helper, around(t.rnd, 3*time.Hour)) {
		return false
	}
	t.Comment(t.issue, t.at, t.user(helper), pick(t.rnd, advice))
	return true
}

// reports is a word on how it goes.
func (t *ticket) reports() bool {
	if !t.wait(t.doer, around(t.rnd, 4*time.Hour)) {
		return false
	}
	t.Comment(t.issue, t.at, t.user(t.doer), pick(t.rnd, progress))
	return true
}

// looksBack is a review after an incident: those who take part write in it, and who filed it closes it.
func (t *ticket) looksBack() {
	t.doer = t.filer
	for _, c := range t.reviewers() {
		if c != t.doer && c.present(t.at) {
			if !t.wait(c, around(t.rnd, 3*time.Hour)) {
				return
			}
			t.Comment(t.issue, t.at, t.user(c), pick(t.rnd, lessons))
		}
	}
	if !t.wait(t.doer, around(t.rnd, 3*time.Hour)) {
		return
	}
	t.begin()
	t.Comment(t.issue, t.at, t.user(t.doer), pick(t.rnd, lessons))
	t.work(around(t.rnd, pace[lookBack].takes))
}

// reviewers says who writes in a review: at Platform always the same two, at Accounts everybody since the rotation.
func (t *ticket) reviewers() []*colleague {
	team := t.team(t.service.team, t.at)
	some := func(share float64) []*colleague {
		return slices.DeleteFunc(team, func(c *colleague) bool { return !chance(t.rnd, share) })
	}
	two := func(logins []string) []*colleague {
		return slices.DeleteFunc(team, func(c *colleague) bool { return !slices.Contains(logins, c.login) })
	}
	switch share, by := t.o.carried(t.service, t.at); {
	case t.service.team == "Platform", t.service.team == "Accounts" && share > 0.5:
		return two(by)
	case t.service.team == "Accounts":
		return some(0.9)
	case t.service.team == openTeam:
		guests := t.free(t.at, func(c *colleague) bool { return c.team == "Accounts" || c.team == "Payments" && c.title == developer })
		return append(some(0.8), pick(t.rnd, guests))
	}
	return some(0.35)
}
