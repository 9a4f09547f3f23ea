package reports

import "github.com/fewhands/fewhands/metrics"

// table is any table of a page: what a template needs, and nothing of where it came from.
type table struct {
	ID       string
	Caption  string
	Columns  []column
	Rows     [][]cell
	Sortable bool
	Tall     bool // long: scrolls in its box under its head
}

type column struct {
	Title   string
	Numeric bool
}

// cell is one cell. Text is always shown as text.
type cell struct {
	Text    string
	Sort    string   // what sorts instead of Text
	number  *float64 // what sorts where there is no Sort; written only where a table sorts
	Href    string
	Flag    string // a remark under the text
	Was     string // the number before, where it was another
	Header  bool   // names the row
	Numeric bool
	Name    bool // from outside: may be long, may run right to left
	Marked  bool // in the band of a metric that asks for attention
}

func nameCell(name, href string) cell {
	return cell{Text: shown(name), Sort: shown(name), Href: href, Header: true, Name: true}
}

func numberCell(text string, v *float64) cell {
	return cell{Text: text, number: v, Numeric: true}
}

func countCell(n *int64) cell {
	return cell{Text: optional(n), Sort: wholeOrEmpty(n), Numeric: true}
}

// marking says what metricCell marks.
const marking = "Bold: one person or none, or a share in a band of its threshold."

// metricCell shows a metric's value, marked where it rests on one person or none, or where a share that had better be low
// lies in a band of its threshold.
func metricCell(name, text string, v *float64) cell {
	c := numberCell(text, v)
	if m, ok := metrics.Find(name); ok && v != nil {
		_, banded := m.Reading(v)
		c.Marked = m.Unit == metrics.People && *v <= 1 || m.Unit == metrics.Share && m.Better == metrics.Lower && banded
	}
	return c
}

func float(n *int64) *float64 {
	if n == nil {
		return nil
	}
	return new(float64(*n))
}
