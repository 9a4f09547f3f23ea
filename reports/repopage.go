package reports

import (
	"fmt"
	"slices"
	"strconv"
)

// repoPage is one repository. Names of people are here, where the work is done, and on no other page.
type repoPage struct {
	Repo     Repo
	Headline headline
	Notes    []string
	Findings changes
	Facts    []fact
	Work     []tile
	Code     []tile
	Held     []chart // of the code
	Carried  []chart // of the work
	Files    []file
}

type fact struct {
	Name, Value string
	Href        string
}

// file is a CSV file beside a page.
type file struct {
	Name string
	Says string
	text []byte
}

func (s *site) repoPage(r Repo, known *record, slug string) (repoPage, error) {
	page := repoPage{Repo: r, Headline: repoHeadline(r), Facts: r.facts()}
	for _, w := range append(r.Warnings, r.staleness(s.period)...) {
		page.Notes = append(page.Notes, sentence(w))
	}
	page.Facts, page.Findings = append(page.Facts, s.heldBy(r.Repo)...), s.repoFindings(r.Repo)
	e := s.period.entity(known, commitWork)
	carriers := known.carriers[commitWork.name]
	page.Files = []file{
		{slug + ".csv", "every metric, by week", known.csv(s.period, r.public)},
	}
	if !s.opts.Privacy.hidesTeam() {
		page.Files = append(page.Files, file{slug + ".people.csv", "who carried the commits, by week", e.carriersCSV(carriers)},
			file{slug + ".removals.csv", "whose leaving makes up the truck factors", r.removalsCSV()})
	}
	if r.Commits == nil || *r.Commits == 0 {
		return page, nil
	}
	page.Work, page.Code = e.tiles(shareGroup), e.tiles(codeGroup)
	held := []func() (*chart, error){
		func() (*chart, error) { return r.removalChart(e) },
		func() (*chart, error) { return r.activeRemovalChart(e) },
		e.foldersChart, e.codeChart,
	}
	if s.opts.Privacy.hidesTeam() {
		held = held[2:]
	}
	var err error
	page.Held, err = chartsOf(held...)
	if err != nil {
		return page, err
	}
	page.Carried, err = chartsOf(func() (*chart, error) { return e.carriedChart(carriers) }, e.workChart)
	page.link()
	page.Files = addFiles(page.Held, page.Files, slug)
	return page, err
}

// link gives every chart the CSV file with its numbers.
func (p *repoPage) link() {
	for _, list := range [][]chart{p.Held, p.Carried} {
		for i := range list {
			switch list[i].ID {
			case "carried":
				list[i].CSV = p.Files[1].Name
			case "removals", "active-removals":
				list[i].CSV = p.Files[2].Name
			default:
				list[i].CSV = p.Files[0].Name
			}
		}
	}
}

func (r Repo) facts() []fact {
	list := []fact{{Name: "Commits", Value: optional(r.Commits)}}
	if r.Rev != nil {
		list = append([]fact{{Name: "Revision", Value: *r.Rev}, {Name: "Dated", Value: text(r.Date)}}, list...)
	}
	if r.Files != nil {
		list = append(list, fact{Name: "Files", Value: grouped(*r.Files)}, fact{Name: "Authors", Value: optional(r.Authors)})
	}
	return append(list, fact{Name: "Last read", Value: day(r.readAt)})
}

// removalChart is whom the greedy removal takes away, and how many files still have an author then.
func (r Repo) removalChart(e entity) (*chart, error) {
	c := chart{
		ID: "removals", Title: "Whose leaving would leave over half of the files without an author",
		Table: table{Caption: "Everyone, in the order in which the truck factor takes them away."},
	}
	if slices.Equal(r.Removed, r.ActiveRemoved) {
		c.Table.Caption += " Among people still active it is the same."
	}
	return c.ofRemovals(e, r.Removed, "an author")
}

// activeRemovalChart is the same among those who are still active.
func (r Repo) activeRemovalChart(e entity) (*chart, error) {
	if slices.Equal(r.Removed, r.ActiveRemoved) {
		return nil, nil
	}
	c := chart{
		ID: "active-removals", Title: "The same among people still active",
		Table: table{Caption: "Active people, in the order in which the truck factor of active people takes them away."},
	}
	return c.ofRemovals(e, r.ActiveRemoved, "an active author")
}

func (c chart) ofRemovals(e entity, steps []Removal, author string) (*chart, error) {
	if len(steps) == 0 {
		return nil, nil
	}
	i, drawn := coverageChart(steps)
	data, err := i.marshal(drawn)
	if err != nil {
		return nil, err
	}
	last := steps[len(steps)-1]
	c.Says = fmt.Sprintf("Without %s, %s of the files still have %s.",
		counted(int64(len(steps)), "person", "people"), tenths(&last.Coverage), author)
	c.Alt = "Bar chart of the share of files that still have " + author + " after each person is taken away, one after the other, with " +
		"a line at half of the files. " + c.Says + " The table below has every number."
	if len(steps) > mostBars {
		c.Says += fmt.Sprintf(" The chart shows the first %d of them.", mostBars)
	}
	c.Data, c.Size, c.Open, c.Basis = data, "bars", true, e.coverage.says("code")
	if len(steps) <= 2 {
		c.Size = "bars few"
	}
	c.Table.ID = c.ID + "-table"
	c.Table.Columns = []column{
		{Title: "Person"}, {"Step", true}, {"Files they are an author of", true}, {"Files that still have " + author, true}, {Title: "Last 180 days"},
	}
	for i, step := range steps {
		seen := "not active"
		switch {
		case step.Bot:
			seen = "a bot"
		case step.Active:
			seen = "active"
		}
		c.Table.Rows = append(c.Table.Rows, []cell{
			nameCell(step.Person, ""), {Text: strconv.Itoa(i + 1), Numeric: true}, countCell(&step.Files),
			numberCell(tenths(&step.Coverage), &step.Coverage), {Text: seen},
		})
	}
	return &c, nil
}

func (r Repo) removalsCSV() []byte {
	s := newSheet(false, "variant", "position", "person", "files", "coverage", "active", "bot")
	for _, v := range []struct {
		name  string
		steps []Removal
	}{{"all", r.Removed}, {"active", r.ActiveRemoved}} {
		for i, step := range v.steps {
			s.row(v.name, number(strconv.Itoa(i+1)), step.Person, number(strconv.FormatInt(step.Files, 10)), number(exact(step.Coverage)),
				number(strconv.FormatBool(step.Active)), number(strconv.FormatBool(step.Bot)))
		}
	}
	return s.bytes()
}
