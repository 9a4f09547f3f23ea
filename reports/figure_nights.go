package reports

import (
	"fmt"
	"strconv"
	"time"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// nightWeeks is how far the calendar goes back: a year.
const nightWeeks = 52

// nightsChart is a calendar of the nights in which somebody was paged in their sleeping hours, by their own clock.
func (e entity) nightsChart() (*chart, error) {
	if len(e.nights) == 0 || e.hidesHours() {
		return nil, nil
	}
	return nightsCalendar(e.period, e.nights, false, "Of the last 13 weeks: "+e.coverage.says("local_times"))
}

// nightsCalendar draws nights of several people, or those of the one who reads it.
func nightsCalendar(p period, nights []night, own bool, basis string) (*chart, error) {
	counts, who, theirs := "people paged", "somebody was", "their"
	if own {
		counts, who, theirs = "nights with a page", "you were", "your"
	}
	first := p.week.AddDate(0, 0, -7*(nightWeeks-1))
	if p.weeks[0].After(first) {
		first = p.weeks[0]
	}
	end := p.week.AddDate(0, 0, 6)
	c := charts.NewHeatMap()
	c.SetGlobalOptions(
		charts.WithTooltipOpts(opts.Tooltip{Trigger: "item"}),
	)
	c.AddCalendar(&opts.Calendar{Range: []string{day(first), day(end)}})
	var data []opts.HeatMapData
	t := table{
		ID: "nights-table", Tall: true, Caption: "Nights with a page in sleeping hours, newest first, by the date of the evening. Nights that are not here had none.",
		Columns: []column{{Title: "Night"}, {Title: "Evening of a"}, {upper(counts), true}},
	}
	s := newSheet(false, "night_on", "people")
	var quarter, before int64
	var worst night
	since := p.week.AddDate(0, 0, -7*(back-1))
	for _, n := range nights {
		if n.on.Before(first) || n.on.After(end) {
			continue
		}
		data = append(data, opts.HeatMapData{Value: []any{day(n.on), n.people}})
		s.row(number(day(n.on)), number(strconv.FormatInt(n.people, 10)))
		t.Rows = append([][]cell{{{Text: day(n.on), Header: true}, {Text: n.on.Weekday().String()}, countCell(&n.people)}}, t.Rows...)
		switch {
		case !n.on.Before(since):
			quarter++
			if n.people >= worst.people {
				worst = n
			}
		case !n.on.Before(since.AddDate(0, 0, -7*back)):
			before++
		}
	}
	if len(data) == 0 {
		return nil, nil
	}
	c.AddSeries(upper(counts), data, charts.WithCoordinateSystem("calendar"))
	text, err := island{Kind: "nights", Unit: "people"}.marshal(c)
	if err != nil {
		return nil, err
	}
	says := fmt.Sprintf("In %s of the last 91 nights %s paged in %s sleeping hours, by %s own clock", grouped(quarter), who, theirs, theirs)
	if !since.AddDate(0, 0, -7*back).Before(p.weeks[0]) {
		says += fmt.Sprintf("; it was %s of the 91 before", grouped(before))
	}
	if worst.people > 1 {
		says += fmt.Sprintf(". The most at once were %s, in the night of %s", people(worst.people), day(worst.on))
	}
	says += "."
	return &chart{
		ID: "nights", Title: "Nights with a page", Says: says, Data: text, Size: "nights", Basis: basis,
		Alt:   "Calendar of a year, a cell for each night, with the number of " + counts + ". " + says + " The table below has every night.",
		Table: t, csv: ownCSV{"nights", "nights with a page, and how many people had one", s.bytes()},
	}, nil
}

// nightsOf are the nights of one person.
func nightsOf(evenings []time.Time) []night {
	list := make([]night, len(evenings))
	for i, on := range evenings {
		list[len(evenings)-1-i] = night{on, 1} // they come newest first
	}
	return list
}
