package reports

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/fewhands/fewhands/metrics/findings"
)

// news is what an edition tells of findings: the few that matter, and what changed since the span before.
type news struct {
	List   []item
	More   string // how many more hold
	Counts string // of all that hold
	Better []item // what recovered or ended in the span
}

// item is a finding in the words of an edition.
type item struct {
	Severity string
	Scope    string
	Name     string
	Href     string
	Title    string // of its kind
	Says     string
	Who      string // where names are shown
	State    string // new, or since when; "" where the sentence says it
	IsNew    bool
	Helps    string // the first thing that teams found to help
}

// severityWords are how a page says them.
var severityWords = map[string]string{findings.High: "High", findings.Medium: "Medium", findings.Low: "Low", findings.Good: "Better"}

// newsOf are the findings of the whole organisation, the gravest first, of these the new ones, of these those of the busiest.
func (s *site) newsOf(ctx context.Context, span span, most int) (news, error) {
	ended, err := s.endedSince(ctx, span)
	if err != nil {
		return news{}, err
	}
	return s.newsFrom(s.findings, ended, teller{s, span, "", s.opts.Privacy.leaderName, leaderRunes}, most), nil
}

// endedSince are the findings that ended in a span and may be told. What ended before the first kept week is no news.
func (s *site) endedSince(ctx context.Context, span span) ([]findings.Finding, error) {
	if !span.HasBefore {
		return nil, nil
	}
	list, err := findings.Ended(ctx, s.db, span.then)
	list = slices.DeleteFunc(list, func(f findings.Finding) bool {
		return f.IsPersonal && !s.opts.Privacy.tells(f.Scope, f.Entity, f.Ended, f.OfPeople)
	})
	for i := range list {
		list[i] = s.opts.Privacy.masked(list[i])
	}
	return list, err
}

// teller is how an edition tells a finding.
type teller struct {
	site  *site
	span  span
	root  string                           // the way to the site's folder
	calls func(person, name string) string // "" where nobody is named
	runes int                              // how much is said of it: the page of what it is about has all of it
}

// newsFrom tells some findings.
func (s *site) newsFrom(hold, ended []findings.Finding, tell teller, most int) news {
	var n news
	var good, bad []findings.Finding
	for _, f := range hold {
		switch {
		case isWithheld(f): // the last lines of the page say of how many
		case f.Severity == findings.Good:
			good = append(good, f)
		default:
			bad = append(bad, f)
		}
	}
	busy := s.busy()
	slices.SortStableFunc(bad, func(a, b findings.Finding) int {
		return cmp.Or(cmp.Compare(rankOf(a), rankOf(b)), cmp.Compare(order(!tell.span.isNew(a)), order(!tell.span.isNew(b))),
			cmp.Compare(busy[b.Scope+" "+b.Entity], busy[a.Scope+" "+a.Entity]))
	})
	for _, f := range bad[:min(most, len(bad))] {
		n.List = append(n.List, tell.item(f))
	}
	if more := len(bad) - len(n.List); more > 0 {
		n.More = fmt.Sprintf("and %s more", grouped(int64(more)))
	}
	n.Counts = countsOf(bad, len(ended), tell.span)
	for _, f := range append(good, ended...)[:min(mostGood, len(good)+len(ended))] {
		n.Better = append(n.Better, tell.item(f))
	}
	return n
}

func rankOf(f findings.Finding) int {
	return slices.Index([]string{findings.High, findings.Medium, findings.Low}, f.Severity)
}

func order(later bool) int {
	if later {
		return 1
	}
	return 0
}

// busy is how many responses each service and team had.
func (s *site) busy() map[string]int64 {
	busy := map[string]int64{}
	for _, p := range slices.Concat(s.teams, s.services) {
		if p.responses != nil {
			busy[p.scope+" "+p.key] = *p.responses
		}
	}
	return busy
}

// countsOf says how many findings hold, how grave they are and what changed.
func countsOf(list []findings.Finding, ended int, span span) string {
	if len(list) == 0 && ended == 0 {
		return "No rule of the method page holds. That is no proof of health: where there is too little data, nothing can be found."
	}
	by, isNew := map[string]int64{}, int64(0)
	for _, f := range list {
		by[f.Severity]++
		if span.isNew(f) {
			isNew++
		}
	}
	var parts []string
	for _, severity := range []string{findings.High, findings.Medium, findings.Low} {
		if by[severity] > 0 {
			parts = append(parts, grouped(by[severity])+" "+severity)
		}
	}
	text := counted(int64(len(list)), "finding holds", "findings hold")
	if len(parts) > 0 {
		text += ": " + strings.Join(parts, ", ")
	}
	switch {
	case !span.HasBefore:
		return text + ". What held before these weeks is not known."
	case isNew == 0 && ended == 0:
		return text + ". None is new, and none has ended."
	}
	return fmt.Sprintf("%s. %s new, %s; %s ended.", text, upper(isAre(isNew)), grouped(int64(len(list))-isNew)+" held before", grouped(int64(ended)))
}

func isAre(n int64) string {
	switch n {
	case 0:
		return "none is"
	case 1:
		return "1 is"
	}
	return grouped(n) + " are"
}

// mostGood is how many things that became better an edition tells: what recovered, then what ended.
const mostGood = 2

// How much is said of a finding to leaders, and to teams.
const (
	leaderRunes = 230
	teamRunes   = 400
)

func (t teller) item(f findings.Finding) item {
	kind, _ := findings.Find(f.Kind)
	i := item{
		Severity: f.Severity, Scope: f.Scope, Name: shorten(shown(f.EntityName), 32), Title: kind.Title, Says: wholeSentences(f.Headline, t.runes),
		IsNew: t.span.isNew(f), Helps: firstSentence(f.Suggestion),
	}
	if page := t.site.pageOf(f.Scope, f.Entity); page != "" {
		i.Href = t.root + page
	}
	if !f.IsPersonal {
		var who []string
		for _, one := range f.Who {
			if name := t.calls(one.Key, one.Name); name != "" {
				who = append(who, shorten(shown(name), 40))
			}
		}
		i.Who = strings.Join(who, ", ")
	}
	switch {
	case !f.Ended.IsZero():
		i.Severity, i.IsNew, i.Says, i.Helps = "ended", false, fmt.Sprintf("It was so from about %s, and has not been since %s.", day(f.Since), day(f.Ended)), ""
	case f.Severity == findings.Good:
		i.IsNew, i.Helps = false, ""
	case f.IsOlder:
		i.State = "Since " + day(f.Since) + " or before"
	case i.IsNew:
		i.State = "New in the week of " + day(f.FirstSeen)
	default:
		i.State = "Since about " + day(f.Since)
	}
	return i
}

// wholeSentences is as many of some sentences as there is room for; the first in any case, as half of one may say something else.
func wholeSentences(text string, most int) string {
	kept := firstSentence(text)
	for len(kept) < len(text) {
		more := kept + " " + firstSentence(text[len(kept)+1:])
		if utf8.RuneCountInString(more) > most {
			break
		}
		kept = more
	}
	return kept
}

// firstSentence is the first of some sentences.
func firstSentence(text string) string {
	if before, _, found := strings.Cut(text, ". "); found {
		return before + "."
	}
	return text
}
