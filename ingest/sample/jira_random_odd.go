package sample

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"time"
)

// bulkEdits changes hundreds of issues in the same millisecond, as people do with one click: more than a page of search.
func (s *site) bulkEdits() {
	if len(s.Issues) < 60 {
		return
	}
	at := s.To.Add(-s.To.Sub(s.From) / 5)
	for _, i := range s.Issues[:min(350, len(s.Issues)/3)] {
		if i.Updated.Before(at) {
			s.Label(i, at, s.people[0], append([]string{"cleaned-up"}, i.Labels...)...)
		}
	}
}

// strange makes of a clean site one as it is found in the world: every so many issues, one that is odd.
func (s *site) strange() {
	for n, i := range s.Issues {
		switch {
		case n%23 == 3:
			i.Creator, i.Reporter = nil, nil
		case n%23 == 5:
			i.Extra = Object{"x_future": Object{"nested": []any{1, nil, "two"}}, "customfield_10010": 3.5}
		case n%23 == 7:
			i.Extra = Object{"priority": nil, "labels": nil, "components": nil, "issuelinks": nil}
		case n%23 == 9 && !i.Resolved.IsZero():
			i.Resolved, i.Resolution = time.Time{}, "" // a workflow that sets no resolution
		case n%23 == 11:
			i.Extra = Object{"created": i.Created.UTC().Format("2006-01-02T15:04:05.000Z")}
		case n%23 == 13 && !i.Resolved.IsZero():
			i.Extra = Object{"resolutiondate": i.Resolved.UTC().Format("2006-01-02T15:04:05Z")}
		case n%23 == 15:
			i.Extra = Object{"summary": json.RawMessage(`"half of a pair: \ud83d"`), "description": nil}
		case n%23 == 17:
			i.Description = "{noformat}'; DROP TABLE issues; --{noformat}\r\n\t\u2028"
			i.Summary = fmt.Sprintf("__f__ %4000s", "long")
		case n%23 == 19:
			i.Created = i.Created.Add(-s.To.Sub(s.From) / 50) // imported: its id is younger than it is
			if i.Created.Before(s.From) {
				i.Created = s.From
			}
		}
		s.strangeHistories(n, i)
	}
}

func (s *site) strangeHistories(n int, i *JiraIssue) {
	for m, h := range i.Changelog {
		switch (n + m) % 41 {
		case 4:
			h.Author = nil
		case 14:
			h.Extra = Object{"historyMetadata": Object{"type": "automation", "actor": nil}}
		case 24:
			h.Items = append(h.Items, JiraItem{Field: "Story points", FieldID: "customfield_10010", Custom: true, ToText: "3.5"})
		case 34:
			if m > 0 {
				h.Created = i.Changelog[m-1].Created // in the same millisecond
			}
		}
	}
	for m, c := range i.Comments {
		switch (n + m) % 37 {
		case 4:
			c.Author = nil
		case 14:
			c.Extra = Object{"jsdPublic": true, "visibility": Object{"type": "role", "value": "Developers"}}
		}
	}
}

// Happen does one of the things that people do to a site, to some issue: another with each number. Call it inside Jira.Do.
func (d *JiraData) Happen(n uint64, at time.Time) {
	rnd := rand.New(rand.NewPCG(n, 2))
	i, author := oneOf(rnd, d.Issues), oneOf(rnd, d.Users)
	switch n % 10 {
	case 0, 1:
		d.Create(oneOf(rnd, d.Projects), "Task", at, author, fmt.Sprintf("New %d", n))
	case 2:
		d.Comment(i, at, author, "Late")
	case 3:
		d.Assign(i, at, author, oneOf(rnd, d.Users))
	case 4:
		d.SetStatus(i, at, author, oneOf(rnd, d.Statuses))
	case 5:
		d.Label(i, at, author, fmt.Sprintf("label-%d", n))
	case 6:
		d.Move(i, at, author, oneOf(rnd, d.Projects))
	case 7:
		d.Delete(i)
	case 8:
		if other := oneOf(rnd, d.Issues); other != i {
			d.Link(i, at, author, "Blocks", other)
		}
	case 9:
		if len(i.Comments) == 0 {
			d.Comment(i, at, author, "First")
			return
		}
		d.EditComment(i, at, author, oneOf(rnd, i.Comments).ID, "Edited")
	}
}
