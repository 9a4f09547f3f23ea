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
	people, err := p.people(ctx, db)
	if err != nil {
		return err
	}
	for _, work := range []channel{pageWork, ticketWork, commitWork} {
		if err := p.readCarriersOf(ctx, db, work.name, scope, from, to, people, at); err != nil {
			return err
		}
	}
	return nil
}

// readCarriersOf reads one channel. The numbers of the series of a channel are in the order of scope and entity, so that those
// asked for are neighbours, and DuckDB skips the others unread.
func (p period) readCarriersOf(ctx context.Context, db *sql.DB, channel, scope, from, to string, people map[int64]carrier, at func(string) *record) error {
	entities, first, last, err := seriesOf(ctx, db, channel, scope, from, to)
	if err != nil || len(entities) == 0 {
		return err
	}
	rows, err := db.Query(ctx, `
		SELECT series_id, person_id, list((week - $3::DATE) // 7), list(items::BIGINT)
		FROM weekly.ranks
		WHERE series_id BETWEEN $1 AND $2 AND week BETWEEN $3::DATE AND $4::DATE
		GROUP BY series_id, person_id`, first, last, day(p.weeks[0]), day(p.week))
	if err != nil {
		return err
	}
	defer rows.Close()
	all := map[string][]int64{} // by entity and week
	for rows.Next() {
		var series, person int64
		var lists [2]any
		if err := rows.Scan(&series, &person, &lists[0], &lists[1]); err != nil {
			return err
		}
		entity, ok := entities[series]
		if !ok {
			continue
		}
		who := people[person]
		c := &carrier{id: person, person: who.person, name: who.name, items: make([]int64, len(p.weeks)), shares: make([]float64, len(p.weeks))}
		if all[entity] == nil {
			all[entity] = make([]int64, len(p.weeks))
		}
		items := lists[1].([]any)
		for i, place := range lists[0].([]any) {
			week := place.(int64)
			c.items[week] = items[i].(int64)
			all[entity][week] += c.items[week]
		}
		r := at(entity)
		r.carriers[channel] = append(r.carriers[channel], c)
	}
	for _, entity := range entities {
		for _, c := range at(entity).carriers[channel] {
			for week, items := range c.items { // in the order of the weeks, so that the sum is the same every time
				if items > 0 {
					c.shares[week] = float64(items) / float64(all[entity][week])
					c.total += c.shares[week]
				}
			}
		}
		slices.SortFunc(at(entity).carriers[channel], func(a, b *carrier) int {
			return cmp.Or(cmp.Compare(b.total, a.total), cmp.Compare(a.id, b.id))
		})
	}
	return rows.Err()
}

// seriesOf reads the numbers of the series of entities, and the first and the last of these numbers.
func seriesOf(ctx context.Context, db *sql.DB, channel, scope, from, to string) (entities map[int64]string, first, last int64, err error) {
	rows, err := db.Query(ctx, `
		SELECT series_id, entity
		FROM weekly.series
		WHERE channel = $1 AND scope = $2 AND entity BETWEEN $3 AND $4
		ORDER BY series_id`, channel, scope, from, to)
	if err != nil {
		return nil, 0, 0, err
	}
	defer rows.Close()
	entities = map[int64]string{}
	for rows.Next() {
		var entity string
		if err := rows.Scan(&last, &entity); err != nil {
			return nil, 0, 0, err
		}
		if len(entities) == 0 {
			first = last
		}
		entities[last] = entity
	}
	return entities, first, last, rows.Err()
}

// people are what pages of teams, services and repositories call everybody, by number.
func (p period) people(ctx context.Context, db *sql.DB) (map[int64]carrier, error) {
	rows, err := db.Query(ctx, "SELECT person_id, person, name FROM facts.people")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	people := map[int64]carrier{}
	for rows.Next() {
		var c carrier
		var person, name string
		if err := rows.Scan(&c.id, &person, &name); err != nil {
			return nil, err
		}
		c.name, c.person = p.privacy.teamName(person, name), p.privacy.teamKey(person)
		people[c.id] = c
	}
	return people, rows.Err()
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
		Caption: "Share of the " + e.work.items + " of the trailing 13 weeks, newest week first." + e.period.folded(),
		Columns: []column{{Title: "Week"}, {upper(e.work.items), true}},
	}
	if anyValue(rota) {
		t.Columns = append(t.Columns, column{"People on the rota", true})
	}
	for _, b := range stack {
		t.Columns = append(t.Columns, column{shown(b.Name), true})
	}
	listed := e.period.listed()
	t.Rows = make([][]cell, 0, len(listed))
	for _, w := range listed {
		if !e.has(w) {
			continue
		}
		row := append(make([]cell, 0, len(t.Columns)), cell{Text: day(e.period.weeks[w]), Header: true}, wholeCell(e.counts["items"][w]))
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

// carriersCSV has one row per kept week and person with a contribution in its window. Like those of a record, its rows are put
// together by hand.
func (e entity) carriersCSV(list []*carrier) []byte {
	text := newSheet(false, "week", "person", "name", e.work.items, "share").bytes()
	names := make([]string, len(list))
	for i, c := range list {
		names[i] = "," + csvText(c.person) + "," + csvText(c.name) + ","
	}
	for w, week := range days(e.period.weeks) {
		for i, c := range list {
			if c.items[w] == 0 {
				continue
			}
			text = append(text, week...)
			text = append(text, names[i]...)
			text = strconv.AppendInt(text, c.items[w], 10)
			text = append(text, ',')
			text = strconv.AppendFloat(text, c.shares[w], 'f', -1, 64)
			text = append(text, '\n')
		}
	}
	return text
}
