package identity

import (
	"fmt"
	"strings"
	"testing"
)

func pagerduty(id, name, email string) Identity {
	return Identity{Source: PagerDuty, Account: id, Name: name, Email: email}
}

func jira(id, name, email string) Identity {
	return Identity{Source: Jira, Account: id, Name: name, Email: email}
}

func declares(id, name string, claims ...Claim) Identity {
	return Identity{Source: Org, Account: id, Name: name, Claims: claims}
}

func mapped(id Identity, name, email string) Identity {
	id.Mapped, id.Was = true, Written{name, email}
	return id
}

// expect resolves identities, each given with its person's key and how it was matched.
func expect(t *testing.T, cases ...any) []Person {
	t.Helper()
	var list []Identity
	var want []string
	for i := 0; i < len(cases); i += 2 {
		list = append(list, cases[i].(Identity))
		want = append(want, cases[i+1].(string))
	}
	people, matches := Resolve(list, NewBots([]string{"Release Robot"}))
	for i, m := range matches {
		if got := people[m.Person-1].Key + " " + m.By; got != want[i] {
			t.Errorf("%q <%s>: got %s, want %s", list[i].Name, list[i].Email, got, want[i])
		}
	}
	return people
}

func TestAddressIsOnePersonInEverySource(t *testing.T) {
	expect(t,
		wrote(1, 0, "ana", " Ana@Example.COM", 5, 0), "ana email",
		pagerduty("P1", "Ana Lind", "ana@example.com"), "ana email",
		jira("J1", "A. Lind", "ANA@example.com"), "ana email",
		jira("J2", "Ana Lind", ""), "ana-lind alone",
	)
}

func TestConfigSaysWhoIsWho(t *testing.T) {
	people := expect(t,
		declares("ana", "Ana Lind", Claim{"email", "ana@example.com"}, Claim{Jira, "J1"}, Claim{"git", "ana-l <build@example.com>"}, Claim{"git", "1+ana-l@users.noreply.github.com"}), "ana org.yaml",
		declares("bo", "Bo Ek", Claim{"email", "pair@example.com"}, Claim{PagerDuty, "P2"}), "bo org.yaml",
		wrote(1, 0, "Ana Lind", "ANA@example.com", 5, 0), "ana org.yaml",
		jira("J1", "Somebody Else", "bo@example.com"), "ana org.yaml",
		wrote(1, 1, "ANA-L", "build@example.com", 1, 1), "ana org.yaml",
		wrote(1, 2, "Jenkins", "build@example.com", 1, 1), "jenkins alone",
		wrote(2, 0, "whoever", "ana-l@users.noreply.github.com", 1, 1), "ana org.yaml",
		wrote(2, 1, "Cy Fox", "pair@example.com", 1, 1), "bo org.yaml",
		// .mailmap gives Bo's address to Ana, and org.yaml gives it to Bo.
		mapped(wrote(2, 2, "Ana Lind", "ana@example.com", 1, 1), "Bo Ek", "pair@example.com"), "bo org.yaml",
		// The account is Bo's, whatever its address.
		pagerduty("P2", "Ana Lind", "ana@example.com"), "bo org.yaml",
		wrote(3, 0, "Release Robot", "ana@example.com", 900, 2), "ana org.yaml",
	)
	if p := people[0]; p.Name != "Ana Lind" || p.IsBot || !p.IsDeclared || p.Sources != 2 {
		t.Errorf("got %+v", p)
	}
}

func TestDutiesAndSharedAddressesJoinNobody(t *testing.T) {
	var cases []any
	for i, email := range []string{"oncall@x.example", "on-call@x.example", "payments-oncall@x.example", "noreply@x.example", "no-reply@x.example",
		"root@localhost", "admin@x.example", "support@x.example", "build@x.example", "jenkins@x.example", "ci-bot7@x.example", "oncall+db@x.example"} {
		for k, name := range []string{"Ana Lind", "Bo Ek"} {
			cases = append(cases, wrote(int32(10+i), int32(k), fmt.Sprint(name, " ", 'a'+rune(i)), email, 1, 0), strings.ToLower(strings.ReplaceAll(fmt.Sprint(name, " ", 'a'+rune(i)), " ", "-"))+" alone")
		}
	}
	expect(t, cases...)
	expect(t,
		wrote(1, 0, "Ana Lind", "desk7@x.example", 1, 0), "ana-lind alone",
		wrote(1, 1, "Bo Ek", "desk7@x.example", 1, 1), "bo-ek alone",
		wrote(1, 2, "Cy Fox", "desk7@x.example", 1, 2), "cy-fox email",
		// The same name on a shared address is the same person.
		wrote(2, 0, "Cy Fox", "desk7@x.example", 1, 3), "cy-fox email",
	)
	expect(t, // one person, who changed names and machines
		wrote(1, 0, "Ana Lind", "ana.lind@x.example", 9, 0), "ana-lind email",
		wrote(2, 0, "Ana Ek", "ana.lind@x.example", 1, 0), "ana-lind email",
		wrote(3, 0, "alind", "ana.lind@x.example", 1, 0), "ana-lind email",
		wrote(4, 0, "anas-laptop", "ana.lind@x.example", 1, 0), "ana-lind email",
	)
}

