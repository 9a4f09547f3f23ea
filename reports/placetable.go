package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/fewhands/fewhands/metrics"
)

func byName(a, b *place) int {
	return cmp.Or(cmp.Compare(strings.ToLower(a.name), strings.ToLower(b.name)), cmp.Compare(a.key, b.key))
}

// fewestFirst orders by how few people respond, and of those by how many could; what is unknown comes last.
func fewestFirst(list []*place) []*place {
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b *place) int {
		x, y := a.standing(), b.standing()
		switch {
		case x.half == nil && y.half == nil:
			return byName(a, b)
		case x.half == nil:
			return 1
		case y.half == nil:
			return -1
		}
		var could int
		if x.eligible != nil && y.eligible != nil {
			could = cmp.Compare(*y.eligible, *x.eligible)
		}
		return cmp.Or(cmp.Compare(*x.half, *y.half), could, byName(a, b))
	})
	return list
}

// placesTable lists services, or teams, fewest people first. root is the way to the site's folder.
func placesTable(id string, p period, list []*place, root string, withTeam bool) table {
	what, unowned := "Services", "nobody owns it, "
	first := []column{{Title: "Service"}}
	switch {
	case id == "teams":
		what, unowned = "Teams", ""
		first = []column{{Title: "Team"}, {"Services of one or two people", true}}
	case withTeam:
		first = append(first, column{Title: "Team"})
	}
	t := table{
		ID: id, Sortable: true,
		Caption: what + " in the 13 weeks that end with the week of " + day(p.week) + ", fewest people first. " +
			"Bold: half came from one or two people, " + unowned + "or a share in a band of its threshold.",
		Columns: append(first, column{"Half of responses, of eligible", true}, column{"Share of the top person", true},
			column{"Effective responders, of effective rota", true}, column{"People on the rota", true}, column{"Responses off call", true},
			column{"Half of tickets", true}, column{"Half of commits", true}, column{"Last active people", true}),
	}
	for _, one := range fewestFirst(list) {
		t.Rows = append(t.Rows, one.row(root, withTeam))
	}
	return t
}

func (p *place) row(root string, withTeam bool) []cell {
	name := nameCell(p.name, root+p.file())
	name.Text = shorten(name.Text, 40)
	if p.isDeleted {
		name.Flag = "Deleted"
	}
	row := []cell{name}
	if p.scope == "team" {
		row = append(row, p.fewCell())
	} else if withTeam {
		row = append(row, p.teamCell(root))
	}
	number := func(metric string) cell {
		m, _ := metrics.Find(metric)
		v := p.value(metric)
		return metricCell(metric, bare(m, v), v)
	}
	return append(row,
		p.halfCell(), number("top_share"), p.effectiveCell(), plain(number("rotation_size")), number("off_call_response_share"),
		p.otherCell(ticketWork), p.otherCell(fixWork), number("last_active_people"))
}

// plain takes a mark away: a rota of one is marked nowhere else.
func plain(c cell) cell {
	c.Marked = false
	return c
}

func (p *place) teamCell(root string) cell {
	if p.team == nil {
		return cell{Text: "Nobody owns it", Marked: true}
	}
	return cell{Text: shorten(shown(p.team.name), 32), Href: root + p.team.file(), Name: true}
}

func (p *place) halfCell() cell {
	s := p.standing()
	if s.half == nil {
		return numberCell(metrics.NoValue, nil)
	}
	c := numberCell(s.of(""), s.half)
	c.Marked = s.few()
	return c
}

// fewCell is on how many of a team's services half came from one or two people, of those of which it is known.
func (p *place) fewCell() cell {
	var list []standing
	for _, s := range p.services {
		list = append(list, s.standing())
	}
	few, known := countFew(list)
	if known == 0 {
		return numberCell(metrics.NoValue, nil)
	}
	return numberCell(fmt.Sprintf("%s of %s", grouped(few), grouped(known)), float(&few))
}

func (p *place) effectiveCell() cell {
	m, _ := metrics.Find("effective_people")
	responders, rota := p.value("effective_people"), p.value("effective_rotation")
	c := numberCell(bare(m, responders), responders)
	if responders != nil && rota != nil {
		c.Text += " of " + bare(m, rota)
	}
	return c
}

// placesCSV is the table in exact numbers.
func placesCSV(p period, list []*place) []byte {
	s := newSheet(false, "scope", "entity", "entity_name", "team", "team_name", "week", "people_for_half", "eligible_people", "top_share",
		"effective_people", "effective_rotation", "rotation_size", "off_call_response_share", "time_to_acknowledge", "responses",
		"incidents", "pages", "tickets", "tickets_people_for_half", "tickets_eligible_people", "commits", "commits_people_for_half",
		"commits_eligible_people", "last_active_people")
	for _, one := range fewestFirst(list) {
		var team, teamName string
		if one.team != nil {
			team, teamName = one.team.public, one.team.name
		}
		row := []any{one.scope, one.public, one.name, team, teamName, number(day(p.week)), number(exactOrEmpty(one.value("people_for_half"))),
			number(wholeOrEmpty(one.eligible))}
		for _, metric := range []string{
			"top_share", "effective_people", "effective_rotation", "rotation_size", "off_call_response_share", "time_to_acknowledge",
		} {
			row = append(row, number(exactOrEmpty(one.value(metric))))
		}
		row = append(row, number(wholeOrEmpty(one.responses)), number(wholeOrEmpty(one.incidents)), number(wholeOrEmpty(one.pages)))
		for _, work := range []channel{ticketWork, fixWork} {
			other := one.others[work.name]
			if other == nil {
				row = append(row, number(""), number(""), number(""))
				continue
			}
			row = append(row, number(strconv.FormatInt(other.items, 10)), number(exactOrEmpty(other.now.half)), number(exactOrEmpty(other.now.eligible)))
		}
		s.row(append(row, number(exactOrEmpty(one.value("last_active_people"))))...)
	}
	return s.bytes()
}
