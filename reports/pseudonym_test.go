package reports

import (
	"fmt"
	"regexp"
	"testing"
)

func TestPseudonymsStayAndCannotBeHadWithoutTheKey(t *testing.T) {
	p := Privacy{Leadership: ShowPseudonyms, Teams: ShowPseudonyms, Key: []byte("sixteen bytes or more")}
	const ana = "Person JKA9-6N39"
	if got := p.leaderName("ana", "Ana Lind"); got != ana {
		t.Errorf("got %s; what was published last night says %s", got, ana)
	}
	if got := p.teamName("ana", "Ana Holm"); got != ana {
		t.Errorf("%s with another name, %s elsewhere", got, ana)
	}
	other := p
	other.Key = []byte("another key, of another place")
	if other.leaderName("ana", "Ana Lind") == ana {
		t.Error("the key has no part in it")
	}
}

func TestPseudonymsAreReadAloudAndTellPeopleApart(t *testing.T) {
	form := regexp.MustCompile(`^Person [0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$`)
	for _, key := range []string{"sixteen bytes or more", "another key, of another place"} {
		p := Privacy{Teams: ShowPseudonyms, Key: []byte(key)}
		seen := map[string]string{}
		for i := range 50_000 {
			person := fmt.Sprintf("person-%d", i)
			name := p.teamName(person, "")
			if !form.MatchString(name) {
				t.Fatalf("%q", name)
			}
			if other, twice := seen[name]; twice {
				t.Errorf("%s and %s are both %s", other, person, name)
			}
			seen[name] = person
		}
	}
}

func TestPeopleAreShownAsThePrivacyAsks(t *testing.T) {
	key := []byte("sixteen bytes or more")
	for _, test := range []struct {
		p            Privacy
		leader, team string
	}{
		{Privacy{}, "", "Ana Lind"},
		{Privacy{Leadership: ShowCounts, Teams: ShowCounts}, "", ""},
		{Privacy{Leadership: ShowNames, Teams: ShowNames}, "Ana Lind", "Ana Lind"},
		{Privacy{Leadership: ShowCounts, Teams: ShowPseudonyms, Key: key}, "", "Person JKA9-6N39"},
		{Privacy{Leadership: ShowPseudonyms, Teams: ShowCounts, Key: key}, "Person JKA9-6N39", ""},
	} {
		if leader, team := test.p.leaderName("ana", "Ana Lind"), test.p.teamName("ana", "Ana Lind"); leader != test.leader || team != test.team {
			t.Errorf("%q and %q: leaders see %q, teams %q", test.p.Leadership, test.p.Teams, leader, team)
		}
	}
}
