package reports

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// A team of nine with services of three and of nine: three people's number is the team's less that of the nine, who must go too.
func TestTheNextSmallestGroupGoesWithASmallOne(t *testing.T) {
	for _, test := range []struct {
		name   string
		groups []group
		want   []string
	}{
		{"nothing small", []group{{"t", "", 12, 2}, {"a", "t", 6, 1}, {"b", "t", 6, 1}}, nil},
		{"one of three", []group{{"t", "", 20, 4}, {"a", "t", 3, 1}, {"b", "t", 9, 2}, {"c", "t", 8, 1}}, []string{"a", "c"}},
		{"two small ones who are enough together", []group{{"t", "", 16, 4}, {"a", "t", 3, 1}, {"b", "t", 4, 1}, {"c", "t", 9, 2}}, []string{"a", "b"}},
		{"two small ones who are few together", []group{{"t", "", 13, 4}, {"a", "t", 2, 1}, {"b", "t", 2, 1}, {"c", "t", 9, 2}}, []string{"a", "b", "c"}},
		{"all told of two is none", []group{{"t", "", 20, 2}, {"a", "t", 3, 0}, {"b", "t", 4, 0}, {"c", "t", 6, 1}, {"d", "t", 7, 1}}, []string{"a", "b", "c"}},
		{"a team of one service", []group{{"t", "", 6, 1}, {"a", "t", 4, 1}}, []string{"a", "t"}},
		{"small as a whole", []group{{"t", "", 4, 1}, {"a", "t", 4, 1}}, []string{"a", "t"}},
		{"a whole that goes has to hide in the organisation", []group{{"o", "", 20, 3}, {"t", "o", 6, 1}, {"a", "t", 4, 1}, {"u", "o", 6, 1}, {"v", "o", 8, 1}}, []string{"a", "t", "u"}},
		{"an organisation that is not told", []group{{"t", "", 6, 1}, {"u", "", 4, 1}}, []string{"u"}},
	} {
		got := slices.Sorted(maps.Keys(suppress(test.groups, 5, heads)))
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: %q are untold, want %q", test.name, got, test.want)
		}
	}
}

// randomGroups is an organisation whose teams are the sum of their services, and itself the sum of its teams.
func randomGroups(t *rapid.T) []group {
	org := group{key: "o"}
	var all []group
	for i := range rapid.IntRange(1, 5).Draw(t, "teams") {
		team := group{key: fmt.Sprint("t", i), parent: "o"}
		services := rapid.IntRange(0, 6).Draw(t, "services")
		for j := range services {
			n := rapid.Int64Range(0, 12).Draw(t, "people")
			s := group{key: fmt.Sprint("s", i, ".", j), parent: team.key, n: n, value: float64(rapid.Int64Range(0, n).Draw(t, "over"))}
			team.n, team.value = team.n+s.n, team.value+s.value
			all = append(all, s)
		}
		if services == 0 {
			team.n = rapid.Int64Range(0, 12).Draw(t, "people")
			team.value = float64(rapid.Int64Range(0, team.n).Draw(t, "over"))
		}
		org.n, org.value = org.n+team.n, org.value+team.value
		all = append(all, team)
	}
	if rapid.Bool().Draw(t, "with the organisation") {
		all = append(all, org)
	}
	return all
}

// No withheld number can be computed from those that are told: by elimination over all sums that hold, as somebody would who has
// every file.
func TestNothingWithheldFollowsFromWhatIsTold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		groups := randomGroups(t)
		least := rapid.Int64Range(3, 7).Draw(t, "least")
		untold := suppress(groups, least, heads)
		if name := solvable(groups, untold); name != "" {
			t.Fatalf("%s can be computed; untold are %v of %v", name, untold, groups)
		}
		anySmall := false
		for _, g := range groups {
			if anySmall = anySmall || g.n < least; g.n < least && !untold[g.key] {
				t.Fatalf("%s of %d people is told", g.key, g.n)
			}
		}
		if !anySmall && len(untold) > 0 {
			t.Fatalf("%v are untold, and nothing is small", untold)
		}
	})
}

// What is untold of a whole that is told is about enough people, and about neither none nor all of them.
func TestWhatFollowsTogetherIsAboutEnoughPeople(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		groups := randomGroups(t)
		untold := suppress(groups, 5, heads)
		for _, whole := range groups {
			var people int64
			var rest float64
			n := 0
			for _, g := range groups {
				if g.parent == whole.key && untold[g.key] {
					people, rest, n = people+g.n, rest+g.value, n+1
				}
			}
			if n > 0 && !untold[whole.key] && (people < 5 || rest == 0 || rest == float64(people)) {
				t.Fatalf("of %s follows that %g of %d are over; untold are %v of %v", whole.key, rest, people, untold, groups)
			}
		}
	})
}

// The check itself can fail: without the second step a small service's number is what is left of its team's.
func TestSolvableFindsWhatFollows(t *testing.T) {
	groups := []group{{"o", "", 20, 3}, {"t", "o", 12, 2}, {"u", "o", 8, 1}, {"a", "t", 3, 1}, {"b", "t", 9, 1}}
	for _, test := range []struct {
		untold []string
		want   bool
	}{{[]string{"a"}, true}, {[]string{"a", "t"}, true}, {[]string{"a", "b"}, false}, {[]string{"a", "t", "u"}, false}, {[]string{"o"}, true}, {[]string{"t", "u", "o"}, true}} {
		untold := map[string]bool{}
		for _, key := range test.untold {
			untold[key] = true
		}
		if got := solvable(groups, untold); (got != "") != test.want {
			t.Errorf("untold %v: %q can be computed", test.untold, got)
		}
	}
}

// solvable names an untold number that the sums give away, by Gauss and Jordan in fractions.
func solvable(groups []group, untold map[string]bool) string {
	var names []string
	for _, g := range groups {
		if untold[g.key] {
			names = append(names, g.key)
		}
	}
	var rows [][]*big.Rat
	for _, whole := range groups {
		row := make([]*big.Rat, len(names))
		hasParts := false
		for i, name := range names {
			row[i] = new(big.Rat)
			if name == whole.key {
				row[i].SetInt64(1)
			}
		}
		for _, g := range groups {
			if g.parent == whole.key {
				hasParts = true
				if i := slices.Index(names, g.key); i >= 0 {
					row[i].SetInt64(-1)
				}
			}
		}
		if hasParts {
			rows = append(rows, row)
		}
	}
	top := 0
	for col := range names {
		at := slices.IndexFunc(rows[top:], func(row []*big.Rat) bool { return row[col].Sign() != 0 })
		if at < 0 {
			continue
		}
		rows[top], rows[top+at] = rows[top+at], rows[top]
		inverse := new(big.Rat).Inv(rows[top][col])
		for i := range names {
			rows[top][i] = new(big.Rat).Mul(rows[top][i], inverse)
		}
		for r := range rows {
			if r == top {
				continue
			}
			factor := new(big.Rat).Set(rows[r][col])
			for i := range names {
				rows[r][i] = new(big.Rat).Sub(rows[r][i], new(big.Rat).Mul(factor, rows[top][i]))
			}
		}
		top++
	}
	for _, row := range rows {
		found, last := 0, ""
		for i, v := range row {
			if v.Sign() != 0 {
				found, last = found+1, names[i]
			}
		}
		if found == 1 {
			return last
		}
	}
	return ""
}
