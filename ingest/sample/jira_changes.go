package sample

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// AddProject adds a project with a key.
func (d *JiraData) AddProject(key, name string, components ...string) *JiraProject {
	p := &JiraProject{ID: 10_000 + len(d.Projects), Key: key, Name: name, Components: components}
	d.Projects = append(d.Projects, p)
	return p
}

// AddStatus adds a status in a category: "new", "indeterminate" or "done".
func (d *JiraData) AddStatus(name, category string) *JiraStatus {
	s := &JiraStatus{ID: 10_000 + len(d.Statuses), Name: name, Category: category}
	d.Statuses = append(d.Statuses, s)
	return s
}

// AddUser adds an account.
func (d *JiraData) AddUser(u JiraUser) *JiraUser {
	d.Users = append(d.Users, &u)
	return &u
}

// Create opens an issue of a project: it has the first status of the category "new", and reporter is also its creator.
func (d *JiraData) Create(p *JiraProject, kind string, at time.Time, reporter *JiraUser, summary string) *JiraIssue {
	status := find(d.Statuses, func(s *JiraStatus) bool { return s.Category == "new" })
	if status == nil && len(d.Statuses) > 0 {
		status = d.Statuses[0]
	}
	d.issues++
	i := &JiraIssue{
		ID: 10_000 + d.issues, Key: d.nextKey(p), Project: p, Type: kind, Status: status, Summary: summary,
		Creator: reporter, Reporter: reporter, Created: at, Updated: at,
	}
	if d.before != nil {
		d.before[i] = nil
	}
	d.Issues = append(d.Issues, i)
	return i
}

// nextKey returns a key of the project that no issue has or had.
func (d *JiraData) nextKey(p *JiraProject) string {
	if d.numbers == nil {
		d.numbers = map[string]int{}
		for _, i := range d.Issues {
			for _, key := range append([]string{i.Key}, i.OldKeys...) {
				project, digits, _ := strings.Cut(key, "-")
				n, _ := strconv.Atoi(digits) // a key without a number takes none
				d.numbers[project] = max(d.numbers[project], n)
			}
		}
	}
	d.numbers[p.Key]++
	return p.Key + "-" + number(d.numbers[p.Key])
}

// Edit changes an issue in a way that has no method of its own. It leaves the time of the last update alone.
func (d *JiraData) Edit(i *JiraIssue, change func(i *JiraIssue)) {
	if _, ok := d.before[i]; d.before != nil && !ok {
		was := *i // what it points to is never changed in place
		d.before[i] = &was
	}
	change(i)
}

// Change adds a history to an issue and makes it updated at its time. It changes no field: see the methods that do.
func (d *JiraData) Change(i *JiraIssue, at time.Time, author *JiraUser, items ...JiraItem) *JiraHistory {
	d.histories++
	h := &JiraHistory{ID: 100_000 + d.histories, Author: author, Created: at, Items: items}
	d.Edit(i, func(i *JiraIssue) {
		i.Changelog = inserted(i.Changelog, h, func(h *JiraHistory) time.Time { return h.Created })
		i.Updated = later(i.Updated, at)
	})
	return h
}

// SetStatus moves an issue to a status, in one history with the resolution: one in the category done resolves it as
// "Done", any other takes resolution and time of resolution away.
func (d *JiraData) SetStatus(i *JiraIssue, at time.Time, author *JiraUser, to *JiraStatus) *JiraHistory {
	items := []JiraItem{{
		Field: "status", From: number(i.Status.ID), FromText: i.Status.Name, To: number(to.ID), ToText: to.Name,
	}}
	resolution, resolved := "", time.Time{}
	if to.Category == "done" {
		resolution, resolved = "Done", at
		if !i.Resolved.IsZero() {
			resolution, resolved = i.Resolution, i.Resolved
		}
	}
	if resolution != i.Resolution {
		items = append(items, JiraItem{
			Field: "resolution", From: idOfName(i.Resolution), FromText: i.Resolution, To: idOfName(resolution), ToText: resolution,
		})
	}
	h := d.Change(i, at, author, items...)
	i.Status, i.Resolution, i.Resolved = to, resolution, resolved
	return h
}

// Assign gives an issue to someone, or to nobody.
func (d *JiraData) Assign(i *JiraIssue, at time.Time, author, to *JiraUser) *JiraHistory {
	item := JiraItem{Field: "assignee"}
	item.From, item.FromText = i.Assignee.names()
	item.To, item.ToText = to.names()
	h := d.Change(i, at, author, item)
	i.Assignee = to
	return h
}

// Prioritise changes the priority.
func (d *JiraData) Prioritise(i *JiraIssue, at time.Time, author *JiraUser, to string) *JiraHistory {
	h := d.Change(i, at, author, JiraItem{
		Field: "priority", From: idOfName(i.Priority), FromText: i.Priority, To: idOfName(to), ToText: to,
	})
	i.Priority = to
	return h
}

// SetType changes the type.
func (d *JiraData) SetType(i *JiraIssue, at time.Time, author *JiraUser, to string) *JiraHistory {
	h := d.Change(i, at, author, JiraItem{Field: "issuetype", From: idOfName(i.Type), FromText: i.Type, To: idOfName(to), ToText: to})
	i.Type = to
	return h
}

