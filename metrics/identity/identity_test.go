package identity

import (
	"fmt"
	"testing"
	"time"
)

func day(n int) time.Time { return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n) }

// wrote is an identity with commits, the first and last of them on the given day.
func wrote(repo, id int32, name, email string, commits int64, on int) Identity {
	return Identity{Repo: repo, ID: id, Name: name, Email: email, Commits: commits, First: day(on), Last: day(on)}
}

// who resolves identities and gives, for each, its person's key and how it was matched.
func who(t *testing.T, identities []Identity) (got []string) {
	t.Helper()
	people, matches := Published(identities, NewBots(nil))
	for _, m := range matches {
		got = append(got, people[m.Person-1].Key+" "+m.By)
	}
	return got
}

func check(t *testing.T, identities []Identity, want ...string) {
	t.Helper()
	if got := who(t, identities); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestAddressJoinsEverywhereAndNameOnlyInItsRepository(t *testing.T) {
	check(t, []Identity{
		wrote(1, 0, "Ana Lind", "ana@example.com", 5, 0),
		wrote(1, 1, "ANA LIND", "ana@home.example.org", 1, 1),
		wrote(2, 0, "ana", " Ana@Example.COM ", 1, 2),
		wrote(2, 1, "Ana Lind", "other@example.com", 1, 3),
	}, "ana-lind email", "ana-lind name", "ana-lind email", "ana-lind-2 alone")
}

func TestAccentsDoNotTellPeopleApart(t *testing.T) {
	check(t, []Identity{
		wrote(1, 0, "José Núñez", "jose@a.example", 2, 0),
		wrote(1, 1, "jose nunez", "jn@b.example", 1, 1),
		wrote(1, 2, "Jose\u0301 Nu\u0301n\u0303ez", "jn@c.example", 1, 1),
	}, "jose-nunez name", "jose-nunez name", "jose-nunez name")
}

func TestBothNoreplyFormsAreOneAddress(t *testing.T) {
	check(t, []Identity{
		wrote(1, 0, "Ana", "ana-l@users.noreply.github.com", 3, 0),
		wrote(2, 0, "A. Lind", "1234+Ana-L@users.noreply.github.com", 1, 1),
		wrote(3, 0, "A. Lind", "1234+ana-l@users.noreply.github.com", 1, 2),
		wrote(3, 1, "Bo", "x+ana-l@users.noreply.github.com", 1, 3),
	}, "ana noreply", "ana email", "ana email", "bo alone")
}

func TestNoNameAndNoAddressJoinNobody(t *testing.T) {
	check(t, []Identity{
		wrote(1, 0, "", "", 1, 0),
		wrote(1, 1, " ", "none@none", 1, 1),
		wrote(2, 0, "Ana", "", 1, 2),
		wrote(2, 1, "Bo", "you@example.com", 1, 3),
		wrote(2, 2, "Cy", "YOU@example.com", 1, 4),
	}, "person alone", "none alone", "ana alone", "bo alone", "cy alone")
}

func TestAddressOfAMachineJoinsOnlyInItsRepository(t *testing.T) {
	check(t, []Identity{
		wrote(1, 0, "Ana", "root@localhost", 1, 0),
		wrote(1, 1, "Ana Lind", "root@localhost", 1, 1),
		wrote(2, 0, "Bo", "root@localhost", 1, 2),
		wrote(3, 0, "Cy", "root@db1.(none)", 1, 3),
		wrote(4, 0, "Di", "root@db1.(none)", 1, 4),
		wrote(5, 0, "Ed", "root", 1, 5),
		wrote(6, 0, "Fay", "root", 1, 6),
	}, "ana-lind email", "ana-lind email", "bo alone", "cy alone", "di alone", "ed alone", "fay alone")
}

func TestBetweenSourcesOnlyAnAddressIsEvidence(t *testing.T) {
	account := func(id, name, email string) Identity {
		return Identity{Source: "pagerduty", Account: id, Name: name, Email: email}
	}
	check(t, []Identity{
		wrote(1, 0, "ana", "ana@example.com", 5, 0),
		account("P1", "Ana Lind", "Ana@Example.com"),
		wrote(1, 1, "Bo Ek", "bo@home.example.org", 1, 1),
		account("P2", "Bo Ek", "bo@example.com"),
		account("P3", "Bo Ek", "bo.ek@example.com"),
		account("P4", "Cy", ""),
		account("P5", "Cy", ""),
		account("P6", "Root", "root@localhost"),
		account("P7", "Root", "root@localhost"),
		account("P8", "Bo Ek", "BO@example.com"),
	}, "ana email", "ana email", "bo-ek alone", "bo-ek-2 email", "bo-ek-3 alone", "cy alone", "cy-2 alone", "root alone", "root-2 alone", "bo-ek-2 email")
}

func TestMailmapIsNamedBeforeOtherEvidence(t *testing.T) {
	mapped := wrote(1, 1, "Ana Lind", "ana@example.com", 1, 1)
	mapped.Mapped = true
	alone := wrote(1, 2, "Bo", "bo@example.com", 1, 2)
	alone.Mapped = true
	check(t, []Identity{wrote(1, 0, "Ana Lind", "ana@example.com", 3, 0), mapped, alone},
		"ana-lind email", "ana-lind mailmap", "bo alone")
}

func TestPeopleAreNumberedByFirstCommitAndThenByPlace(t *testing.T) {
	identities := []Identity{
		{Repo: 1, ID: 0, Name: "Committer Only", Email: "c@x.example"},
		wrote(2, 0, "Zoe", "zoe@x.example", 1, 7),
		wrote(1, 9, "Abe", "abe@x.example", 1, 7),
		wrote(3, 0, "Young", "young@x.example", 1, 9),
		wrote(4, 0, "YOUNG", "young@x.example", 1, 2),
		{Source: "pagerduty", Account: "P2", Name: "A"},
		{Source: "pagerduty", Account: "P1", Name: "B"},
	}
	_, matches := Published(identities, NewBots(nil))
	for i, want := range []int32{4, 3, 2, 1, 1, 6, 5} {
		if matches[i].Person != want {
			t.Errorf("%s is person %d, want %d", identities[i].Name, matches[i].Person, want)
		}
	}
}

func TestPersonShowsWhatMostCommitsCarry(t *testing.T) {
	people, _ := Published([]Identity{
		wrote(1, 0, "ana", "ana@x.example", 3, 0),
		wrote(2, 0, "Ana Lind", "ana@x.example", 2, 1),
		wrote(3, 0, "Ana Lind", "ANA@x.example", 2, 9),
		wrote(1, 1, "ana", "lind@x.example", 5, 2),
		wrote(1, 2, "ana", "", 50, 2),
		{Repo: 4, ID: 0, Name: "", Email: "ana@x.example", Commits: 90, First: day(3), Last: day(3)},
	}, NewBots(nil))
	// ana 58, Ana Lind 4, no name 90; lind@ 5, ana@ 95, ANA@ 2, no address 50.
	if len(people) != 1 || people[0].Name != "ana" || people[0].Email != "ana@x.example" {
		t.Errorf("got %+v", people)
	}
	people, _ = Published([]Identity{
		wrote(1, 0, "Old Name", "ana@x.example", 3, 0),
		wrote(1, 1, "New Name", "ana@x.example", 3, 1),
	}, NewBots(nil))
	if people[0].Name != "New Name" {
		t.Errorf("of two names on equally many commits, got the older: %+v", people[0])
	}
}

func BenchmarkResolve(b *testing.B) {
	const n = 200_000
	identities := make([]Identity, n)
	for i := range identities {
		person := i * 7919 % (n / 3)
		identities[i] = wrote(int32(i%400), int32(i/400), fmt.Sprintf("Pérson Nämed %d", person), fmt.Sprintf("p%d.%d@example.com", person, i%2), int64(i%9), i%900)
	}
	bots := NewBots(nil)
	b.ResetTimer()
	for range b.N {
		people, _ := Published(identities, bots)
		b.ReportMetric(float64(len(people)), "people")
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "identities/s")
}
