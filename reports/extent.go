package reports

import (
	"slices"
	"time"
	"unicode/utf8"
)

// extent is how much a dataset has: counted before it goes to where there may be too little room.
type extent struct {
	rows   int
	byWeek map[time.Time]int // rows, of a dataset with a field week
	widths []int             // the longest text of each field, in characters
	week   int               // place of the field week, -1 for none
}

func newExtent(d dataset) *extent {
	return &extent{byWeek: map[time.Time]int{}, widths: make([]int, len(d.Fields)), week: d.field("week")}
}

// add counts a row that is settled.
func (e *extent) add(row []any) {
	e.rows++
	if e.week >= 0 {
		if week, ok := row[e.week].(time.Time); ok {
			e.byWeek[week]++
		}
	}
	for i, cell := range row {
		if text, ok := cell.(string); ok && len(text) > e.widths[i] {
			e.widths[i] = max(e.widths[i], utf8.RuneCountInString(text))
		}
	}
}

// fitting is how many of the newest weeks, and how many rows, go into room for so many rows. A dataset without weeks, or of which
// not even one fits, has its first rows there.
func (e *extent) fitting(room int) (weeks, rows int) {
	if e.rows <= room || e.week < 0 {
		return 0, min(e.rows, room)
	}
	list := make([]time.Time, 0, len(e.byWeek))
	for week := range e.byWeek {
		list = append(list, week)
	}
	slices.SortFunc(list, func(a, b time.Time) int { return b.Compare(a) })
	for _, week := range list {
		if rows+e.byWeek[week] > room {
			break
		}
		weeks++
		rows += e.byWeek[week]
	}
	if weeks == 0 {
		return 1, room
	}
	return weeks, rows
}
