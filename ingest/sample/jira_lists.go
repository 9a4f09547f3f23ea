package sample

import (
	"cmp"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

func (s *Jira) url() string { return cmp.Or(s.data.URL, "https://example.atlassian.net") }

// pageSize returns how many objects a request wants, and no more than most.
func pageSize(q url.Values, otherwise, most int) int {
	n := atoi(q.Get("maxResults"))
	if n <= 0 {
		n = otherwise
	}
	return min(n, most)
}

func part[T any](all []T, start, most int) []T {
	start = min(max(start, 0), len(all))
	return all[start:min(start+most, len(all))]
}

// jiraPage answers with a part of a list, in the form that most lists have.
func jiraPage(q url.Values, name string, all []json.RawMessage, otherwise, most int) response {
	start, size := max(0, atoi(q.Get("startAt"))), pageSize(q, otherwise, most)
	shown := part(all, start, size)
	page := map[string]any{"startAt": start, "maxResults": size, "total": len(all), name: append([]json.RawMessage{}, shown...)}
	if name == "values" {
		page["isLast"] = start+len(shown) >= len(all)
	}
	return jiraOK(page)
}

// project shows a project; in an issue it is shorter.
func (s *Jira) project(p *JiraProject, inIssue bool) json.RawMessage {
	if p == nil {
		return json.RawMessage("null")
	}
	shown := struct {
		Expand  string `json:"expand,omitempty"`
		Self    string `json:"self"`
		ID      string `json:"id"`
		Key     string `json:"key"`
		Name    string `json:"name"`
		Type    string `json:"projectTypeKey"`
		Private *bool  `json:"isPrivate,omitempty"`
	}{Self: s.url() + "/rest/api/2/project/" + number(p.ID), ID: number(p.ID), Key: p.Key, Name: p.Name, Type: "software"}
	if inIssue {
		return encode(shown, nil)
	}
	shown.Expand = "description,lead,issueTypes,url,projectKeys,permissions,insight"
	if s.isCloud() {
		shown.Private = new(bool)
	}
	return encode(shown, p.Extra)
}

func (s *Jira) listProjects(q url.Values) response {
	all := []json.RawMessage{}
	for _, p := range s.data.Projects {
		like := strings.ToLower(q.Get("query"))
		wanted := !q.Has("keys") || slices.ContainsFunc(q["keys"], func(key string) bool { return strings.EqualFold(key, p.Key) })
		if wanted && strings.Contains(strings.ToLower(p.Key+" "+p.Name), like) && !s.expired {
			all = append(all, s.project(p, false))
		}
	}
	if s.isCloud() {
		return jiraPage(q, "values", all, 50, 100)
	}
	return jiraOK(all)
}

func (s *Jira) getProject(name string) response {
	p := s.data.project(name)
	if p == nil || s.expired {
		return jiraError(http.StatusNotFound, "No project could be found with key '"+name+"'.")
	}
	var whole map[string]any
	if err := json.Unmarshal(s.project(p, false), &whole); err != nil {
		panic("sample: " + err.Error())
	}
	v := jiraView{s: s, api: "2"}
	whole["components"] = v.named("component", s.components(p))
	return jiraOK(whole)
}

// components returns those of the project and those that its issues have.
func (s *Jira) components(p *JiraProject) []string {
	all := slices.Clone(p.Components)
	for _, i := range s.data.Issues {
		if i.Project == p {
			all = append(all, i.Components...)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// categories are those of Jira, by key.
var categories = map[string]struct {
	id          int
	name, color string
}{
	"undefined": {1, "No Category", "medium-gray"}, "new": {2, "To Do", "blue-gray"},
	"indeterminate": {4, "In Progress", "yellow"}, "done": {3, "Done", "green"},
}

func (s *Jira) status(status *JiraStatus) json.RawMessage {
	if status == nil {
		return nil
	}
	return s.remember(status, func() json.RawMessage {
		c := categories[status.Category]
		return encode(map[string]any{
			"self": s.url() + "/rest/api/2/status/" + number(status.ID), "description": "", "iconUrl": s.url() + "/", "name": status.Name,
			"id": number(status.ID), "statusCategory": map[string]any{
				"self": s.url() + "/rest/api/2/statuscategory/" + number(c.id), "id": c.id, "key": status.Category, "colorName": c.color, "name": c.name,
			},
		}, nil)
	})
}

func (s *Jira) listStatuses() response {
	all := []json.RawMessage{}
	for _, status := range s.data.Statuses {
		all = append(all, s.status(status))
	}
	return jiraOK(all)
}

// listNames answers with what has only a name: priorities, types, resolutions.
func (s *Jira) listNames(kind string, own []string, of func(i *JiraIssue) string) response {
	all := slices.Clone(own)
	for _, i := range s.data.Issues {
		if name := of(i); name != "" && !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	v := jiraView{s: s, api: "2"}
	return jiraOK(v.named(kind, all))
}

func (s *Jira) fieldList() []Object {
	var all []Object
	for _, f := range jiraFields {
		if !f.onlyCloud || s.isCloud() {
			all = append(all, Object{
				"id": f.name, "key": f.name, "name": strings.ToUpper(f.name[:1]) + f.name[1:], "custom": false, "orderable": true, "navigable": !f.hidden,
				"searchable": true, "clauseNames": []string{f.name}, "schema": Object{"type": "string", "system": f.name},
			})
		}
	}
	return append(all, s.data.Fields...)
}

func (s *Jira) serverInfo() response {
	info := map[string]any{
		"baseUrl": s.url(), "serverTitle": "Jira", "buildNumber": 100_296, "buildDate": "2026-01-05T00:00:00.000+0000",
		"serverTime": s.clock.Now().In(s.zone).Format(jiraTime), "scmInfo": "0",
	}
	if s.isCloud() {
		info["version"], info["versionNumbers"], info["deploymentType"] = "1001.0.0-SNAPSHOT", []int{1001, 0, 0}, "Cloud"
	} else {
		info["version"], info["versionNumbers"], info["deploymentType"] = "9.12.8", []int{9, 12, 8}, "Server"
	}
	return jiraOK(info)
}

// permissions answers /mypermissions: all that are asked for but the browsing of users, which an option may take.
func (s *Jira) permissions(q url.Values) response {
	if q.Get("permissions") == "" && s.isCloud() {
		return jiraError(http.StatusBadRequest, "The 'permissions' query parameter is required.")
	}
	all := map[string]any{}
	for _, key := range strings.Split(cmp.Or(q.Get("permissions"), "BROWSE_PROJECTS,USER_PICKER"), ",") {
		have := !s.expired && !(key == "USER_PICKER" && s.opts.MayNotBrowse)
		all[key] = map[string]any{"id": idOfName(key), "key": key, "name": key, "type": "PROJECT", "description": "", "havePermission": have}
	}
	return jiraOK(map[string]any{"permissions": all})
}
