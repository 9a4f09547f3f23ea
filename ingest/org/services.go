package org

import (
	"fmt"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

func (c *checker) declareServices(list []fileService) []Service {
	pagerduty, jira, paths := c.claims("PagerDuty service"), c.claims("Jira"), c.claims("repository")
	var declared []Service
	for i, s := range list {
		key := fmt.Sprintf("services[%d]", i)
		c.text(key+".name", s.Name)
		c.refer(key+".team", s.Team, "team", c.teams)
		c.link(key+".runbook", s.Runbook)
		service := Service{From: c.from(key), ID: s.ID, Name: or(s.Name, s.ID), Team: s.Team, Runbook: s.Runbook}
		for _, owner := range []Owner{{Duty: "technical", Person: s.Owners.Technical}, {Duty: "product", Person: s.Owners.Product}} {
			if owner.Person == "" {
				continue
			}
			at := key + ".owners." + owner.Duty
			c.refer(at, owner.Person, "person", c.people)
			owner.Place = c.place(at)
			service.Owners = append(service.Owners, owner)
		}
		for n, id := range s.PagerDuty {
			at := item(key+".pagerduty", n, len(s.PagerDuty))
			if c.text(at, id); id == "" {
				c.fault(at, "want the id of a service of PagerDuty, such as PABC123")
				continue
			}
			pagerduty.add(at, id, fmt.Sprintf("%q", id))
			service.PagerDuty = append(service.PagerDuty, Claim{id, c.place(at)})
		}
		for n, claim := range s.Jira {
			at := fmt.Sprintf("%s.jira[%d]", key, n)
			if claim.Project == "" {
				c.fault(at, "want the key of a project, such as PAY")
				continue
			}
			c.text(at+".project", claim.Project)
			c.text(at+".component", claim.Component)
			shown := fmt.Sprintf("project %q", claim.Project)
			if claim.Component != "" {
				shown += fmt.Sprintf(", component %q", claim.Component)
			}
			jira.add(at, claim.Project+"\x00"+claim.Component, shown)
			service.Jira = append(service.Jira, JiraClaim{claim.Project, claim.Component, c.place(at)})
		}
		for n, claim := range s.Repositories {
			service.Repositories = append(service.Repositories, c.repository(fmt.Sprintf("%s.repositories[%d]", key, n), claim, paths)...)
		}
		declared = append(declared, service)
	}
	return declared
}

// repository gives one claim per glob, or one of the whole repository where there is none.
func (c *checker) repository(key string, r fileRepository, paths *claims) []RepositoryClaim {
	if r.Name == "" {
		c.fault(key, "want the name of a repository, as in fewhands.yaml")
		return nil
	}
	c.text(key+".name", r.Name)
	if len(r.Paths) == 0 {
		paths.add(key, r.Name+"\x00", fmt.Sprintf("%q, as a whole,", r.Name))
		return []RepositoryClaim{{r.Name, "", c.place(key)}}
	}
	var declared []RepositoryClaim
	for i, pattern := range r.Paths {
		at := item(key+".paths", i, len(r.Paths))
		if !c.glob(at, pattern) {
			continue
		}
		paths.add(at, r.Name+"\x00"+pattern, fmt.Sprintf("%q, paths %q,", r.Name, pattern))
		declared = append(declared, RepositoryClaim{r.Name, pattern, c.place(at)})
	}
	return declared
}

func (c *checker) glob(key, pattern string) bool {
	c.text(key, pattern)
	switch {
	case pattern == "":
		c.fault(key, "want a glob of paths such as checkout/**")
	case strings.HasPrefix(pattern, "/"):
		c.fault(key, "want a glob from the top of the repository, without the / before it, not %q", pattern)
	case strings.HasSuffix(pattern, "/"):
		c.fault(key, "%q matches no file; for all that is below it write %q", pattern, pattern+"**")
	case !doublestar.ValidatePattern(pattern):
		c.fault(key, "want a glob such as checkout/**, not %q", pattern)
	default:
		return true
	}
	return false
}

// item is the key of the nth item of a list; one that is written without brackets has the key of the list.
func item(key string, n, of int) string {
	if of == 1 {
		return key
	}
	return fmt.Sprintf("%s[%d]", key, n)
}
