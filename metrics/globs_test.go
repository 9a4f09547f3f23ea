package metrics

import (
	"strings"
	"testing"

	"github.com/bmatcuk/doublestar/v4"
	"github.com/hmarr/codeowners"
	"pgregory.net/rapid"
)

func TestTheMoreSpecificGlobWins(t *testing.T) {
	claims := newClaims([]claim{
		newClaim(1, "", true),
		newClaim(2, "services/**", true),
		newClaim(3, "services/checkout/**", true),
		newClaim(4, "**/*.sql", true),
		newClaim(5, "docs", true),
		newClaim(6, "services/search/**", false),
		newClaim(7, "services/*/main.go", true),
		newClaim(8, "{a,b}/c", true),
	})
	overlaps := map[contest]int64{}
	for path, want := range map[string]int32{
		"README.md":                 1,
		"services/search/a.go":      2, // Backstage's glob is longer, but org.yaml is believed
		"services/checkout/a.go":    3,
		"services/checkout/main.go": 3,
		"services/pay/main.go":      7,
		"services/checkout/a.sql":   3,
		"db/schema.sql":             4,
		"docs":                      5,
		"docs/a/b.md":               5,
		"docs2/a.md":                1,
		"a/c":                       8,
		"a/c/d":                     1,
	} {
		if got := claims.owner(path, overlaps); got != want {
			t.Errorf("%s belongs to service %d, want %d", path, got, want)
		}
	}
	for pair, want := range map[contest]int64{{3, 2}: 3, {3, 7}: 1, {3, 4}: 1, {7, 2}: 1, {4, 2}: 0, {2, 6}: 0, {5, 1}: 0} {
		if overlaps[pair] != want {
			t.Errorf("service %d has %d paths that %d claims too, want %d", pair.service, overlaps[pair], pair.other, want)
		}
	}
}

// What is quicker than the matcher must say the same.
func TestGlobsMatchAsTheMatcherSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		part := rapid.SampledFrom([]string{"a", "b", "ab", "*", "**", "?", "a*", "{a,b}", "[ab]", "é"})
		pattern := strings.Join(rapid.SliceOfN(part, 1, 4).Draw(t, "pattern"), "/")
		path := strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "ab", "é", "x"}), 1, 4).Draw(t, "path"), "/")
		want := doublestar.MatchUnvalidated(pattern, path)
		if !strings.ContainsAny(pattern, "*?[{") {
			want = path == pattern || strings.HasPrefix(path, pattern+"/")
		}
		c := newClaim(1, pattern, true)
		if got := c.matches(path); got != want {
			t.Fatalf("%q matches %q: %v, want %v", pattern, path, got, want)
		}
	})
}

// Finding candidates by folder loses none: the answers are those of asking every pattern.
func TestFoldersLoseNoPattern(t *testing.T) {
	part := rapid.SampledFrom([]string{"a", "b", "ab", "*", "**", "?", "a*", "*.go", "a.go"})
	join := func(t *rapid.T, what string) string {
		return strings.Join(rapid.SliceOfN(part, 1, 4).Draw(t, what), "/")
	}
	paths := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "ab", "a.go", "x"}), 1, 5)
	rapid.Check(t, func(t *rapid.T) {
		var list []claim
		for i := range rapid.IntRange(1, 6).Draw(t, "claims") {
			list = append(list, newClaim(int32(i+1), join(t, "glob"), rapid.Bool().Draw(t, "believed")))
		}
		found := newClaims(list)
		var lookup rules
		var plain codeowners.Ruleset
		for i := range rapid.IntRange(1, 6).Draw(t, "rules") {
			text := rapid.SampledFrom([]string{"", "/"}).Draw(t, "top") + join(t, "pattern") + rapid.SampledFrom([]string{"", "/"}).Draw(t, "end")
			parsed, err := codeowners.ParseFile(strings.NewReader(text))
			if err != nil {
				continue
			}
			parsed[0].LineNumber = i + 1
			plain = append(plain, parsed[0])
			lookup.add(parsed[0], int32(i+1))
		}
		path := strings.Join(paths.Draw(t, "path"), "/")
		want := int32(0)
		for i := range found.list {
			if found.list[i].matches(path) {
				want = found.list[i].service
				break
			}
		}
		if got := found.owner(path, map[contest]int64{}); got != want {
			t.Fatalf("%q is service %d's, want %d", path, got, want)
		}
		line := int32(0)
		if rule, err := plain.Match(path); err != nil {
			t.Fatal(err)
		} else if rule != nil {
			line = int32(rule.LineNumber)
		}
		if got := lookup.last(path); got != line {
			t.Fatalf("%q is decided by line %d, want %d of %v", path, got, line, plain)
		}
	})
}
