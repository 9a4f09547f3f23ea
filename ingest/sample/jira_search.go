package sample

import (
	"encoding/json"
	"net/http"
	"strings"
)

// jiraSearch is what a search asks for, by GET or POST.
type jiraSearch struct {
	JQL        string
	Token      string
	StartAt    int
	MaxResults *int
	Fields     []string
	Expand     string
	Reconcile  []int // ids of issues that are searched as they are, without lag
}

// searchCloud answers /search/jql: pages by token, ids alone unless fields are asked for, no total.
func (s *Jira) searchCloud(ask jiraSearch, api string) response {
	if s.expired {
		return jiraOK(map[string]any{"issues": []any{}, "isLast": true})
	}
	token, bad := s.readToken(ask)
	if bad != nil {
		return *bad
	}
	most := 50
	if ask.MaxResults != nil {
		if most = *ask.MaxResults; most < 1 || most > 5000 {
			return jiraError(http.StatusBadRequest, "The maxResults parameter must be between 1 and 5000.")
		}
	}
	if len(ask.Reconcile) > 50 {
		return jiraError(http.StatusBadRequest, "The reconcileIssues parameter accepts at most 50 ids.")
	}
	q, bad := s.read(ask.JQL)
	if bad != nil {
		return *bad
	}
	if q.where == nil {
		return jiraError(http.StatusBadRequest, "Unbounded JQL queries are not allowed here. Please add a search restriction to your query.")
	}
	v := jiraView{
		s: s, api: api, fields: selectFields(ask.Fields, "id"), changelog: expands(ask.Expand, "changelog"), most: s.opts.MostHistories,
		comments: s.opts.MostComments,
	}
	if v.fields.onlyIDs() && !v.changelog {
		most = min(most, s.opts.MaxIDs)
	} else {
		most = min(most, s.opts.MaxResults)
	}
	fresh := map[int]bool{}
	for _, id := range ask.Reconcile {
		fresh[id] = true
	}
	left := s.search(ask.JQL, q, fresh)
	if token != nil && token.Last {
		left = after(left, q.sorted(), token.last())
	}
	shown := left[:min(len(left), most)]
	isLast := len(shown) == len(left)
	if !isLast {
		shown = shown[:s.short(token, len(shown))]
	}
	answer := []jsonField{{"issues", jsonArray(v.hits(shown))}}
	if !isLast {
		answer = append(answer, jsonField{"nextPageToken", encode(s.writeToken(ask, token, shown), nil)})
	}
	return response{status: http.StatusOK, body: jsonObject(append(answer, jsonField{"isLast", encode(isLast, nil)}))}
}

// hits shows the issues that were found. One that was deleted since is not there any more: the page is shorter.
func (v jiraView) hits(all []jiraHit) []json.RawMessage {
	shown := make([]json.RawMessage, 0, len(all))
	for _, hit := range all {
		if !hit.is.isDeleted {
			shown = append(shown, v.issue(hit.shown))
		}
	}
	return shown
}

// searchDataCenter answers /search: pages by offset, which shift under changes.
func (s *Jira) searchDataCenter(ask jiraSearch) response {
	q, bad := s.read(ask.JQL)
	if bad != nil {
		return *bad
	}
	most := 50
	if ask.MaxResults != nil {
		if most = *ask.MaxResults; most < 0 {
			most = s.opts.MaxResults
		}
	}
	most, start := min(most, s.opts.MaxResults), max(0, ask.StartAt)
	if s.opts.MostStartAt > 0 && start+most > s.opts.MostStartAt {
		return jiraError(http.StatusBadRequest, "Result window is too large, from + size must be less than or equal to: ["+
			number(s.opts.MostStartAt)+"] but was ["+number(start+most)+"].")
	}
	hits := s.search(ask.JQL, q, nil)
	v := jiraView{s: s, api: "2", fields: selectFields(ask.Fields, "*navigable"), changelog: expands(ask.Expand, "changelog")}
	return response{status: http.StatusOK, body: jsonObject([]jsonField{
		{"expand", json.RawMessage(`"schema,names"`)}, {"startAt", jsonNumber(start)}, {"maxResults", jsonNumber(most)},
		{"total", jsonNumber(len(hits))}, {"issues", jsonArray(v.hits(part(hits, start, most)))},
	})}
}

// read reads a query, or returns the answer that it is none.
func (s *Jira) read(jql string) (jqlQuery, *response) {
	q, err := s.parseJQL(jql)
	if err != nil {
		bad := jiraError(http.StatusBadRequest, err.Error())
		return q, &bad
	}
	if len(q.faults) > 0 {
		bad := jiraError(http.StatusBadRequest, q.faults...)
		return q, &bad
	}
	return q, nil
}

// expands says whether a list of expansions holds one.
func expands(list, name string) bool {
	for one := range strings.SplitSeq(list, ",") {
		if strings.TrimSpace(one) == name {
			return true
		}
	}
	return false
}
