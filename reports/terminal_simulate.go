package reports

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/fewhands/fewhands/metrics"
)

// mostHeirs and mostLeft are how many people are listed, in all and for each place; --json has everybody.
const (
	mostHeirs = 12
	mostLeft  = 1
)

// WriteSimulation prints what happens if some people leave: what is lost first, then every place they have a part in, then on
// whom the load falls.
func WriteSimulation(w io.Writer, s metrics.Simulation) error {
	var out bytes.Buffer
	var who []string
	for _, p := range s.Leaving {
		who = append(who, fmt.Sprintf("%s (%s)", shown(p.Name), shown(p.Person)))
	}
	verb := "leaves"
	if len(who) > 1 {
		verb = "leave"
	}
	for _, line := range wrap(fmt.Sprintf("If %s %s. By the 13 weeks that end with the week of %s.", strings.Join(who, " and "), verb, s.Week), 98) {
		out.WriteString(line + "\n")
	}
	for _, note := range s.Notes {
		fmt.Fprintf(&out, "  ! %s\n", note)
	}
	if len(s.Places)+len(s.Lost) == 0 {
		out.WriteString("\nNothing changes: they have no part in any service, team or repository in these weeks.\n")
		_, err := w.Write(out.Bytes())
		return err
	}
	out.WriteString("\n")
	if len(s.Lost) == 0 {
		out.WriteString("No service or team loses its last active person.\n")
	}
	for _, lost := range s.Lost {
		fmt.Fprintf(&out, "%s %s is left with no %s.\n", upper(lost.Scope), fit(shown(lost.Name), 40), orList(lost.Of))
	}
	writeImpacts(&out, s.Places)
	writeHeirs(&out, s)
	_, err := w.Write(out.Bytes())
	return err
}

func orList(of []string) string {
	words := map[string]string{"author": "active author of half of its files"}
	list := make([]string, len(of))
	for i, o := range of {
		list[i] = o
		if words[o] != "" {
			list[i] = words[o]
		}
	}
	return strings.Join(list, ", no ")
}

// scopeTitles are the places in the order of a simulation.
var scopeTitles = map[string]string{"service": "Services", "team": "Teams", "repo": "Repositories", "org": "The organisation"}

func writeImpacts(out *bytes.Buffer, places []metrics.Impact) {
	scope, idle := "", 0
	var g *grid
	flush := func() {
		if g != nil {
			g.write(out, "  ")
		}
	}
	for _, p := range places {
		if p.Scope != scope && hasPart(p) {
			flush()
			scope = p.Scope
			fmt.Fprintf(out, "\n%s\n", scopeTitles[scope])
			g = newGrid("", ">Theirs", ">Active", ">People for half", ">Top share", "Who is left")
		}
		if !hasPart(p) {
			idle++
			continue
		}
		g.add(fit(shown(p.Name), 28))
		for _, c := range p.Channels {
			if c.Share == 0 {
				continue
			}
			g.add("  "+c.Channel, tenths(&c.Share), fmt.Sprintf("%d > %d", c.Eligible.Before, c.Eligible.After),
				arrows(c.PeopleForHalf, func(v *float64) string { return wholeOrDash(v) }),
				arrows(c.TopShare, percent), leftOf(c))
		}
		if p.Code != nil && p.Code.Authored > 0 {
			theirs := float64(p.Code.Authored) / float64(p.Code.Files)
			g.add("  code", tenths(&theirs), "", "truck factor "+wholeOrDash(p.Code.ActiveTruckFactor.Before)+" > "+wholeOrDash(p.Code.ActiveTruckFactor.After), "",
				nextOf(p.Code.Next))
		}
	}
	flush()
	out.WriteString("\nOf these: now > of what the others did > once their work has fallen on the others.\n")
	if idle > 0 {
		fmt.Fprintf(out, "Beside them %s where they could do the work and did none: see --json.\n", counted(int64(idle), "place", "places"))
	}
}

// hasPart tells whether those who leave did anything there, or hold code.
func hasPart(p metrics.Impact) bool {
	return p.Code != nil && p.Code.Authored > 0 || slices.ContainsFunc(p.Channels, func(c metrics.ChannelImpact) bool { return c.Share > 0 })
}

