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

// grouped is "312", "1,151".
func grouped(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0 && text[i-1] != '-'; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// counted is "1 page", "12 pages".
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return grouped(n) + " " + many
}

// fewOf is "2 of 9 eligible people", as far as that is known.
func (s *state) fewOf(what string) string {
	if s.of < 0 {
		return grouped(s.people) + " " + what
	}
	return fmt.Sprintf("%s of %s %s", grouped(s.people), grouped(s.of), what)
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

// work is what the items are called. Of a repository it is everyone who wrote a commit, which is more than commits.
func (s *state) work() string {
	switch {
	case s.channel == "pages":
		return "responses to incidents"
	case s.channel == "tickets":
		return "resolved reliability tickets"
	case s.scope == "repo":
		return "contributions to its code"
	}
	return "reliability commits"
}

// did is what people do with them.
func (s *state) did() string {
	switch {
	case s.channel == "pages":
		return "gave"
	case s.channel == "tickets":
		return "closed"
	case s.scope == "repo":
		return "made"
	}
	return "wrote"
}

// lets is what would help to spread them: the first for who does most, the second for the others.
func (s *state) lets() (first, second string) {
	if s.channel == "pages" {
		return "Let whoever is on call answer first, with these people as backup.", shadow
	}
	return share, review
}
