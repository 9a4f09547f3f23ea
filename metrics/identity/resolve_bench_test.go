package identity

import (
	"fmt"
	"testing"
)

// large is an organisation of 5,000 people with accounts in PagerDuty and Jira, half of them declared, and 200,000 git
// identities in 400 repositories, most of them of theirs.
func large() []Identity {
	const people, gits = 5_000, 200_000
	var list []Identity
	name := func(p int) string { return fmt.Sprintf("Given%d Family%d", p%700, p) }
	for p := range people {
		email := fmt.Sprintf("given%d.family%d@corp.example", p%700, p)
		list = append(list,
			Identity{Source: PagerDuty, Account: fmt.Sprintf("P%05d", p), Name: name(p), Email: email},
			Identity{Source: Jira, Account: fmt.Sprintf("712020:%05d", p), Name: name(p), Email: email})
		if p%2 == 0 {
			list = append(list, Identity{Source: Org, Account: fmt.Sprintf("person%d", p), Name: name(p), Email: email,
				Claims: []Claim{{"email", email}, {PagerDuty, fmt.Sprintf("P%05d", p)}}})
		}
	}
	for i := range gits {
		p := i * 7919 % (people * 2) // half of those who commit have no account
		email := fmt.Sprintf("given%d.family%d@corp.example", p%700, p)
		switch i % 7 {
		case 0:
			email = fmt.Sprintf("%d+family%d@users.noreply.github.com", p, p)
		case 1:
			email = fmt.Sprintf("family%d@home%d.example", p, i%3)
		case 2:
			email = "build@corp.example"
		}
		id := wrote(int32(i%400), int32(i/400), name(p), email, int64(i%9), i%900)
		if i%11 == 0 {
			id.Mapped, id.Was = true, Written{fmt.Sprintf("family%d", p), fmt.Sprintf("family%d@old.example", p)}
		}
		list = append(list, id)
	}
	return list
}

func BenchmarkResolveOrganisation(b *testing.B) {
	list := large()
	bots := NewBots(nil)
	b.ReportAllocs()
	for b.Loop() {
		people, _ := Resolve(list, bots)
		b.ReportMetric(float64(len(people)), "people")
	}
}

func BenchmarkSuggest(b *testing.B) {
	list := large()
	bots := NewBots(nil)
	people, matches := Resolve(list, bots)
	b.ReportAllocs()
	for b.Loop() {
		b.ReportMetric(float64(len(Suggest(list, people, matches, bots))), "suggestions")
	}
}
