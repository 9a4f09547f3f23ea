package sample

import (
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// sites are the Jira sites of the organisations of seeds.
var sites = sync.OnceValue(func() []*JiraData {
	var all []*JiraData
	for _, m := range seeds() {
		all = append(all, m.o.Jira())
	}
	return all
})

// eachSite runs a test for every seed.
func eachSite(t *testing.T, test func(t *testing.T, o *Organisation, d *JiraData)) {
	for n, m := range seeds() {
		t.Run(m.o.AsOf.Format(time.DateOnly), func(t *testing.T) { test(t, m.o, sites()[n]) })
	}
}

// closings returns the changes of an issue into a status of the category done.
func closings(i *JiraIssue) []*JiraHistory {
	var all []*JiraHistory
	for _, h := range i.Changelog {
		for _, item := range h.Items {
			if item.Field == "status" && slices.Contains([]string{"Done", "Live", "Released", "Won't Do"}, item.ToText) {
				all = append(all, h)
			}
		}
	}
	return all
}

// isOf says whether an issue has one of the labels.
func isOf(i *JiraIssue, labels ...string) bool {
	return slices.ContainsFunc(i.Labels, func(label string) bool { return slices.Contains(labels, label) })
}

// closed is how many issues of a service with one of the labels each person closed, between two Mondays.
func closedBy(o *Organisation, d *JiraData, service string, from, until int, labels ...string) tally {
	t := tally{by: map[string]int{}}
	for _, i := range d.Issues {
		if !slices.Contains(i.Components, service) || !isOf(i, labels...) {
			continue
		}
		for _, h := range closings(i) {
			if h.Author.AccountType != "app" && (span{o.week(from), o.week(until)}).holds(h.Created) {
				t.total++
				t.by[h.Author.Name]++
			}
		}
	}
	for who := range t.by {
		t.most = append(t.most, who)
	}
	slices.SortFunc(t.most, func(a, b string) int { return 2*(t.by[b]-t.by[a]) + strings.Compare(a, b) })
	return t
}

func TestSameSeedIsSameSiteToTheByte(t *testing.T) {
	one, two := NewOrganisation(4, asOf).Jira(), NewOrganisation(4, asOf.Add(7*time.Hour)).Jira()
	if !reflect.DeepEqual(one, two) {
		t.Error("two sites of one seed and day")
	}
	if other := NewOrganisation(8, asOf).Jira(); len(other.Issues) == len(one.Issues) && reflect.DeepEqual(one.Issues[0], other.Issues[0]) {
		t.Error("one site of two seeds")
	}
	one.Issues[0].Summary = "changed"
	if two.Issues[0].Summary == "changed" {
		t.Error("a change of one site shows in another")
	}
}

func TestSiteIsOfTheSizeItSays(t *testing.T) {
	eachSite(t, func(t *testing.T, o *Organisation, d *JiraData) {
		kinds := map[string]int{}
		for _, i := range d.Issues {
			kinds["histories of one"] = max(kinds["histories of one"], len(i.Changelog))
			kinds["comments on one"] = max(kinds["comments on one"], len(i.Comments))
			kinds["issues"]++
			kinds[i.Type]++
			kinds["comments"] += len(i.Comments)
			kinds["histories"] += len(i.Changelog)
			kinds["moved"] += len(i.OldKeys)
			kinds["links"] += len(i.Links)
			if n := len(closings(i)); n > 1 || n == 1 && i.Resolved.IsZero() {
				kinds["reopened"]++
			}
			for _, label := range []string{"reliability", "toil", "on-call", "incident", "postmortem", "customer", "support", "latency", "retries", "errors", "experience"} {
				if isOf(i, label) {
					kinds[label]++
				}
			}
			for _, h := range i.Changelog {
				for _, item := range h.Items {
					kinds["change of "+item.Field]++
				}
			}
		}
		for kind, n := range map[string][2]int{
			"issues": {3200, 4600}, "histories": {13_000, 21_000}, "comments": {3500, 6500}, "Epic": {30, 80}, "Story": {850, 1400}, "Postmortem": {180, 400},
			"Incident": {80, 220}, "Bug": {700, 1300}, "Task": {900, 1600}, "moved": {15, 120}, "reopened": {60, 260}, "links": {100, 500},
			"reliability": {250, 700}, "toil": {200, 500}, "on-call": {200, 500}, "incident": {250, 700}, "postmortem": {180, 400}, "customer": {500, 950},
			"support": {200, 550}, "latency": {30, 140}, "retries": {30, 140}, "errors": {30, 140}, "experience": {30, 140},
			"change of assignee": {2500, 5500}, "change of priority": {1000, 2600}, "change of status": {6500, 13_000}, "change of resolution": {3000, 5500},
			"change of Fix Version": {200, 800},
			"histories of one":      {41, 120}, // search embeds 40 of them
			"comments on one":       {21, 60},  // and 20
		} {
			if kinds[kind] < n[0] || kinds[kind] > n[1] {
				t.Errorf("%d of %s", kinds[kind], kind)
			}
		}
		if len(d.Projects) != 6 || len(d.Users) != 47 {
			t.Errorf("%d projects, %d accounts", len(d.Projects), len(d.Users))
		}
	})
}

func TestTicketsLiveInOrderAndInsideOfTheHistory(t *testing.T) {
	eachSite(t, func(t *testing.T, o *Organisation, d *JiraData) {
		people := map[*JiraUser]*colleague{}
		for _, c := range o.everyone {
			people[d.User(jiraID(c.login))] = c
		}
		for _, i := range d.Issues {
			inside := func(what string, at time.Time, by *JiraUser) {
				if at.Before(i.Created) || !(span{o.From, o.AsOf}).holds(at) {
					t.Errorf("%s of %s at %s", what, i.Key, at)
				}
				if c := people[by]; c != nil && !c.here.holds(at) {
					t.Errorf("%s of %s by %s at %s", what, i.Key, c.name, at)
				}
			}
			inside("creation", i.Created, i.Reporter)
			last := i.Created
			for _, h := range i.Changelog {
				inside("change", h.Created, h.Author)
				if h.Created.Before(last) {
					t.Errorf("%s changes at %s after %s", i.Key, h.Created, last)
				}
				last = h.Created
			}
			for _, c := range i.Comments {
				inside("comment", c.Created, c.Author)
			}
			if (i.Status.Category == "done") == i.Resolved.IsZero() {
				t.Errorf("%s is %s and resolved at %s", i.Key, i.Status.Name, i.Resolved)
			}
		}
	})
}

func TestTicketsTellTheSameStories(t *testing.T) {
	labels := []string{"reliability", "toil", "on-call", "incident"}
	eachSite(t, func(t *testing.T, o *Organisation, d *JiraData) {
		two := func(logins []string, service string, from, until int) float64 {
			c := closedBy(o, d, service, from, until, labels...)
			if c.total < 8 {
				t.Errorf("%s: %d closed, %d to %d weeks ago", service, c.total, from, until)
			}
			return c.share(o.names(logins...)...)
		}
		if was, is := two(checkoutCarriers, "Checkout", historyWeeks, driftOnset), two(checkoutCarriers, "Checkout", 12, 0); was > 0.4 || is < 0.6 {
			t.Errorf("two close %.2f of Checkout's, now %.2f", was, is)
		}
		if is := two(platformCarriers, "Event bus", 26, 0); is < 0.62 {
			t.Errorf("two close %.2f of the event bus's", is)
		}
		if was, is := two(accountsCarriers, "Login", historyWeeks, rotation), two(accountsCarriers, "Login", 20, 0); was < 0.65 || is > 0.6 {
			t.Errorf("two close %.2f of Login's, now %.2f", was, is)
		}
		if is := two([]string{"tomas.rivera"}, "Indexer", 26, 0); is < 0.55 {
			t.Errorf("one closes %.2f of the indexer's", is)
		}
		for _, i := range d.Issues {
			if i.Project.Key == "GROW" && !i.Resolved.IsZero() && i.Resolved.After(o.week(orphaned)) {
				t.Errorf("%s was closed at %s", i.Key, i.Resolved)
			}
		}
	})
}

// commenters returns who wrote in the reviews of a project, between two Mondays, and in how many of how many.
func commenters(o *Organisation, d *JiraData, project string, from, until int) (by map[string]int, reviews int) {
	by = map[string]int{}
	for _, i := range d.Issues {
		if i.Project.Key != project || i.Type != "Postmortem" || !(span{o.week(from), o.week(until)}).holds(i.Created) {
			continue
		}
		reviews++
		names := map[string]bool{i.Reporter.Name: true}
		for _, c := range i.Comments {
			names[c.Author.Name] = true
		}
		for name := range names {
			by[name]++
		}
	}
	return by, reviews
}

func TestWhoWritesInReviews(t *testing.T) {
	eachSite(t, func(t *testing.T, o *Organisation, d *JiraData) {
		if by, n := commenters(o, d, "PLAT", historyWeeks, 0); len(by) > 4 || by["Sven Östberg"] < n*4/5 || by["Yuki Tanaka"] < n*4/5 || n < 40 {
			t.Errorf("%v write in the %d reviews of Platform", by, n)
		}
		by, n := commenters(o, d, "ACC", rotation, 1)
		for _, c := range o.people {
			if c.team == "Accounts" && by[c.name] < n/3 {
				t.Errorf("%s writes in %d of %d reviews of Accounts", c.name, by[c.name], n)
			}
		}
		if by, n := commenters(o, d, "ACC", historyWeeks, rotation+1); len(by) > 6 || by["Hugo Ferreira"] < n/2 || n < 15 {
			t.Errorf("%v wrote in the %d reviews of Accounts before", by, n)
		}
	})
}

func TestCustomersAreServedSoonerAfterTheRotation(t *testing.T) {
	eachSite(t, func(t *testing.T, o *Organisation, d *JiraData) {
		median := func(project string, from, until int) float64 {
			var days []float64
			for _, i := range d.Issues {
				if i.Project.Key == project && isOf(i, "customer") && (span{o.week(from), o.week(until)}).holds(i.Created) && !i.Resolved.IsZero() {
					days = append(days, i.Resolved.Sub(i.Created).Hours()/24)
				}
			}
			if len(days) < 20 {
				t.Errorf("%s has %d customer tickets", project, len(days))
				return 0
			}
			slices.Sort(days)
			return days[len(days)/2]
		}
		if was, is := median("ACC", historyWeeks, rotation), median("ACC", rotation-rotateWeeks, 2); was < 6.5 || is > 0.75*was {
			t.Errorf("customers of Accounts waited for %.1f days, now %.1f", was, is)
		}
		if shop, pay := median("WEB", historyWeeks, 2), median("PAY", historyWeeks, 2); shop >= pay {
			t.Errorf("customers of the shop wait for %.1f days, those of Payments %.1f", shop, pay)
		}
	})
}

func TestWhoFilesAndWhoPrioritises(t *testing.T) {
	eachSite(t, func(t *testing.T, o *Organisation, d *JiraData) {
		by := map[string]map[string]int{} // project: title
		henrik, all := 0, 0
		for _, i := range d.Issues {
			if i.Type != "Story" {
				continue
			}
			for _, c := range o.everyone {
				if d.User(jiraID(c.login)) == i.Reporter {
					if by[i.Project.Key] == nil {
						by[i.Project.Key] = map[string]int{}
					}
					by[i.Project.Key][roles[c.title]]++
				}
			}
			if slices.Contains(i.Components, "Invoicing") {
				if all++; i.Reporter.Name == "Henrik Dahlgren" {
					henrik++
				}
			}
		}
		engineers := func(project string) float64 {
			n := by[project]
			return float64(n["developer"]+n["operations"]+n["qa"]) / float64(n["developer"]+n["operations"]+n["qa"]+n["product"]+n["manager"])
		}
		if engineers("WEB") < 0.25 || engineers("SRCH") > 0.35 || engineers("WEB") < engineers("PAY") {
			t.Errorf("engineers file %.2f of the stories of Storefront, %.2f of Search, %.2f of Payments", engineers("WEB"), engineers("SRCH"), engineers("PAY"))
		}
		if 2*henrik < all {
			t.Errorf("the technical owner files %d of %d stories of Invoicing", henrik, all)
		}
		for _, i := range d.Issues {
			for _, h := range i.Changelog {
				if h.Author.Name == "Ulla Brandt" && h.Created.After(o.week(ownerIdle)) {
					t.Errorf("the idle owner changes %s at %s", i.Key, h.Created)
				}
			}
		}
	})
}

func TestNobodyFromElsewhereWritesAtTheSilo(t *testing.T) {
	eachSite(t, func(t *testing.T, o *Organisation, d *JiraData) {
		teams := map[string]string{}
		for _, c := range o.everyone {
			teams[jiraID(c.login)] = c.team
		}
		foreign := map[string]int{}
		for _, i := range d.Issues {
			for _, c := range i.Comments {
				b := boards[slices.IndexFunc(boards, func(b board) bool { return b.key == i.Project.Key })]
				if team := teams[c.Author.ID]; team != "" && team != b.team && c.Created.After(o.week(26)) {
					foreign[b.team]++
					if team == "Search" {
						foreign["by Search"]++
					}
				}
			}
		}
		if foreign["Search"]+foreign["by Search"] > 0 || foreign["Storefront"] < 15 {
			t.Errorf("comments across teams: %v", foreign)
		}
	})
}

func TestWhoClosesWhatUsersFeel(t *testing.T) {
	eachSite(t, func(t *testing.T, o *Organisation, d *JiraData) {
		people := map[string]*colleague{}
		for _, c := range o.everyone {
			people[jiraID(c.login)] = c
		}
		share := func(team string) float64 {
			all, builders := 0, 0
			for _, s := range portfolio {
				if s.team != team {
					continue
				}
				for _, i := range d.Issues {
					if !isOf(i, qualityLabels...) || !slices.Contains(i.Components, s.name) {
						continue
					}
					for _, h := range closings(i) {
						if c := people[h.Author.ID]; c != nil {
							if all++; builds(c, s) {
								builders++
							}
						}
					}
				}
			}
			return float64(builders) / float64(max(1, all))
		}
		if accounts, platform := share("Accounts"), share("Platform"); accounts < 0.75 || platform > 0.5 {
			t.Errorf("who built it closes %.2f of what users feel at Accounts, %.2f at Platform", accounts, platform)
		}
	})
}
