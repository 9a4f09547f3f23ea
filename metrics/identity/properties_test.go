package identity

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// identities draws a few identities over a small alphabet, so that many share something, some of them hostile.
func identities(t *rapid.T) []Identity {
	names := []string{"", " ", "Ana", "ANA", "Ána", "Bo", "bo-2", "Łukasz Żak", "王芳", "محمد", "\u202eevil", "a\nb", "</script>",
		strings.Repeat("x", 4000), strings.Repeat("é ", 2000), "-", "--a--", "dependabot[bot]", "person", "İ"}
	emails := []string{"", "none@none", "a@x.example", "A@X.example", "b@x.example", "root@localhost", "ana@users.noreply.github.com",
		"7+ana@users.noreply.github.com", "7+Ana@users.noreply.github.com", "@", "</script>@x", "王@x.example", "+@users.noreply.github.com"}
	n := rapid.IntRange(0, 12).Draw(t, "n")
	list := make([]Identity, n)
	for i := range list {
		list[i] = Identity{
			Repo:  int32(rapid.IntRange(1, 3).Draw(t, "repo")),
			ID:    int32(i),
			Name:  rapid.SampledFrom(names).Draw(t, "name"),
			Email: rapid.SampledFrom(emails).Draw(t, "email"),
		}
		if rapid.IntRange(0, 3).Draw(t, "is account") == 0 {
			list[i].Source, list[i].Account, list[i].Repo, list[i].ID = "pagerduty", fmt.Sprint("P", i), 0, 0
			continue
		}
		if list[i].Commits = int64(rapid.IntRange(0, 3).Draw(t, "commits")); list[i].Commits > 0 {
			list[i].First = day(rapid.IntRange(0, 3).Draw(t, "first"))
			list[i].Last = list[i].First.AddDate(0, 0, rapid.IntRange(0, 3).Draw(t, "span"))
		}
	}
	return list
}

func TestPeopleDoNotDependOnTheOrderOfIdentities(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := identities(t)
		people, matches := Published(list, NewBots(nil))
		order := rapid.Permutation(indices(len(list))).Draw(t, "order")
		shuffled := make([]Identity, len(list))
		for i, from := range order {
			shuffled[i] = list[from]
		}
		peopleToo, matchesToo := Published(shuffled, NewBots(nil))
		if !slices.Equal(people, peopleToo) {
			t.Fatalf("other people: %+v and %+v", people, peopleToo)
		}
		for i, from := range order {
			if matchesToo[i] != matches[from] {
				t.Fatalf("%+v: %v and %v", list[from], matches[from], matchesToo[i])
			}
		}
	})
}

// TestPeopleAreTheClosureOfShared compares with the closure of "shares a name in the repository or an address",
// computed the slow way.
func TestPeopleAreTheClosureOfShared(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := identities(t)
		n := len(list)
		same := make([][]bool, n)
		for i := range same {
			same[i] = make([]bool, n)
			for j := range same[i] {
				a, b := list[i], list[j]
				same[i][j] = i == j || sameName(a, b) || sameAddress(a, b)
			}
		}
		for k := range n {
			for i := range n {
				for j := range n {
					same[i][j] = same[i][j] || (same[i][k] && same[k][j])
				}
			}
		}
		_, matches := Published(list, NewBots(nil))
		for i := range n {
			for j := range n {
				if (matches[i].Person == matches[j].Person) != same[i][j] {
					t.Fatalf("%+v and %+v: one person %v", list[i], list[j], !same[i][j])
				}
			}
		}
	})
}

func sameName(a, b Identity) bool {
	// Ana in three spellings; the rest of the alphabet has no two names that differ only in case or accents.
	plain := func(name string) string {
		name = strings.TrimSpace(name)
		if name == "ANA" || name == "Ána" {
			return "Ana"
		}
		return name
	}
	return a.Source == "" && b.Source == "" && a.Repo == b.Repo && plain(a.Name) != "" && plain(a.Name) == plain(b.Name)
}

func sameAddress(a, b Identity) bool {
	x, y := strings.ToLower(a.Email), strings.ToLower(b.Email)
	x, y = strings.TrimPrefix(x, "7+"), strings.TrimPrefix(y, "7+")
	switch {
	case x != y || x == "" || x == "none@none":
		return false
	case x == "root@localhost" || x == "@":
		return a.Source == "" && b.Source == "" && a.Repo == b.Repo
	}
	return true
}

func TestAnotherIdentityNeverSplitsAPerson(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := identities(t)
		if len(list) == 0 {
			return
		}
		_, after := Published(list, NewBots(nil))
		_, before := Published(list[:len(list)-1], NewBots(nil))
		for i := range before {
			for j := range before {
				if before[i].Person == before[j].Person && after[i].Person != after[j].Person {
					t.Fatalf("%+v split %+v from %+v", list[len(list)-1], list[i], list[j])
				}
			}
		}
	})
}

func TestNumberingDoesNotDependOnNames(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := identities(t)
		for i := range list {
			list[i].Email = "" // people apart, whatever they are called
			list[i].Name = ""
		}
		_, before := Published(list, NewBots(nil))
		for i := range list {
			list[i].Name = rapid.StringMatching(`[a-z]{12}`).Draw(t, "new name")
		}
		_, after := Published(list, NewBots(nil))
		for i := range before {
			if before[i].Person != after[i].Person && distinctNames(list) {
				t.Fatalf("a name changed the number of %+v", list[i])
			}
		}
	})
}

func distinctNames(list []Identity) bool {
	seen := map[string]bool{}
	for _, id := range list {
		seen[id.Name] = true
	}
	return len(seen) == len(list)
}

var validSlug = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

func TestSlugsAreValidAndUnique(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := identities(t)
		for range rapid.IntRange(0, 4).Draw(t, "more") {
			list = append(list, Identity{Repo: 9, ID: int32(len(list)), Name: rapid.String().Draw(t, "any name"), Email: rapid.String().Draw(t, "any email")})
		}
		people, matches := Published(list, NewBots(nil))
		seen := map[string]bool{}
		for i, person := range people {
			if !validSlug.MatchString(person.Key) || len(person.Key) > longestSlug+4 || seen[person.Key] {
				t.Fatalf("slug %q of %.80q", person.Key, person.Name)
			}
			seen[person.Key] = true
			if person.ID != int32(i+1) {
				t.Fatalf("person %d has number %d", i+1, person.ID)
			}
		}
		if len(matches) != len(list) {
			t.Fatalf("%d matches for %d identities", len(matches), len(list))
		}
	})
}

func TestSlugs(t *testing.T) {
	s := newSlugs(0)
	for _, c := range [][3]string{
		{"Ana Lind", "", "ana-lind"},
		{"ana lind", "", "ana-lind-2"},
		{"Ana Lind 2", "", "ana-lind-2-2"},
		{"ANA LIND", "", "ana-lind-3"},
		{"Łukasz Żak", "", "lukasz-zak"},
		{"Straße", "", "strasse"},
		{"王芳", "fang.wang@x.example", "fang-wang"},
		{"", "1234+ana-l@users.noreply.github.com", "ana-l"},
		{"", "", "person"},
		{"", "", "person-2"},
		{"</script>", "", "script"},
		{"a\nb", "", "a-b"},
	} {
		if got := s.unique(c[0], c[1]); got != c[2] {
			t.Errorf("slug of %q <%s> is %q, want %q", c[0], c[1], got, c[2])
		}
	}
}

func indices(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}
