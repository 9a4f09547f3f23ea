package reports

import (
	"bytes"
	"fmt"
	"io"
	"strings"
)

// WriteRoster prints who is who: the people with their identities, those who may have another account, and at the end,
// next to the prompt, the suggestions with the numbers to accept them by.
func WriteRoster(w io.Writer, r *Roster) error {
	var out bytes.Buffer
	var persons, declared int64
	sources := map[string]bool{}
	for _, p := range r.People {
		if p.Declared {
			declared++
		}
		for _, id := range p.Identities {
			sources[id.Source] = true
		}
	}
	var bots, unresolved []Identified
	for _, p := range r.People {
		switch {
		case p.Bot:
			bots = append(bots, p)
			continue
		case !p.Resolved && p.Activity > 0:
			unresolved = append(unresolved, p)
		}
		persons++
		p.write(&out, declared > 0)
	}
	if persons > 0 {
		out.WriteString("\n")
	}
	fmt.Fprintf(&out, "%s, %d of them declared", counted(persons, "person", "people"), declared)
	if len(bots) > 0 {
		fmt.Fprintf(&out, "; %s, in no number about people: %s", counted(int64(len(bots)), "bot", "bots"), names(bots, 12))
	}
	out.WriteString(".\n")
	if len(unresolved) > 0 && len(sources) > 1 { // of one source alone there is nothing to tie together
		fmt.Fprintf(&out, "\nKnown by accounts of one source only: %d. Each may be somebody above under another account.\nActivity counts responses, events of tickets and commits.\n", len(unresolved))
		g := newGrid("Person", "Name", "Source", ">Activity")
		for _, p := range unresolved {
			g.add(fit(shown(p.Person), 28), fit(shown(p.Name), 28), p.Identities[0].Source, grouped(p.Activity))
		}
		g.write(&out, "  ")
	}
	if len(r.Suggestions) > 0 {
		out.WriteString("\nThese may be one person each:\n")
		for _, s := range r.Suggestions {
			fmt.Fprintf(&out, "%5d  %.2f  %s = %s\n", s.Number, s.Strength, fit(shown(s.Person), 40), fit(shown(s.Other), 40))
			for _, line := range wrap(shorten(clean(s.Evidence), 400), 84) {
				fmt.Fprintf(&out, "             %s\n", line)
			}
		}
		out.WriteString("\nSee what accepting some would change in org.yaml: fewhands people --accept 1,3\nAnd change it: fewhands people --accept 1,3 --write\n")
	}
	_, err := w.Write(out.Bytes())
	return err
}

// write prints a person: one line, and one for each identity.
func (p Identified) write(out *bytes.Buffer, someAreDeclared bool) {
	fmt.Fprintf(out, "%s  %s", shown(p.Person), shown(p.Name))
	var notes []string
	if p.Role != nil {
		notes = append(notes, shown(*p.Role))
	}
	if p.LeftOn != nil {
		notes = append(notes, "left "+*p.LeftOn)
	}
	if !p.Declared && someAreDeclared {
		notes = append(notes, "not declared")
	}
	if len(notes) > 0 {
		fmt.Fprintf(out, " (%s)", strings.Join(notes, ", "))
	}
	out.WriteString("\n")
	for _, id := range p.Identities {
		if id.Source == "org" {
			continue
		}
		what := shown(id.Name)
		if id.Account != "" {
			what = shown(id.Account) + " " + what
		}
		if id.Email != "" {
			what += " <" + shown(id.Email) + ">"
		}
		fmt.Fprintf(out, "    %-10s%s", id.Source, what)
		if n := len(id.Repositories); n == 1 {
			fmt.Fprintf(out, " in %s", shown(id.Repositories[0]))
		} else if n > 1 {
			fmt.Fprintf(out, " in %d repositories", n)
		}
		fmt.Fprintf(out, ", %s\n", matchedBy[id.MatchedBy])
	}
}

// matchedBy says in words how an identity came to its person.
var matchedBy = map[string]string{
	"alone":    "by itself",
	"org.yaml": "declared",
	"mailmap":  "by .mailmap",
	"email":    "by its address",
	"noreply":  "by the login in its address",
	"former":   "by an earlier address",
	"plus":     "by its name, and its address but for the +",
	"name":     "by its name in the repository",
}

// names lists people, at most so many.
func names(people []Identified, most int) string {
	var list []string
	for _, p := range people[:min(most, len(people))] {
		list = append(list, shown(p.Name))
	}
	if more := len(people) - most; more > 0 {
		list = append(list, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(list, ", ")
}
