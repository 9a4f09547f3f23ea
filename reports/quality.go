package reports

import (
	"context"
	"fmt"
)

// qualityPage is how far the numbers can be trusted: how fresh every source is, and of how much of the data it is known
// whose it is and where it belongs. No names of people are here.
type qualityPage struct {
	Headline headline
	Sections []section
	Listings []listing
}

func (s *site) quality(ctx context.Context) (qualityPage, error) {
	page := qualityPage{Headline: s.qualityHeadline()}
	if len(s.period.weeks) > 0 {
		page.Sections = sections(section{
			ID: "coverage", Title: "Of the whole organisation", Tiles: append(s.org.tiles(trustGroup), s.org.tiles(ageGroup)...),
			About: "What is left out of a number is in none of the others either: read them beside these.",
		})
	}
	if len(s.sources) > 0 {
		page.Listings = append(page.Listings, listing{
			Title: "Sources", CSV: "sources.csv", Table: s.sourcesTable(),
			About: "A source is incomplete while a reading of it has not reached its end: the numbers then lack what it did not deliver, and the next night goes on from there.",
		})
		if err := s.write("sources.csv", s.sourcesCSV()); err != nil {
			return page, err
		}
	}
	if len(s.services) > 0 {
		page.Listings = append(page.Listings, listing{
			Title: "Services", CSV: "coverage.csv", Table: s.coverageTable(),
			About: "Of how much of each service's pages, responses and commits it is known whose they are. “–” is too little data.",
		})
		if err := s.write("coverage.csv", s.coverageCSV()); err != nil {
			return page, err
		}
	}
	unmapped, err := s.unmapped(ctx)
	page.Listings = append(page.Listings, unmapped...)
	return page, err
}

func (s *site) qualityHeadline() headline {
	if len(s.sources) == 0 {
		return headline{Says: "When the sources were read is not known."}
	}
	whole, removed := 0, 0
	for _, src := range s.sources {
		switch {
		case src.removed:
			removed++
		case src.state(s.period) == "whole":
			whole++
		}
	}
	read := len(s.sources) - removed
	h := headline{Supports: "Unknown is never shown as healthy: a number that lacks data says how much it could use."}
	switch {
	case read == 0:
		h.Says = "No source is configured any more: all data end where they were last read."
	case whole == read && whole == 1:
		h.Says = "The one source was read to its end in the last day and a half."
	case whole == read:
		h.Says = fmt.Sprintf("All %d sources were read to their end in the last day and a half.", whole)
	default:
		h.Says = fmt.Sprintf("%d of %s incomplete or old.", read-whole, counted(int64(read), "source is", "sources are"))
	}
	if removed > 0 && read > 0 {
		h.Says += fmt.Sprintf(" %s no longer configured.", counted(int64(removed), "other is", "others are"))
	}
	return h
}

func (s *site) coverageTable() table {
	t := table{
		ID: "coverage-services", Sortable: true, Tall: len(s.services) > 40,
		Caption: "Coverage of the services in the 13 weeks that end with the week of " + day(s.period.week),
		Columns: []column{{Title: "Service"}, {Title: "Team"}},
	}
	for _, m := range trustGroup {
		t.Columns = append(t.Columns, column{m.Title, true})
	}
	for _, one := range s.services {
		name := nameCell(one.name, one.file())
		name.Text = shorten(name.Text, 40)
		row := []cell{name, one.teamCell("")}
		for _, m := range trustGroup {
			row = append(row, numberCell(bare(m, one.value(m.Name)), one.value(m.Name)))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (s *site) coverageCSV() []byte {
	columns := []string{"scope", "entity", "entity_name", "week"}
	for _, m := range trustGroup {
		columns = append(columns, m.Name)
	}
	sheet := newSheet(false, columns...)
	add := func(one *place) {
		row := []any{one.scope, one.public, one.name, number(day(s.period.week))}
		for _, m := range trustGroup {
			row = append(row, number(exactOrEmpty(one.value(m.Name))))
		}
		sheet.row(row...)
	}
	for _, list := range [][]*place{s.teams, s.services} {
		for _, one := range list {
			add(one)
		}
	}
	return sheet.bytes()
}
