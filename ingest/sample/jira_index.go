package sample

import (
	"encoding/json"
	"slices"
	"sort"
	"strings"
	"time"
)

// jiraIndex is what search knows: the issues as they are, but for a while after a change as they were before it.
type jiraIndex struct {
	waiting map[*JiraIssue][]staleIssue
	next    time.Time // when the first of those is over
	query   string    // the last one
	hits    []jiraHit // what it found, in order; nil: nothing is remembered
}

// staleIssue is an issue as search shows it until a time. A nil one is not there yet.
type staleIssue struct {
	was   *JiraIssue
	until time.Time
}

// jiraHit is an issue that a query found: as the index has it, and itself.
type jiraHit struct {
	shown, is *JiraIssue
}

// learn takes in the whole data.
func (s *Jira) learn() {
	s.byID, s.byKey = make(map[int]*JiraIssue, len(s.data.Issues)), make(map[string]*JiraIssue, len(s.data.Issues))
	s.children = map[*JiraIssue][]*JiraIssue{}
	s.index.waiting = map[*JiraIssue][]staleIssue{}
	for _, i := range s.data.Issues {
		s.know(i, nil)
	}
	s.tidy()
}

// tidy brings in order what the generator may have left out.
func (s *Jira) tidy() {
	d := s.data
	if d.APIUser == nil {
		d.APIUser = &JiraUser{
			ID: "5f0fewhandsbot", Name: "Fewhands", Username: "fewhands", Email: "fewhands@example.com", TimeZone: "UTC", IsPublic: true,
		}
	}
	for n, p := range d.Projects {
		if p.ID == 0 {
			p.ID = 10_000 + n
		}
	}
	for n, status := range d.Statuses {
		if status.ID == 0 {
			status.ID = 10_000 + n
		}
	}
	loc, err := time.LoadLocation(d.APIUser.TimeZone) // "" is UTC
	if err != nil {
		panic("sample: " + err.Error())
	}
	s.zone, s.shown, s.index.hits = loc, map[any]json.RawMessage{}, nil
}

// know finds an issue by id and keys from now on. A key that was given anew is the new issue's.
func (s *Jira) know(i, was *JiraIssue) {
	s.byID[i.ID] = i
	for _, key := range i.OldKeys {
		if at := s.byKey[strings.ToUpper(key)]; at == nil || !strings.EqualFold(at.Key, key) {
			s.byKey[strings.ToUpper(key)] = i
		}
	}
	s.byKey[strings.ToUpper(i.Key)] = i
	if was != nil && was.Parent != nil {
		s.children[was.Parent] = slices.DeleteFunc(s.children[was.Parent], func(c *JiraIssue) bool { return c == i })
	}
	if i.Parent != nil {
		s.children[i.Parent] = append(s.children[i.Parent], i)
	}
}

func (s *Jira) forget(i *JiraIssue) {
	delete(s.byID, i.ID)
	for _, key := range append([]string{i.Key}, i.OldKeys...) {
		if s.byKey[strings.ToUpper(key)] == i {
			delete(s.byKey, strings.ToUpper(key))
		}
	}
	if i.Parent != nil {
		s.children[i.Parent] = slices.DeleteFunc(s.children[i.Parent], func(c *JiraIssue) bool { return c == i })
	}
}

// changed takes in a change: the issues it touched, as they were before.
func (s *Jira) changed(before map[*JiraIssue]*JiraIssue) {
	until := s.clock.Now().Add(s.opts.Lag)
	for i, was := range before {
		if i.isDeleted {
			s.forget(i)
		} else {
			s.know(i, was)
		}
		if s.opts.Lag > 0 {
			s.index.waiting[i] = append(s.index.waiting[i], staleIssue{was, until})
			if s.index.next.IsZero() {
				s.index.next = until
			}
		}
	}
	s.tidy()
}

// settle lets search see what has waited long enough.
func (s *Jira) settle() {
	now := s.clock.Now()
	if s.index.next.IsZero() || now.Before(s.index.next) {
		return
	}
	s.index.next, s.index.hits = time.Time{}, nil
	for i, all := range s.index.waiting {
		all = slices.DeleteFunc(all, func(v staleIssue) bool { return !now.Before(v.until) })
		if len(all) == 0 {
			delete(s.index.waiting, i)
			continue
		}
		s.index.waiting[i] = all
		if s.index.next.IsZero() || all[0].until.Before(s.index.next) {
			s.index.next = all[0].until
		}
	}
}

// search returns what a query finds, in its order. Issues that were deleted a moment ago are still found.
func (s *Jira) search(jql string, q jqlQuery, fresh map[int]bool) []jiraHit {
	s.settle()
	if s.index.hits != nil && s.index.query == jql && len(fresh) == 0 {
		return s.index.hits
	}
	hits := make([]jiraHit, 0, 1024)
	add := func(i *JiraIssue) {
		hit := jiraHit{i, i}
		if stale := s.index.waiting[i]; len(stale) > 0 && !fresh[i.ID] {
			hit.shown = stale[0].was
		}
		if hit.shown != nil && (q.where == nil || q.where(hit.shown)) {
			hits = append(hits, hit)
		}
	}
	for _, i := range s.data.Issues {
		add(i)
	}
	for i := range s.index.waiting {
		if i.isDeleted {
			add(i)
		}
	}
	compare := q.sorted()
	slices.SortFunc(hits, func(a, b jiraHit) int { return compare(a.shown, b.shown) })
	if len(fresh) == 0 {
		s.index.query, s.index.hits = jql, hits
	}
	return hits
}

// after returns the hits that come after an issue in the order of the query.
func after(hits []jiraHit, compare func(a, b *JiraIssue) int, last *JiraIssue) []jiraHit {
	return hits[sort.Search(len(hits), func(n int) bool { return compare(hits[n].shown, last) > 0 }):]
}

// find returns the issue with the id or the key, also one it had before.
func (s *Jira) find(idOrKey string) *JiraIssue {
	if i := s.byKey[strings.ToUpper(idOrKey)]; i != nil {
		return i
	}
	return s.byID[atoi(idOrKey)]
}

// project finds a project by key, name or id; a key it had before resolves too.
func (d *JiraData) project(name string) *JiraProject {
	same := func(key string) bool { return strings.EqualFold(key, name) }
	return find(d.Projects, func(p *JiraProject) bool {
		return same(p.Key) || same(p.Name) || number(p.ID) == name || slices.ContainsFunc(p.OldKeys, same)
	})
}