func TestTwoOfOneNameStayTwo(t *testing.T) {
	expect(t, // both have accounts, so that a third address may be either's
		wrote(1, 0, "Wei Li", "wei@x.example", 9, 0), "wei-li email",
		wrote(1, 1, "Wei Li", "wei2@x.example", 9, 1), "wei-li-2 email",
		wrote(1, 2, "Wei Li", "wei@home.example", 9, 2), "wei-li-3 alone",
		pagerduty("P1", "Wei Li", "wei@x.example"), "wei-li email",
		pagerduty("P2", "Wei Li", "wei2@x.example"), "wei-li-2 email",
	)
	expect(t, // two accounts of different sources are not known to be one person's either
		wrote(1, 0, "Wei Li", "wei@x.example", 9, 0), "wei-li email",
		wrote(1, 1, "Wei Li", "wei@home.example", 9, 1), "wei-li-2 email",
		pagerduty("P1", "Wei Li", "wei@x.example"), "wei-li email",
		jira("J1", "Wei", "wei@home.example"), "wei-li-2 email",
	)
	long := func(id Identity) Identity { id.Last = day(400); return id }
	expect(t, // two mailboxes of one organisation in use for a year
		pagerduty("P1", "Wei Li", "wei@x.example"), "wei-li email",
		long(wrote(1, 0, "Wei Li", "wei@x.example", 9, 0)), "wei-li email",
		long(wrote(1, 1, "Wei Li", "wei2@x.example", 9, 1)), "wei-li-2 alone",
	)
	expect(t, // one that follows the other is a mailbox that moved
		pagerduty("P1", "Wei Li", "wei@x.example"), "wei-li email",
		long(wrote(1, 0, "Wei Li", "wei@x.example", 9, 0)), "wei-li email",
		wrote(1, 1, "Wei Li", "wli@x.example", 9, 1), "wei-li name",
	)
	expect(t, // names join in a repository, unless they are somebody's first name or no name
		wrote(1, 0, "Wei Li", "a@a.example", 9, 0), "wei-li name",
		wrote(1, 1, "Li, Wei", "b@b.example", 1, 1), "wei-li name",
		wrote(1, 2, "Wei Zhang", "c@c.example", 1, 2), "wei-zhang alone",
		wrote(1, 3, "Wei", "d@d.example", 1, 3), "wei alone",
		wrote(1, 4, "Wei", "e@e.example", 1, 4), "wei-2 alone",
		wrote(1, 5, "root", "f@f.example", 1, 5), "root alone",
		wrote(1, 6, "root", "g@g.example", 1, 6), "root-2 alone",
		wrote(1, 7, "defunkt", "h@h.example", 1, 7), "defunkt name",
		wrote(1, 8, "defunkt", "i@i.example", 1, 8), "defunkt name",
		wrote(2, 0, "Wei Li", "j@j.example", 1, 9), "wei-li-2 alone",
	)
}

func TestStrangerOnAMachineJoinsNobodyToItsOwner(t *testing.T) {
	expect(t,
		wrote(1, 0, "Ana Lind", "ana.lind@x.example", 50, 0), "ana-lind email",
		wrote(1, 1, "Bo Ek", "ana.lind@x.example", 1, 1), "ana-lind email",
		wrote(1, 2, "Bo Ek", "bo@y.example", 50, 2), "bo-ek alone",
	)
}

