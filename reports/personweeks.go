package reports

import (
	"slices"
	"strings"
)

// ownTiles are tiles of somebody's last week.
func (e entity) ownTiles(names ...string) []tile {
	var list []tile
	for _, t := range e.known(named(names...)) {
		t.Basis, t.Change = "In the week of "+day(e.period.week)+".", change{} // of two single weeks a change says nothing
		list = append(list, t)
	}
	return list
}

func (e entity) loadTable() table {
	return e.ownTable("load-weeks", "Pages and rest by week, newest first.",
		"pages", "business_pages", "off_hours_pages", "sleep_pages", "disrupted_hours", "rest_gaps", "nights_in_a_row")
}

func (e entity) onCallTable() table {
	return e.ownTable("on-call-weeks", "On call by week, newest first.",
		"on_call_hours", "backup_hours", "on_call_share", "on_call_days_in_a_row", "incidents_per_shift", "fair_share_ratio")
}

// ownTable has a row for each week of the last year in which anything is known, newest first.
func (e entity) ownTable(id, caption string, names ...string) table {
	t := table{ID: id, Caption: caption + " “–” is not known.", Columns: []column{{Title: "Week"}}}
	group := named(names...)
	for _, m := range group {
		t.Columns = append(t.Columns, column{m.Title, true})
	}
	for w := len(e.period.weeks) - 1; w >= 0; w-- {
		row := []cell{{Text: day(e.period.weeks[w]), Header: true}}
		hasAny := false
		for _, m := range group {
			v := e.ownValue(m.Name, w)
			hasAny = hasAny || v != nil
			row = append(row, numberCell(bare(m, v), v))
		}
		if hasAny {
			t.Rows = append(t.Rows, row)
		}
	}
	t.Tall = len(t.Rows) > 15
	return t
}

// tableOrNil is a section's table, which it has none of where there is no row.
func tableOrNil(t table) *table {
	if len(t.Rows) == 0 {
		return nil
	}
	return &t
}

// ownValue is a metric of a week, nil where it is not known.
func (e entity) ownValue(metric string, week int) *float64 {
	if series := e.series[metric]; series != nil {
		return series[week]
	}
	return nil
}

// csv has one row per week of the last year.
func (one *individual) csv() []byte {
	columns := []string{"week"}
	for _, m := range ownMetrics {
		columns = append(columns, m.Name)
	}
	s := newSheet(false, append(columns, "norms_passed")...)
	for w, week := range one.own.period.weeks {
		row := []any{number(day(week))}
		for _, m := range ownMetrics {
			row = append(row, number(exactOrEmpty(one.own.ownValue(m.Name, w))))
		}
		var norms []string
		for _, n := range one.norms {
			if n.week.Equal(week) {
				norms = append(norms, n.norm)
			}
		}
		slices.Sort(norms)
		s.row(append(row, strings.Join(norms, " "))...)
	}
	return s.bytes()
}
