package reports

import (
	"strings"
	"testing"
)

// What is usual is told of twelve weeks or not at all, and a week of which nothing was read is not a quiet one.
func TestAWeekIsNotQuietBecauseNothingWasRead(t *testing.T) {
	one := &serviceWeek{key: "a", name: "A", incidents: 3, weekPages: weekPages{pages: 9}, usual: 1.5, usualIncidents: 1}
	for _, test := range []struct {
		week                teamWeek
		says, supports      string
		pages, basis, usual string
		isMarked            bool
	}{
		{teamWeek{isKnown: true, hasUsual: true, services: []*serviceWeek{one}}, "Web: 3 incidents and 9 pages in the week.",
			"The mean of the 12 weeks before: 1.0 incidents and 1.5 pages a week.", "9", "12 weeks before: 1.5 a week", "1.5", true},
		{teamWeek{isKnown: true, services: []*serviceWeek{one}}, "Web: 3 incidents and 9 pages in the week.",
			"What is usual is not known yet: incidents have been read of fewer than 12 weeks before.", "9", "", "–", false},
		{teamWeek{isKnown: true, hasUsual: true}, "Web: a week without an incident.", "The mean of the 12 weeks before: 0.0 incidents and 0.0 pages a week.",
			"0", "12 weeks before: 0.0 a week", "", false},
		{teamWeek{}, "Web: how the week was on call is not known.", "No incident of the week or before has been read.", "Not known", "", "", false},
	} {
		sum := test.week.sum()
		if h := weekHeadline("Web", sum, &test.week, true); h.Says != test.says || h.Supports != test.supports {
			t.Errorf("%q, %q, want %q, %q", h.Says, h.Supports, test.says, test.supports)
		}
		for i, tile := range weekTiles(sum, &test.week, true) {
			if i == 0 && (tile.Value != test.pages || tile.Basis != test.basis) || tile.Missing == test.week.isKnown {
				t.Errorf("%s: the tile is %+v", test.says, tile)
			}
		}
		table := test.week.servicesTable(true)
		if test.usual == "" {
			if table != nil {
				t.Errorf("%s: there is a table", test.says)
			}
			continue
		}
		row := table.Rows[0]
		if row[2].Text != test.usual || row[1].Marked != test.isMarked || strings.Contains(table.Caption, "Bold") != test.isMarked {
			t.Errorf("%s: usual is %q, marked %v, under %q", test.says, row[2].Text, row[1].Marked, table.Caption)
		}
	}
}

// Pages of people whose time zone is not known are in no part of the day, and their part of it is not zero.
func TestPagesOfUnknownLocalTimeAreNoQuietNight(t *testing.T) {
	for _, test := range []struct {
		pages                          weekPages
		sleep, ofTheDay, basis, asleep string
	}{
		{weekPages{}, "0", "0 / 0 / 0", "", "0 in sleeping hours"},
		{weekPages{pages: 3, business: 1, sleep: 2}, "2", "1 / 0 / 2", "", "1 in sleeping hours"},
		{weekPages{pages: 3, business: 2}, "0 of 2 known", "2 / 0 / 0", "1 page of unknown local time", "0 in sleeping hours, 1 of unknown local time"},
		{weekPages{pages: 3}, "–", "–", "3 pages of unknown local time", "0 in sleeping hours, 1 of unknown local time"},
	} {
		week := &teamWeek{
			isKnown:  true,
			services: []*serviceWeek{{key: "a", name: "A", incidents: 1, weekPages: test.pages}},
			people:   []*personWeek{{key: "p", name: "P", weekPages: test.pages}},
		}
		tiles := weekTiles(week.sum(), week, true)
		if parts, paged := tiles[1], tiles[2]; parts.Value != test.ofTheDay || parts.Basis != test.basis || paged.Basis != test.asleep {
			t.Errorf("%+v: the tiles are %+v and %+v", test.pages, parts, paged)
		}
		person := week.peopleTable(func(_, name string) string { return name }).Rows[0][4].Text
		service := week.servicesTable(true).Rows[0][6].Text
		if person != test.sleep || service != test.sleep {
			t.Errorf("%+v: asleep is %q of the person and %q of the service, want %q", test.pages, person, service, test.sleep)
		}
	}
}
