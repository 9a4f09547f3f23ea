package reports

import (
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
	Withheld   bool
}

// changes are what a page tells of findings.
type changes struct {
	List []told
	Note string // of what is too little known
}

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
	for _, f := range s.findings {
		isOwn := f.Scope == scope && f.Entity == key
		isNear := scope == "team" && f.Team == key || team != "" && f.Scope == "team" && f.Entity == team
		if scope == "org" || isOwn || isNear {
			list = append(list, s.tell(f, scope, isOwn))
		}
	}
	return changes{list, s.untestedNote(scope, key)}
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
	isWithheld := s.opts.Privacy.withholdFinding(&f)
	kind, _ := findings.Find(f.Kind)
	t := told{
		Severity: f.Severity, Kind: kind, Name: shown(f.EntityName), Headline: f.Headline, Evidence: f.Evidence,
		Suggestion: f.Suggestion, Withheld: isWithheld,
		When: "Since about " + day(f.Since) + "; first seen in the week of " + day(f.FirstSeen) + ".",
	}
	root := "../"
	if on == "org" {
		root = ""
	} else if !isWithheld && !f.IsPersonal && !s.opts.Privacy.hidesTeam() {
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
			return "repos/" + slug(key) + ".html"
		}
	}
	return ""
}

// withholdFinding takes away what is about the load or rest of a small group, and tells whether it did.
func (p Privacy) withholdFinding(f *findings.Finding) bool {
	if !f.IsPersonal || f.OfPeople != nil && *f.OfPeople >= p.group() {
		return false
	}
	f.People, f.OfPeople, f.Who = nil, nil, nil
	f.Headline, f.Evidence = "Withheld: the group is small.", ""
	return true
}
