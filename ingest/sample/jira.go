package sample

import (
	"encoding/json"
	"net/http"
	"slices"
	"sync"
	"time"
)

// Jira is a strict stand-in for the REST API of Jira, Cloud or Data Center: an http.Handler that enforces what the real
// one does, down to its clipped lists, minute dates, index that lags, page tokens, rate limits and bad days. Safe for
// concurrent use.
type Jira struct {
	opts    JiraOptions
	between sync.Mutex // one change at a time

	mu       sync.Mutex
	data     *JiraData
	requests []Request
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
	MostStartAt    int           // Data Center: a search with a later startAt fails; 0: 10,000; -1: never
	MostHistories  int           // Cloud: histories that search and issue embed, the newest; 0: 40
	MostComments   int           // Cloud: comments that search embeds, the oldest; 0: 20
	TokenLife      time.Duration // Cloud: how long a nextPageToken is good; 0: an hour
	ShortPageShare float64       // Cloud: of the pages before the last, how many hold fewer issues than asked for, every third of them none
}

// NewJira returns a server of the data, which is its own from now on.
func NewJira(data *JiraData, opts JiraOptions) *Jira {
	if opts.Clock == nil {
		opts.Clock = NewClock(data.To)
	}
	return &Jira{opts: opts, data: data}
}

// Do changes the data while the server runs; no request is answered meanwhile. Search notices after the lag.
func (s *Jira) Do(change func(data *JiraData)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(s.data)
}

// Expire makes the token one that has expired: Cloud answers as if nobody had signed in, Data Center with 401.
func (s *Jira) Expire() {}

// Requests returns all requests so far, in the order they came.
func (s *Jira) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

// Objects returns what a perfect copy holds now, by id, as the API sends it:
//
//	issues          by id: an issue of search with the fields given (none: *all), without changelog; key and fields as now
//	histories       by "issue id/history id": as /issue/{key}/changelog and expand=changelog send them
//	bulk_histories  the same, as /changelog/bulkfetch sends them
//	comments        by "issue id/comment id", as /issue/{key}/comment sends them
//	users, projects, statuses, fields   by id (users: accountId or key), as their lists send them
func (s *Jira) Objects(kind string, fields ...string) map[string]json.RawMessage { return nil }

// ServeHTTP answers one request.
func (s *Jira) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	write(w, response{status: http.StatusServiceUnavailable}, "")
}
