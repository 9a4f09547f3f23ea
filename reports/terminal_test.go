package reports

import (
	"bytes"
	"strings"
	"testing"
)

func TestTerminalTableIsReadableAndCannotBeSteered(t *testing.T) {
	hostile := "\x1b]0;owned\x07\x1b[2J" + strings.Repeat("長", 4000) + "\u202e"
	repos := []Repo{
		{
			Repo: "clojure", Rev: new("13a2f67b91ab81cd109ea3152fce1ae76d212453"), Date: new("2024-11-09"), Commits: new(int64(3566)),
			Files: new(int64(347)), Authors: new(int64(34)), TruckFactor: new(int64(2)), ActiveTruckFactor: new(int64(0)),
			Removed:          []Removal{{Person: "Rich Hickey", Files: 158, Coverage: 0.5764}, {Person: "Alex Miller", Files: 77, Coverage: 0.4294, Active: true}},
			KnowledgeIslands: new(0.0375), DepartedCodeShare: new(0.66), RecentCommits: new(int64(41)), RecentPeople: new(int64(3)),
			EligiblePeople: new(int64(5)), TopShare: new(0.5853), PeopleForHalf: new(int64(1)), EffectivePeople: new(2.37),
		},
		{Repo: hostile, Commits: new(int64(30)), TruckFactor: new(int64(1)), Removed: []Removal{{Person: hostile, Files: 1, Active: true}}},
		{Repo: "young", Commits: new(int64(3)), Warnings: []string{"Too little history for a truck factor"}},
		{Repo: "empty", Commits: new(int64(0)), Warnings: []string{"No commits yet"}},
	}
	var out bytes.Buffer
	if err := WriteTable(&out, repos); err != nil {
		t.Fatal(err)
	}
	text := out.String()
	for _, want := range []string{
		"13a2f67b91ab  2024-11-09", "Rich Hickey", "158 files", "57.6 % covered after", "42.9 % covered after",
		"1 of 5 eligible", "over half of the files have no active author already", "58.5 %", "2.4", "3.8 % of files",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	for line := range strings.Lines(text) {
		if width := terminal.StringWidth(line); width > 100 {
			t.Errorf("%d columns: %s", width, line)
		}
	}
	if i := strings.IndexFunc(text, func(r rune) bool { return r < ' ' && r != '\n' || r == '\u202e' }); i >= 0 {
		t.Errorf("control character %q reaches the terminal", text[i])
	}
}

func TestTerminalTableOfNothing(t *testing.T) {
	var out bytes.Buffer
	if err := WriteTable(&out, nil); err != nil || out.String() != "No repository has been read.\n" {
		t.Errorf("%q, %v", out.String(), err)
	}
}
