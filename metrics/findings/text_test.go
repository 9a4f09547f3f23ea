package findings

import (
	"strings"
	"testing"
)

// saying is a state with these numbers.
func saying(channel, scope string, people, of int, numbers map[string]float64) *state {
	s := &state{channel: channel, scope: scope, people: people, of: of}
	for name, n := range numbers {
		s.names, s.numbers = append(s.names, name), append(s.numbers, n)
	}
	return s
}

// What would help fits what it is said of: nobody is told to switch off what people work on, or to change a rota that there is not.
func TestWordsFitWhatTheyAreAbout(t *testing.T) {
	drifted := map[string]float64{"since": 1751846400, "share": 0.45, "share_before": 0.19, "items": 1084, "weeks": 13, "weeks_before": 52, "is_sure": 1}
	for _, check := range []struct {
		kind      Kind
		of        *state
		headline  string
		help, not string // what a suggestion has, and what it does not
	}{
		{orphaned, saying("", "repo", 0, -1, map[string]float64{"departed_code_share": 0.7, "files": 1151, "committers": 33}),
			"70 % of its 1,151 files have only authors who left or were not seen for 180 days, while 33 people committed to it in the last 13 weeks.", adopt, "switch it off"},
		{orphaned, saying("", "repo", 0, -1, map[string]float64{"departed_code_share": 1, "files": 20}),
			"All of its 20 files have only authors who left or were not seen for 180 days.", owner, adopt},
		{orphaned, saying("", "service", 0, 3, map[string]float64{"departed_code_share": 0.7, "files": 20, "pages": 1}),
			"70 % of its 20 files have only authors who left or were not seen for 180 days, while it sent 1 page in the last 13 weeks.", adopt, "switch it off"},
		{orphaned, saying("", "service", 0, 3, map[string]float64{"unowned": 1, "pages": 2}), "No team owns it, while it sent 2 pages in the last 13 weeks.", owner, adopt},
		{quietDrift, saying("commits", "repo", 1, 115, drifted),
			"1 of 115 eligible people made 45 % of the 1,084 contributions to its code of the last 13 weeks, 19 % in the year before it began; it began about 2025-07-07.", review, "on call"},
		{quietDrift, saying("tickets", "service", 1, 9, drifted),
			"1 of 9 eligible people closed 45 % of the 1,084 resolved reliability tickets of the last 13 weeks, 19 % in the year before it began; it began about 2025-07-07.", share, "on call"},
		{habit, saying("commits", "service", 2, 9, map[string]float64{"share": 0.84, "items": 31, "top_share": 0.43}),
			"The same two of 9 eligible people have been the busiest for five quarters or more; in the last 13 weeks they wrote 84 % of the 31 reliability commits.", review, "reviews after incidents"},
	} {
		w := check.kind.describe(check.of)
		if w.headline != check.headline {
			t.Errorf("%q, want %q", w.headline, check.headline)
		}
		if !strings.Contains(w.suggestion, check.help) || strings.Contains(w.suggestion, check.not) {
			t.Errorf("of %q: %q", w.headline, w.suggestion)
		}
	}
}

func TestNumbersAreGroupedByThrees(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567", -1234: "-1,234", -123: "-123"} {
		if got := grouped(n); got != want {
			t.Errorf("%d is %q", n, got)
		}
	}
}
