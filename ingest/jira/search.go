package jira

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/andygrunwald/go-jira"

	"github.com/fewhands/fewhands/ingest"
)

// query is a search.
type query struct {
	where  string // JQL without its order
	order  string // the field to order by, oldest first
	fields []string
	expand string
	size   int // of a page
}

const (
	pageSize = 100   // issues with fields; the most that Cloud gives
	restarts = 5     // of a list that changes while it is read
	idsCloud = 5_000 // issues of which only the id is asked for
	idsOwn   = 1_000 // Data Center's most
)

// place is where a page of a search begins. The zero value is its beginning.
type place struct {
	token string // Cloud
	start int    // Data Center
}

// page is one page of a search.
type page struct {
	issues []json.RawMessage
	next   place
	last   bool
	size   int // of how many places it is
	total  int // Data Center only; -1: not said
}

// search asks for one page.
func (s *Source) search(ctx context.Context, q query, at place) (page, error) {
	jql := q.where + " ORDER BY " + q.order + " ASC, key ASC"
	body, err := s.ask(ctx, func(ctx context.Context) error {
		if s.cloud {
			_, _, err := s.api.Issue.SearchV2JQLWithContext(ctx, jql, &jira.SearchOptionsV2{
				NextPageToken: at.token, MaxResults: q.size, Fields: q.fields, Expand: q.expand,
			})
			return err
		}
		_, _, err := s.api.Issue.SearchWithContext(ctx, jql, &jira.SearchOptions{
			StartAt: at.start, MaxResults: q.size, Fields: q.fields, Expand: q.expand,
		})
		return err
	})
	if err != nil {
		return page{}, err
	}
	return s.readPage(body, at)
}

// readPage takes a page apart. The issues keep the bytes they came in. What Cloud says of isLast is not believed: a page
// is the last where no token comes with it. And a page may hold fewer issues than it has places, even none: what has just
// been deleted is found and not shown.
func (s *Source) readPage(body []byte, at place) (page, error) {
	p := page{total: -1}
	isList := false
	ingest.Members(body, func(name string, value json.RawMessage) {
		switch name {
		case "issues":
			p.issues, isList = ingest.Elements(value)
		case "nextPageToken":
			p.next.token = ingest.Text(value)
		case "total":
			p.total = count(value, -1)
		case "maxResults":
			p.size = count(value, 0)
		}
	})
	p.size = max(p.size, len(p.issues))
	switch {
	case !isList:
		return p, errors.New("an answer without a list of issues")
	case s.cloud:
		p.last = p.next.token == ""
	case p.total < 0:
		return p, errors.New("an answer without a total")
	default:
		p.next.start = at.start + p.size
		p.last = p.size == 0 || p.next.start >= p.total
	}
	return p, nil
}

// count is a number of things, or another where the value is none.
func count(value json.RawMessage, otherwise int) int {
	n, err := strconv.Atoi(string(value))
	if err != nil || n < 0 {
		return otherwise
	}
	return n
}

// quoted is a name as JQL takes it, also where it is one of its own words.
func quoted(name string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(name) + `"`
}

// inProjects is the clause for the projects.
func inProjects(projects []project) string {
	keys := make([]string, len(projects))
	for i, p := range projects {
		keys[i] = quoted(p.key)
	}
	return "project in (" + strings.Join(keys, ", ") + ")"
}

var errMoved = errors.New("the list changes while it is read")

// inPlace reads a search to its end by its places: tokens, or offsets. Offsets are of the list as it is at that moment:
// what is taken away hides an issue, so a page holds the last issue of the one before, and where that is not
// there any more, the reading begins again. emit may get an issue again.
func (s *Source) inPlace(ctx context.Context, q query, emit func(issues []json.RawMessage) error) error {
	for range restarts {
		err := s.pass(ctx, q, emit)
		if !errors.Is(err, errMoved) {
			return err
		}
	}
	return errMoved
}

func (s *Source) pass(ctx context.Context, q query, emit func(issues []json.RawMessage) error) error {
	var at place
	tokens := map[string]bool{}
	last := "" // the issue that the next page begins with
	for {
		p, err := s.search(ctx, q, at)
		if err != nil {
			return err
		}
		if last != "" && !slices.ContainsFunc(p.issues, func(i json.RawMessage) bool { return ingest.Field(i, "id") == last }) {
			return errMoved
		}
		if err := emit(p.issues); err != nil {
			return err
		}
		if p.last {
			return nil
		}
		if s.cloud && tokens[p.next.token] {
			return fmt.Errorf("a page token came twice: %w", errMoved)
		}
		at, last = p.next, ""
		tokens[at.token] = true
		if n := len(p.issues); !s.cloud && n > 1 {
			at.start -= p.size - n + 1
			last = ingest.Field(p.issues[n-1], "id")
		}
	}
}
