package org

import (
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
)

// File is a file to read: where it is, and what places call it.
type File struct{ Path, Shown string }

// AddBackstage adds what the files of a Backstage catalogue declare to what org.yaml does. Groups and users that org.yaml has
// too, by id or by e-mail address, are org.yaml's. An owner that no file has becomes a team of that name: the catalogue we
// are given need not be whole. warnings say what was left out.
func (d *Declarations) AddBackstage(files []File) (warnings []string, err error) {
	var entities []entity
	var faults []error
	for _, file := range files {
		list, err := readEntities(file.Path, file.Shown)
		entities = append(entities, list...)
		faults = append(faults, err)
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	return d.add(entities), nil
}

// catalogue is the work of AddBackstage.
type catalogue struct {
	d        *Declarations
	teams    map[string]string // folded name of a group -> team
	people   map[string]string // folded name of a user -> person
	emails   map[string]string // folded address -> person
	systems  map[string]*entity
	members  map[Member]bool
	warnings []string
}

func (d *Declarations) add(entities []entity) []string {
	c := &catalogue{
		d:     d,
		teams: map[string]string{}, people: map[string]string{}, emails: map[string]string{},
		systems: map[string]*entity{}, members: map[Member]bool{},
	}
	for _, t := range d.Teams {
		c.teams[strings.ToLower(t.ID)] = t.ID
	}
	for _, p := range d.People {
		c.people[strings.ToLower(p.ID)] = p.ID
		for _, a := range p.Accounts {
			if a.Kind == "email" || a.Kind == "git" {
				c.emails[strings.ToLower(address(a.ID))] = p.ID
			}
		}
	}
	seen := map[string]bool{}
	entities = slices.DeleteFunc(slices.Clone(entities), func(e entity) bool {
		key := e.Kind + ":" + strings.ToLower(e.id())
		if seen[key] {
			c.warn("%s: %s %q is in the catalogue already", e.place, e.Kind, e.id())
			return true
		}
		seen[key] = true
		return false
	})
	for _, step := range []struct {
		kind string
		add  func(e *entity)
	}{{"group", c.group}, {"user", c.user}, {"group", c.groupMembers}, {"system", c.system}, {"component", c.service}} {
		for i := range entities {
			if entities[i].Kind == step.kind {
				step.add(&entities[i])
			}
		}
	}
	c.dropContested()
	return c.warnings
}

func (c *catalogue) warn(format string, args ...any) {
	c.warnings = append(c.warnings, fmt.Sprintf(format, args...))
}

func from(e *entity) From { return From{Backstage, e.place} }

func (c *catalogue) group(e *entity) {
	folded := strings.ToLower(e.id())
	id := or(c.teams[folded], e.id())
	c.teams[folded] = id
	c.d.Teams = append(c.d.Teams, Team{From: from(e), ID: id, Name: e.name()})
}

func (c *catalogue) user(e *entity) {
	folded, email := strings.ToLower(e.id()), strings.TrimSpace(e.Spec.Profile.Email)
	id, known := c.people[folded]
	if !known && isAddress(email) {
		id, known = c.emails[strings.ToLower(email)]
	}
	if !known {
		id = e.id()
		c.d.People = append(c.d.People, Person{From: from(e), ID: id, Name: e.name()})
	}
	c.people[folded] = id
	if isAddress(email) && c.emails[strings.ToLower(email)] == "" {
		c.emails[strings.ToLower(email)] = id
		for i := range c.d.People {
			if p := &c.d.People[i]; p.ID == id {
				p.Accounts = append(p.Accounts, Account{"email", email, e.place})
			}
		}
	}
	for _, group := range e.Spec.MemberOf {
		c.member(e, refer(group, "group"), id)
	}
}

func (c *catalogue) groupMembers(e *entity) {
	for _, user := range e.Spec.Members {
		if id, known := c.people[strings.ToLower(refer(user, "user").id)]; known {
			c.member(e, reference{"group", e.id()}, id)
		}
	}
}

func (c *catalogue) member(e *entity, group reference, person string) {
	key := Member{Team: c.team(e, group.id), Person: person}
	if !c.members[key] {
		c.members[key] = true
		c.d.Members = append(c.d.Members, Member{from(e), key.Team, person})
	}
}

// team is a group's, known or not.
func (c *catalogue) team(e *entity, id string) string {
	folded := strings.ToLower(id)
	team, known := c.teams[folded]
	if !known {
		team = id
		c.teams[folded] = id
	}
	if !slices.ContainsFunc(c.d.Teams, func(t Team) bool { return t.Source == Backstage && t.ID == team }) {
		c.d.Teams = append(c.d.Teams, Team{From: from(e), ID: team, Name: team})
	}
	return team
}

// A system is a service where it has something of its own to be known by; else it only lends its owner to its components.
func (c *catalogue) system(e *entity) {
	c.systems[strings.ToLower(e.id())] = e
	for _, key := range []string{"pagerduty.com/service-id", "jira/project-key", "github.com/project-slug"} {
		if e.annotation(key) != "" {
			c.service(e)
			return
		}
	}
}

func (c *catalogue) service(e *entity) {
	s := Service{From: from(e), ID: c.serviceID(e), Name: e.name()}
	owner := e.Spec.Owner
	if system := c.systems[strings.ToLower(refer(e.Spec.System, "system").id)]; owner == "" && system != nil {
		owner = system.Spec.Owner
	}
	if owner != "" {
		c.own(e, &s, owner)
	}
	for id := range list(e.annotation("pagerduty.com/service-id")) {
		s.PagerDuty = append(s.PagerDuty, Claim{id, e.place})
	}
	if project := e.annotation("jira/project-key"); project != "" {
		components := slices.Sorted(list(e.annotation("jira/component")))
		if len(components) == 0 {
			components = []string{""}
		}
		for _, component := range components {
			s.Jira = append(s.Jira, JiraClaim{project, component, e.place})
		}
	}
	if repository, pattern := sourceOf(e); repository != "" {
		s.Repositories = append(s.Repositories, RepositoryClaim{repository, pattern, e.place})
	}
	c.d.Services = append(c.d.Services, s)
}

// serviceID is that of org.yaml where the two differ only in case. A system and a component may have one name.
func (c *catalogue) serviceID(e *entity) string {
	id := e.id()
	for _, s := range c.d.Services {
		if s.Source == Yaml && strings.EqualFold(s.ID, id) {
			return s.ID
		}
		if s.Source == Backstage && s.ID == id {
			return e.Kind + ":" + id
		}
	}
	return id
}

// own makes a group the owning team, and a user the technical owner.
func (c *catalogue) own(e *entity, s *Service, owner string) {
	ref := refer(owner, "")
	person, isPerson := c.people[strings.ToLower(ref.id)]
	_, isTeam := c.teams[strings.ToLower(ref.id)]
	switch {
	case isPerson && (ref.kind == "user" || ref.kind == "" && !isTeam):
		s.Owners = append(s.Owners, Owner{"technical", person, e.place})
	case ref.kind == "user":
		c.warn("%s: owner %q is in no file of the catalogue", e.place, owner)
	case ref.id != "":
		s.Team = c.team(e, ref.id)
	}
}

// sourceOf finds the repository of an entity, as owner/name, and the folder in it, "" for the whole.
func sourceOf(e *entity) (repository, pattern string) {
	repository = or(e.annotation("github.com/project-slug"), e.annotation("gitlab.com/project-slug"))
	location, isURL := strings.CutPrefix(e.annotation("backstage.io/source-location"), "url:")
	u, err := url.Parse(location)
	if !isURL || err != nil {
		return repository, ""
	}
	path := strings.Trim(u.Path, "/")
	for _, mark := range []string{"/-/tree/", "/-/blob/", "/tree/", "/blob/", "/src/branch/", "/src/"} {
		before, after, ok := strings.Cut(path, mark)
		if !ok {
			continue
		}
		path = before
		if _, folder, ok := strings.Cut(after, "/"); ok && folder != "" {
			pattern = escapeGlob(strings.TrimSuffix(folder, "/")) + "/**"
		}
		break
	}
	if path = strings.TrimSuffix(path, ".git"); path == "" {
		return repository, ""
	}
	return or(repository, path), pattern
}

func escapeGlob(path string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`, `{`, `\{`).Replace(path)
}

// list yields the values of an annotation that names several, with commas.
func list(value string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for part := range strings.SplitSeq(value, ",") {
			if part = strings.TrimSpace(part); part != "" && !yield(part) {
				return
			}
		}
	}
}

// dropContested takes a repository, or a folder in one, from components that all have it for themselves: every component of a
// monorepo names it, and then nothing in it is known to be any one's.
func (c *catalogue) dropContested() {
	claimants := map[RepositoryClaim][]string{}
	for _, s := range c.d.Services {
		for _, r := range s.Repositories {
			if s.Source == Backstage {
				key := RepositoryClaim{Repository: strings.ToLower(r.Repository), Pattern: r.Pattern}
				claimants[key] = append(claimants[key], s.ID)
			}
		}
	}
	for i := range c.d.Services {
		s := &c.d.Services[i]
		if s.Source != Backstage {
			continue
		}
		s.Repositories = slices.DeleteFunc(s.Repositories, func(r RepositoryClaim) bool {
			return len(claimants[RepositoryClaim{Repository: strings.ToLower(r.Repository), Pattern: r.Pattern}]) > 1
		})
	}
	for _, key := range slices.SortedFunc(maps.Keys(claimants), func(a, b RepositoryClaim) int {
		return strings.Compare(a.Repository+"\x00"+a.Pattern, b.Repository+"\x00"+b.Pattern)
	}) {
		if ids := claimants[key]; len(ids) > 1 {
			slices.Sort(ids)
			c.warn("repository %s %s: claimed by %d components (%s, %s…), so by none; give each its folder under backstage.io/source-location",
				key.Repository, key.Pattern, len(ids), ids[0], ids[1])
		}
	}
}

// address is the mail of "Name <mail>", or the mail.
func address(account string) string {
	if _, rest, ok := strings.Cut(account, "<"); ok {
		mail, _, _ := strings.Cut(rest, ">")
		return strings.TrimSpace(mail)
	}
	return account
}
