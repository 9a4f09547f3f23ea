package reports

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/fewhands/fewhands/sql"
)

const (
	mostBands    = 6 // as many as there are colours
	bandsOfToday = 3 // of them, for those who carry most in the last week
)

// carrier is one person's work on a repository, service or team, by kept week.
type carrier struct {
	id     int64
	person string    // stable key
	name   string    // for people
	items  []int64   // contributions of the trailing 13 weeks
	shares []float64 // of everyone's
	total  float64   // sum of shares over the kept weeks
}

// readCarriers reads everyone with a contribution in a kept window, those with most over all of them first; nobody where only counts
// are told.
func (p period) readCarriers(ctx context.Context, db *sql.DB, scope, from, to string, at func(string) *record) error {
	if p.privacy.hidesTeam() || len(p.weeks) == 0 {
		return nil
	}
	rows, err := db.Query(ctx, `
		SELECT
			s.entity,
			s.channel,
			r.person_id,
			p.person,
			p.name,
			list((r.week - $4::DATE) // 7 ORDER BY r.week),
			list(r.items::BIGINT ORDER BY r.week),
			list(r.all_items::BIGINT ORDER BY r.week)
		FROM weekly.series AS s
		JOIN weekly.ranks AS r ON r.series_id = s.series_id
		JOIN facts.people AS p ON p.person_id = r.person_id
		WHERE s.channel IN ('pages', 'tickets', 'commits') AND s.scope = $1 AND s.entity BETWEEN $2 AND $3
			AND r.week BETWEEN $4::DATE AND $5::DATE
		GROUP BY s.entity, s.channel, r.person_id, p.person, p.name
		ORDER BY s.entity`, p.between(scope, from, to)...)
	if err != nil {
		return err
	}
	defer rows.Close()
	var lists []*record
	for rows.Next() {
		var key, channel, person, name string
		var weeks, items, all any
		c := carrier{items: make([]int64, len(p.weeks)), shares: make([]float64, len(p.weeks))}
		if err := rows.Scan(&key, &channel, &c.id, &person, &name, &weeks, &items, &all); err != nil {
			return err
		}
		c.name, c.person = p.privacy.teamName(person, name), p.privacy.teamKey(person)
		for i, w := range weeks.([]any) {
			n := items.([]any)[i].(int64)
			c.items[w.(int64)] = n
			c.shares[w.(int64)] = float64(n) / float64(all.([]any)[i].(int64))
			c.total += c.shares[w.(int64)]
		}
		r := at(key)
		r.carriers[channel] = append(r.carriers[channel], &c)
		if len(lists) == 0 || lists[len(lists)-1] != r {
			lists = append(lists, r)
		}
	}
	for _, r := range lists {
		for _, list := range r.carriers {
			slices.SortFunc(list, func(a, b *carrier) int {
				return cmp.Or(cmp.Compare(b.total, a.total), cmp.Compare(a.id, b.id))
			})
		}
	}
	return rows.Err()
}

// bands picks who gets a band of their own: those who carry most today, then those who carried most over all weeks.
// Everyone else is one band. Weeks with too little data are nil in every band.
func bands(list []*carrier, enough []*float64) []band {
	weeks := len(enough)
	today := slices.Clone(list)
	slices.SortStableFunc(today, func(a, b *carrier) int { return cmp.Compare(b.shares[weeks-1], a.shares[weeks-1]) })
	own := map[*carrier]bool{}
	for _, c := range append(today[:min(bandsOfToday, len(today))], list...) {
		if len(own) < mostBands {
			own[c] = true
		}
	}
	rest := band{Name: "Everyone else", Rest: true, Values: make([]*float64, weeks)}
	var all []band
	for _, c := range list {
		b := band{Name: c.name, Values: make([]*float64, weeks)}
		for w := range weeks {
			switch {
			case enough[w] == nil:
			case own[c]:
				b.Values[w] = new(c.shares[w])
			case rest.Values[w] == nil:
				rest.Values[w] = new(c.shares[w])
			default:
				*rest.Values[w] += c.shares[w]
			}
		}
		if own[c] {
			all = append(all, b)
		}
	}
	if len(list) > len(own) {
		for w := range weeks {
			if enough[w] != nil && rest.Values[w] == nil {
				rest.Values[w] = new(0.0)
			}
		}
		all = append(all, rest)
	}
	return all
}

// carriedChart is who carried the work, as stacked shares by week, under a line of how many people were on the rota.
func (e entity) carriedChart(list []*carrier) (*chart, error) {
	enough := e.series["top_share"]
	if !anyValue(enough) || len(list) == 0 {
		return nil, nil
	}
	stack := bands(list, enough)
	var rota []*float64
	if e.work.name == pageWork.name {
		rota = e.series["rotation_size"]
	}
	i, drawn := sharesChart(e.period.weeks, stack, rota, e.marks...)
	data, err := i.marshal(drawn)
	if err != nil {
		return nil, err
	}
	c := &chart{
		ID: e.prefix + "carried", Title: e.work.carried, Says: shareSays(stack, e.period.week), Data: data, Basis: e.coverage.says(e.work.name),
		Alt: "Stacked areas by week, one for each person, of their share of the " + e.work.items + " of the trailing 13 weeks",
	}
	series := [][]*float64{rota}
	for _, b := range stack {
		series = append(series, b.Values)
	}
	c.Marks = e.marksIn(series...)
	if anyValue(rota) {
		c.Size = "tall"
		c.Says += e.onTheRota(list)
		c.Alt += ", under a line of how many people were on the rota in these weeks"
	}
	c.Alt += ". " + c.Says + " The table below has every number."
	c.Table = e.carriedTable(stack, rota)
	return c, nil
}

// onTheRota says how many people the rota had, and how many responded, in the last window.
func (e entity) onTheRota(list []*carrier) string {
	last := len(e.period.weeks) - 1
	rota := e.series["rotation_size"][last]
	if rota == nil {
		return ""
	}
	var responded int64
	for _, c := range list {
		if c.items[last] > 0 {
			responded++
		}
	}
	return fmt.Sprintf(" %s responded; %s on the rota.", upper(people(responded)), counted(int64(*rota), "person was", "people were"))
}

func (e entity) carriedTable(stack []band, rota []*float64) table {
	t := table{
		ID: e.prefix + "carried-table", Tall: true,
		Caption: "Share of the " + e.work.items + " of the trailing 13 weeks, newest week first.",
		Columns: []column{{Title: "Week"}, {upper(e.work.items), true}},
	}
	if anyValue(rota) {
		t.Columns = append(t.Columns, column{"People on the rota", true})
	}
	for _, b := range stack {
		t.Columns = append(t.Columns, column{shown(b.Name), true})
	}
	for w := len(e.period.weeks) - 1; w >= 0; w-- {
		if !e.has(w) {
			continue
		}
		row := []cell{{Text: day(e.period.weeks[w]), Header: true}, wholeCell(e.counts["items"][w])}
		if anyValue(rota) {
			row = append(row, wholeCell(rota[w]))
		}
		for _, b := range stack {
			row = append(row, numberCell(tenths(b.Values[w]), b.Values[w]))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// carriersCSV has one row per kept week and person with a contribution in its window.
func (e entity) carriersCSV(list []*carrier) []byte {
	s := newSheet(false, "week", "person", "name", e.work.items, "share")
	for w, week := range e.period.weeks {
		for _, c := range list {
			if c.items[w] > 0 {
				s.row(number(day(week)), c.person, c.name, number(strconv.FormatInt(c.items[w], 10)), number(exact(c.shares[w])))
			}
		}
	}
	return s.bytes()
}
