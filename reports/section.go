package reports

import "slices"

// section is a part of a page under a heading of its own.
type section struct {
	ID     string
	Title  string
	About  string
	Table  *table  // before everything else
	Tables []table // of what it lists
	First  []chart // before the tiles: the picture of the headline
	Tiles  []tile
	Charts []chart
}

// has tells whether there is anything in it but tiles of nothing.
func (s section) has() bool {
	return s.Table != nil || len(s.Tables) > 0 || len(s.First)+len(s.Charts) > 0 || slices.ContainsFunc(s.Tiles, func(t tile) bool { return !t.Absent })
}

// sections keeps those that have something to show.
func sections(list ...section) []section {
	return slices.DeleteFunc(list, func(s section) bool { return !s.has() })
}

// contents lead to the parts of a long page.
func contents(listings []listing, list []section, files []file) []fact {
	parts := []fact{{Name: "What has changed", Href: "findings-title"}}
	for _, l := range listings {
		parts = append(parts, fact{Name: l.Title, Href: l.Table.ID + "-title"})
	}
	for _, s := range list {
		parts = append(parts, fact{Name: s.Title, Href: s.ID + "-title"})
	}
	if len(files) > 0 {
		parts = append(parts, fact{Name: "Files", Href: "files-title"})
	}
	return parts
}

func hasCharts(list []section) bool {
	return slices.ContainsFunc(list, func(s section) bool { return len(s.First)+len(s.Charts) > 0 })
}

// listing is a table of all entities of a kind, to sort and to filter.
type listing struct {
	Title string
	About string
	CSV   string
	Table table
	All   string // the page with all rows, where this has the first of them

	AllText string
}
