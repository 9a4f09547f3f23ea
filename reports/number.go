package reports

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/fewhands/fewhands/metrics"
)

// grouped writes a count for people: 12,345.
func grouped(n int64) string {
	text := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, text = "-", text[1:]
	}
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return sign + text
}

// counted writes a count with its noun: 1 commit, 12,345 commits.
func counted(n int64, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return grouped(n) + " " + many
}

func people(n int64) string { return counted(n, "person", "people") }

// optional writes a count that may be unknown.
func optional(n *int64) string {
	if n == nil {
		return metrics.NoValue
	}
	return grouped(*n)
}

// exact is the shortest text that reads back as the same number.
func exact(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// exactOrEmpty is "" for what is unknown, and for what is no number at all.
func exactOrEmpty(v *float64) string {
	if v == nil || math.IsNaN(*v) || math.IsInf(*v, 0) {
		return ""
	}
	return exact(*v)
}

func wholeOrEmpty(n *int64) string {
	if n == nil {
		return ""
	}
	return strconv.FormatInt(*n, 10)
}

// tenths is a share with one decimal, 57.6 %: what tables show, so that values near a threshold can be told apart.
func tenths(v *float64) string {
	if v == nil {
		return metrics.NoValue
	}
	return strconv.FormatFloat(math.Round(1000**v)/10, 'f', 1, 64) + " %"
}

// bare is a formatted value without its unit: "2 people" is "2". Columns name the unit once, in their head.
func bare(m metrics.Metric, v *float64) string {
	if m.Unit == metrics.Share {
		return tenths(v)
	}
	number, _ := split(m.Format(v))
	return number
}

// split parts a formatted value from its unit, after the last digit: "> 99 %" is "> 99" and "%".
func split(text string) (number, unit string) {
	if i := strings.LastIndexAny(text, "0123456789"); i >= 0 {
		return text[:i+1], strings.TrimSpace(text[i+1:])
	}
	return text, ""
}

func day(t time.Time) string { return t.UTC().Format(time.DateOnly) }
