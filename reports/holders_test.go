package reports

import (
	"fmt"
	"slices"
	"testing"

	"github.com/fewhands/fewhands/metrics/findings"
)

// The page of a repository tells its own findings, then those of the services that it links to, and says of how many others it does not.
func TestPagesOfRepositoriesTellWhatIsFoundOfTheirServices(t *testing.T) {
	s := &site{holders: map[string][]*place{}}
	for i := range mostHolders + 2 {
		p := &place{scope: "service", key: fmt.Sprintf("s%d", i), public: fmt.Sprintf("s%d", i), name: fmt.Sprintf("S%d", i)}
		s.services = append(s.services, p)
		s.findings = append(s.findings, findings.Finding{Kind: "silo", Severity: findings.Low, Scope: "service", Entity: p.key, EntityName: p.name, FirstSeen: monday()})
		s.holders["many"] = append(s.holders["many"], p)
	}
	s.holders["one"] = s.services[1:2]
	s.findings = append(s.findings,
		findings.Finding{Kind: "habit", Severity: findings.Low, Scope: "repo", Entity: "one", EntityName: "one", FirstSeen: monday()},
		findings.Finding{Kind: "habit", Severity: findings.Low, Scope: "repo", Entity: "another", EntityName: "another", FirstSeen: monday()},
		findings.Finding{Kind: "silo", Severity: findings.Low, Scope: "team", Entity: "s1", EntityName: "a team", FirstSeen: monday()})
	for repo, want := range map[string]struct {
		tells []string
		note  string
	}{
		"one":  {[]string{"one ", "S1 ../services/s1.html"}, ""},
		"none": {nil, ""},
		"many": {
			[]string{"S0 ../services/s0.html", "S1 ../services/s1.html", "S2 ../services/s2.html", "S3 ../services/s3.html", "S4 ../services/s4.html", "S5 ../services/s5.html"},
			"2 other services have code here: what is found of them stands on their pages.",
		},
	} {
		c := s.repoFindings(repo)
		var tells []string
		for _, one := range c.List {
			tells = append(tells, one.Name+" "+one.Href)
		}
		if !slices.Equal(tells, want.tells) || c.Note != want.note {
			t.Errorf("%s tells %q and %q, want %q and %q", repo, tells, c.Note, want.tells, want.note)
		}
	}
}

// What held in the first of the kept weeks may be much older: nobody is told that it began then.
func TestNoBeginIsMadeUp(t *testing.T) {
	f := findings.Finding{Kind: "orphaned", Severity: findings.Medium, Scope: "repo", Entity: "one", Since: monday(), FirstSeen: monday().AddDate(0, 0, 14)}
	for isOlder, want := range map[bool]string{
		false: "Since about 2026-11-09; first seen in the week of 2026-11-23.", true: "Since 2026-11-09 or before: it held already in the first of the kept weeks.",
	} {
		f.IsOlder = isOlder
		if got := (&site{}).tell(f, "repo", true).When; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
