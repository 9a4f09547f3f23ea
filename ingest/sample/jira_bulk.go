package sample

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
)

// jiraBulk is the body of a request to /changelog/bulkfetch.
type jiraBulk struct {
	Issues     []string `json:"issueIdsOrKeys"`
	Fields     []string `json:"fieldIds"`
	MaxResults *int     `json:"maxResults"` // of histories
	Token      string   `json:"nextPageToken"`
}

// jiraBulkToken continues after a history.
type jiraBulkToken struct {
	Created        int64
	Issue, History int
}

type jiraIssueHistory struct {
	issue *JiraIssue
	h     *JiraHistory
}

func (a jiraIssueHistory) compare(created int64, issue, history int) int {
	return cmp.Or(cmp.Compare(a.h.Created.UnixMilli(), created), cmp.Compare(a.issue.ID, issue), cmp.Compare(a.h.ID, history))
}

// bulkChangelogs answers with the histories of many issues, the oldest first: an issue may come on several pages. Issues
// that are not there are left out. Times are milliseconds.
func (s *Jira) bulkChangelogs(body []byte, api string) response {
	var ask jiraBulk
	most := 1000
	if err := json.Unmarshal(body, &ask); err != nil {
		return invalidPayload()
	}
	if ask.MaxResults != nil {
		most = *ask.MaxResults
	}
	switch {
	case len(ask.Issues) == 0 || len(ask.Issues) > 1000:
		return jiraError(http.StatusBadRequest, "The number of issue ids or keys must be between 1 and 1000.")
	case len(ask.Fields) > 10:
		return jiraError(http.StatusBadRequest, "The number of field ids must be at most 10.")
	case most < 1 || most > 10_000:
		return jiraError(http.StatusBadRequest, "The maxResults parameter must be between 1 and 10000.")
	}
	fields := words("")
	for _, id := range ask.Fields {
		fields[id] = true
	}
	if len(fields) == 0 {
		fields = nil
	}
	all := s.historiesOf(ask.Issues, fields)
	if ask.Token != "" {
		var t jiraBulkToken
		data, err := base64.RawURLEncoding.DecodeString(ask.Token)
		if err != nil || json.Unmarshal(data, &t) != nil {
			return jiraError(http.StatusBadRequest, "The provided nextPageToken is invalid or has expired.")
		}
		all = slices.DeleteFunc(all, func(h jiraIssueHistory) bool { return h.compare(t.Created, t.Issue, t.History) <= 0 })
	}
	shown := all[:min(most, len(all))]
	token := ""
	if len(shown) < len(all) {
		last := shown[len(shown)-1]
		token = base64.RawURLEncoding.EncodeToString(encode(jiraBulkToken{last.h.Created.UnixMilli(), last.issue.ID, last.h.ID}, nil))
	}
	return s.bulkAnswer(shown, fields, token, api)
}

func (s *Jira) historiesOf(ids []string, fields map[string]bool) []jiraIssueHistory {
	var all []jiraIssueHistory
	seen := map[*JiraIssue]bool{}
	for _, id := range ids {
		i := s.find(id)
		if i == nil || seen[i] || s.expired {
			continue
		}
		seen[i] = true
		for _, h := range i.Changelog {
			if fields == nil || slices.ContainsFunc(h.Items, func(item JiraItem) bool { return fields[item.fieldID()] }) {
				all = append(all, jiraIssueHistory{i, h})
			}
		}
	}
	slices.SortFunc(all, func(a, b jiraIssueHistory) int { return a.compare(b.h.Created.UnixMilli(), b.issue.ID, b.h.ID) })
	return all
}

func (s *Jira) bulkAnswer(shown []jiraIssueHistory, fields map[string]bool, token, api string) response {
	type issueLog struct {
		Issue     string            `json:"issueId"`
		Histories []json.RawMessage `json:"changeHistories"`
	}
	v := jiraView{s: s, api: api, epochs: true}
	logs := map[int]*issueLog{}
	for _, h := range shown {
		log := logs[h.issue.ID]
		if log == nil {
			log = &issueLog{Issue: number(h.issue.ID)}
			logs[h.issue.ID] = log
		}
		log.Histories = append(log.Histories, v.historyOf(h.h, fields))
	}
	list := make([]*issueLog, 0, len(logs))
	for _, log := range logs {
		list = append(list, log)
	}
	slices.SortFunc(list, func(a, b *issueLog) int { return atoi(a.Issue) - atoi(b.Issue) })
	return jiraOK(struct {
		Logs  []*issueLog `json:"issueChangeLogs"`
		Token string      `json:"nextPageToken,omitempty"`
	}{list, token})
}

func invalidPayload() response {
	return jiraError(http.StatusBadRequest, "Invalid request payload. Refer to the REST API documentation and try again.")
}
