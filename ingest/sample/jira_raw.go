package sample

import (
	"cmp"
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"time"
)

// rawJiraUser is a user as either deployment sends one.
type rawJiraUser struct {
	AccountID, AccountType, Name, Key, EmailAddress, DisplayName, TimeZone string
	Active                                                                 *bool
}

// rawJiraIssue is what the server has to know of an issue that it serves as it came.
type rawJiraIssue struct {
	ID, Key   string
	Fields    json.RawMessage
	Changelog struct{ Histories []json.RawMessage }
}

type rawJiraFields struct {
	Project struct{ ID, Key, Name string }
	Status  *struct {
		ID, Name       string
		StatusCategory struct{ Key string }
	}
	IssueType, Priority, Resolution *struct{ Name string }
	Creator, Reporter, Assignee     *rawJiraUser
	Summary, Created, Updated       string
	ResolutionDate                  *string
	Labels                          []string
	Components, FixVersions         []struct{ Name string }
	Comment                         *struct{ Comments []json.RawMessage }
}

// JiraFromJSON makes a site of issues as the API sent them, each with its fields, and its changelog and comments where it
// has them: an archive. The server serves the bytes of fields, histories and comments as they are, whitespace aside.
// People, projects and statuses are those that the issues name. Changes by the methods of JiraData show in search
// and keys, not in the fields.
func JiraFromJSON(issues iter.Seq[json.RawMessage]) (*JiraData, error) {
	r := &rawJira{
		JiraData: &JiraData{}, projects: map[string]*JiraProject{}, users: map[string]*JiraUser{}, statuses: map[string]*JiraStatus{},
		ids: map[int]bool{},
	}
	for text := range issues {
		var in rawJiraIssue
		if err := json.Unmarshal(text, &in); err != nil {
			return nil, fmt.Errorf("issue %s of an archive: %w", in.Key, err)
		}
		if err := r.add(in); err != nil {
			return nil, fmt.Errorf("issue %s of an archive: %w", in.Key, err)
		}
	}
	return r.JiraData, nil
}

type rawJira struct {
	*JiraData
	projects map[string]*JiraProject
	users    map[string]*JiraUser
	statuses map[string]*JiraStatus
	ids      map[int]bool
}

func (r *rawJira) add(in rawJiraIssue) error {
	id, err := strconv.Atoi(in.ID)
	if err != nil {
		return err
	}
	if r.ids[id] {
		return fmt.Errorf("another one has the id %d", id)
	}
	r.ids[id] = true
	var f rawJiraFields
	if err := json.Unmarshal(in.Fields, &f); err != nil {
		return err
	}
	i := &JiraIssue{
		ID: id, Key: in.Key, Project: r.project(f.Project.ID, f.Project.Key, f.Project.Name), Summary: f.Summary, Labels: f.Labels,
		Creator: r.user(f.Creator), Reporter: r.user(f.Reporter), Assignee: r.user(f.Assignee),
	}
	if i.Raw, err = without(in.Fields, "comment"); err != nil {
		return err
	}
	if i.Created, err = readJiraTime(f.Created); err != nil {
		return err
	}
	if i.Updated, err = readJiraTime(cmp.Or(f.Updated, f.Created)); err != nil {
		return err
	}
	if f.ResolutionDate != nil {
		if i.Resolved, err = readJiraTime(*f.ResolutionDate); err != nil {
			return err
		}
	}
	r.names(i, f)
	if f.Comment != nil {
		if err := r.comments(i, f.Comment.Comments); err != nil {
			return err
		}
	}
	if err := r.histories(i, in.Changelog.Histories); err != nil {
		return err
	}
	r.Issues = append(r.Issues, i)
	if r.From.IsZero() || i.Created.Before(r.From) {
		r.From = i.Created
	}
	r.To = later(r.To, i.Updated)
	return nil
}

// names fills what the server's lists are made of.
func (r *rawJira) names(i *JiraIssue, f rawJiraFields) {
	if f.IssueType != nil {
		i.Type = f.IssueType.Name
	}
	if f.Priority != nil {
		i.Priority = f.Priority.Name
	}
	if f.Resolution != nil {
		i.Resolution = f.Resolution.Name
	}
	for _, c := range f.Components {
		i.Components = append(i.Components, c.Name)
	}
	for _, v := range f.FixVersions {
		i.FixVersions = append(i.FixVersions, v.Name)
	}
	if f.Status == nil {
		return
	}
	status := r.statuses[f.Status.ID]
	if status == nil {
		status = &JiraStatus{ID: atoi(f.Status.ID), Name: f.Status.Name, Category: f.Status.StatusCategory.Key}
		r.statuses[f.Status.ID] = status
		r.Statuses = append(r.Statuses, status)
	}
	i.Status = status
}

func (r *rawJira) project(id, key, name string) *JiraProject {
	p := r.projects[key]
	if p == nil {
		p = &JiraProject{ID: atoi(id), Key: key, Name: name}
		r.projects[key] = p
		r.Projects = append(r.Projects, p)
	}
	return p
}

func (r *rawJira) user(in *rawJiraUser) *JiraUser {
	if in == nil {
		return nil
	}
	id := cmp.Or(in.AccountID, in.Key, in.Name)
	u := r.users[id]
	if u == nil {
		u = &JiraUser{
			ID: id, Name: in.DisplayName, Username: in.Name, Email: in.EmailAddress, TimeZone: in.TimeZone, AccountType: in.AccountType,
			IsInactive: in.Active != nil && !*in.Active, IsPublic: in.TimeZone != "",
		}
		r.users[id] = u
		r.Users = append(r.Users, u)
	}
	return u
}

func (r *rawJira) comments(i *JiraIssue, all []json.RawMessage) error {
	for _, text := range all {
		var in struct {
			ID, Created, Updated string
			Author               *rawJiraUser
		}
		if err := json.Unmarshal(text, &in); err != nil {
			return err
		}
		created, err := readJiraTime(in.Created)
		if err != nil {
			return err
		}
		i.Comments = append(i.Comments, &JiraComment{ID: atoi(in.ID), Author: r.user(in.Author), Created: created, Raw: slices.Clone(text)})
	}
	slices.SortStableFunc(i.Comments, func(a, b *JiraComment) int { return a.Created.Compare(b.Created) })
	return nil
}

func (r *rawJira) histories(i *JiraIssue, all []json.RawMessage) error {
	for _, text := range all {
		var in struct {
			ID, Created string
			Author      *rawJiraUser
		}
		if err := json.Unmarshal(text, &in); err != nil {
			return err
		}
		created, err := readJiraTime(in.Created)
		if err != nil {
			return err
		}
		i.Changelog = append(i.Changelog, &JiraHistory{ID: atoi(in.ID), Author: r.user(in.Author), Created: created, Raw: slices.Clone(text)})
	}
	slices.SortStableFunc(i.Changelog, func(a, b *JiraHistory) int { return a.Created.Compare(b.Created) })
	return nil
}

// readJiraTime reads a time as Jira writes it, or one that ends in Z.
func readJiraTime(text string) (time.Time, error) {
	if t, err := time.Parse("2006-01-02T15:04:05.999-0700", text); err == nil {
		return t, nil
	}
	return time.Parse(time.RFC3339Nano, text)
}

// without returns an object less a field, which is kept elsewhere.
func without(object json.RawMessage, name string) (json.RawMessage, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(object, &fields); err != nil {
		return nil, err
	}
	delete(fields, name)
	return json.Marshal(fields)
}
