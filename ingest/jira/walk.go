package jira

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/fewhands/fewhands/ingest"
)

// span is what a walk goes through: the issues of a query whose field lies in it.
type span struct {
	by          string    // created or updated
	from, until time.Time // of floor and ceil; zero: open
}

// emitter gets what a walk finds. An issue may come again. What lies before reached in the span has all been emitted;
// the zero time says nothing new of it.
type emitter func(issues []json.RawMessage, reached time.Time) error

// walk reads the issues of a span, oldest first, so that none is missed that is there from beginning to end, whatever is
// edited, moved or deleted meanwhile. It does not trust the places of pages, which shift: it asks each time for what is
// younger than what it has. Queries have minutes, so a page overlaps the one before by those of its last minute.
//
// Where a minute holds more issues than a page, as after a bulk change, it goes through that minute by the time of
// creation, which no edit changes, and through a minute of that by places.
func (s *Source) walk(ctx context.Context, q query, w span, emit emitter) error {
	for at := w.from; ; {
		p, err := s.firstPage(ctx, s.within(q, w.by, at, w.until))
		if err != nil {
			return err
		}
		if p.last || len(p.issues) == 0 {
			return emit(p.issues, time.Time{})
		}
		youngest, err := s.youngest(p.issues, w.by)
		if err != nil {
			return err
		}
		if youngest.IsZero() {
			return s.dense(ctx, q, span{w.by, at, w.until}, emit)
		}
		if next := s.site.zone.floor(youngest); next.After(at) {
			if err := emit(p.issues, next); err != nil {
				return err
			}
			at = next
			continue
		}
		end := s.site.zone.ceil(youngest)
		if err := s.dense(ctx, q, span{w.by, at, end}, emit); err != nil {
			return err
		}
		if !w.until.IsZero() && !end.Before(w.until) {
			return nil
		}
		if err := emit(nil, end); err != nil {
			return err
		}
		at = end
	}
}

// within limits a query to a span.
func (s *Source) within(q query, by string, from, until time.Time) query {
	if !from.IsZero() {
		q.where += fmt.Sprintf(" AND %s >= %s", by, quoted(s.site.zone.text(from)))
	}
	if !until.IsZero() {
		q.where += fmt.Sprintf(" AND %s < %s", by, quoted(s.site.zone.text(until)))
	}
	q.order = by
	return q
}

// dense reads a span that has more issues than a page.
func (s *Source) dense(ctx context.Context, q query, w span, emit emitter) error {
	q = s.within(q, w.by, w.from, w.until)
	if w.by == updated {
		return s.walk(ctx, q, span{by: created}, func(issues []json.RawMessage, _ time.Time) error {
			return emit(issues, time.Time{})
		})
	}
	err := s.inPlace(ctx, q, func(issues []json.RawMessage) error { return emit(issues, time.Time{}) })
	if err != nil {
		return fmt.Errorf("%s to %s: %w", s.site.zone.text(w.from), s.site.zone.text(w.until), err)
	}
	return nil
}

const (
	created = "created"
	updated = "updated"
)

// firstPage is the first page of a search that holds anything: one may be empty and yet not the last.
func (s *Source) firstPage(ctx context.Context, q query) (page, error) {
	var at place
	tokens := map[string]bool{}
	for {
		p, err := s.search(ctx, q, at)
		if err != nil || p.last || len(p.issues) > 0 {
			return p, err
		}
		if s.cloud && tokens[p.next.token] {
			return p, fmt.Errorf("a page token came twice: %w", errMoved)
		}
		at = p.next
		tokens[at.token] = true
	}
}

// youngest is the time up to which a page goes. An issue is shown as it is and found as it was a while ago, so one that
// has just been edited says nothing of where the page ends: it takes the youngest that search has surely seen. The zero
// time says that there is none.
func (s *Source) youngest(issues []json.RawMessage, by string) (time.Time, error) {
	var youngest time.Time
	settled := s.site.now.Add(-overlap)
	for _, raw := range issues {
		at, err := ingest.Instant(fieldOf(raw, by))
		if err == nil && at.IsZero() {
			err = errTimes
		}
		if err != nil {
			return at, fmt.Errorf("issue %s: %s: %w", ingest.Field(raw, "id"), by, err)
		}
		if at.After(youngest) && (by == created || at.Before(settled)) {
			youngest = at
		}
	}
	return youngest, nil
}

// fieldOf is the text of one of the fields of an issue.
func fieldOf(issue json.RawMessage, name string) string {
	text := ""
	ingest.Members(issue, func(is string, value json.RawMessage) {
		if is == "fields" {
			text = ingest.Field(value, name)
		}
	})
	return text
}
