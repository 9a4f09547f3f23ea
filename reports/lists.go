package reports

import (
	"encoding/json"
	"fmt"
)

// fewRows is how many services, teams or repositories the first page lists; all are on a page of their own. Two thousand rows
// there would be a page that nobody reads and that takes seconds to open.
const fewRows = 25

// fewFindings is how many findings the first page tells.
const fewFindings = 12

// listPage is all services, all teams, or all findings.
type listPage struct {
	Headline headline
	Listing  *listing
	Findings *changes
}

// cut leaves the first rows of a listing and leads to the rest.
func (l listing) cut(name string) listing {
	n := len(l.Table.Rows)
	if n <= fewRows {
		return l
	}
	l.Table.Rows = l.Table.Rows[:fewRows]
	l.Table.Caption += fmt.Sprintf(" The first %d of %s.", fewRows, grouped(int64(n)))
	l.All, l.AllText = name, "All "+grouped(int64(n))
	return l
}

// writeLists writes the pages that list everything of a kind, which the search leads to as well.
func (s *site) writeLists(listings []listing, found changes) error {
	for _, l := range listings {
		name := l.Table.ID + ".html"
		page := listPage{Listing: &l, Headline: headline{Says: upper(counted(int64(len(l.Table.Rows)), singular(l.Table.ID), l.Table.ID)) + "."}}
		if err := s.page(name, "list.html", l.Title, false, page); err != nil {
			return err
		}
	}
	page := listPage{Findings: &found, Headline: headline{Says: upper(counted(int64(len(found.List)), "finding holds", "findings hold")) + "."}}
	return s.page("findings.html", "list.html", "Findings", false, page)
}

func singular(id string) string {
	return map[string]string{"services": "service", "teams": "team", "repositories": "repository"}[id]
}

// placesScript is what the search of every page looks through: what it shows, and where that is. It is a script because a page
// from a file may load no other kind of file.
func (s *site) placesScript() ([]byte, error) {
	list := [][3]string{}
	for _, one := range s.teams {
		list = append(list, [3]string{shown(one.name), "Team", one.file()})
	}
	for _, one := range s.services {
		list = append(list, [3]string{shown(one.name), "Service", one.file()})
	}
	for _, r := range s.repos {
		list = append(list, [3]string{shown(r.public), "Repository", "repos/" + slug(r.public) + ".html"})
	}
	text, err := json.Marshal(list)
	return fmt.Appendf(nil, "window.fewhandsPlaces = %s;\n", text), err
}
