package reports

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

var weekdays = []string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}

// hidesHours tells whether what is about load and rest is withheld here.
func (e entity) hidesHours() bool { return !e.period.privacy.tellsHours(e.scope, e.name) }

// hasWholeHours tells whether business begins and ends with an hour, which is all that the pages are counted by here.
func (p period) hasWholeHours() bool {
	return strings.HasSuffix(p.business[0], ":00") && strings.HasSuffix(p.business[1], ":00")
}

// isBusiness tells whether an hour of a weekday, 0 being Monday, is in business hours, which may go over midnight.
func (p period) isBusiness(weekday, hour int) bool {
	at := fmt.Sprintf("%02d:00", hour)
	isAfter, isBefore := at >= p.business[0], at < p.business[1]
	if p.business[0] <= p.business[1] {
		return weekday < 5 && isAfter && isBefore
	}
	return weekday < 5 && (isAfter || isBefore)
}

// whyNoHours says what is withheld.
func (e entity) whyNoHours() string {
	if e.hours == nil || !e.hidesHours() {
		return ""
	}
	return fmt.Sprintf(" When pages come, and the nights with a page, are withheld: fewer than %d people are eligible here, or in a team whose numbers these would give away.", e.period.privacy.group())
}

// pageHoursChart is when pages came in the last window, by the clock of whoever was paged.
func (e entity) pageHoursChart() (*chart, error) {
	if e.hours == nil || e.scope != "person" && e.hidesHours() {
		return nil, nil
	}
	c := charts.NewHeatMap()
	names := make([]string, 24)
	for h := range names {
		names[h] = fmt.Sprintf("%02d", h)
	}
	t := table{ID: "page-hours-table", Caption: "Pages of the last 13 weeks by weekday and hour, local time.", Columns: []column{{Title: "Weekday"}}}
	for _, name := range names {
		t.Columns = append(t.Columns, column{name, true})
	}
	t.Columns = append(t.Columns, column{"All", true})
	s := newSheet(false, "weekday", "hour", "pages")
	var data []opts.HeatMapData
	var all, business, most int64
	busiest := ""
	for d, name := range weekdays {
		row, sum := []cell{{Text: name, Header: true}}, int64(0)
		for h, n := range e.hours[d] {
			sum += n
			if e.period.isBusiness(d, h) {
				business += n
			}
			if n > most {
				most, busiest = n, name+", "+names[h]+":00 to "+names[(h+1)%24]+":00"
			}
			row = append(row, countCell(&n))
			s.row(name, number(strconv.Itoa(h)), number(strconv.FormatInt(n, 10)))
			if n > 0 {
				data = append(data, opts.HeatMapData{Value: [3]int64{int64(h), int64(d), n}})
			}
		}
		all += sum
		t.Rows = append(t.Rows, append(row, countCell(&sum)))
	}
	c.SetGlobalOptions(
		charts.WithTooltipOpts(opts.Tooltip{Trigger: "item"}),
		charts.WithXAxisOpts(opts.XAxis{Type: "category", Data: names}),
		charts.WithYAxisOpts(opts.YAxis{Type: "category", Data: weekdays, Inverse: opts.Bool(true)}),
	)
	c.AddSeries("Pages", data)
	text, err := island{Kind: "hours", Unit: "pages"}.marshal(c)
	if err != nil {
		return nil, err
	}
	says := fmt.Sprintf("Most of the %s of the last 13 weeks came on %s: %s, on the clock of whoever was paged.", counted(all, "page", "pages"), busiest, grouped(most))
	if e.period.hasWholeHours() {
		outside := float64(all-business) / float64(all)
		says = fmt.Sprintf("%s of the %s of the last 13 weeks came outside Monday to Friday, %s to %s, on the clock of whoever was paged.",
			upper(tenths(&outside)), counted(all, "page", "pages"), e.period.business[0], e.period.business[1])
	}
	basis := e.coverage.says("local_times")
	if e.scope == "person" {
		says = strings.Replace(says, "on the clock of whoever was paged", "on your own clock", 1)
		basis = "Pages of which your time zone was not known are missing."
	}
	return &chart{
		ID: "page-hours", Title: "When pages come", Says: says, Data: text, Size: "hours", Basis: basis,
		Alt:   "Heat map of pages by weekday and hour of the day, with the number in each cell. " + says + " The table below has every number.",
		Table: t, csv: ownCSV{"hours", "pages by weekday and hour", s.bytes()},
	}, nil
}
