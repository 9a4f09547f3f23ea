package jira

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"

	"github.com/fewhands/fewhands/ingest"
)

// project is one of the config, as Jira knows it now.
type project struct{ id, key string }

// projectStream looks every project of the config up. One that does not exist would fail every query that names it, so
// it is left out of them, and named here.
func (s *Source) projectStream() ingest.Stream {
	const name = "projects"
	return ingest.Stream{
		Name:  name,
		Table: "raw.jira_projects",
		Read: func(ctx context.Context, store *ingest.Store) error {
			if s.site == nil {
				return fmt.Errorf("%s: %w", name, errNoSite)
			}
			var found []ingest.Object
			var faults []error // each of one project: they do not stop the others
			seen := map[string]bool{}
			for i, named := range s.Projects {
				raw, err := s.ask(ctx, func(ctx context.Context) error {
					_, _, err := s.api.Project.GetWithContext(ctx, url.PathEscape(named))
					return err
				})
				switch {
				case errors.Is(err, errNotFound):
					faults = append(faults, fmt.Errorf("%s: jira.projects[%d]: no project %q that the token's user may see", name, i, named))
					continue
				case errors.Is(err, ingest.ErrRefused):
					faults = append(faults, fmt.Errorf("%s: %s: %w", name, named, err))
					continue
				case err != nil:
					return fmt.Errorf("%s: %s: %w", name, named, err)
				}
				p := project{id: ingest.Field(raw, "id"), key: ingest.Field(raw, "key")}
				if p.id == "" || p.key == "" {
					return fmt.Errorf("%s: %s: a project without an id or a key", name, named)
				}
				if seen[p.id] {
					continue // named twice, or by an old key
				}
				seen[p.id] = true
				s.projects = append(s.projects, p)
				found = append(found, ingest.Object{ID: p.id, Payload: raw})
			}
			_, err := store.Put(ctx, ingest.Batch{Objects: found, Whole: true})
			return errors.Join(append(faults, err)...)
		},
	}
}

// statusStream reads the statuses of all workflows: their names are in any language, their categories are three.
func (s *Source) statusStream() ingest.Stream {
	const name = "statuses"
	return ingest.Stream{
		Name:  name,
		Table: "raw.jira_statuses",
		Read: func(ctx context.Context, store *ingest.Store) error {
			if s.site == nil {
				return fmt.Errorf("%s: %w", name, errNoSite)
			}
			body, err := s.ask(ctx, func(ctx context.Context) error {
				_, _, err := s.api.Status.GetAllStatusesWithContext(ctx)
				return err
			})
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			list, ok := ingest.Elements(body)
			if !ok {
				return fmt.Errorf("%s: an answer that is no list", name)
			}
			objects := make([]ingest.Object, len(list))
			for i, raw := range list {
				if objects[i], err = object(raw); err != nil {
					return fmt.Errorf("%s: %w", name, err)
				}
			}
			_, err = store.Put(ctx, ingest.Batch{Objects: objects, Whole: true})
			return err
		},
	}
}

func object(raw json.RawMessage) (ingest.Object, error) {
	id := ingest.Field(raw, "id")
	if id == "" {
		return ingest.Object{}, errors.New("an object without an id")
	}
	return ingest.Object{ID: id, Payload: raw}, nil
}