func TestLoginsOfNoreplyAddresses(t *testing.T) {
	expect(t,
		wrote(1, 0, "Ana", "7+ana-l@users.noreply.github.com", 9, 0), "ana noreply",
		wrote(2, 0, "Ana L", "ana-l@users.noreply.github.com", 1, 1), "ana noreply",
		wrote(3, 0, "Ana Lind", "7+analind@users.noreply.github.com", 1, 2), "ana noreply", // another login, the same account
		wrote(4, 0, "Bo", "8+handle@users.noreply.github.com", 1, 3), "bo alone", // a login that was given up
		wrote(5, 0, "Cy", "9+handle@users.noreply.github.com", 1, 4), "cy alone", // and taken
		wrote(6, 0, "Di", "handle@users.noreply.github.com", 1, 5), "di alone",
		wrote(1, 1, "Ed", "5-ed@users.noreply.gitlab.com", 9, 6), "ed noreply",
		wrote(2, 1, "Edd", "ed@users.noreply.gitlab.com", 1, 7), "ed noreply",
		wrote(3, 1, "Eddy", "ed@users.noreply.github.com", 1, 8), "eddy alone", // another forge
	)
}

func TestWhatStandsBehindAPlusNeedsTheName(t *testing.T) {
	expect(t,
		pagerduty("P1", "Ana Lind", "ana+pager@x.example"), "ana-lind plus",
		wrote(1, 0, "Ana Lind", "ana@x.example", 1, 0), "ana-lind plus",
		pagerduty("P2", "Bo Ek", "payments+bo@x.example"), "bo-ek alone",
		pagerduty("P3", "Cy Fox", "payments+cy@x.example"), "cy-fox alone",
		wrote(1, 1, "Payments", "payments@x.example", 1, 1), "payments alone",
	)
}

func TestMailmapTiesAddressesInOtherRepositories(t *testing.T) {
	expect(t,
		mapped(wrote(1, 0, "Ana Lind", "ana@x.example", 9, 0), "ana", "ana@old.example"), "ana-lind mailmap",
		wrote(2, 0, "al", "ana@old.example", 1, 1), "ana-lind email",
		// Two people's, so nobody's.
		mapped(wrote(1, 1, "Bo Ek", "bo@x.example", 1, 2), "bo", "lab@x2.example"), "bo-ek alone",
		mapped(wrote(1, 2, "Cy Fox", "cy@x.example", 1, 3), "cy", "lab@x2.example"), "cy-fox alone",
		wrote(2, 1, "labs", "lab@x2.example", 1, 4), "labs alone",
	)
}

func TestAccountKeepsWhatItWasCalled(t *testing.T) {
	married := pagerduty("P1", "Ana Ek", "ana.ek@x.example")
	married.Earlier = []Written{{"Ana Lind", "ana.lind@x.example"}}
	handed := pagerduty("P2", "Greta Stay", "greta@x.example")
	handed.Earlier = []Written{{"Hans Left", "hans@x.example"}}
	reused := pagerduty("P3", "Cy Fox", "cy@x.example")
	reused.Earlier = []Written{{"Cy Fox", "fox@x.example"}}
	expect(t,
		married, "ana-lind former",
		wrote(1, 0, "Ana Lind", "ana.lind@x.example", 1, 0), "ana-lind email",
		handed, "greta-stay alone",
		wrote(1, 1, "Hans Left", "hans@x.example", 1, 1), "hans-left alone",
		reused, "cy-fox alone",
		pagerduty("P4", "Di Fox", "fox@x.example"), "di-fox alone",
	)
}

func TestBotsJoinNoPeople(t *testing.T) {
	app := jira("557058:x", "Some App", "")
	app.IsBot = true
	people := expect(t,
		wrote(1, 0, "Ana Lind", "ana@x.example", 90, 0), "ana-lind email",
		wrote(1, 1, "semantic-release-bot", "ana@x.example", 3, 1), "ana-lind email",
		wrote(1, 2, "Bo Ek", "bo@x.example", 90, 2), "bo-ek email",
		wrote(1, 3, "semantic-release-bot", "bo@x.example", 3, 3), "bo-ek email",
		wrote(1, 4, "Claude", "noreply@anthropic.com", 5, 4), "claude email",
		wrote(2, 0, "Claude", "noreply@anthropic.com", 5, 5), "claude email",
		wrote(1, 5, "GitHub", "noreply@github.com", 5, 6), "github email",
		wrote(2, 1, "GitHub", "noreply@github.com", 5, 7), "github email",
		app, "some-app alone",
	)
	for _, p := range people {
		if p.IsBot != (p.Key == "claude" || p.Key == "github" || p.Key == "some-app") {
			t.Errorf("%+v", p)
		}
	}
}
