package metrics

import (
	"context"
	"flag"
	"fmt"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

// check is rapid.Check with a number of checks of its own: each one here builds a warehouse of many cases.
func check(t *testing.T, checks int, property func(*rapid.T)) {
	t.Helper()
	setting := flag.Lookup("rapid.checks")
	before := setting.Value.String()
	if err := flag.Set(setting.Name, strconv.Itoa(checks)); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = flag.Set(setting.Name, before) }()
	rapid.Check(t, property)
}

// team is a repository in which everybody is eligible: person i began in a week of their own, so that no two are equal in
// everything, and has items[i] in the last 13 weeks and before[i] in the 13 weeks before those.
type team struct{ items, before []int }

func (team team) history(number func(i int) int32) history {
	var h history
	for i := range team.items {
		h = append(h,
			stint{number(i), 50 - i, 1},
			stint{number(i), 20, team.before[i]},
			stint{number(i), 5, team.items[i]},
		)
	}
	return h
}

// randomTeam has at least one item.
func randomTeam(least int) *rapid.Generator[team] {
	return rapid.Custom(func(t *rapid.T) team {
		n := rapid.IntRange(least, 14).Draw(t, "people")
		some := rapid.OneOf(rapid.Just(0), rapid.IntRange(0, 3), rapid.IntRange(0, 40))
		team := team{
			items:  rapid.SliceOfN(some, n, n).Draw(t, "items"),
			before: rapid.SliceOfN(some, n, n).Draw(t, "before"),
		}
		team.items[rapid.IntRange(0, n-1).Draw(t, "who")] += rapid.IntRange(1, 9).Draw(t, "more")
		return team
	})
}

// cases builds variants of many random teams, each as a repository of its own, in one build.
type cases struct {
	names     []string
	histories []history
}

func (c *cases) add(name string, h history) {
	c.names = append(c.names, name)
	c.histories = append(c.histories, h)
}

func TestConcentrationProperties(t *testing.T) {
	w := newSmallWarehouse(t)
	plain := func(i int) int32 { return int32(i) }
	check(t, 8, func(t *rapid.T) {
		teams := rapid.SliceOfN(randomTeam(2), 6, 6).Draw(t, "teams")
		tops := make([]int, len(teams))
		var c cases
		for k, team := range teams {
			c.add(fmt.Sprintf("%d as it is", k), team.history(plain))

			order := rapid.Permutation(indices(len(team.items))).Draw(t, "order")
			c.add(fmt.Sprintf("%d other names", 99-k), team.history(func(i int) int32 { return int32(1000 - order[i]) }))

			idle := team
			idle.items, idle.before = append(idle.items[:len(idle.items):len(idle.items)], 0), append(idle.before[:len(idle.before):len(idle.before)], 0)
			c.add(fmt.Sprintf("%d and one idle", k), idle.history(plain))

			tops[k] = int(team.history(plain).rank(0)[0].person)
			more := team
			more.items = append([]int{}, team.items...)
			more.items[tops[k]] += rapid.IntRange(1, 30).Draw(t, "more")
			c.add(fmt.Sprintf("%d top does more", k), more.history(plain))

			even := team
			even.items = repeat(rapid.IntRange(1, 9).Draw(t, "each"), len(team.items))
			c.add(fmt.Sprintf("%d even", k), even.history(plain))

			alone := team
			alone.items = make([]int, len(team.items))
			alone.items[tops[k]] = 1 + team.items[tops[k]]
			c.add(fmt.Sprintf("%d alone", k), alone.history(plain))
		}
		w.build(t, 1, c.names, c.histories)
		built := w.spreads(t)
		for k, team := range teams {
			n := len(team.items)
			got := func(variant string) spread { return built[variant][0] }
			is := got(fmt.Sprintf("%d as it is", k))
			want(t, is.eligible == n, "everybody is eligible", is)
			plainly := plainSpread(team.history(plain), 0)
			want(t, is.near(plainly), "the definitions written out say the same", is, plainly)
			bounds(t, is)

			renamed := got(fmt.Sprintf("%d other names", 99-k))
			want(t, renamed == is, "other names change nothing", is, renamed)

			idle := got(fmt.Sprintf("%d and one idle", k))
			bounds(t, idle)
			want(t, idle.concentration >= is.concentration, "an idle eligible person never lowers concentration", is, idle)
			want(t, idle.gini >= is.gini, "nor gini", is, idle)
			want(t, idle.participation < is.participation, "participation falls", is, idle)
			want(t, idle.half == is.half && idle.most == is.most && idle.effective == is.effective && idle.topShare == is.topShare,
				"what is about those who work stays", is, idle)

			more := got(fmt.Sprintf("%d top does more", k))
			bounds(t, more)
			want(t, more.half <= is.half && more.most <= is.most, "more work of the top person never needs more people", is, more)
			want(t, more.topShare >= is.topShare && more.concentration >= is.concentration, "and never lowers concentration", is, more)

			even := got(fmt.Sprintf("%d even", k))
			want(t, even.concentration == 0 && even.gini == 0 && even.effective == float64(n) && even.half == (n+1)/2 &&
				even.participation == 1, "equals are even, exactly", even)

			alone := got(fmt.Sprintf("%d alone", k))
			want(t, alone.concentration == 1 && alone.gini == 1 && alone.effective == 1 && alone.half == 1 && alone.most == 1 &&
				alone.topShare == 1, "one of many is all, exactly", alone)
		}
		sharesSumToOne(t, w)
	})
}

func bounds(t *rapid.T, s spread) {
	t.Helper()
	for _, v := range []float64{s.topShare, s.concentration, s.gini, s.participation, s.incumbency} {
		want(t, 0 <= v && v <= 1, "0 to 1", s)
	}
	want(t, 1 <= s.effective && s.effective <= float64(s.people)+1e-9, "effective people are between 1 and people", s)
	want(t, 1 <= s.half && s.half <= s.most && s.most <= s.people && s.people <= s.eligible, "half ≤ most ≤ people ≤ eligible", s)
	want(t, s.tenure >= 1, "there is a top person", s)
}

func want(t *rapid.T, ok bool, rule string, seen ...spread) {
	t.Helper()
	if !ok {
		t.Fatalf("%s: %v", rule, seen)
	}
}

// sharesSumToOne looks at weekly.ranks, which the shares are made of.
func sharesSumToOne(t *rapid.T, w smallWarehouse) {
	t.Helper()
	var wrong int
	err := w.db.QueryRow(context.Background(), `
		SELECT count(*) FROM (
			SELECT series_id
			FROM weekly.ranks AS ranks
			LEFT JOIN weekly.spreads AS spreads USING (series_id, week)
			GROUP BY series_id, week
			HAVING count(spreads.items) < count(*) OR sum(ranks.items) <> min(spreads.items) OR min(spreads.items) <> max(spreads.items)
				OR sum(CASE WHEN rank <= people_for_half THEN ranks.items END) <> min(half_items) OR 2 * min(half_items) < min(spreads.items)
				OR max(rank) <> count(*) OR min(rank) <> 1 OR count(DISTINCT rank) <> count(*)
		)`).Scan(&wrong)
	if err != nil || wrong > 0 {
		t.Fatalf("%d weeks whose shares do not sum to 1, %v", wrong, err)
	}
}

func indices(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}

func repeat(v, n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = v
	}
	return list
}
