package sample

import (
	"fmt"
	"slices"
	"time"
)

// jiraLife is one issue and the time it has come to.
type jiraLife struct {
	*site
	i  *JiraIssue
	at time.Time
}

// jiraLives is what can become of an issue, with how often it does in a thousand.
var jiraLives = []struct {
	share int
	live  func(l *jiraLife)
}{
	{560, func(l *jiraLife) { l.assigned(); l.set(l.busy); l.talk(2); l.set(l.done) }},
	{100, func(l *jiraLife) {}}, // nobody has looked
	{80, func(l *jiraLife) { l.assigned(); l.set(l.busy); l.talk(1) }},
	{50, func(l *jiraLife) { l.set(l.done) }}, // by someone to whom it was not assigned
	{50, func(l *jiraLife) { // reopened, and done again
		l.assigned()
		l.set(l.done)
		l.set(l.open)
		l.set(l.busy)
		l.set(l.done)
	}},
	{30, func(l *jiraLife) { l.assigned(); l.set(l.done); l.set(l.busy) }}, // reopened: no resolution any more
	{20, func(l *jiraLife) { l.assigned(); l.assigned(); l.unassign(); l.set(l.done) }},
	{20, func(l *jiraLife) { l.assigned(); l.move(1); l.set(l.done) }},
	{5, func(l *jiraLife) { l.move(3); l.set(l.busy) }},
	{20, func(l *jiraLife) { l.prioritise(); l.label(); l.rename(); l.set(l.done) }},
	{15, (*jiraLife).linked},
	{10, (*jiraLife).child},
	{10, func(l *jiraLife) { l.talk(21 + l.rnd.IntN(20)); l.set(l.done) }},
	{10, func(l *jiraLife) { l.churn(41 + l.rnd.IntN(20)); l.set(l.done) }},
	{2, func(l *jiraLife) { l.talk(101 + l.rnd.IntN(120)) }},
	{2, func(l *jiraLife) { l.churn(101 + l.rnd.IntN(150)); l.talk(30); l.set(l.done) }},
	{6, func(l *jiraLife) { l.talk(3); l.editedComment(); l.set(l.done) }},
	{10, func(l *jiraLife) { l.assigned(); l.talk(1); l.set(l.done); l.Delete(l.i) }},
}

// addIssues spreads issues over the site's history. The first ones live one life each, so that all are there.
func (s *site) addIssues() {
	span := int64(s.To.Sub(s.From) / time.Millisecond)
	for n := 0; len(s.Issues) < s.size.Issues; n++ {
		at := s.From.Add(time.Duration(span*int64(min(n, s.size.Issues))/int64(s.size.Issues+1)) * time.Millisecond)
		project := s.Projects[min(s.rnd.IntN(len(s.Projects)), s.rnd.IntN(len(s.Projects)))]
		i := s.Create(project, oneOf(s.rnd, s.Types), at, s.anyone(), fmt.Sprintf("%s is slow <%d & rising>", oneOf(s.rnd, products), n))
		i.Priority = oneOf(s.rnd, s.Priorities)
		if n%3 == 0 {
			i.Labels = []string{oneOf(s.rnd, []string{"incident", "customer", "on-call", "Toil", "naïve"})}
		}
		if n%4 == 0 {
			i.Components = []string{oneOf(s.rnd, project.Components)}
		}
		if n%9 == 0 {
			i.FixVersions = []string{fmt.Sprintf("1.%d", n%30)}
		}
		kind := n
		if n >= len(jiraLives) {
			kind = 0
			for dice := s.rnd.IntN(1000); dice >= jiraLives[kind].share; kind++ {
				dice -= jiraLives[kind].share
			}
		}
		jiraLives[kind].live(&jiraLife{site: s, i: i, at: at})
	}
}

// wait lets time pass, and says whether the site's history has not ended meanwhile.
func (l *jiraLife) wait(most time.Duration) bool {
	l.at = l.at.Add(time.Duration(1+l.rnd.Int64N(int64(most/time.Millisecond))) * time.Millisecond)
	return l.at.Before(l.To)
}

func (l *jiraLife) assigned() {
	if l.wait(6 * time.Hour) {
		l.Assign(l.i, l.at, l.anyone(), l.anyone())
	}
}

func (l *jiraLife) unassign() {
	if l.wait(6 * time.Hour) {
		l.Assign(l.i, l.at, l.anyone(), nil)
	}
}

func (l *jiraLife) set(to []*JiraStatus) {
	if status := oneOf(l.rnd, to); status != l.i.Status && l.wait(96*time.Hour) {
		l.SetStatus(l.i, l.at, l.anyone(), status)
	}
}

func (l *jiraLife) talk(times int) {
	for n := range times {
		if l.wait(4 * time.Hour) {
			l.Comment(l.i, l.at, l.anyone(), fmt.Sprintf("Comment %d: \"it's\" <b>back</b> & {code}☃{code}", n))
		}
	}
}

// churn changes an issue to and fro.
func (l *jiraLife) churn(times int) {
	for n := range times {
		switch {
		case !l.wait(3 * time.Hour):
			return
		case n%3 == 0:
			l.Assign(l.i, l.at, l.anyone(), l.anyone())
		case n%3 == 1:
			l.Prioritise(l.i, l.at, l.anyone(), oneOf(l.rnd, l.Priorities))
		default:
			l.SetStatus(l.i, l.at, l.anyone(), oneOf(l.rnd, slices.Concat(l.open, l.busy)))
		}
	}
}

func (l *jiraLife) move(times int) {
	for range times {
		if to := oneOf(l.rnd, l.Projects); to != l.i.Project && l.wait(24*time.Hour) {
			l.Move(l.i, l.at, l.anyone(), to)
		}
	}
}

func (l *jiraLife) prioritise() {
	if l.wait(time.Hour) {
		l.Prioritise(l.i, l.at, l.anyone(), oneOf(l.rnd, l.Priorities))
	}
}

func (l *jiraLife) label() {
	if l.wait(time.Hour) {
		l.Label(l.i, l.at, l.anyone(), "incident", "two-words", "e'é")
	}
}

func (l *jiraLife) rename() {
	if l.wait(time.Hour) {
		l.Summarise(l.i, l.at, l.anyone(), `=HYPERLINK("https://example.com") <script>alert(1)</script> `+"\u202e gnp.exe")
	}
}

func (l *jiraLife) linked() {
	if other := oneOf(l.rnd, l.Issues); other != l.i && l.wait(10*time.Hour) {
		l.Link(l.i, l.at, l.anyone(), oneOf(l.rnd, []string{"Blocks", "Problem/Incident", "Relates"}), other)
	}
}

func (l *jiraLife) child() {
	if parent := oneOf(l.rnd, l.Issues); parent != l.i && parent.Parent == nil {
		l.i.Parent, l.i.Type = parent, "Sub-task"
	}
}

func (l *jiraLife) editedComment() {
	if len(l.i.Comments) > 1 && l.wait(10*time.Hour) {
		l.EditComment(l.i, l.at, l.anyone(), l.i.Comments[0].ID, "edited")
		l.DeleteComment(l.i, l.at, l.i.Comments[1].ID)
	}
}
