package reports

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/mattn/go-runewidth"

	"github.com/fewhands/fewhands/metrics"
)

// WriteTable writes what `fewhands repo` prints: one line per repository, then what is behind its numbers. It fits into
// 100 columns. Names cannot steer the terminal: see shown.
func WriteTable(w io.Writer, repos []Repo) error {
	var out bytes.Buffer
	if len(repos) == 0 {
		out.WriteString("No repository has been read.\n")
	} else {
		summarise(&out, repos)
	}
	for _, r := range repos {
		out.WriteString("\n")
		r.explain(&out)
	}
	_, err := w.Write(out.Bytes())
	return err
}

func summarise(out *bytes.Buffer, repos []Repo) {
	g := newGrid("Repository", "Revision", "Date", ">Commits", ">Files", ">Authors", ">Truck factor", ">Active")
	for _, r := range repos {
		g.add(fit(shown(r.Repo), 28), short(r.Rev), text(r.Date), optional(r.Commits), optional(r.Files), optional(r.Authors),
			optional(r.TruckFactor), optional(r.ActiveTruckFactor))
	}
	g.write(out, "")
}

// explain writes who makes up the truck factors, and how the recent work is spread.
func (r Repo) explain(out *bytes.Buffer) {
	fmt.Fprintf(out, "%s\n", fit(shown(r.Repo), 98))
	for _, warning := range r.Warnings {
		for i, line := range wrap(shorten(warning, 400), 94) {
			fmt.Fprintf(out, "  %s %s\n", []string{"!", " "}[min(i, 1)], line)
		}
	}
	if r.Commits == nil || *r.Commits == 0 {
		return
	}
	g := newGrid("", "")
	g.add("Truck factor", optional(r.TruckFactor)+steps(r.TruckFactor, r.Removed, "without"))
	explainSteps(g, r.Removed)
	g.add("Active truck factor", optional(r.ActiveTruckFactor)+activeSteps(r))
	explainSteps(g, r.ActiveRemoved)
	g.add("Knowledge islands", ofFiles(r.KnowledgeIslands, "were changed by one active person only"))
	g.add("Departed code", ofFiles(r.DepartedCodeShare, "have no active author left"))
	g.add("Last 13 weeks", r.recent())
	if r.PeopleForHalf != nil {
		g.add("  top share", tenths(r.TopShare))
		g.add("  people for half", grouped(*r.PeopleForHalf)+" of "+optional(r.EligiblePeople)+" eligible")
		effective, _ := metrics.Find("effective_people")
		g.add("  effective people", bare(effective, r.EffectivePeople))
	}
	g.write(out, "  ")
}

func ofFiles(share *float64, what string) string {
	if share == nil {
		return metrics.NoValue + "   too little data"
	}
	return tenths(share) + " of files " + what
}

// short is the beginning of an object name, long enough to name the commit.
func short(rev *string) string {
	name := text(rev)
	return name[:min(len(name), 12)]
}

func (r Repo) recent() string {
	switch {
	case r.RecentCommits == nil || *r.RecentCommits == 0:
		return "no commits by people"
	case r.PeopleForHalf == nil:
		return counted(*r.RecentCommits, "contribution", "contributions") + ": too little data"
	}
	return counted(*r.RecentCommits, "contribution", "contributions") + " by " + people(*r.RecentPeople)
}

func steps(factor *int64, list []Removal, how string) string {
	switch {
	case factor == nil:
		return "   too little data"
	case len(list) == 0:
		return "   over half of the files have no author at all"
	}
	return "   " + how + " " + counted(int64(len(list)), "person", "people") + ", over half of the files have no author left"
}

func activeSteps(r Repo) string {
	if r.ActiveTruckFactor != nil && *r.ActiveTruckFactor == 0 {
		return "   over half of the files have no active author already"
	}
	return steps(r.ActiveTruckFactor, r.ActiveRemoved, "of those active, without")
}

// mostSteps is how many people are listed; a truck factor of 60 would hide the rest of the answer.
const mostSteps = 10

func explainSteps(g *grid, list []Removal) {
	for i, step := range list {
		if i == mostSteps {
			g.add("", fmt.Sprintf("  and %d more: see --json", len(list)-mostSteps))
			return
		}
		g.add("", fmt.Sprintf("%3d  %s  %s  %s covered after", i+1, pad(fit(shown(step.Person), 28), 28),
			padLeft(counted(step.Files, "file", "files"), 12), padLeft(tenths(&step.Coverage), 7)))
	}
}

// grid lines up columns by the width that a terminal gives their text. A title that begins with > is right-aligned.
type grid struct {
	right []bool
	rows  [][]string
}

func newGrid(titles ...string) *grid {
	g := &grid{right: make([]bool, len(titles))}
	any := false
	for i, t := range titles {
		titles[i], g.right[i] = strings.CutPrefix(t, ">")
		any = any || t != ""
	}
	if any {
		g.rows = append(g.rows, titles)
	}
	return g
}

func (g *grid) add(cells ...string) { g.rows = append(g.rows, cells) }

func (g *grid) write(out *bytes.Buffer, indent string) {
	widths := make([]int, len(g.right))
	for _, row := range g.rows {
		for i, c := range row {
			widths[i] = max(widths[i], terminal.StringWidth(c))
		}
	}
	for _, row := range g.rows {
		line := indent
		for i, c := range row {
			if i > 0 {
				line += "  "
			}
			if g.right[i] {
				line += padLeft(c, widths[i])
			} else {
				line += pad(c, widths[i])
			}
		}
		out.WriteString(strings.TrimRight(line, " ") + "\n")
	}
}

// terminal measures text the same under every locale.
var terminal = &runewidth.Condition{StrictEmojiNeutral: true}

func fit(text string, width int) string     { return terminal.Truncate(text, width, "…") }
func pad(text string, width int) string     { return terminal.FillRight(text, width) }
func padLeft(text string, width int) string { return terminal.FillLeft(text, width) }

// wrap breaks a text into lines at its spaces; a word too long for a line is cut.
func wrap(text string, width int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		word = fit(word, width)
		switch {
		case line == "":
			line = word
		case terminal.StringWidth(line)+1+terminal.StringWidth(word) > width:
			lines, line = append(lines, line), word
		default:
			line += " " + word
		}
	}
	return append(lines, line)
}
