package reports

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestEveryTeamHasItsWeekAndEveryServiceItsMonth(t *testing.T) {
	files := tree(t, hostileDir(t))
	rows, err := hostile(t).Query(t.Context(), `
		SELECT teams.team, COUNT(*)
		FROM facts.pages AS pages
		JOIN facts.teams AS teams ON teams.team_id = pages.team_id
		WHERE pages.week = DATE '`+lastWeek+`'
		GROUP BY teams.team`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var team string
		var pages int64
		if err := rows.Scan(&team, &pages); err != nil {
			t.Fatal(err)
		}
		if want := counted(pages, "page", "pages") + " in the week"; !strings.Contains(files["editions/weekly/"+keySlug(team)+".html"], want) {
			t.Errorf("the week of %s does not say %s", team, want)
		}
	}
	for _, s := range hostileServices() {
		if files["services/"+keySlug(s.key)+".html"] != "" && files["editions/monthly/"+keySlug(s.key)+".html"] == "" {
			t.Errorf("%s has no month", s.key)
		}
	}
}

func TestEditionsPrintOnTwoPagesAtMost(t *testing.T) {
	for _, name := range []string{"editions/weekly/PTPAY.html", "editions/weekly/PTEVIL.html", "editions/monthly/PCHECKOUT.html", "editions/monthly/PLONG.html"} {
		if sheets := printed(t, fileURL(hostileDir(t), name)); sheets > 2 {
			t.Errorf("%s prints on %d pages", name, sheets)
		}
	}
}

func TestAnEditionAloneLeavesTheRestOfTheSite(t *testing.T) {
	db := small(t)
	dir := t.TempDir()
	if _, err := Site(t.Context(), db, SiteOptions{Dir: dir, Edition: Weekly, Pictured: -1}); err != nil {
		t.Fatal(err)
	}
	before := tree(t, dir)
	if before["index.html"] == "" {
		t.Fatal("where there is no site yet, an edition leads nowhere")
	}
	for _, e := range Editions {
		if _, err := Site(t.Context(), db, SiteOptions{Dir: dir, Edition: e, Pictured: -1, Notes: []string{"anew"}}); err != nil {
			t.Fatal(err)
		}
		after := tree(t, dir)
		for name, text := range before {
			isAnew := strings.Contains(after[name], "<p>anew</p>")
			if of := strings.HasSuffix(name, ".html") && (isOf(name, e) || e == AllEditions && (isOf(name, Weekly) || isOf(name, Monthly) || isOf(name, Quarterly))); isAnew != of && (of || e == Weekly) {
				t.Errorf("%s: %s is written anew: %t", e, name, isAnew)
			}
			if after[name] == "" {
				t.Errorf("%s: %s is gone (%d bytes before)", e, name, len(text))
			}
		}
		if len(after) != len(before) {
			t.Errorf("%s: %d files, before %d", e, len(after), len(before))
		}
	}
}

// Indicators, not diagnoses: nobody is to blame, and nobody is ill.
func TestEditionsBlameNobody(t *testing.T) {
	blame := regexp.MustCompile(`(?i)burn(ed|t)?[ -]?out|violat|offend|culprit|fault of|to blame|worst|league|lazy|fail(ed|ure) to`)
	for name, text := range tree(t, hostileDir(t)) {
		if name != "leadership.html" && !strings.HasPrefix(name, "editions/") {
			continue
		}
		if found := blame.FindString(text); found != "" {
			t.Errorf("%s says %q", name, found)
		}
	}
}

// TestWhoIsDueRestIsInOrderOfNameAndBounded: the order of load would be a league table, and a page of paper has an end.
func TestWhoIsDueRestIsInOrderOfNameAndBounded(t *testing.T) {
	w := &teamWeek{}
	for i := range weekPeople + 3 {
		w.people = append(w.people, &personWeek{key: fmt.Sprint(i), name: string(rune('z' - i)), norms: map[string]float64{"rest_gaps": float64(weekPeople + 3 - i)}})
	}
	w.people[0].norms = nil // z passed none
	list, more := w.rest(func(_, name string) string { return name })
	if len(list) != weekPeople || more != 2 {
		t.Fatalf("%d people are listed, and %d more", len(list), more)
	}
	if !slices.IsSortedFunc(list, func(a, b restLine) int { return strings.Compare(a.Who, b.Who) }) {
		t.Errorf("they are in the order %v", list)
	}
}
