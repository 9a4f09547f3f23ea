package findings

import (
	"fmt"
	"strings"
)

// LimitsText is the numbers of the rule, one per line, each with who fixed it.
func (k Kind) LimitsText() string {
	var lines []string
	for _, l := range k.Limits {
		lines = append(lines, fmt.Sprintf("%s: %s (%s)", l.Name, l.Value, l.Source))
	}
	return strings.Join(lines, "\n")
}

// Text is the kind's definition for a terminal, ending in a newline.
func (k Kind) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n%s\n", k.Name, k.Title, k.Question)
	part := func(label, text string) {
		if text != "" {
			fmt.Fprintf(&b, "\n%s\n%s", label, wrapped(text))
		}
	}
	part("Raised when", k.Raised)
	part("Ends", k.Ends)
	part("Limits", k.LimitsText())
	part("What teams found to help", strings.Join(k.Suggests, "\n"))
	part("Defined by", k.Source)
	return b.String()
}

// wrapped breaks every line of a text at spaces into lines of about 76 characters, indented by two.
func wrapped(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		length := 0
		for word := range strings.FieldsSeq(line) {
			switch {
			case length == 0:
				b.WriteString("  ")
			case length+len(word) > 75:
				b.WriteString("\n    ")
				length = 2
			default:
				b.WriteString(" ")
				length++
			}
			b.WriteString(word)
			length += len(word)
		}
		b.WriteString("\n")
	}
	return b.String()
}
