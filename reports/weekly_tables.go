package reports

import (
	"fmt"
	"strings"

	"github.com/fewhands/fewhands/metrics"
)

func (w *teamWeek) peopleTable(calls func(person, name string) string) *table {
	if len(w.people) == 0 {
		return nil
	}
	t := &table{
		ID:      "week-people",
		Caption: "Who was paged for the team’s services, responded, or was on call first for them. Hours and nights are from anywhere.",
		Columns: []column{{Title: "Who"}, {"Pages", true}, {"By day", true}, {"Off hours", true}, {"Sleep", true}, {"Responses", true}, {"Nights in a row", true}, {"Hours on call", true}},
	}
	hours, _ := metrics.Find("on_call_hours")
	for _, p := range byCalledName(w.people[:min(weekPeople, len(w.people))], calls) {
		name := cell{Text: shorten(shown(calls(p.key, p.name)), 32), Header: true, Name: true}
		t.Rows = append(t.Rows, []cell{
			name, countCell(&p.pages), p.part(p.business), p.part(p.off), p.part(p.sleep), countCell(&p.responses), countCell(p.nights),
			numberCell(bare(hours, p.onCall), p.onCall),
		})
	}
	if more := len(w.people) - len(t.Rows); more > 0 {
		t.Caption += fmt.Sprintf(" %s more had less.", people(int64(more)))
	}
	return t
}

func (w *teamWeek) rotaTable(s *site) *table {
	if len(w.rota) == 0 {
		return nil
	}
	this := s.period.asOf.AddDate(0, 0, -(int(s.period.asOf.Weekday())+6)%7)
	t := &table{
		ID: "week-rota", Caption: "On call first (level 1), most hours first.",
		Columns: []column{{Title: "Services"}, {Title: "From " + day(this)}, {Title: "From " + day(this.AddDate(0, 0, 7))}},
	}
	var order []string
	turns := map[string][2][]string{}
	for _, turn := range w.rota {
		both, seen := turns[turn.services]
		if !seen {
			order = append(order, turn.services)
		}
		i := 0
		if day(turn.week) != day(this) {
			i = 1
		}
		name := shorten(shown(s.opts.Privacy.teamName(turn.key, turn.name)), 24)
		if s.opts.Privacy.hidesTeam() {
			name = ""
		}
		both[i] = append(both[i], name)
		turns[turn.services] = both
	}
	for _, services := range order[:min(weekRotas, len(order))] {
		row := []cell{{Text: shorten(clean(services), 48), Header: true, Name: true}}
		for _, names := range turns[services] {
			row = append(row, cell{Text: whoIsOnCall(names), Name: true})
		}
		t.Rows = append(t.Rows, row)
	}
	if more := len(order) - len(t.Rows); more > 0 {
		t.Caption += fmt.Sprintf(" %s more.", counted(int64(more), "rota", "rotas"))
	}
	return t
}

// whoIsOnCall lists at most four people, or says how many they are where nobody is named.
func whoIsOnCall(names []string) string {
	switch {
	case len(names) == 0:
		return "nobody that is known"
	case names[0] == "":
		return people(int64(len(names)))
	case len(names) > 4:
		return strings.Join(names[:4], ", ") + fmt.Sprintf(" and %d more", len(names)-4)
	}
	return strings.Join(names, ", ")
}

func (w *teamWeek) servicesTable(tells bool) *table {
	t := &table{
		ID: "week-services", Caption: "Services with most pages.",
		Columns: []column{{Title: "Service"}, {"Pages", true}, {"Usual week", true}, {"Incidents", true}, {"Usual week", true}, {"Acknowledged", true}, {"Pages in sleeping hours", true}},
	}
	for _, one := range w.services[:min(weekServices, len(w.services))] {
		if one.pages+one.incidents == 0 {
			continue
		}
		name := nameCell(one.name, "../../services/"+keySlug(one.key)+".html")
		name.Text = shorten(name.Text, 36)
		sleep := one.part(one.sleep)
		if !tells {
			sleep = cell{Text: "withheld", Numeric: true}
		}
		pages := countCell(&one.pages)
		usual, usualIncidents := numberCell(metrics.NoValue, nil), numberCell(metrics.NoValue, nil)
		if w.hasUsual {
			pages.Marked = float64(one.pages) >= 2*one.usual && one.pages >= 5
			usual, usualIncidents = numberCell(tenth(one.usual), &one.usual), numberCell(tenth(one.usualIncidents), &one.usualIncidents)
		}
		t.Rows = append(t.Rows, []cell{
			name, pages, usual, countCell(&one.incidents), usualIncidents,
			numberCell(fmt.Sprintf("%d of %d", one.answered, one.incidents), float(&one.answered)), sleep,
		})
	}
	t.Caption += " A usual week is the mean of the 12 before" + map[bool]string{
		true:  ". Bold: twice as many pages as usual, and 5 or more.",
		false: ", of which incidents have not all been read yet.",
	}[w.hasUsual]
	return tableOrNil(*t)
}

func (w *teamWeek) openTable(p period) *table {
	if len(w.open) == 0 {
		return nil
	}
	t := &table{
		ID: "week-open", Caption: "Open on " + day(p.asOf) + ", of high urgency first, then the newest.",
		Columns: []column{{Title: "Incident"}, {Title: "Service"}, {Title: "Urgency"}, {Title: "Since"}, {Title: "Acknowledged"}},
	}
	for _, one := range w.open[:min(weekOpen, len(w.open))] {
		acknowledged := "no"
		if one.isAcknowledged {
			acknowledged = "yes"
		}
		urgency := one.urgency
		if urgency == "" {
			urgency = metrics.NoValue
		}
		t.Rows = append(t.Rows, []cell{
			{Text: shorten(shown(one.title), 60), Header: true, Name: true}, {Text: shorten(shown(one.service), 32), Name: true}, {Text: shorten(clean(urgency), 12)},
			{Text: day(one.createdAt)}, {Text: acknowledged},
		})
	}
	if more := len(w.open) - len(t.Rows); more > 0 {
		t.Caption += fmt.Sprintf(" %s more.", grouped(int64(more)))
	}
	return t
}
