package reports

import (
	"html"
	"strings"
	"testing"
)

// What a page calls a person depends on nothing but the privacy asked for.
func TestPagesOfTeamsNamePeopleOnlyWhereAskedTo(t *testing.T) {
	names := map[string]bool{}
	for _, r := range hostileRepos() {
		for _, w := range r.work {
			names[w.person] = true
		}
	}
	for _, s := range hostileServices() {
		for _, name := range s.people() {
			names[name] = true
		}
	}
	for _, teams := range []string{ShowCounts, ShowPseudonyms} {
		p := Privacy{Teams: teams, Key: []byte("sixteen bytes or more")}
		files := tree(t, hostileSite(t, SiteOptions{Privacy: p}))
		pseudonyms := 0
		for file, text := range files {
			if strings.HasPrefix(file, "assets/") {
				continue
			}
			plain := html.UnescapeString(text)
			for name := range names {
				if strings.Contains(plain, name) || strings.Contains(text, name) {
					t.Errorf("%s: %s names %q", teams, file, name)
				}
			}
			pseudonyms += strings.Count(text, "Person ")
			isAboutPeople := strings.HasSuffix(file, ".people.csv") || strings.HasSuffix(file, ".removals.csv")
			if isAboutPeople && teams == ShowCounts {
				t.Errorf("%s: there is %s", teams, file)
			}
		}
		if teams == ShowPseudonyms && (pseudonyms < 100 || files["repos/payments.people.csv"] == "") {
			t.Errorf("%s: %d pseudonyms", teams, pseudonyms)
		}
	}
}
