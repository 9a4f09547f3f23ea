package sample

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestEveryAccountIsListedWithItsPerson(t *testing.T) {
	o, err := written()
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]Account{}
	for _, a := range o.Accounts() {
		if _, twice := listed[a.Source+" "+a.ID]; twice {
			t.Errorf("%s %s is listed twice", a.Source, a.ID)
		}
		listed[a.Source+" "+a.ID] = a
		person := a.Person != ""
		if person != (a.Kind == "person") {
			t.Errorf("%v is nobody's or somebody's", a)
		}
	}
	known := func(source, id, name string) {
		if a, ok := listed[source+" "+id]; !ok || a.Name != name {
			t.Errorf("%s of %s is not listed in %s", id, name, source)
		}
	}
	for _, e := range o.PagerDuty().LogEntries {
		if e.Agent.Type == "user_reference" {
			known("pagerduty", e.Agent.ID, e.Agent.Summary)
		}
	}
	for _, u := range o.Jira().Users {
		if !u.IsDeleted {
			known("jira", u.ID, u.Name)
		}
	}
	for _, plan := range codebase {
		for _, line := range gitOutput(t, plan.name, "log", "--format=%an <%ae>%n%(trailers:key=Co-authored-by,valueonly)", "main") {
			if line != "" {
				name, _, _ := strings.Cut(line, " <")
				known("git", line, name)
			}
		}
	}
	for _, line := range strings.Split(string(o.OrgYAML()), "\n") {
		if id, ok := strings.CutPrefix(line, "  - id: "); ok && strings.Contains(id, ".") {
			known("org", id, o.person(id).name)
		}
	}
}

// What makes it hard to say who is who is there, and what config, addresses and .mailmap say leaves little open.
func TestAccountsHoldTraps(t *testing.T) {
	o := NewOrganisation(1, asOf)
	all := o.Accounts()
	people := func(is func(Account) bool) int {
		var who []string
		for _, a := range all {
			if is(a) && a.Person != "" && !slices.Contains(who, a.Person) {
				who = append(who, a.Person)
			}
		}
		return len(who)
	}
	count := func(is func(Account) bool) int {
		return len(slices.DeleteFunc(slices.Clone(all), func(a Account) bool { return !is(a) }))
	}
	for what, n := range map[string][2]int{
		"people of one name":                   {people(func(a Account) bool { return a.Name == "Daniel Okafor" }), 2},
		"of them in one repository":            {people(func(a Account) bool { return a.Name == "Daniel Okafor" && a.Source == "git" }), 2},
		"people of one address":                {people(func(a Account) bool { return a.Email == sharedAddress }), 2},
		"accounts without an address":          {count(func(a Account) bool { return a.Source == "jira" && a.Email == "" }), 21},
		"people under an old address":          {people(func(a Account) bool { return strings.HasSuffix(a.Email, "@oldshop.example") }), 1},
		"people who hide their address in git": {people(func(a Account) bool { return strings.Contains(a.Email, "@users.noreply.github.com") }), 4},
		"robots":                               {count(func(a Account) bool { return a.Kind == "bot" }), 3},
		"accounts of several":                  {count(func(a Account) bool { return a.Kind == "role" || a.Kind == "deleted" }), 2},
		"customers":                            {count(func(a Account) bool { return a.Kind == "customer" }), 2},
		"people in all":                        {people(func(Account) bool { return true }), 42},
	} {
		if n[0] != n[1] {
			t.Errorf("%d %s, want %d", n[0], what, n[1])
		}
	}
	// Accounts that neither an address nor org.yaml nor a .mailmap ties to another one of their person.
	yaml, open := string(o.OrgYAML()), 0
	for _, a := range all {
		tied := a.Source == "org" || a.Email == o.emailOf(a.Person) || strings.Contains(yaml, a.ID) || mapped(a.Email) ||
			a.Email != "" && a.Email != sharedAddress && strings.Contains(strings.ToLower(yaml), strings.ToLower(a.Email))
		if a.Person != "" && !tied {
			open++
		}
	}
	if open != 3 {
		t.Errorf("%d accounts are tied to nobody", open)
	}
}

func (o *Organisation) emailOf(login string) string {
	if login == "" {
		return "-"
	}
	return o.person(login).email
}

func TestOrgYAMLIsTheSameForASeed(t *testing.T) {
	one, two := NewOrganisation(2, asOf), NewOrganisation(2, asOf.Add(time.Hour))
	if !bytes.Equal(one.OrgYAML(), two.OrgYAML()) || !bytes.Equal(one.Pulse(), two.Pulse()) {
		t.Error("two of one seed and day")
	}
	if bytes.Equal(one.Pulse(), NewOrganisation(3, asOf).Pulse()) {
		t.Error("one pulse of two seeds")
	}
}

func TestPulseFollowsTheStories(t *testing.T) {
	o := NewOrganisation(2, asOf)
	rows, err := csv.NewReader(bytes.NewReader(o.Pulse())).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	mean := func(team string, from, until int) float64 {
		sum, n := 0, 0
		for _, row := range rows[1:] {
			day, err := time.Parse(time.DateOnly, row[1])
			if err != nil {
				t.Fatal(err)
			}
			if score, err := strconv.Atoi(row[3]); row[0] == team && (span{o.week(from), o.week(until)}).holds(day) {
				if err != nil || score < 1 || score > 5 {
					t.Errorf("score %q", row[3])
				}
				sum, n = sum+score, n+1
			}
		}
		return float64(sum) / float64(max(1, n))
	}
	if was, is := mean("payments", historyWeeks, driftOnset), mean("payments", 12, 0); was-is < 0.5 {
		t.Errorf("Payments was at %.1f and is at %.1f", was, is)
	}
	if was, is := mean("accounts", historyWeeks, rotation), mean("accounts", 12, 0); is-was < 0.6 {
		t.Errorf("Accounts was at %.1f and is at %.1f", was, is)
	}
}

func TestCommitsNameTickets(t *testing.T) {
	o, err := written()
	if err != nil {
		t.Fatal(err)
	}
	site, named, incidents := o.Jira(), 0, 0
	for _, plan := range codebase {
		for _, message := range strings.Split(strings.Join(gitOutput(t, plan.name, "log", "--no-merges", "--format=%x01%at%n%B", "main"), "\n"), "\x01") {
			if strings.Contains(message, "\nIncident: https://") {
				incidents++
			}
			for _, word := range strings.FieldsFunc(message, func(r rune) bool { return strings.ContainsRune(" :[]\n", r) }) {
				key, digits, ok := strings.Cut(word, "-")
				if _, err := strconv.Atoi(digits); !ok || err != nil || !slices.ContainsFunc(boards, func(b board) bool { return b.key == key }) {
					continue
				}
				named++
				seconds, _, _ := strings.Cut(message, "\n")
				at, _ := strconv.ParseInt(seconds, 10, 64)
				if i := site.Issue(word); i == nil || i.Created.After(time.Unix(at, 0)) {
					t.Errorf("%s names %s, which is %v", plan.name, word, i)
				}
			}
		}
	}
	if named < 600 || incidents < 5 {
		t.Errorf("%d commits name a ticket, %d an incident", named, incidents)
	}
}