// Label replaces the labels.
func (d *JiraData) Label(i *JiraIssue, at time.Time, author *JiraUser, labels ...string) *JiraHistory {
	h := d.Change(i, at, author, JiraItem{Field: "labels", FromText: strings.Join(i.Labels, " "), ToText: strings.Join(labels, " ")})
	i.Labels = labels
	return h
}

// Summarise changes the summary.
func (d *JiraData) Summarise(i *JiraIssue, at time.Time, author *JiraUser, to string) *JiraHistory {
	h := d.Change(i, at, author, JiraItem{Field: "summary", FromText: i.Summary, ToText: to})
	i.Summary = to
	return h
}

// Link links an issue to another, which gets the link back; both get a history.
func (d *JiraData) Link(i *JiraIssue, at time.Time, author *JiraUser, kind string, other *JiraIssue) {
	d.histories++
	id := 100_000 + d.histories
	outward, inward := linkNames(kind)
	d.Change(i, at, author, JiraItem{Field: "Link", To: other.Key, ToText: "This issue " + outward + " " + other.Key})
	d.Change(other, at, author, JiraItem{Field: "Link", To: i.Key, ToText: "This issue " + inward + " " + i.Key})
	i.Links = append(i.Links, &JiraLink{ID: id, Type: kind, Other: other})
	other.Links = append(other.Links, &JiraLink{ID: id, Type: kind, Inward: true, Other: i})
}

// Comment adds a comment, which is no history but an update.
func (d *JiraData) Comment(i *JiraIssue, at time.Time, author *JiraUser, body string) *JiraComment {
	d.comments++
	c := &JiraComment{ID: 50_000 + d.comments, Author: author, Body: body, Created: at}
	d.Edit(i, func(i *JiraIssue) {
		i.Comments = inserted(i.Comments, c, func(c *JiraComment) time.Time { return c.Created })
		i.Updated = later(i.Updated, at)
	})
	return c
}

// EditComment changes the text of the comment with the id, if it is there.
func (d *JiraData) EditComment(i *JiraIssue, at time.Time, editor *JiraUser, id int, body string) {
	n := slices.IndexFunc(i.Comments, func(c *JiraComment) bool { return c.ID == id })
	if n < 0 {
		return
	}
	c := *i.Comments[n]
	c.Editor, c.Body, c.Updated = editor, body, at
	d.Edit(i, func(i *JiraIssue) {
		i.Comments = slices.Clone(i.Comments)
		i.Comments[n] = &c
		i.Updated = later(i.Updated, at)
	})
}

// DeleteComment takes the comment with the id away, if it is there: nothing tells of it but the issue's update.
func (d *JiraData) DeleteComment(i *JiraIssue, at time.Time, id int) {
	d.Edit(i, func(i *JiraIssue) {
		i.Comments = slices.DeleteFunc(slices.Clone(i.Comments), func(c *JiraComment) bool { return c.ID == id })
		i.Updated = later(i.Updated, at)
	})
}

// Move moves an issue to another project: a new key, the same id. The old key resolves to the issue.
func (d *JiraData) Move(i *JiraIssue, at time.Time, author *JiraUser, to *JiraProject) *JiraHistory {
	key := d.nextKey(to)
	h := d.Change(i, at, author,
		JiraItem{Field: "project", From: number(i.Project.ID), FromText: i.Project.Name, To: number(to.ID), ToText: to.Name},
		JiraItem{Field: "Key", FromText: i.Key, ToText: key})
	i.OldKeys = append(slices.Clone(i.OldKeys), i.Key)
	i.Key, i.Project, i.Components = key, to, nil
	return h
}

// Delete takes an issue from the site. Nothing in Jira tells that it was there; links to it go too, without a change of the issues that had them.
func (d *JiraData) Delete(i *JiraIssue) {
	d.Edit(i, func(*JiraIssue) {})
	for _, link := range i.Links {
		if other := link.Other; other != nil {
			d.Edit(other, func(other *JiraIssue) {
				other.Links = slices.DeleteFunc(slices.Clone(other.Links), func(l *JiraLink) bool { return l.Other == i })
			})
		}
	}
	d.Issues = slices.DeleteFunc(d.Issues, func(o *JiraIssue) bool { return o == i })
	d.Deleted = append(d.Deleted, i)
	i.isDeleted = true
}

// inserted returns a list, oldest first, with one more in it. The list is not changed in place where search may still show it.
func inserted[T any](all []T, one T, at func(T) time.Time) []T {
	n := len(all)
	for n > 0 && at(all[n-1]).After(at(one)) {
		n--
	}
	if n == len(all) {
		return append(all, one)
	}
	return slices.Insert(slices.Clone(all), n, one)
}

// linkNames returns what a type of link reads as from either end.
func linkNames(kind string) (outward, inward string) {
	names := map[string][2]string{
		"Blocks": {"blocks", "is blocked by"}, "Cloners": {"clones", "is cloned by"}, "Duplicate": {"duplicates", "is duplicated by"},
		"Relates": {"relates to", "relates to"}, "Problem/Incident": {"causes", "is caused by"},
	}
	if n, ok := names[kind]; ok {
		return n[0], n[1]
	}
	return cmp.Or(strings.ToLower(kind), "relates to"), cmp.Or(strings.ToLower(kind), "relates to")
}
