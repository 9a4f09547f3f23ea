package sample

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// compile makes a clause something that issues can be held against. What is wrong with it goes to the faults.
func (p *jqlParser) compile(c jqlClause) func(*JiraIssue) bool {
	switch jqlField(c.field.text) {
	case "project":
		return p.projects(c)
	case "created":
		return p.times(c, func(i *JiraIssue) time.Time { return i.Created })
	case "updated":
		return p.times(c, func(i *JiraIssue) time.Time { return i.Updated })
	case "key":
		return p.keys(c)
	case "resolved", "resolutiondate", "status", "statuscategory", "labels", "type", "issuetype", "assignee", "reporter", "component", "text":
		p.refuse("This stand-in for Jira does not search by the field '%s'.", c.field.text)
	default:
		p.refuse("Field '%s' does not exist or you do not have permission to view it.", c.field.text)
	}
	return func(*JiraIssue) bool { return false }
}

func (p *jqlParser) refuse(format string, args ...any) {
	if message := fmt.Sprintf(format, args...); !slices.Contains(p.faults, message) {
		p.faults = append(p.faults, message)
	}
}

func (p *jqlParser) supports(c jqlClause, operators ...string) bool {
	if slices.Contains(operators, c.operator) {
		return true
	}
	p.refuse("The operator '%s' is not supported by the '%s' field.", strings.ToUpper(c.operator), c.field.text)
	return false
}

func (p *jqlParser) projects(c jqlClause) func(*JiraIssue) bool {
	wanted := map[*JiraProject]bool{}
	if p.supports(c, "=", "!=", "in", "not in") {
		for _, v := range c.values {
			project := p.s.data.project(v.text)
			switch _, err := strconv.Atoi(v.text); {
			case project != nil:
				wanted[project] = true
			case err == nil && v.kind == jqlWord:
				p.refuse("A value with ID '%s' does not exist for the field 'project'.", v.text)
			default:
				p.refuse("The value '%s' does not exist for the field 'project'.", v.text)
			}
		}
	}
	not := strings.HasPrefix(c.operator, "n") || c.operator == "!="
	return func(i *JiraIssue) bool { return wanted[i.Project] != not }
}

// times compares to a minute: a date without seconds is the minute's beginning, whatever the operator.
func (p *jqlParser) times(c jqlClause, of func(*JiraIssue) time.Time) func(*JiraIssue) bool {
	if !p.supports(c, "<", "<=", ">", ">=") {
		return func(*JiraIssue) bool { return false }
	}
	limit, ok := p.s.jqlTime(c.values[0])
	if !ok {
		p.refuse("Date value '%s' for field '%s' is invalid. Valid formats include: 'yyyy/MM/dd HH:mm', 'yyyy-MM-dd HH:mm', "+
			"'yyyy/MM/dd', 'yyyy-MM-dd', or a period format e.g. '-5d', '4w 2d'.", c.values[0].text, c.field.text)
	}
	return func(i *JiraIssue) bool { return holds(c.operator, of(i).Compare(limit)) }
}

func holds(operator string, by int) bool {
	switch operator {
	case "<":
		return by < 0
	case "<=":
		return by <= 0
	case ">":
		return by > 0
	case ">=":
		return by >= 0
	}
	return by == 0
}

var jqlPeriod = regexp.MustCompile(`^-(\d+)([wdhm])$`)

// jqlTime reads a time of a query: minutes, or days, in the API user's zone, a period before now, or, without quotes, the
// milliseconds since 1970.
func (s *Jira) jqlTime(v jqlToken) (time.Time, bool) {
	for _, layout := range []string{"2006-01-02 15:04", "2006/01/02 15:04", time.DateOnly, "2006/01/02"} {
		if t, err := time.ParseInLocation(layout, v.text, s.zone); err == nil {
			return t, true
		}
	}
	if ms, err := strconv.ParseInt(v.text, 10, 64); err == nil && v.kind == jqlWord {
		return time.UnixMilli(ms), true
	}
	if m := jqlPeriod.FindStringSubmatch(v.text); m != nil {
		n, _ := strconv.Atoi(m[1])
		unit := map[string]time.Duration{"w": 7 * 24 * time.Hour, "d": 24 * time.Hour, "h": time.Hour, "m": time.Minute}[m[2]]
		return s.clock.Now().Add(-time.Duration(n) * unit), true
	}
	return time.Time{}, false
}

// keys compares by key or id. Greater and less are what Jira makes of them: issues of the same project with a higher or
// lower number in the key, and the issue named must exist, so that id > N is no way to walk a site.
func (p *jqlParser) keys(c jqlClause) func(*JiraIssue) bool {
	wanted := map[int]bool{}
	var limit *JiraIssue
	for _, v := range c.values {
		i := p.s.find(v.text)
		if _, err := strconv.Atoi(v.text); i == nil && err == nil {
			p.refuse("A value with ID '%s' does not exist for the field '%s'.", v.text, c.field.text)
		} else if i == nil && !strings.Contains(v.text, "-") {
			p.refuse("The issue key '%s' for field '%s' is invalid.", v.text, c.field.text)
		} else if i == nil {
			p.refuse("An issue with key '%s' does not exist for field '%s'.", v.text, c.field.text)
		} else {
			wanted[i.ID], limit = true, i
		}
	}
	switch c.operator {
	case "=", "in":
		return func(i *JiraIssue) bool { return wanted[i.ID] }
	case "!=", "not in":
		return func(i *JiraIssue) bool { return !wanted[i.ID] }
	}
	if !p.supports(c, "<", "<=", ">", ">=") || limit == nil {
		return func(*JiraIssue) bool { return false }
	}
	return func(i *JiraIssue) bool { return i.Project == limit.Project && holds(c.operator, byKey(i, limit)) }
}

// byKey orders by the project's key, then by the number.
func byKey(a, b *JiraIssue) int {
	projectA, n, _ := strings.Cut(a.Key, "-")
	projectB, m, _ := strings.Cut(b.Key, "-")
	// Of two numbers the longer is the greater.
	return cmp.Or(cmp.Compare(projectA, projectB), cmp.Compare(len(n), len(m)), cmp.Compare(n, m))
}
