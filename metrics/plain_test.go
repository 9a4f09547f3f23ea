package metrics

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// standing is a person eligible in a week.
type standing struct {
	person int32
	items  int // in 13 weeks
	year   int // in 52 weeks
	first  int // weeks before lastWeek
}

// rank lists the people eligible in a week, busiest first.
func (h history) rank(back int) []standing {
	byPerson := map[int32]standing{}
	for _, w := range h {
		if w.commits == 0 || w.back < back {
			continue
		}
		p := byPerson[w.person]
		p.person = w.person
		p.first = max(p.first, w.back)
		if w.back < back+52 {
			p.year += w.commits
		}
		if w.back < back+13 {
			p.items += w.commits
		}
		byPerson[w.person] = p
	}
	var list []standing
	for _, p := range byPerson {
		if p.year > 0 {
			list = append(list, p)
		}
	}
	slices.SortFunc(list, func(a, b standing) int {
		return cmp.Or(b.items-a.items, b.year-a.year, b.first-a.first, cmp.Compare(a.person, b.person))
	})
	return list
}

// top lists the busiest people of a week who did anything.
func (h history) top(back, size int) []int32 {
	var people []int32
	for _, p := range h.rank(back) {
		if p.items > 0 && len(people) < size {
			people = append(people, p.person)
		}
	}
	return people
}

func overlap(now, before []int32) (float64, bool) {
	if len(now) == 0 || len(before) == 0 {
		return 0, false
	}
	either := slices.Clone(now)
	both := 0
	for _, p := range before {
		if slices.Contains(now, p) {
			both++
		} else {
			either = append(either, p)
		}
	}
	return float64(both) / float64(len(either)), true
}

// plainSpread computes by the catalogue's words what the SQL computes by window functions: slowly, one week at a time.
func plainSpread(h history, back int) spread {
	window := h.rank(back)
	var s spread
	for _, p := range window {
		s.items += p.items
		if p.items > 0 {
			s.people++
		}
	}
	s.eligible = len(window)
	if s.eligible > 0 {
		s.participation = float64(s.people) / float64(s.eligible)
	}
	if s.items == 0 {
		return s
	}
	var sum int
	var squares, ranked float64
	for i, p := range window {
		share := float64(p.items) / float64(s.items)
		squares += share * share
		ranked += float64(i+1) * share
		sum += p.items
		if s.half == 0 && 2*sum >= s.items {
			s.half = i + 1
		}
		if s.most == 0 && 5*sum >= 4*s.items {
			s.most = i + 1
		}
	}
	s.topShare = float64(window[0].items) / float64(s.items)
	s.effective = 1 / squares
	if n := float64(s.eligible); n >= 2 {
		s.hasConcentration = true
		s.concentration = (squares - 1/n) / (1 - 1/n)
		s.gini = (n + 1 - 2*ranked) / (n - 1)
	}
	size := 2
	if s.eligible > 9 {
		size = 3
	}
	s.incumbency, s.hasIncumbency = overlap(h.top(back, size), h.top(back+13, size))
	for at := back; ; at += 13 {
		top := h.top(at, 1)
		if len(top) == 0 || top[0] != window[0].person {
			break
		}
		s.tenure++
	}
	return s
}

// randomHistory is up to 12 people's work of two and a half years, some of it in few weeks, some far apart.
func randomHistory(people int32) *rapid.Generator[history] {
	return rapid.Custom(func(t *rapid.T) history {
		one := rapid.Custom(func(t *rapid.T) stint {
			return stint{
				person:  rapid.Int32Range(1, people).Draw(t, "person"),
				back:    rapid.IntRange(-2, 130).Draw(t, "back"), // after the last kept week too
				commits: rapid.IntRange(1, 6).Draw(t, "commits"),
			}
		})
		return rapid.SliceOfN(one, 1, 60).Draw(t, "history")
	})
}

