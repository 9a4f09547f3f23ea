package reports

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fewhands/fewhands/metrics/findings"
)

// told is a finding as a page tells it.
type told struct {
	Severity   string // in words
	Kind       findings.Kind
	Name       string // of the entity
	Href       string // its page, from the page that tells it; "" where it is that page
	Headline   string
	Who        string // names, on the pages of teams, services and repositories only
	When       string
	Evidence   string
	Suggestion string
}

// changes are what a page tells of findings.
type changes struct {
	List []told
	Note string // of what is too little known
	All  int    // how many there are on the page of all, of which these are the first
}

// IsLong tells whether the evidence is folded away, so that the sentences can be read one after the other.
func (c changes) IsLong() bool { return len(c.List) > 4 }

// findingsOf are the findings that a page tells: all on the first page; on that of a team its own and those of its services, on
// that of a service its own and its team's.
func (s *site) findingsOf(scope, key string) changes {
	var list []told
	team := ""
	for _, p := range s.services {
		if scope == "service" && p.key == key && p.team != nil {
			team = p.team.key
		}
	}
	withheld := int64(0)
	for _, f := range s.findings {
		isOwn := f.Scope == scope && f.Entity == key
		isNear := scope == "team" && f.Team == key || team != "" && f.Scope == "team" && f.Entity == team
		switch {
		case scope != "org" && !isOwn && !isNear:
		case isWithheld(f):
			withheld++
		default:
			list = append(list, s.tell(f, scope, isOwn))
		}
	}
	return changes{List: list, Note: strings.TrimSpace(s.untestedNote(scope, key) + s.opts.Privacy.withheldNote(scope, withheld))}
}

// withheldNote says of whose load nothing is told, whatever there is to tell.
func (p Privacy) withheldNote(scope string, teams int64) string {
	switch {
	case teams == 0:
		return ""
	case scope == "org":
		return fmt.Sprintf(" Of the load and rest of %s nothing is told: fewer than %d people, or so few would be given away.", counted(teams, "team", "teams"), p.group())
	}
	return fmt.Sprintf(" Of the load and rest of the team nothing is told: it has fewer than %d people, or so few would be given away.", p.group())
}

// untestedNote says of what too little is known to find a drift in it.
func (s *site) untestedNote(scope, key string) string {
	if scope == "org" {
		n := 0
		for place := range s.untested {
			if strings.HasPrefix(place, "service ") {
				n++
			}
		}
		if n == 0 {
			return ""
		}
		return "Some of the work of " + counted(int64(n), "service has", "services have") + " too little data to find a drift in it; their pages say which."
	}
	channels := s.untested[scope+" "+key]
	if len(channels) == 0 {
		return ""
	}
	return "Too little data to find a drift in " + strings.Join(channels, " or ") + "."
}

func (s *site) tell(f findings.Finding, on string, isOwn bool) told {
	kind, _ := findings.Find(f.Kind)
	t := told{
		Severity: f.Severity, Kind: kind, Name: shown(f.EntityName), Headline: f.Headline, Evidence: evidenceText(f.Looked),
		Suggestion: f.Suggestion,
		When:       "Since about " + day(f.Since) + "; first seen in the week of " + day(f.FirstSeen) + ".",
	}
	if f.IsOlder {
		t.When = "Since " + day(f.Since) + " or before: it held already in the first of the kept weeks."
	}
	root := "../"
	if on == "org" {
		root = ""
	} else if !f.IsPersonal && !s.opts.Privacy.hidesTeam() {
		var names []string
		for _, one := range f.Who {
			names = append(names, shown(s.opts.Privacy.teamName(one.Key, one.Name)))
		}
		t.Who = strings.Join(names, ", ")
	}
	if !isOwn {
		t.Href = root + s.pageOf(f.Scope, f.Entity)
	}
	if t.Href == root {
		t.Href = ""
	}
	return t
}

// pageOf is the file of the page of an entity, "" where it has none.
func (s *site) pageOf(scope, key string) string {
	for _, p := range slices.Concat(s.teams, s.services) {
		if p.scope == scope && p.key == key {
			return p.file()
		}
	}
	for _, r := range s.repos {
		if scope == "repo" && r.Repo == key {
			return "repos/" + slug(r.public) + ".html"
		}
	}
	return ""
}
