package main

import (
	"fmt"
	"net/url"
	"os"
	"regexp"
	"strings"
	"time"

	"github.com/fewhands/fewhands/ingest/jira"
)

type jiraConfig struct {
	URL         string          `yaml:"url"`        // of the site
	Deployment  string          `yaml:"deployment"` // cloud (default) or datacenter
	User        string          `yaml:"user"`       // cloud: the e-mail of the token's account
	Token       string          `yaml:"token"`      // cloud: an API token; datacenter: a personal access token; or
	TokenFile   string          `yaml:"token_file"` // the file that holds it
	Projects    []string        `yaml:"projects"`   // keys
	Since       string          `yaml:"since"`      // the first day of which changes count
	Reliability jiraKindsConfig `yaml:"reliability"`
	Customer    jiraKindsConfig `yaml:"customer"`
	Comments    bool            `yaml:"comments"` // keep what comments say
}

// jiraKindsConfig are tickets with one of the labels or of one of the types.
type jiraKindsConfig struct {
	Labels []string `yaml:"labels"`
	Types  []string `yaml:"types"`
}

var projectKey = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]*$|^[0-9]+$`)

func (c *jiraConfig) check(fault func(key, format string, args ...any)) {
	if base, err := url.Parse(c.URL); c.URL == "" {
		fault("jira", "want the site under url, such as https://example.atlassian.net")
	} else if err != nil || (base.Scheme != "https" && base.Scheme != "http") || base.Host == "" || base.User != nil {
		fault("jira.url", "want one such as https://example.atlassian.net, without a user or password")
	}
	switch c.Deployment {
	case "", jira.Cloud:
		if c.User == "" {
			fault("jira", "want the e-mail address of the token's account under user")
		}
	case jira.DataCenter:
		if c.User != "" {
			fault("jira.user", "datacenter takes a personal access token, which goes without a user")
		}
	default:
		fault("jira.deployment", "want cloud or datacenter, not %q", c.Deployment)
	}
	if (c.Token == "") == (c.TokenFile == "") {
		fault("jira", "want either a token or a token_file")
	}
	if c.Since == "" {
		fault("jira", "want the first day to read under since")
	} else if _, err := time.Parse(time.DateOnly, c.Since); err != nil {
		fault("jira.since", "want a date such as 2025-01-01, not %q", c.Since)
	}
	if len(c.Projects) == 0 {
		fault("jira", "want at least one key under projects")
	}
	first := map[string]int{}
	for i, key := range c.Projects {
		at := fmt.Sprintf("jira.projects[%d]", i)
		if !projectKey.MatchString(key) {
			fault(at, "want the key of a project such as OPS, not %q", key)
		}
		if other, twice := first[strings.ToUpper(key)]; twice {
			fault(at, "%s is there already, as jira.projects[%d]", key, other)
		} else {
			first[strings.ToUpper(key)] = i
		}
	}
	for _, list := range []struct {
		key    string
		values []string
	}{
		{"jira.reliability.labels", c.Reliability.Labels}, {"jira.reliability.types", c.Reliability.Types},
		{"jira.customer.labels", c.Customer.Labels}, {"jira.customer.types", c.Customer.Types},
	} {
		for i, value := range list.values {
			if strings.TrimSpace(value) == "" {
				fault(fmt.Sprintf("%s[%d]", list.key, i), "want a name")
			}
		}
	}
}

// source makes the site of the config one to read. Its errors name the file of the token, never the token. failures is how many
// failed attempts end a request, 0 as many as usual.
func (c *jiraConfig) source(j *job, failures int) (*jira.Source, error) {
	token := c.Token
	if c.TokenFile != "" {
		text, err := os.ReadFile(j.config.path(c.TokenFile))
		if err != nil {
			return nil, usageError{fmt.Errorf("jira.token_file: %w", err)}
		}
		token = strings.TrimSpace(string(text))
	}
	since, err := time.Parse(time.DateOnly, c.Since)
	if err != nil {
		return nil, usageError{fmt.Errorf("jira.since: %w", err)}
	}
	deployment := c.Deployment
	if deployment == "" {
		deployment = jira.Cloud
	}
	source, err := jira.New(jira.Config{
		URL: c.URL, Deployment: deployment, User: c.User, Token: token, Projects: c.Projects, Since: since, Comments: c.Comments,
		Reliability: jira.Kinds(c.Reliability), Customer: jira.Kinds(c.Customer), UserAgent: "fewhands/" + versionText(), Clock: j.g.clock,
		Failures: failures, Trouble: func(text string) { j.log.Warn(text, "source", "jira") },
	})
	if err != nil {
		return nil, usageError{err}
	}
	return source, nil
}