// The SQL of rolling, ranks, eligible, concentration, incumbency and top_people against the definitions written out
// plainly, over 30 weeks of several repositories and of the organisation.
func TestWeeklyAgreesWithPlainGo(t *testing.T) {
	const weeks = 30
	w := newSmallWarehouse(t)
	check(t, 12, func(t *rapid.T) {
		histories := rapid.SliceOfN(randomHistory(rapid.Int32Range(1, 12).Draw(t, "people")), 4, 4).Draw(t, "histories")
		names := []string{"a", "b", "c", "d"}
		w.build(t, weeks, names, histories)
		built := w.spreads(t)
		rolling := w.ranked(t)
		for i, h := range append(histories, slices.Concat(histories...)) {
			name := append(names, "")[i]
			first := 0
			for _, w := range h {
				first = max(first, w.back)
			}
			for back := range weeks {
				got, ok := built[name][back]
				if ok != (back <= first && hasWork(h)) {
					t.Fatalf("repository %q, %d weeks back: there is a row: %v", name, back, ok)
				}
				if want := plainSpread(h, back); ok && !got.near(want) {
					t.Fatalf("repository %q, %d weeks back:\ngot  %+v\nwant %+v", name, back, got, want)
				}
			}
			for back := -3; back < 150; back++ {
				var want []standing
				for _, p := range h.rank(back) {
					if p.items > 0 && back >= 0 && back < weeks {
						want = append(want, p)
					}
				}
				if got := rolling[name][back]; !slices.Equal(got, want) {
					t.Fatalf("repository %q, %d weeks back: ranks\ngot  %+v\nwant %+v", name, back, got, want)
				}
			}
		}
	})
}

// ranked reads weekly.ranks in its order, by repository ("" is the organisation) and weeks before
// lastWeek.
func (w smallWarehouse) ranked(t rapid.TB) map[string]map[int][]standing {
	t.Helper()
	rows, err := w.db.Query(context.Background(), `
		SELECT
			CASE WHEN s.scope = 'org' THEN '' ELSE s.entity END,
			(DATE '`+lastWeek.Format(time.DateOnly)+`' - r.week) // 7,
			r.person_id, r.items, r.year_items,
			(DATE '`+lastWeek.Format(time.DateOnly)+`' - firsts.week) // 7
		FROM weekly.ranks AS r
		JOIN weekly.series AS s ON s.series_id = r.series_id
		JOIN (SELECT series_id, person_id, min(week) AS week FROM weekly.contributions GROUP BY ALL) AS firsts
			ON firsts.series_id = r.series_id AND firsts.person_id = r.person_id
		WHERE s.channel <> 'all'
		ORDER BY r.rank`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	all := map[string]map[int][]standing{}
	for rows.Next() {
		var name string
		var back int
		var p standing
		if err := rows.Scan(&name, &back, &p.person, &p.items, &p.year, &p.first); err != nil {
			t.Fatal(err)
		}
		if all[name] == nil {
			all[name] = map[int][]standing{}
		}
		all[name][back] = append(all[name][back], p)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// hasWork tells whether a history has anything up to lastWeek.
func hasWork(h history) bool {
	return slices.ContainsFunc(h, func(w stint) bool { return w.back >= 0 })
}

func (s spread) near(other spread) bool {
	for _, pair := range [][2]*float64{
		{&s.topShare, &other.topShare}, {&s.effective, &other.effective}, {&s.concentration, &other.concentration},
		{&s.gini, &other.gini}, {&s.participation, &other.participation}, {&s.incumbency, &other.incumbency},
	} {
		if math.Abs(*pair[0]-*pair[1]) > 1e-9 {
			return false
		}
		*pair[0], *pair[1] = 0, 0
	}
	return s == other
}

func (s spread) String() string {
	return fmt.Sprintf("%d items, %d of %d people, top %.4f, half %d, most %d, effective %.4f, concentration %.4f, gini %.4f, "+
		"participation %.4f, incumbency %.4f, tenure %d", s.items, s.people, s.eligible, s.topShare, s.half, s.most, s.effective,
		s.concentration, s.gini, s.participation, s.incumbency, s.tenure)
}
