package jira

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/fewhands/fewhands/ingest"
)

// overlap is how much of what was read before is read again: search shows an edit seconds to minutes after it was made.
const overlap = time.Hour

// reached is the cursor: what is stored of each project, by its id.
type reached struct {
	Projects map[string]*history `json:"projects"`
}

// history is how far the history of one project is stored.
type history struct {
	Since    time.Time `json:"since"`          // issues updated from then on
	Comments bool      `json:"comments"`       // with what comments say
	Anew     bool      `json:"anew,omitempty"` // also what seems unchanged is stored again, until nothing is left
	Updated  time.Time `json:"updated"`        // every change before is stored; of a first reading, when it began
	Left     []*left   `json:"left,omitempty"` // what the first reading has still to read
}

// left is a span of creation that is still to be read.
type left struct {
	From  time.Time `json:"from"`  // zero: from the first issue on
	Until time.Time `json:"until"` // zero: to the last
	done  bool
}

const issuesName = "issues"

// issueStream reads every issue once along the time it was created, and from then on along the time it was changed.
func (s *Source) issueStream() ingest.Stream {
	return ingest.Stream{
		Name:    issuesName,
		Table:   "raw.jira_issues",
		Columns: []string{"updated_at", "project_id"},
		Ordered: true,
		Read: func(ctx context.Context, store *ingest.Store) error {
			s.whole = nil
			if s.site == nil {
				return fmt.Errorf("%s: %w", issuesName, errNoSite)
			}
			r, err := s.reader(ctx, store)
			if err != nil {
				return fmt.Errorf("%s: %w", issuesName, err)
			}
			var faults []error
			for _, p := range s.projects {
				err := r.first(ctx, p)
				if err == nil {
					s.whole = append(s.whole, p)
					continue
				}
				faults = append(faults, fmt.Errorf("%s of %s: %w", issuesName, p.key, err))
				if stops(ctx, err) {
					return errors.Join(faults...)
				}
			}
			for _, together := range r.groups(s.whole) {
				err := r.changes(ctx, together)
				if err == nil {
					continue
				}
				faults = append(faults, err)
				if stops(ctx, err) {
					break
				}
			}
			return errors.Join(faults...)
		},
	}
}

// stops tells errors that the next project would meet too.
func stops(ctx context.Context, err error) bool {
	return ctx.Err() != nil || errors.Is(err, ingest.ErrUnreachable) || errors.Is(err, ingest.ErrRefused)
}

// reader reads issues into the warehouse.
type reader struct {
	*writer
	at reached
}

func (s *Source) reader(ctx context.Context, store *ingest.Store) (*reader, error) {
	w, err := s.writer(ctx, store)
	if err != nil {
		return nil, err
	}
	r := &reader{writer: w}
	if _, err := store.Cursor(ctx, &r.at); err != nil {
		return nil, err
	}
	if r.at.Projects == nil {
		r.at.Projects = map[string]*history{}
	}
	for _, p := range s.projects {
		h := r.at.Projects[p.id]
		if h == nil || s.Since.Before(h.Since) || s.Comments != h.Comments {
			r.at.Projects[p.id] = &history{
				Since: s.Since, Comments: s.Comments, Anew: h != nil && s.Comments != h.Comments, Updated: s.site.now, Left: []*left{{}},
			}
		}
	}
	return r, nil
}
