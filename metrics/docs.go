package metrics

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Markdown is the dictionary of all metrics as Markdown, kept in README.md beside this file.
func Markdown() string {
	var b strings.Builder
	b.WriteString(`# The metrics

Generated from the catalogue; a test fails when it is stale. After a change run
` + "`go run ./cmd/fewhands metrics --markdown > metrics/README.md`" + ` from the top of the repository.

Every metric is a series with one value for each ISO week (Monday to Sunday, UTC). A missing value means too little data
and is never a zero; n is how many items the value is computed from. Each has a worked example that can be checked by hand.

| metric | question |
|---|---|
`)
	for _, m := range Catalog {
		fmt.Fprintf(&b, "| [%s](#%s) | %s |\n", m.Name, m.Name, cell(m.Question))
	}
	for _, m := range Catalog {
		m.markdown(&b)
	}
	return b.String()
}

func (m Metric) markdown(b *strings.Builder) {
	fmt.Fprintf(b, "\n## %s\n\n**%s.** %s\n\n| | |\n|---|---|\n", m.Name, m.Title, m.Question)
	for _, fact := range m.facts() {
		fmt.Fprintf(b, "| %s | %s |\n", fact.label, cell(fact.text))
	}
	fmt.Fprintf(b, "\n[Worked example](testdata/%s.txtar)\n", m.Name)
}

// cell writes text into a table of Markdown, which ends a cell at | even inside code.
func cell(text string) string {
	return strings.NewReplacer("|", `\|`, "\n", "<br>").Replace(text)
}

// Text is the metric's definition for a terminal, ending in a newline.
func (m Metric) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n%s", m.Name, m.Title, wrap(m.Question, "", ""))
	for _, fact := range m.facts() {
		fmt.Fprintf(&b, "\n%s\n", fact.label)
		lines := strings.Split(fact.text, "\n")
		for _, line := range lines {
			if len(lines) > 1 {
				b.WriteString(wrap(line, "  - ", "    "))
			} else {
				b.WriteString(wrap(line, "  ", "  "))
			}
		}
	}
	return b.String()
}

type fact struct{ label, text string }

// facts is the entry in the order it is read, without what it does not have; a list is one line each.
func (m Metric) facts() []fact {
	channels := "no"
	if m.Channels {
		channels = "yes"
	}
	facts := []fact{
		{"Counts", m.Counts},
		{"Leaves out", m.Ignores},
		{"Formula", m.Formula},
		{"Defined by", m.Source},
		{"Unit", m.unitText()},
		{"Healthier", m.betterText()},
		{"Per channel", channels},
		{"Constants", m.constantsText()},
	}
	if m.Private {
		facts = append(facts, fact{"Private", "yes: rows are of people, and in private exports only"})
	}
	if len(m.Thresholds) > 0 {
		facts = append(facts, fact{"Thresholds", m.thresholdsText()})
	}
	return facts
}

func (m Metric) unitText() string {
	switch m.Unit {
	case Share:
		return "share, 0 to 1"
	case Index:
		return "index, 0 to 1"
	case Quarters:
		return "quarters of 13 weeks"
	case Ratio:
		return "ratio; 1 is equal"
	}
	return string(m.Unit)
}

func (m Metric) betterText() string {
	if m.Better == Neither {
		return "neither by itself; read it beside the others"
	}
	return string(m.Better)
}

func (m Metric) constantsText() string {
	var lines []string
	for _, c := range m.Constants {
		lines = append(lines, fmt.Sprintf("%s: %s (%s)", c.Name, c.Value, c.Source))
	}
	return strings.Join(lines, "\n")
}

func (m Metric) thresholdsText() string {
	var lines []string
	for _, t := range m.Thresholds {
		lines = append(lines, fmt.Sprintf("%s: %s (%s)", m.Band(t), t.Text, t.Source))
	}
	return strings.Join(lines, "\n")
}

// Band says which values a threshold of the metric holds: "over 50 %", "at most 1 person", "3 to 5 people". Thresholds of
// people and quarters are whole numbers of them.
func (m Metric) Band(t Threshold) string {
	isWhole := m.Unit == People || m.Unit == Quarters
	switch {
	case t.Over == nil && t.UpTo == nil:
		return "any value"
	case t.Over == nil && isWhole && *t.UpTo == 0:
		return m.Format(t.UpTo)
	case t.Over == nil:
		return "at most " + m.Format(t.UpTo)
	case t.UpTo == nil:
		return "over " + m.Format(t.Over)
	case isWhole && *t.Over+1 == *t.UpTo:
		return m.Format(t.UpTo)
	case isWhole:
		return fmt.Sprintf("%g to %s", *t.Over+1, m.Format(t.UpTo))
	}
	return "over " + m.Format(t.Over) + ", at most " + m.Format(t.UpTo)
}

// wrap breaks text where it has spaces into lines of about 76 characters, each ending in a newline.
func wrap(text, first, indent string) string {
	const width = 76
	var b strings.Builder
	line, length, isEmpty := first, len(first), true
	for word := range strings.FieldsSeq(text) {
		n := utf8.RuneCountInString(word)
		if !isEmpty && length+1+n > width {
			b.WriteString(line + "\n")
			line, length, isEmpty = indent, len(indent), true
		}
		if !isEmpty {
			line += " "
			length++
		}
		line += word
		length += n
		isEmpty = false
	}
	b.WriteString(line + "\n")
	return b.String()
}
