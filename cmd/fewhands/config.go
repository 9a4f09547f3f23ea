package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/fewhands/fewhands/ingest/git"
	"github.com/fewhands/fewhands/ingest/pagerduty"
	"github.com/fewhands/fewhands/ingest/strictyaml"
)

// config is fewhands.yaml. Relative paths in it are relative to the file's own folder.
type config struct {
	Warehouse string `yaml:"warehouse"` // the DuckDB file, default fewhands.duckdb
	// What is declared, beside what the sources say.
	Organisation string   `yaml:"organisation"` // org.yaml; "": there is none
	Backstage    []string `yaml:"backstage"`    // files of its catalogue, each catalog-info.yaml
	Codeowners   bool     `yaml:"codeowners"`   // read the CODEOWNERS of each repository
	Morale       string   `yaml:"morale"`       // the CSV file of a pulse; "": there is none

	PagerDuty *pagerDutyConfig `yaml:"pagerduty"` // nil: not configured
	Jira      *jiraConfig      `yaml:"jira"`      // nil: not configured
	Git       *gitConfig       `yaml:"git"`       // nil: not configured
	Reports   reportsConfig    `yaml:"reports"`
	Exports   []exportConfig   `yaml:"exports"`
	Schedule  *scheduleConfig  `yaml:"schedule"`   // nil: there is none
	KeepWeeks int              `yaml:"keep_weeks"` // weeks of every metric to keep, default 104
	DayParts  dayPartsConfig   `yaml:"day_parts"`
	Privacy   privacyConfig    `yaml:"privacy"`
	Sample    bool             `yaml:"sample"` // what is in the warehouse is made up, and comes from nowhere that is configured

	dir string // the folder of the file
}

type pagerDutyConfig struct {
	URL       string `yaml:"url"`        // default https://api.pagerduty.com
	Token     string `yaml:"token"`      // of a read-only API key, or
	TokenFile string `yaml:"token_file"` // the file that holds it
	OAuth     bool   `yaml:"oauth"`      // the token is an OAuth token
	Since     string `yaml:"since"`      // the first day to read
}

type gitConfig struct {
	Repositories []repositoryConfig `yaml:"repositories"`
	Files        string             `yaml:"files"`       // which files the truck factor counts: source (default) or all
	Operational  []string           `yaml:"operational"` // globs of paths whose changes are reliability work; default: those of package metrics
}

type repositoryConfig struct {
	Path string `yaml:"path"` // a bare or ordinary clone, or
	URL  string `yaml:"url"`  // mirrored beside the warehouse
	Name string `yaml:"name"` // default: the last part of path or url
}

type reportsConfig struct {
	Dir           string `yaml:"dir"` // default public
	SelfContained bool   `yaml:"self_contained"`
	Private       bool   `yaml:"private"`  // also a page for everybody, for their eyes only
	PDF           bool   `yaml:"pdf"`      // also print the edition for leaders
	Pictured      *int   `yaml:"pictured"` // pages of services, teams and repositories with still pictures; default 8
}

// loadConfig reads and checks a config file. Its error holds every fault found, each with file, line and key.
func loadConfig(path string) (*config, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, usageError{fmt.Errorf("config %s: no such file; --config names another, 'fewhands repo' needs none", path)}
	}
	if err != nil {
		return nil, usageError{fmt.Errorf("config: %w", err)}
	}
	c := &config{
		Warehouse: "fewhands.duckdb",
		Reports:   reportsConfig{Dir: "public"},
		KeepWeeks: 104,
		dir:       filepath.Dir(path),
	}
	doc, err := strictyaml.Decode(path, text, os.LookupEnv, c)
	if err != nil {
		return nil, usageError{err}
	}
	if err := c.check(doc); err != nil {
		return nil, usageError{err}
	}
	return c, nil
}

