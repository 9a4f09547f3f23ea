package sample

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// forge is who git says committed what was squashed on a website.
const forge = "GitHub <noreply@github.com>"

var libraries = []string{"http-kit", "json-stream", "queue-client", "test-tools", "tls-utils", "tracing", "yaml-lite"}

func (r *repository) dependencies() string {
	var b strings.Builder
	for _, name := range libraries {
		fmt.Fprintf(&b, "%s 1.%d.0\n", name, r.versions[name])
	}
	return b.String()
}

// commit adds what was planned to the history.
func (r *repository) commit(w work) {
	if w.who == nil {
		library := pick(r.rnd, libraries)
		r.versions[library]++
		subject := fmt.Sprintf("Bump %s from 1.%d.0 to 1.%d.0%s", library, r.versions[library]-1, r.versions[library], r.pull())
		r.stream.commit(stamp(robot, w.written), stamp(forge, w.merged), subject, change{written: map[string]string{"dependencies.txt": r.dependencies()}})
		return
	}
	subject, c := r.edit(w)
	subject, why := r.reason(w, subject)
	message := subject + why
	if mates := r.o.others(w.written, func(c *colleague) bool { return w.who.worksWith(c) }); len(mates) > 0 && chance(r.rnd, 0.1) {
		message += "\n\nWorked on this together.\n\nCo-authored-by: " + r.signature(pick(r.rnd, mates), false)
	}
	local := w.who.loc
	author := stamp(r.signature(w.who, w.style == 0), w.written.In(local))
	switch w.style {
	case 0:
		r.stream.commit(author, author, message, c)
	case 1:
		r.stream.commit(author, stamp(forge, w.merged.In(time.UTC)), strings.Replace(message, subject, subject+r.pull(), 1), c)
	case 2:
		branch := strings.ReplaceAll(strings.ToLower(subject), " ", "-")
		reviewer := r.reviewer(w)
		merger := stamp(r.signature(reviewer, false), w.merged.In(reviewer.loc))
		merged := fmt.Sprintf("Merge pull request %s from %s", strings.Trim(r.pull(), " ()"), branch)
		r.stream.merge(author, stamp(r.signature(w.who, false), w.merged.In(local)), merger, message, merged, c)
	}
}

// reason names the ticket that the author works on, before the subject, behind it or below it, and for a hotfix the
// incident that they had.
func (r *repository) reason(w work, subject string) (string, string) {
	below := ""
	if strings.HasPrefix(subject, "Hotfix") {
		for _, m := range r.o.mishaps() {
			if m.who == w.who && r.concerns(w.area, m.service) && (span{m.at, m.at.AddDate(0, 0, 4)}).holds(w.written) {
				below = "\n\nIncident: " + webURL + "incidents/" + m.id
			}
		}
	}
	for _, s := range r.o.stints()[w.who.login] {
		if !s.holds(w.written) || !r.concerns(w.area, s.service) {
			continue
		}
		key := s.issue.Key
		if len(s.issue.OldKeys) > 0 && chance(r.rnd, 0.5) {
			key = s.issue.OldKeys[0] // which still leads there
		}
		switch r.rnd.IntN(4) {
		case 0:
			return key + ": " + subject, below
		case 1:
			return subject + " [" + key + "]", below
		case 2:
			return subject, below + "\n\nFixes " + key
		}
		break
	}
	return subject, below
}

// concerns says whether an area is code of a service.
func (r *repository) concerns(a *area, s *sampleService) bool {
	return a.service == s.name || a.service == "" && r.team == s.team
}

// pull numbers a pull request as the forge writes it behind a subject.
func (r *repository) pull() string {
	r.pulls++
	return fmt.Sprintf(" (#%d)", r.pulls)
}

// worksWith says whether two write code in one team.
func (c *colleague) worksWith(other *colleague) bool {
	return c.team == other.team && c != other && other.title != head
}

// reviewer is another one of the author's team or, alone, the author.
func (r *repository) reviewer(w work) *colleague {
	if mates := r.o.others(w.merged, func(c *colleague) bool { return w.who.worksWith(c) }); len(mates) > 0 {
		return pick(r.rnd, mates)
	}
	return w.who
}

// edit changes files and says what for.
func (r *repository) edit(w work) (subject string, c change) {
	a, noun := w.area, pick(r.rnd, w.area.words)
	c.written = map[string]string{}
	write := func(f *sourceFile) {
		f.touched[w.who.login]++
		c.written[f.path] = f.text()
	}
	f := a.familiar(r.rnd, w.who.login)
	switch what := weighted(r.rnd, []float64{52, 22, 4, 7, 1.5, 1.5, 1, 1, 1.5, 1}); what {
	case 1, 2:
		f.edit(r.rnd, a.words)
		write(f)
		return []string{"Fix ", "Hotfix: fix "}[what-1] + pick(r.rnd, verbs) + " of " + noun, c
	case 3:
		write(a.add(r.rnd))
		return "Add " + noun + " " + pick(r.rnd, verbs), c
	case 4:
		a.runbook += "\n## " + noun + "\n\nIf it fails to " + pick(r.rnd, verbs) + ", restart it and write down when.\n"
		c.written[a.runbookPath()] = a.runbook
		return "Runbook: what to do about " + noun, c
	case 5:
		f.edit(r.rnd, a.words)
		write(f)
		return `Revert "Add ` + noun + " " + pick(r.rnd, verbs) + `"`, c
	case 6:
		if len(a.files) > a.begins {
			c.removed = []string{f.path}
			a.files = slices.DeleteFunc(a.files, func(other *sourceFile) bool { return other == f })
			return "Remove unused " + noun, c
		}
	case 7:
		was := f.path
		a.made++
		f.path = fmt.Sprintf("%s/%s_%s_%d.%s", a.dir, noun, pick(r.rnd, verbs), a.made, a.extension)
		f.touched[w.who.login]++
		c.renamed = [][2]string{{was, f.path}}
		return "Rename " + noun, c
	case 8:
		a.alerts += fmt.Sprintf("%s_%s: {above: %d, minutes: %d}\n", noun, pick(r.rnd, verbs), 1+r.rnd.IntN(99), 1+r.rnd.IntN(30))
		c.written[a.alertsPath()] = a.alerts
		return "Alert when " + noun + " is slow", c
	case 9:
		r.pipeline += fmt.Sprintf("  %s-%d:\n    timeout-minutes: %d\n", noun, r.pulls, 5+r.rnd.IntN(30))
		c.written[pipelinePath] = r.pipeline
		return "Test " + noun + " on every push", c
	}
	for range 1 + r.rnd.IntN(3) {
		f.edit(r.rnd, a.words)
		write(f)
		f = a.familiar(r.rnd, w.who.login)
	}
	return "Let " + noun + " " + pick(r.rnd, verbs) + " " + pick(r.rnd, []string{"faster", "more than once", "in batches", "with a limit", "again"}), c
}