func arrows(v metrics.Without, show func(*float64) string) string {
	return show(v.Before) + " > " + show(v.TakenOut) + " > " + show(v.Redistributed)
}

func wholeOrDash(v *float64) string {
	if v == nil {
		return metrics.NoValue
	}
	return strconv.Itoa(int(*v))
}

// percent is a share without decimals: three of them stand side by side.
func percent(v *float64) string {
	if v == nil {
		return metrics.NoValue
	}
	return fmt.Sprintf("%.0f%%", 100**v)
}

func leftOf(c metrics.ChannelImpact) string {
	switch {
	case len(c.Left) == 0 && c.People.After > 0:
		return metrics.NoValue
	case len(c.Left) == 0:
		return "nobody"
	}
	var list []string
	for _, p := range c.Left[:min(mostLeft, len(c.Left))] {
		list = append(list, fit(shown(p.Name), 18)+" "+percent(&p.Share))
	}
	if more := len(c.Left) - mostLeft; more > 0 {
		list = append(list, fmt.Sprintf("%d more", more))
	}
	return strings.Join(list, ", ")
}

func nextOf(next []metrics.Named) string {
	var list []string
	for _, p := range next[:min(mostLeft, len(next))] {
		list = append(list, fit(shown(p.Name), 18))
	}
	return strings.Join(list, ", ")
}

func writeHeirs(out *bytes.Buffer, s metrics.Simulation) {
	if len(s.Heirs) > 0 {
		out.WriteString("\nOn whom it falls, per week: what they have, and what is added\n")
		g := newGrid("", ">Pages", ">Responses", ">Hours on call", ">Tickets", "Norms")
		for i, h := range s.Heirs {
			if i == mostHeirs || !isFelt(h) {
				g.add(fmt.Sprintf("and %d more: see --json", len(s.Heirs)-i))
				break
			}
			g.add(fit(shown(h.Name), 28), added(h.Pages), added(h.Responses), added(h.OnCallHours), added(h.Tickets), norms(h))
		}
		g.write(out, "  ")
	}
	for i, o := range s.Orphans {
		if i == mostHeirs {
			fmt.Fprintf(out, "And %d more that fall to nobody: see --json\n", len(s.Orphans)-mostHeirs)
			break
		}
		fmt.Fprintf(out, "%s of %s a week, %s, fall to nobody: nobody else had any.\n", upper(strings.ReplaceAll(o.Measure, "_", " ")), fit(shown(o.Name), 40), decimal(o.PerWeek))
	}
	writePasses(out, s)
	out.WriteString("Rest between pages and days in a row cannot be foretold: they go by the hour.\n")
}

// isFelt tells whether anything is added that shows when it is rounded.
func isFelt(h metrics.Heir) bool {
	return len(h.Passes) > 0 || slices.ContainsFunc([]metrics.Inherited{h.Pages, h.Responses, h.OnCallHours, h.Tickets},
		func(i metrics.Inherited) bool { return i.Added >= 0.05 })
}

func added(i metrics.Inherited) string {
	if i.Added < 0.05 {
		return decimal(i.Before)
	}
	return decimal(i.Before) + " +" + decimal(i.Added)
}

func decimal(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) }

func norms(h metrics.Heir) string {
	if h.IsOver {
		return "over a norm already"
	}
	return ""
}

// writePasses names who would pass a norm, and the norm.
func writePasses(out *bytes.Buffer, s metrics.Simulation) {
	for _, n := range s.Norms {
		var who []string
		for _, h := range s.Heirs {
			for _, p := range h.Passes {
				if p.Norm == n.Name {
					who = append(who, fmt.Sprintf("%s (%s > %s)", shown(h.Name), normValue(n.Name, p.Before), normValue(n.Name, p.After)))
				}
			}
		}
		if len(who) == 0 {
			continue
		}
		for _, line := range wrap(fmt.Sprintf("Would pass the norm %s: %s. It is %s; source: %s.", n.Name, strings.Join(who, ", "), n.Text, n.Source), 98) {
			out.WriteString(line + "\n")
		}
	}
}

func normValue(norm string, v float64) string {
	if norm == "on_call_share" {
		return percent(&v)
	}
	return decimal(v)
}