func (c *config) check(doc *strictyaml.Document) error {
	var faults []error
	fault := func(key, format string, args ...any) {
		faults = append(faults, doc.Fault(key, format, args...))
	}
	if c.KeepWeeks < 1 || c.KeepWeeks > 1040 {
		fault("keep_weeks", "want 1 to 1040 weeks, not %d", c.KeepWeeks)
	}
	if c.Warehouse == "" {
		fault("warehouse", "want the name of a file")
	}
	if c.Reports.Dir == "" {
		fault("reports.dir", "want the name of a folder")
	}
	c.DayParts.parse(fault)
	c.Privacy.check(fault)
	if p := c.PagerDuty; p != nil {
		if p.Since == "" {
			fault("pagerduty", "want the first day to read under since")
		} else if _, err := time.Parse(time.DateOnly, p.Since); err != nil {
			fault("pagerduty.since", "want a date such as 2025-01-01, not %q", p.Since)
		}
		if (p.Token == "") == (p.TokenFile == "") {
			fault("pagerduty", "want either a token or a token_file")
		}
	}
	if c.Jira != nil {
		c.Jira.check(fault)
	}
	if c.Git != nil {
		if c.Git.Files != "" && c.Git.Files != "source" && c.Git.Files != "all" {
			fault("git.files", "want source or all, not %q", c.Git.Files)
		}
		for i, glob := range c.Git.Operational {
			if glob == "" || strings.Contains(glob, "\n") || strings.HasPrefix(glob, "/") {
				fault(fmt.Sprintf("git.operational[%d]", i), "want a glob such as deploy/** from the top of the repository, not %q", glob)
			}
		}
		if len(c.Git.Repositories) == 0 {
			fault("git", "want at least one repository under repositories")
		}
		seen := map[string]int{}
		for i, r := range c.Git.Repositories {
			key := fmt.Sprintf("git.repositories[%d]", i)
			switch {
			case r.Path == "" && r.URL == "":
				fault(key, "want a path or a url")
			case r.Path != "" && r.URL != "":
				fault(key, "want either a path or a url, not both")
			}
			if strings.HasPrefix(r.Path, "-") || strings.HasPrefix(r.URL, "-") {
				fault(key, "a path or url must not begin with '-'")
			}
			name := r.repository(c).DisplayName()
			if first, twice := seen[name]; twice && name != "" {
				fault(key, "is named %q like git.repositories[%d]; give one of them another name", name, first)
			}
			seen[name] = i
		}
	}
	c.checkExports(fault)
	c.checkSchedule(fault)
	return errors.Join(faults...)
}

// source makes the account of the config one to read. Its errors name the file of the token, never the token. failures is how many
// failed attempts end a request, 0 as many as usual.
func (p *pagerDutyConfig) source(j *job, failures int) (*pagerduty.Source, error) {
	token := p.Token
	if p.TokenFile != "" {
		text, err := os.ReadFile(j.config.path(p.TokenFile))
		if err != nil {
			return nil, usageError{fmt.Errorf("pagerduty.token_file: %w", err)}
		}
		token = strings.TrimSpace(string(text))
	}
	since, err := time.Parse(time.DateOnly, p.Since)
	if err != nil {
		return nil, usageError{fmt.Errorf("pagerduty.since: %w", err)}
	}
	source, err := pagerduty.New(pagerduty.Config{
		URL: p.URL, Token: token, OAuth: p.OAuth, Since: since, UserAgent: "fewhands/" + versionText(), Clock: j.g.clock,
		Failures: failures, Trouble: func(text string) { j.log.Warn(text, "source", "pagerduty") },
	})
	if err != nil {
		return nil, usageError{err}
	}
	return source, nil
}

// path makes a path of the config one that holds from where the command runs.
func (c *config) path(p string) string {
	if p == "" || filepath.IsAbs(p) {
		return p
	}
	return filepath.Join(c.dir, p)
}

func (r repositoryConfig) repository(c *config) git.Repository {
	return git.Repository{Path: c.path(r.Path), URL: r.URL, Name: r.Name}
}

// sources are what is configured to be read, as sql.Settings has it.
func (c *config) sources() []string {
	if c.Sample {
		return nil
	}
	list := []string{}
	if c.PagerDuty != nil {
		list = append(list, "pagerduty")
	}
	if c.Jira != nil {
		list = append(list, "jira")
	}
	for _, name := range git.Names(c.repositories()) {
		list = append(list, "git "+name)
	}
	return list
}

// notes stand above every page.
func (c *config) notes() []string {
	if !c.Sample {
		return nil
	}
	return []string{"Sample data: this organisation and everybody in it are made up."}
}

// repositories are those of the config, in its order.
func (c *config) repositories() []git.Repository {
	var list []git.Repository
	if c.Git == nil {
		return nil
	}
	for _, r := range c.Git.Repositories {
		list = append(list, r.repository(c))
	}
	return list
}

// pictured is how many pages have still pictures, as reports.SiteOptions has it.
func (c reportsConfig) pictured() int {
	switch {
	case c.Pictured == nil:
		return 0
	case *c.Pictured <= 0:
		return -1
	}
	return *c.Pictured
}
