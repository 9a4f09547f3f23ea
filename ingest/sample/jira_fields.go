package sample

import (
	"cmp"
	"encoding/json"
	"slices"
)

// jiraField is a field of an issue.
type jiraField struct {
	name      string
	hidden    bool // not in *navigable
	onlyCloud bool
	value     func(v jiraView, i *JiraIssue) json.RawMessage // nil: left out
}

// jiraFields are the fields in the order in which they are shown.
var jiraFields = []jiraField{
	{name: "statuscategorychangedate", onlyCloud: true, value: func(v jiraView, i *JiraIssue) json.RawMessage {
		return encode(v.time(i.Created), nil)
	}},
	{name: "issuetype", value: func(v jiraView, i *JiraIssue) json.RawMessage {
		key := [3]string{v.api, "type", i.Type + map[bool]string{true: " of a parent"}[i.Parent != nil]}
		return v.s.remember(key, func() json.RawMessage {
			return encode(map[string]any{
				"self": v.s.url() + "/rest/api/" + v.api + "/issuetype/" + idOfName(i.Type), "id": idOfName(i.Type), "description": "",
				"iconUrl": v.s.url() + "/images/icons/issuetypes/task.svg", "name": i.Type, "subtask": i.Parent != nil,
			}, nil)
		})
	}},
	{name: "parent", value: func(v jiraView, i *JiraIssue) json.RawMessage {
		if i.Parent == nil {
			return nil
		}
		return v.brief(i.Parent)
	}},
	{name: "project", value: func(v jiraView, i *JiraIssue) json.RawMessage {
		return v.s.remember(i.Project, func() json.RawMessage { return v.s.project(i.Project, true) })
	}},
	{name: "fixVersions", value: func(v jiraView, i *JiraIssue) json.RawMessage { return v.named("version", i.FixVersions) }},
	{name: "resolution", value: func(v jiraView, i *JiraIssue) json.RawMessage { return v.name("resolution", i.Resolution) }},
	{name: "resolutiondate", value: func(v jiraView, i *JiraIssue) json.RawMessage {
		if i.Resolved.IsZero() {
			return json.RawMessage("null")
		}
		return encode(v.time(i.Resolved), nil)
	}},
	{name: "created", value: func(v jiraView, i *JiraIssue) json.RawMessage { return encode(v.time(i.Created), nil) }},
	{name: "priority", value: func(v jiraView, i *JiraIssue) json.RawMessage { return v.name("priority", i.Priority) }},
	{name: "labels", value: func(_ jiraView, i *JiraIssue) json.RawMessage { return encode(append([]string{}, i.Labels...), nil) }},
	{name: "versions", value: func(v jiraView, _ *JiraIssue) json.RawMessage { return v.named("version", nil) }},
	{name: "issuelinks", value: func(v jiraView, i *JiraIssue) json.RawMessage { return v.links(i) }},
	{name: "assignee", value: func(v jiraView, i *JiraIssue) json.RawMessage { return orNull(v.s.reference(i.Assignee)) }},
	{name: "updated", value: func(v jiraView, i *JiraIssue) json.RawMessage { return encode(v.time(i.Updated), nil) }},
	{name: "status", value: func(v jiraView, i *JiraIssue) json.RawMessage { return orNull(v.s.status(i.Status)) }},
	{name: "components", value: func(v jiraView, i *JiraIssue) json.RawMessage { return v.named("component", i.Components) }},
	{name: "description", value: func(v jiraView, i *JiraIssue) json.RawMessage {
		if i.Description == "" {
			return json.RawMessage("null")
		}
		return v.text(i.Description)
	}},
	{name: "summary", value: func(_ jiraView, i *JiraIssue) json.RawMessage { return encode(i.Summary, nil) }},
	{name: "creator", value: func(v jiraView, i *JiraIssue) json.RawMessage { return orNull(v.s.reference(i.Creator)) }},
	{name: "subtasks", value: func(v jiraView, i *JiraIssue) json.RawMessage {
		children := slices.Clone(v.s.children[i])
		slices.SortFunc(children, func(a, b *JiraIssue) int { return cmp.Compare(a.ID, b.ID) })
		all := []json.RawMessage{}
		for _, c := range children {
			all = append(all, v.brief(c))
		}
		return encode(all, nil)
	}},
	{name: "reporter", value: func(v jiraView, i *JiraIssue) json.RawMessage { return orNull(v.s.reference(i.Reporter)) }},
	{name: "environment", value: func(jiraView, *JiraIssue) json.RawMessage { return json.RawMessage("null") }},
	{name: "duedate", value: func(_ jiraView, i *JiraIssue) json.RawMessage { return encode(full(i.Due), nil) }},
	{name: "comment", hidden: true, value: func(v jiraView, i *JiraIssue) json.RawMessage { return v.embeddedComments(i) }},
}

func orNull(value json.RawMessage) json.RawMessage {
	if value == nil {
		return json.RawMessage("null")
	}
	return value
}

// name shows something that has a name and an id made of it; an empty one is null.
func (v jiraView) name(kind, name string) json.RawMessage {
	if name == "" {
		return json.RawMessage("null")
	}
	return v.s.remember([3]string{v.api, kind, name}, func() json.RawMessage {
		return encode(struct {
			Self string `json:"self"`
			ID   string `json:"id"`
			Name string `json:"name"`
		}{v.s.url() + "/rest/api/" + v.api + "/" + kind + "/" + idOfName(name), idOfName(name), name}, nil)
	})
}

func (v jiraView) named(kind string, names []string) json.RawMessage {
	all := []json.RawMessage{}
	for _, name := range names {
		all = append(all, v.name(kind, name))
	}
	return encode(all, nil)
}

// brief shows another issue in an issue.
func (v jiraView) brief(i *JiraIssue) json.RawMessage {
	return encode(map[string]any{
		"id": number(i.ID), "key": i.Key, "self": v.s.url() + "/rest/api/" + v.api + "/issue/" + number(i.ID),
		"fields": map[string]any{
			"summary": i.Summary, "status": v.s.status(i.Status), "priority": v.name("priority", i.Priority),
			"issuetype": map[string]any{"id": idOfName(i.Type), "name": i.Type, "subtask": i.Parent != nil},
		},
	}, nil)
}

func (v jiraView) links(i *JiraIssue) json.RawMessage {
	all := []json.RawMessage{}
	for _, l := range i.Links {
		outward, inward := linkNames(l.Type)
		end := "outwardIssue"
		if l.Inward {
			end = "inwardIssue"
		}
		var other json.RawMessage
		if l.Other != nil {
			other = v.brief(l.Other)
		} else {
			other = encode(map[string]any{"key": l.Outside, "fields": map[string]any{"summary": ""}}, nil)
		}
		all = append(all, encode(map[string]any{
			"id": number(l.ID), "self": v.s.url() + "/rest/api/" + v.api + "/issueLink/" + number(l.ID), end: other,
			"type": map[string]any{"id": idOfName(l.Type), "name": l.Type, "inward": inward, "outward": outward},
		}, nil))
	}
	return encode(all, nil)
}
