package metrics

import (
	"math"
	"strconv"
	"strings"
)

// NoValue is what people see where a value is missing: too little data, never zero.
const NoValue = "–"

// Format writes a value for people: "81 %", "2 people", "1 quarter", "0.42". nil is NoValue. Shares are rounded to whole
// percents, but one that is not all is never shown as 100 %, and one that is not nothing never as 0 %.
func (m Metric) Format(v *float64) string {
	if v == nil {
		return NoValue
	}
	switch m.Unit {
	case Share:
		return percent(*v)
	case Index:
		return strconv.FormatFloat(*v, 'f', 2, 64)
	case People:
		return count(*v, "person", "people")
	case Quarters:
		return count(*v, "quarter", "quarters")
	case Ratio:
		return strconv.FormatFloat(*v, 'f', 1, 64) + " times"
	case Minutes:
		return count(*v, "minute", "minutes")
	case PerIncident:
		return strconv.FormatFloat(*v, 'f', 2, 64) + " per incident"
	case PerShift:
		return strconv.FormatFloat(*v, 'f', 1, 64) + " per shift"
	case PerWeek, PerPerson:
		return strconv.FormatFloat(*v, 'f', 1, 64) + " " + string(m.Unit)
	case Points:
		return strconv.FormatFloat(*v, 'f', 1, 64) + " of 5"
	case Pages, Hours, Mornings, Nights, Days, Weeks, Incidents, Responses, Commits, Tickets, Acts, Roles:
		return count(*v, strings.TrimSuffix(string(m.Unit), "s"), string(m.Unit))
	}
	return strconv.FormatFloat(*v, 'g', -1, 64)
}

func percent(v float64) string {
	rounded := math.Round(100 * v)
	switch {
	case rounded >= 100 && v < 1:
		return "> 99 %"
	case rounded <= 0 && v > 0:
		return "< 1 %"
	}
	return strconv.FormatFloat(rounded, 'f', 0, 64) + " %"
}

// count keeps one decimal where there is one to keep: 2 people, 2.6 people.
func count(v float64, one, many string) string {
	text := strconv.FormatFloat(v, 'f', 1, 64)
	if v == math.Trunc(v) {
		text = strconv.FormatFloat(v, 'f', 0, 64)
	}
	if text == "1" {
		return "1 " + one
	}
	return text + " " + many
}
