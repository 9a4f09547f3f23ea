package sample

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// route answers a request that came through: the part of the API that reads a site.
func (s *Jira) route(r *http.Request, seen *Request) response {
	q, parts := r.URL.Query(), strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	if len(parts) < 4 || parts[0] != "rest" || parts[1] != "api" {
		return s.noPath(r.URL.Path)
	}
	api := parts[2]
	if api == "latest" {
		api = "2"
	}
	if api != "2" && (api != "3" || !s.isCloud()) {
		return s.noPath(r.URL.Path)
	}
	path := strings.Join(parts[3:], "/")
	if r.Method == http.MethodPost {
		return s.post(r, path, api, seen.Body)
	}
	if r.Method != http.MethodGet {
		return response{status: http.StatusMethodNotAllowed}
	}
	if answer := s.getSearch(path, api, q); answer.status != 0 {
		return answer
	}
	if parts[3] == "issue" && len(parts) > 4 {
		return s.getIssue(parts[4], strings.Join(parts[5:], "/"), api, q, r.URL.Path)
	}
	if parts[3] == "project" && len(parts) == 5 && !(s.isCloud() && parts[4] == "search") {
		return s.getProject(parts[4])
	}
	if answer := s.getList(path, q); answer.status != 0 {
		return answer
	}
	return s.noPath(r.URL.Path)
}

// getSearch answers searches. Data Center has no /search/jql, and Cloud no /search any more.
func (s *Jira) getSearch(path, api string, q url.Values) response {
	switch {
	case path == "search" && s.isCloud():
		return gone()
	case path != "search" && (path != "search/jql" || !s.isCloud()):
		return response{}
	}
	ask := jiraSearch{JQL: q.Get("jql"), Token: q.Get("nextPageToken"), StartAt: atoi(q.Get("startAt")), Fields: q["fields"], Expand: q.Get("expand")}
	if q.Has("maxResults") {
		n := atoi(q.Get("maxResults"))
		if number(n) != q.Get("maxResults") {
			return s.noPath("/rest/api/" + api + "/" + path) // what a parameter of the wrong type gets
		}
		ask.MaxResults = &n
	}
	for id := range strings.SplitSeq(strings.Join(q["reconcileIssues"], ","), ",") {
		if id != "" {
			ask.Reconcile = append(ask.Reconcile, atoi(id))
		}
	}
	if s.isCloud() {
		return s.searchCloud(ask, api)
	}
	return s.searchDataCenter(ask)
}

func gone() response {
	return jiraError(http.StatusGone, "The requested API has been removed. Please migrate to the /rest/api/3/search/jql API. "+
		"A full migration guideline is available at https://developer.atlassian.com/changelog/#CHANGE-2046")
}

// post answers what is read by POST, as searches and the bulk endpoints are.
func (s *Jira) post(r *http.Request, path, api string, body []byte) response {
	if strings.Contains(r.UserAgent(), "Mozilla") {
		return forbidden("XSRF check failed")
	}
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		return response{status: http.StatusUnsupportedMediaType}
	}
	switch {
	case path == "search" && s.isCloud():
		return gone()
	case path == "search", path == "search/jql" && s.isCloud():
		return s.postSearch(api, body)
	case path == "changelog/bulkfetch" && s.isCloud():
		return s.bulkChangelogs(body, api)
	}
	return s.noPath(r.URL.Path)
}

func (s *Jira) postSearch(api string, body []byte) response {
	var in struct {
		JQL        string          `json:"jql"`
		Token      string          `json:"nextPageToken"`
		StartAt    int             `json:"startAt"`
		MaxResults *int            `json:"maxResults"`
		Fields     []string        `json:"fields"`
		Expand     json.RawMessage `json:"expand"` // a text on Cloud, a list on Data Center
		Reconcile  []int           `json:"reconcileIssues"`
	}
	if err := json.Unmarshal(body, &in); err != nil {
		return invalidPayload()
	}
	ask := jiraSearch{JQL: in.JQL, Token: in.Token, StartAt: in.StartAt, MaxResults: in.MaxResults, Fields: in.Fields, Reconcile: in.Reconcile}
	if len(in.Expand) > 0 {
		var list []string
		into := any(&ask.Expand)
		if !s.isCloud() {
			into = &list
		}
		if err := json.Unmarshal(in.Expand, into); err != nil {
			return invalidPayload()
		}
		ask.Expand += strings.Join(list, ",")
	}
	if s.isCloud() {
		return s.searchCloud(ask, api)
	}
	return s.searchDataCenter(ask)
}

// getIssue answers what is about one issue.
func (s *Jira) getIssue(idOrKey, of, api string, q url.Values, path string) response {
	i := s.find(idOrKey)
	if of == "changelog" && !s.isCloud() {
		return s.noPath(path)
	}
	if i == nil || s.expired {
		return s.noIssue()
	}
	v := jiraView{s: s, api: api, fields: selectFields(q["fields"], "*all"), changelog: expands(q.Get("expand"), "changelog"), most: 100}
	switch of {
	case "":
		return response{status: http.StatusOK, body: v.issue(i)}
	case "changelog":
		all := make([]json.RawMessage, len(i.Changelog))
		for n, h := range i.Changelog {
			all[n] = v.history(h)
		}
		return jiraPage(q, "values", all, 100, 100)
	case "comment":
		all := make([]json.RawMessage, len(i.Comments))
		for n, c := range i.Comments {
			all[n] = v.comment(i, c)
		}
		if q.Get("orderBy") == "-created" {
			slices.Reverse(all)
		}
		most := 100
		if !s.isCloud() {
			most = max(most, len(all)) // Data Center has no cap
		}
		return jiraPage(q, "comments", all, most, most)
	}
	return s.noPath(path)
}

// getList answers the small lists.
func (s *Jira) getList(path string, q url.Values) response {
	cloud := s.isCloud()
	switch {
	case path == "serverInfo":
		return s.serverInfo()
	case path == "mypermissions":
		return s.permissions(q)
	case path == "project" && !cloud, path == "project/search" && cloud:
		return s.listProjects(q)
	case path == "field":
		return jiraOK(s.fieldList())
	case path == "status":
		return s.listStatuses()
	case path == "priority":
		return s.listNames("priority", s.data.Priorities, func(i *JiraIssue) string { return i.Priority })
	case path == "issuetype":
		return s.listNames("issuetype", s.data.Types, func(i *JiraIssue) string { return i.Type })
	case path == "resolution":
		return s.listNames("resolution", nil, func(i *JiraIssue) string { return i.Resolution })
	case s.expired && slices.Contains(strings.Fields("myself user user/bulk user/search users/search users"), path):
		return s.unauthorised()
	case path == "myself":
		return s.myself()
	case path == "user":
		return s.getUser(q)
	case path == "user/bulk" && cloud:
		return s.bulkUsers(q)
	case path == "user/search":
		return s.searchUsers(q)
	case (path == "users/search" || path == "users") && cloud:
		return s.listUsers(q)
	}
	return response{}
}
