package sample

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"
)

// repository is one while its history is made.
type repository struct {
	repositoryPlan
	o        *Organisation
	rnd      *rand.Rand
	stream   importStream
	areas    []*area
	versions map[string]int        // of what the robot updates
	pulls    int                   // pull requests so far
	pipeline string                // what continuous integration does
	signed   map[string]*colleague // who wrote under a name and address
}

// work is one commit that is going to be made.
type work struct {
	written, merged time.Time
	area            *area
	who             *colleague // nil: the robot
	style           int        // 0: straight to main; 1: squashed; 2: merged
}

// history returns everything that ever happened in a repository, for git fast-import.
func (o *Organisation) history(plan repositoryPlan) *bytes.Buffer {
	return &o.repository(plan).stream.Buffer
}

func (o *Organisation) repository(plan repositoryPlan) *repository {
	r := &repository{
		repositoryPlan: plan, o: o, rnd: o.random("repository " + plan.name), versions: map[string]int{}, signed: map[string]*colleague{},
	}
	for _, p := range plan.areas {
		extension := plan.language
		if p.dir == "deploy" || p.dir == "pages" {
			extension = "yaml"
		}
		r.areas = append(r.areas, &area{areaPlan: p, extension: extension})
	}
	r.beginning()
	var all []work
	for before := historyWeeks; before >= 0; before-- {
		all = append(all, r.week(before)...)
	}
	slices.SortStableFunc(all, func(a, b work) int { return a.merged.Compare(b.merged) })
	release, version := o.From.AddDate(0, 0, 10), 0
	for _, w := range all {
		for ; w.merged.After(release); release = release.AddDate(0, 0, 7*plan.releases) {
			version++
			r.release(fmt.Sprintf("v1.%d.0", version), release)
		}
		r.commit(w)
	}
	return r
}

// beginning brings the files in from the repository that was there before, by who wrote them.
func (r *repository) beginning() {
	at := r.o.From.Add(9 * time.Hour)
	first := r.hand(r.areas[0], r.o.From)
	start := change{written: map[string]string{
		"README.md":        "# " + r.name + "\n\nPart of the sample shop of Fewhands. Runbooks are in docs/runbooks.\n",
		"dependencies.txt": r.dependencies(),
	}}
	if r.mailmap != "" {
		start.written[".mailmap"] = r.mailmap
	}
	for _, a := range r.areas {
		a.runbook = "# " + a.dir + "\n\nLook at the dashboard first.\n"
		start.written[a.runbookPath()] = a.runbook
		a.alerts = "# Who is paged for " + a.dir + ", and when.\n"
		start.written[a.alertsPath()] = a.alerts
	}
	r.pipeline = "on: push\njobs:\n  test:\n    timeout-minutes: 10\n"
	start.written[pipelinePath] = r.pipeline
	author := stamp(r.signature(first, false), at.In(first.loc))
	r.stream.commit(author, author, "Start a new repository", start)
	for _, a := range r.areas {
		made := map[string]change{}
		for range a.begins {
			who := r.hand(a, r.o.From)
			f := a.add(r.rnd)
			f.touched[who.login]++
			if made[who.login].written == nil {
				made[who.login] = change{written: map[string]string{}}
			}
			made[who.login].written[f.path] = f.text()
		}
		for _, h := range a.first {
			if c, ok := made[h.login]; ok {
				at = at.Add(7 * time.Minute)
				who := r.o.person(h.login)
				author := stamp(r.signature(who, false), at.In(who.loc))
				r.stream.commit(author, author, "Import "+a.dir+" from the old repository", c)
			}
		}
	}
}

// week plans the commits of a week.
func (r *repository) week(before int) []work {
	monday := r.o.week(before)
	var all []work
	add := func(w work) {
		w.merged = w.written
		if w.style = weighted(r.rnd, []float64{3, 6, 1.5}); w.style > 0 {
			w.merged = w.written.Add(between(r.rnd, 10*time.Minute, 5*time.Hour))
		}
		if s := (span{r.o.From.Add(12 * time.Hour), r.o.AsOf}); s.holds(w.written) && s.holds(w.merged) {
			all = append(all, w)
		}
	}
	for range poisson(r.rnd, r.weekly) {
		day := monday.AddDate(0, 0, weighted(r.rnd, []float64{10, 11, 11, 10, 8, 0.6, 0.5}))
		a := r.areas[weighted(r.rnd, shares(r.areas))]
		who := r.hand(a, day.Add(12*time.Hour))
		if who != nil && chance(r.rnd, r.lent(day)) { // another team lends a hand
			others := r.o.others(day, func(c *colleague) bool {
				return c.team != r.team && c.team != "Growth" && c.title == developer && !r.o.walled(c.team, day)
			})
			if len(others) > 0 {
				who = pick(r.rnd, others)
			}
		}
		if who != nil {
			at := time.Date(day.Year(), day.Month(), day.Day(), weighted(r.rnd, workday[:]), r.rnd.IntN(60), r.rnd.IntN(60), 0, who.loc)
			add(work{written: at, area: a, who: who})
		}
	}
	for range poisson(r.rnd, r.robots) {
		add(work{written: monday.Add(between(r.rnd, 0, 5*24*time.Hour))})
	}
	return all
}

// lent is the share of commits by other teams.
func (r *repository) lent(at time.Time) float64 {
	switch {
	case r.o.walled(r.team, at):
		return 0
	case r.team == openTeam:
		return 0.18
	}
	return 0.05
}

func shares(areas []*area) []float64 {
	var all []float64
	for _, a := range areas {
		all = append(all, a.share)
	}
	return all
}

// hand returns who of those around works in the area, or nil where nobody is left.
func (r *repository) hand(a *area, at time.Time) *colleague {
	later := 0.0
	if a.later != nil {
		later = clamp(r.o.since(a.turns, at) / float64(a.over))
	}
	weights, total := make([]float64, len(r.o.everyone)), 0.0
	for n, c := range r.o.everyone {
		if !c.present(at) {
			continue
		}
		weights[n] = a.first.of(c.login)*(1-later) + a.later.of(c.login)*later
		total += weights[n]
	}
	if total == 0 {
		return nil
	}
	return r.o.everyone[weighted(r.rnd, weights)]
}

func (h hands) of(login string) float64 {
	for _, one := range h {
		if one.login == login {
			return one.weight
		}
	}
	return 0
}

// signature returns a person's name and address as in their next commit. On the forge's website it is the address that
// they have there; only on their own machines some use another.
func (r *repository) signature(c *colleague, sometimes bool) string {
	name, email := c.name, c.email
	if other, ok := aliases[c.login]; ok && (sometimes || other.share == 1) && chance(r.rnd, other.share) {
		name, email = other.name, other.email
	}
	text := fmt.Sprintf("%s <%s>", name, email)
	r.signed[text] = c
	return text
}

// release tags what is there.
func (r *repository) release(name string, at time.Time) {
	tagger := ""
	if r.annotated {
		tagger = stamp("Release Robot <release@example.com>", at)
	}
	r.stream.tag(name, tagger)
}
