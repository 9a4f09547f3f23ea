package identity

import "testing"

func TestBotsAreToldFromPeople(t *testing.T) {
	bots := NewBots([]string{"Release Robot", "ci-*@example.com", "", " "})
	for _, c := range []struct {
		name, email string
		want        bool
	}{
		{"dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com", true},
		{"Renovate", "29139614+renovate[bot]@users.noreply.github.com", true},
		{"RENOVATE BOT", "bot@company.example", true},
		{"pre-commit-ci[bot]", "", true},
		{"release robot", "anyone@example.com", true},
		{"Jenkins", "CI-7@Example.com", true},
		{"Claude", "noreply@anthropic.com", true},
		{"Copilot", "198982749+Copilot@users.noreply.github.com", true},

		{"Abbot", "abbot@example.com", false},
		{"Bob", "bob@example.com", false},
		{"Oto", "o@example.com", false},
		{"b", "t@users.noreply.github.com", false},
		{"Talbot Bo", "talbot@users.noreply.github.com", false},
		{"Claude Monet", "claude@example.com", false},
		{"Release Robot Fan", "fan@example.com", false},
		{"Renovate", "ana@example.com", true},
		{"Renovate It", "ana@example.com", false},
		{"Ana [bot] Lind", "ana@example.com", false},
		{"", "", false},
		{"Ana", "ci@example.com", false},
	} {
		if got := bots.Match(c.name, c.email); got != c.want {
			t.Errorf("%q <%s>: bot %v, want %v", c.name, c.email, got, c.want)
		}
	}
}

func TestPersonIsABotOnlyWhenItWroteMostAsOne(t *testing.T) {
	bots := NewBots([]string{"Release Robot"})
	isBot := func(identities ...Identity) bool {
		people, _ := Published(identities, bots)
		if len(people) != 1 {
			t.Fatalf("want one person, got %+v", people)
		}
		return people[0].IsBot
	}
	if isBot(wrote(1, 0, "Ana", "ana@x.example", 100, 0), wrote(1, 1, "Release Robot", "ana@x.example", 3, 1)) {
		t.Error("running a release script made a person a bot")
	}
	if !isBot(wrote(1, 0, "jenkins", "ci@x.example", 3, 0), wrote(1, 1, "Release Robot", "ci@x.example", 30, 1)) {
		t.Error("a few commits by hand made a bot a person")
	}
	if !isBot(Identity{Repo: 1, Name: "dependabot[bot]"}) {
		t.Error("a bot without a commit as author is no bot")
	}
	if isBot(Identity{Repo: 1, Name: "Ana"}) {
		t.Error("a committer without a commit as author is a bot")
	}
}

func TestGlob(t *testing.T) {
	for _, c := range []struct {
		pattern, text string
		want          bool
	}{
		{"", "", true}, {"", "A", false}, {"*", "", true}, {"*", "É", true}, {"?", "É", true}, {"?", "", false},
		{"A*B*C", "AXXBYYC", true}, {"A*B*C", "AXXBYY", false}, {"*[BOT]", "B", false}, {"*[BOT]", "[BOT]", true},
		{"*A", "AAAB", false}, {"*AB", "AAAB", true}, {"A**", "A", true}, {"?*?", "A", false},
	} {
		if got := glob(c.pattern, c.text); got != c.want {
			t.Errorf("%q on %q: %v, want %v", c.pattern, c.text, got, c.want)
		}
	}
}
