// Package jira copies the issues of a Jira site into the raw tables, with all that ever happened to them. The rule that
// keeps it simple: go-jira makes the requests, and what it is shown of the answers is nothing; the answers themselves are
// taken apart here, into rows that keep their bytes.
package jira

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/andygrunwald/go-jira"

	"github.com/fewhands/fewhands/ingest"
)

// The deployments of Jira, as the config names them.
const (
	Cloud      = "cloud"
	DataCenter = "datacenter"
)

// version of go-jira, which does not say itself.
const version = "1.17.0"

// Config says which site to read, and from when on.
type Config struct {
	URL         string    // such as https://example.atlassian.net; of a Data Center perhaps with a path
	Deployment  string    // Cloud or DataCenter
	User        string    // Cloud: the e-mail of the token's account; Data Center: none
	Token       string    // Cloud: an API token; Data Center: a personal access token
	Projects    []string  // keys, or ids
	Since       time.Time // issues that were updated since; an earlier one than before reads all again
	Comments    bool      // keep what comments say, not only who wrote one when
	Reliability Kinds     // which tickets are reliability work; kept beside the issues for the layers above
	Customer    Kinds     // which come from customers

	Clock     ingest.Clock // nil: the clock on the wall
	UserAgent string       // "" is "fewhands"
	Trouble   func(string) // hears of requests that keep failing; may be nil
	Parallel  int          // requests under way at once; 0 means 4: Cloud turns away what comes in bursts
	Seed      uint64       // of the jitter between attempts; 0: another one each time
	Failures  int          // how many failed attempts of one request end it; 0 means 8
}

// Kinds are tickets that have one of the labels or are of one of the types.
type Kinds struct{ Labels, Types []string }

// Source reads one site.
type Source struct {
	Config
	cloud   bool
	http    *http.Client
	api     *jira.Client
	secrets []string

	site     *site     // what the first stream learned; nil: nothing
	projects []project // those of the config that exist
	whole    []project // those of them whose first reading is done
}

// New returns a source for the site, or what is wrong with the config. It makes no request.
func New(c Config) (*Source, error) {
	base, err := url.Parse(c.URL)
	switch {
	case err != nil || (base.Scheme != "https" && base.Scheme != "http") || base.Host == "":
		return nil, errors.New("jira: url: want one such as https://example.atlassian.net")
	case base.User != nil || base.RawQuery != "" || base.Fragment != "":
		return nil, errors.New("jira: url: want only a scheme, a host and perhaps a path; the token has a place of its own")
	case c.Deployment != Cloud && c.Deployment != DataCenter:
		return nil, fmt.Errorf("jira: deployment: want cloud or datacenter, not %q", c.Deployment)
	case c.Token == "" || strings.ContainsFunc(c.Token, func(r rune) bool { return r <= ' ' || r > '~' }):
		return nil, errors.New("jira: token: want one, without spaces or line ends")
	case c.Deployment == Cloud && c.User == "":
		return nil, errors.New("jira: user: want the e-mail address of the token's account")
	case c.Deployment == DataCenter && c.User != "":
		return nil, errors.New("jira: user: a personal access token of Data Center goes without")
	case len(c.Projects) == 0:
		return nil, errors.New("jira: projects: want at least one key")
	case c.Since.IsZero():
		return nil, errors.New("jira: since: want a date")
	}
	if c.Clock == nil {
		c.Clock = ingest.SystemClock{}
	}
	if c.Parallel == 0 {
		c.Parallel = 4
	}
	if c.UserAgent == "" {
		c.UserAgent = "fewhands"
	}
	c.Since = c.Since.UTC().Truncate(time.Minute)
	s := &Source{Config: c, cloud: c.Deployment == Cloud, secrets: []string{c.Token}}
	if s.cloud {
		s.secrets = append(s.secrets, base64.StdEncoding.EncodeToString([]byte(c.User+":"+c.Token)))
	}
	s.http = ingest.NewHTTPClient(ingest.HTTPOptions{
		Clock:     c.Clock,
		UserAgent: fmt.Sprintf("%s go-jira/%s", c.UserAgent, version),
		Secrets:   s.secrets,
		Trouble:   c.Trouble,
		JSON:      true,
		MaxBytes:  256 << 20, // a hundred issues with all that happened to them
		Timeout:   3 * time.Minute,
		Seed:      c.Seed,
		Failures:  c.Failures,
	})
	recorder := &recorder{next: s.http.Transport}
	client := (&jira.PATAuthTransport{Token: c.Token, Transport: recorder}).Client()
	if s.cloud {
		client = (&jira.BasicAuthTransport{Username: c.User, Password: c.Token, Transport: recorder}).Client()
	}
	s.api, err = jira.NewClient(client, strings.TrimSuffix(base.String(), "/")+"/")
	if err != nil {
		return nil, fmt.Errorf("jira: url: %w", err)
	}
	return s, nil
}

// Name is "jira".
func (s *Source) Name() string { return "jira" }

// Close ends idle connections.
func (s *Source) Close() { s.http.CloseIdleConnections() }

// Streams lists the kinds of objects. What the site and its projects are is asked first, because every search depends
// on it; what is gone is looked for when all that is there has been read.
func (s *Source) Streams() []ingest.Stream {
	return []ingest.Stream{
		s.siteStream(),
		s.projectStream(),
		s.statusStream(),
		s.issueStream(),
		s.deletionStream(),
	}
}
