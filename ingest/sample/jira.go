package sample

import (
	"encoding/json"
	"io"
	"net/http"
	"time"
)

// Jira is a strict stand-in for the REST API of Jira, Cloud or Data Center: an http.Handler that enforces what the real
// one does, down to its clipped lists, minute dates, index that lags, page tokens, rate limits and bad days. Safe for
// concurrent use.
type Jira struct {
	*traffic
	opts    JiraOptions
	data    *JiraData
	expired bool

	byID     map[int]*JiraIssue
	byKey    map[string]*JiraIssue // upper case; also by the keys they had before
	children map[*JiraIssue][]*JiraIssue
	index    jiraIndex
	shown    map[any]json.RawMessage // what many issues show: users, statuses, projects, names
	zone     *time.Location          // where the API user is
}

// The deployments of Jira.
const (
	JiraCloud      = "cloud"
	JiraDataCenter = "datacenter"
)

// JiraOptions is how a stand-in behaves. The zero value is a Cloud site without limits or faults, whose index does not
// lag and whose clock stands at the end of the site's history.
type JiraOptions struct {
	Deployment string        // JiraCloud or JiraDataCenter; empty: JiraCloud
	User       string        // Cloud: the e-mail of basic auth; empty: any
	Token      string        // Cloud: the password of basic auth; Data Center: the bearer token; empty: every one is good, but there must be one
	Clock      *Clock        // shared with the client
	RateLimit  int           // requests per window; 0: no limit
	RateWindow time.Duration // 0: a minute
	Faults     Faults        // Between may call Jira.Do
	Lag        time.Duration // for so long after a change by Do, search shows issues as they were before; direct reads do not lag

	MaxResults     int           // most issues on a page of search; 0: 100 on Cloud, 1000 on Data Center
	MaxIDs         int           // Cloud: the same where only ids and keys are asked for; 0: 5000
	MostStartAt    int           // Data Center: a search fails whose startAt and maxResults are together more; 0: 10,000; -1: never
	MostHistories  int           // Cloud: histories that search and issue embed, the newest; 0: 40
	MostComments   int           // Cloud: comments that search embeds, the oldest; 0: 20
	TokenLife      time.Duration // Cloud: how long a nextPageToken is good; 0: an hour
	ShortPageShare float64       // Cloud: of the pages before the last, how many hold fewer issues than they could, every third of them none
	MayNotBrowse   bool          // the API user may not list users: 403
}

// NewJira returns a server of the data, which is its own from now on.
func NewJira(data *JiraData, opts JiraOptions) *Jira {
	orInt := func(n *int, value int) {
		if *n == 0 {
			*n = value
		}
	}
	if opts.Clock == nil {
		opts.Clock = NewClock(data.To)
	}
	if opts.Deployment == "" {
		opts.Deployment = JiraCloud
	}
	if opts.Deployment == JiraDataCenter {
		orInt(&opts.MaxResults, 1000)
	}
	orInt(&opts.MaxResults, 100)
	orInt(&opts.MaxIDs, 5000)
	orInt(&opts.MostStartAt, 10_000)
	orInt(&opts.MostHistories, 40)
	orInt(&opts.MostComments, 20)
	if opts.TokenLife == 0 {
		opts.TokenLife = time.Hour
	}
	s := &Jira{traffic: newTraffic(opts.Clock, opts.Faults, opts.RateWindow), opts: opts, data: data}
	s.learn()
	return s
}

// Do changes the data while the server runs; no request is answered meanwhile. Search notices after the lag.
func (s *Jira) Do(change func(data *JiraData)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.data.before = map[*JiraIssue]*JiraIssue{}
	change(s.data)
	s.changed(s.data.before)
	s.data.before = nil
}

// Expire makes the token one that has expired: Cloud answers as if nobody had signed in, Data Center with 401.
func (s *Jira) Expire() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.expired = true
}

func (s *Jira) isCloud() bool { return s.opts.Deployment == JiraCloud }

// ServeHTTP answers one request.
func (s *Jira) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	if err != nil {
		return // nobody is there to answer
	}
	s.serve(w, r, body, func(n int, seen *Request) (response, Fault) { return s.answer(n, seen, r) })
}

// answer decides what a request gets: the order of the checks is the order in which the real service fails.
func (s *Jira) answer(n int, seen *Request, r *http.Request) (response, Fault) {
	if odd, ok := s.refused(r, seen); ok {
		return odd, ""
	}
	limits, limited := s.limit(seen)
	if limited {
		return limits, ""
	}
	fault := s.fault(n)
	answer := s.faulty(fault, seen)
	if answer.status == 0 {
		answer = s.route(r, seen)
	}
	if s.expired {
		answer.set("X-Seraph-LoginReason", "AUTHENTICATED_FAILED")
	}
	for name, value := range limits.header {
		if _, ok := answer.header[name]; !ok && fault != BareRateLimit {
			answer.set(name, value)
		}
	}
	return answer, fault
}

// Objects returns what a perfect copy holds now, by id, as the API sends it:
//
//	issues          by id: as search sends them with the fields given (none: *all), without changelog
//	histories       by "issue id/history id": as /issue/{key}/changelog and expand=changelog send them
//	bulk_histories  the same, as /changelog/bulkfetch sends them
//	comments        by "issue id/comment id": as /issue/{key}/comment sends them
//	users           by accountId or key: those of the lists; referred_users: those that only issues name
//	projects, statuses, fields   by id: as their lists send them
func (s *Jira) Objects(kind string, fields ...string) map[string]json.RawMessage {
	s.mu.Lock()
	defer s.mu.Unlock()
	objects := map[string]json.RawMessage{}
	v := jiraView{s: s, api: "2", fields: selectFields(fields, "*all")}
	switch kind {
	case "issues":
		for _, i := range s.data.Issues {
			objects[number(i.ID)] = v.issue(i)
		}
	case "histories", "bulk_histories":
		v.epochs = kind == "bulk_histories"
		for _, i := range s.data.Issues {
			for _, h := range i.Changelog {
				objects[number(i.ID)+"/"+number(h.ID)] = v.history(h)
			}
		}
	case "comments":
		for _, i := range s.data.Issues {
			for _, c := range i.Comments {
				objects[number(i.ID)+"/"+number(c.ID)] = v.comment(i, c)
			}
		}
	case "users":
		for _, u := range s.listed() {
			objects[s.userID(u)] = s.user(u, false)
		}
	case "referred_users":
		for _, u := range s.data.Users {
			if u.IsDeleted {
				objects[s.userID(u)] = s.reference(u)
			}
		}
	case "projects":
		for _, p := range s.data.Projects {
			objects[number(p.ID)] = s.project(p, false)
		}
	case "statuses":
		for _, status := range s.data.Statuses {
			objects[number(status.ID)] = s.status(status)
		}
	case "fields":
		for _, f := range s.fieldList() {
			objects[f["id"].(string)] = encode(f, nil)
		}
	default:
		panic("sample: Jira has no " + kind)
	}
	return objects
}
