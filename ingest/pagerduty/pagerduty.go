// Package pagerduty copies a PagerDuty account into the raw tables: who was paged, who answered, who was on call. The
// rule that keeps it simple: go-pagerduty makes the requests, and what it is shown of the answers is an empty list; the
// answers themselves are kept as they came.
package pagerduty

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/PagerDuty/go-pagerduty"

	"github.com/fewhands/fewhands/ingest"
)

// Config says which account to read, and from when on.
type Config struct {
	URL   string    // "" is https://api.pagerduty.com; https://api.eu.pagerduty.com in the EU
	Token string    // of a read-only API key, or of OAuth
	OAuth bool      // Token is an OAuth token
	Since time.Time // incidents, log entries and on-calls from then on; an earlier one than before reads all again

	Clock     ingest.Clock // nil: the clock on the wall
	Trouble   func(string) // hears of requests that keep failing; may be nil
	UserAgent string       // "" is "fewhands"
	Parallel  int          // requests under way at once; 0 means 6, enough for the rate limit at usual answer times
	Seed      uint64       // of the jitter between attempts; 0: another one each time
	Failures  int          // how many failed attempts of one request end it; 0 means 8
}

// Source reads one account.
type Source struct {
	since    time.Time
	clock    ingest.Clock
	parallel int
	http     *http.Client
	api      *pagerduty.Client
	secrets  []string
}

// New returns a source for the account, or what is wrong with the config. It makes no request.
func New(c Config) (*Source, error) {
	if c.URL == "" {
		c.URL = "https://api.pagerduty.com"
	}
	base, err := url.Parse(c.URL)
	switch {
	case err != nil || (base.Scheme != "https" && base.Scheme != "http") || base.Host == "":
		return nil, errors.New("pagerduty: url: want one such as https://api.pagerduty.com")
	case base.User != nil || base.RawQuery != "" || base.Fragment != "":
		return nil, errors.New("pagerduty: url: want only a scheme, a host and perhaps a path; the token has a place of its own")
	case c.Token == "" || strings.ContainsFunc(c.Token, func(r rune) bool { return r <= ' ' || r > '~' }):
		return nil, errors.New("pagerduty: token: want one, without spaces or line ends")
	case c.Since.IsZero():
		return nil, errors.New("pagerduty: since: want a date")
	}
	if c.Clock == nil {
		c.Clock = ingest.SystemClock{}
	}
	if c.Parallel == 0 {
		c.Parallel = 6
	}
	if c.UserAgent == "" {
		c.UserAgent = "fewhands"
	}
	s := &Source{since: c.Since.UTC().Truncate(time.Second), clock: c.Clock, parallel: c.Parallel, secrets: []string{c.Token}}
	s.http = ingest.NewHTTPClient(ingest.HTTPOptions{
		Clock:     c.Clock,
		UserAgent: fmt.Sprintf("%s go-pagerduty/%s", c.UserAgent, pagerduty.Version),
		Secrets:   s.secrets,
		Bucket:    rateLimit,
		JSON:      true,
		Trouble:   c.Trouble,
		Seed:      c.Seed,
		Failures:  c.Failures,
	})
	// NewOAuthClient would drop the options it is given.
	options := []pagerduty.ClientOptions{pagerduty.WithAPIEndpoint(strings.TrimSuffix(base.String(), "/"))}
	if c.OAuth {
		options = append(options, pagerduty.WithOAuth())
	}
	s.api = pagerduty.NewClient(c.Token, options...)
	s.api.HTTPClient = &recorder{http: s.http}
	return s, nil
}

// rateLimit says which limit a request counts against: on-calls have their own.
func rateLimit(req *http.Request) string {
	if strings.HasSuffix(req.URL.Path, "/oncalls") {
		return "oncalls"
	}
	return ""
}

// Name is "pagerduty".
func (s *Source) Name() string { return "pagerduty" }

// Close ends idle connections.
func (s *Source) Close() { s.http.CloseIdleConnections() }

// Streams lists the kinds of objects. Users come first so that a reference is stored only for those who are in no list;
// log entries before incidents, because an incident is read again after anything happened to it.
func (s *Source) Streams() []ingest.Stream {
	return []ingest.Stream{
		s.users(),
		s.teams(),
		s.teamMembers(),
		s.services(),
		s.escalationPolicies(),
		s.schedules(),
		s.priorities(),
		s.logEntries(),
		s.incidents(),
		s.onCalls(),
	}
}
