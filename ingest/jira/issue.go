package jira

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/fewhands/fewhands/ingest"
	"github.com/fewhands/fewhands/sql"
)

// fields are what is asked for of an issue: what people write in a description is not.
var fields = []string{
	"summary", "issuetype", "status", "priority", "labels", "components", "fixVersions", "project", "parent", "creator",
	"reporter", "assignee", "created", "updated", "resolution", "resolutiondate", "duedate", "comment",
}

// issue is one issue with what it carries.
type issue struct {
	id, project      string
	created, updated time.Time
	payload          json.RawMessage
	changelog        list
	comments         list
	people           []json.RawMessage // whom it names
	histories        []row
	said             []row // comments
	isStored         bool  // in this version, with all that it carries
	anew             bool  // its histories and comments are stored again even so
}

// row is a history or a comment.
type row struct {
	id, issue, author string
	created           time.Time
	payload           json.RawMessage
}

// list is a list as an issue carries it: perhaps only a part.
type list struct {
	objects []json.RawMessage
	total   int // -1: not said
}

func (l list) isClipped() bool { return l.total < 0 || l.total > len(l.objects) }

// readIssue takes an issue apart. A field of another type than we know counts as absent: one odd object must not end a
// stream. Without an id or its two times it cannot be kept.
func readIssue(raw json.RawMessage) (*issue, error) {
	i := &issue{changelog: list{total: -1}, comments: list{total: -1}}
	var createdAt, updatedAt string
	i.payload = ingest.Edit(raw, func(name string, value json.RawMessage) json.RawMessage {
		switch name {
		case "id":
			i.id = ingest.Text(value)
		case "changelog":
			i.changelog = readList(value, "histories")
			return nil
		case "fields":
			return ingest.Edit(value, func(name string, value json.RawMessage) json.RawMessage {
				switch name {
				case "comment":
					i.comments = readList(value, "comments")
					return nil
				case "created":
					createdAt = ingest.Text(value)
				case "updated":
					updatedAt = ingest.Text(value)
				case "project":
					i.project = ingest.Field(value, "id")
				case "creator", "reporter", "assignee":
					i.people = append(i.people, value)
					return ingest.Without(value, isProfile)
				case "parent": // shows what the parent was at that time
					return ingest.Without(value, func(name string) bool { return name != "id" })
				}
				return value
			})
		}
		return value
	})
	if i.id == "" {
		return nil, errors.New("an issue without an id")
	}
	var errCreated, errUpdated error
	i.created, errCreated = ingest.Instant(createdAt)
	i.updated, errUpdated = ingest.Instant(updatedAt)
	if err := errors.Join(errCreated, errUpdated); err != nil || i.created.IsZero() || i.updated.IsZero() {
		return nil, fmt.Errorf("issue %s: created %q, updated %q: %w", i.id, createdAt, updatedAt, errors.Join(err, errTimes))
	}
	return i, nil
}

// isProfile tells what of a person is no id.
func isProfile(name string) bool { return name != "accountId" && name != "key" && name != "name" }

var errTimes = errors.New("want two times")

func readList(value json.RawMessage, key string) list {
	l := list{total: -1}
	ingest.Members(value, func(name string, value json.RawMessage) {
		switch name {
		case key:
			l.objects, _ = ingest.Elements(value)
		case "total":
			l.total = count(value, -1)
		}
	})
	return l
}

func (i *issue) object() ingest.Object {
	return ingest.Object{ID: i.id, CreatedAt: i.created, Payload: i.payload, Extra: []sql.Value{i.updated, i.project}}
}

// readHistory makes a row of an entry of the changelog of an issue. Profiles are cut out, they are rows of their own,
// and so are texts that people wrote.
func (i *issue) readHistory(raw json.RawMessage, keepComments bool) error {
	r := row{issue: i.id}
	var createdAt json.RawMessage
	r.payload = ingest.Edit(raw, func(name string, value json.RawMessage) json.RawMessage {
		switch name {
		case "id":
			r.id = identifier(value)
		case "author":
			i.people = append(i.people, value)
			r.author = userID(value)
			return nil
		case "created":
			createdAt = value
			return nil
		case "items":
			return withoutTexts(value, keepComments)
		}
		return value
	})
	if r.id == "" {
		return errors.New("a history without an id")
	}
	var err error
	if r.created, err = moment(createdAt); err != nil {
		return fmt.Errorf("history %s: created: %w", r.id, err)
	}
	i.histories = append(i.histories, r)
	return nil
}

// withoutTexts empties the texts of long fields in a list of changes: nobody counts them, and they may hold anything. A
// comment is in there where an old Jira wrote down which one was deleted.
func withoutTexts(items json.RawMessage, keepComments bool) json.RawMessage {
	all, ok := ingest.Elements(items)
	if !ok {
		return items
	}
	changed := false
	for n, item := range all {
		switch field := ingest.Field(item, "field"); {
		case strings.EqualFold(field, "description"), strings.EqualFold(field, "environment"),
			strings.EqualFold(field, "comment") && !keepComments:
			all[n] = ingest.Edit(item, func(name string, value json.RawMessage) json.RawMessage {
				if name == "fromString" || name == "toString" {
					changed = true
					return json.RawMessage("null")
				}
				return value
			})
		}
	}
	if !changed {
		return items
	}
	joined := []byte{'['}
	for n, item := range all {
		if n > 0 {
			joined = append(joined, ',')
		}
		joined = append(joined, item...)
	}
	return append(joined, ']')
}

// readComment makes a row of a comment.
func (i *issue) readComment(raw json.RawMessage, keepBody bool) error {
	r := row{issue: i.id}
	createdAt := ""
	r.payload = ingest.Edit(raw, func(name string, value json.RawMessage) json.RawMessage {
		switch name {
		case "id":
			r.id = identifier(value)
		case "author":
			i.people = append(i.people, value)
			r.author = userID(value)
			return nil
		case "updateAuthor":
			i.people = append(i.people, value)
			return nil
		case "body", "renderedBody":
			if !keepBody {
				return nil
			}
		case "created":
			createdAt = ingest.Text(value)
		}
		return value
	})
	if r.id == "" {
		return errors.New("a comment without an id")
	}
	var err error
	if r.created, err = ingest.Instant(createdAt); err != nil {
		return fmt.Errorf("comment %s: created: %w", r.id, err)
	}
	i.said = append(i.said, r)
	return nil
}

// identifier is an id that some answers give as a text and others as a number.
func identifier(value json.RawMessage) string {
	if text := ingest.Text(value); text != "" {
		return text
	}
	if _, err := strconv.ParseInt(string(value), 10, 64); err == nil {
		return string(value)
	}
	return ""
}

// moment reads a time: as text, or in milliseconds since 1970, as changelogs read in bulk have it.
func moment(value json.RawMessage) (time.Time, error) {
	if ms, err := strconv.ParseInt(string(value), 10, 64); err == nil {
		return time.UnixMilli(ms).UTC(), nil
	}
	at, err := ingest.Instant(ingest.Text(value))
	if err == nil && at.IsZero() {
		err = errors.New("no time")
	}
	return at, err
}
