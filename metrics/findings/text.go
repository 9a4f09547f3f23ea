package findings

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// percent rounds to whole percents, but what is not all is never 100 %, and what is not nothing never 0 %.
func percent(share float64) string {
	rounded := math.Round(100 * share)
	switch {
	case rounded >= 100 && share < 1:
		return "> 99 %"
	case rounded <= 0 && share > 0:
		return "< 1 %"
	}
	return strconv.FormatFloat(rounded, 'f', 0, 64) + " %"
}

func decimal(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) }

// counted is "1 page", "12 pages".
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// fewOf is "2 of 9 eligible people", as far as that is known.
func (s *state) fewOf(what string) string {
	if s.of < 0 {
		return fmt.Sprintf("%d %s", s.people, what)
	}
	return fmt.Sprintf("%d of %d %s", s.people, s.of, what)
}

// listed is "a, b and c".
func listed(parts []string) string {
	if len(parts) < 2 {
		return strings.Join(parts, "")
	}
	return strings.Join(parts[:len(parts)-1], ", ") + " and " + parts[len(parts)-1]
}

// upper begins a sentence.
func upper(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

// work is what items of a channel are called.
func work(channel string) string {
	switch channel {
	case "pages":
		return "responses to incidents"
	case "tickets":
		return "resolved reliability tickets"
	}
	return "commits"
}
