package jira

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/fewhands/fewhands/ingest"
	"github.com/fewhands/fewhands/sql"
)

const deletionsName = "deletions"

// fewGone is up to how many issues that no list shows are asked for one by one.
const fewGone = 200

// deletionStream compares the ids of all issues there are with those stored: Jira tells of no deletion, and an issue that
// moves to a project we do not read is gone for us without being changed in those we do. What is there and is not stored,
// for search may have shown it late, is read. A page holds a thousand ids, on Cloud five thousand, so this is done nightly.
func (s *Source) deletionStream() ingest.Stream {
	return ingest.Stream{
		Name:    deletionsName,
		Table:   "raw.jira_issues",
		Columns: []string{"updated_at", "project_id"},
		Ordered: true,
		Read: func(ctx context.Context, store *ingest.Store) error {
			if s.site == nil {
				return fmt.Errorf("%s: %w", deletionsName, errNoSite)
			}
			w, err := s.writer(ctx, store)
			if err != nil {
				return fmt.Errorf("%s: %w", deletionsName, err)
			}
			for projects := range slices.Chunk(s.whole, together) {
				if err := w.sweep(ctx, projects); err != nil {
					return fmt.Errorf("%s in %s: %w", deletionsName, named(projects), err)
				}
			}
			return nil
		},
	}
}

func (w *writer) sweep(ctx context.Context, projects []project) error {
	w.store.Progress.Note("jira: deleted issues of " + named(projects))
	there, err := w.ids(ctx, projects)
	if err != nil {
		return err
	}
	stored, err := w.stored(ctx, projects)
	if err != nil {
		return err
	}
	var missing, extra []string
	for id := range stored {
		if !there[id] {
			missing = append(missing, id)
		}
	}
	for id := range there {
		if !stored[id] {
			extra = append(extra, id)
		}
	}
	slices.Sort(missing)
	slices.Sort(extra)
	if err := w.readLate(ctx, extra); err != nil {
		return err
	}
	gone, err := w.confirm(ctx, projects, missing)
	if err != nil {
		return err
	}
	return w.markGone(ctx, gone)
}

// ids are those of all issues of the projects that we want.
func (w *writer) ids(ctx context.Context, projects []project) (map[string]bool, error) {
	there := map[string]bool{}
	q := query{where: inProjects(projects) + w.updatedSince(w.Since), order: created, fields: []string{"id"}, size: idsCloud}
	add := func(issues []json.RawMessage) error {
		for _, raw := range issues {
			id := ingest.Field(raw, "id")
			if id == "" {
				return errors.New("an issue without an id")
			}
			there[id] = true
		}
		return nil
	}
	if w.cloud {
		return there, w.inPlace(ctx, q, add)
	}
	// Offsets end at 10,000 on some, so a Data Center is walked, for which the time of creation is needed.
	q.fields, q.size = []string{created}, idsOwn
	return there, w.walk(ctx, q, span{by: created}, func(issues []json.RawMessage, _ time.Time) error { return add(issues) })
}

// stored are the ids of the issues of the projects that are stored and not gone.
func (w *writer) stored(ctx context.Context, projects []project) (map[string]bool, error) {
	ids := make([]string, len(projects))
	for n, p := range projects {
		ids[n] = p.id
	}
	rows, err := w.store.Query(ctx, `SELECT id FROM raw.jira_issues
		WHERE gone_at IS NULL AND project_id IN (SELECT unnest($1::VARCHAR[])) AND updated_at >= $2`, ids, w.site.zone.floor(w.Since))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[string]bool{}
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		all[id] = true
	}
	return all, rows.Err()
}

// confirm says which issues that a list did not show are really gone: pages shift while they are read, so what is no
// longer shown is asked for, or if that is too much, must be missing a second time.
func (w *writer) confirm(ctx context.Context, projects []project, missing []string) ([]string, error) {
	if len(missing) > fewGone {
		there, err := w.ids(ctx, projects)
		if err != nil {
			return nil, err
		}
		return slices.DeleteFunc(missing, func(id string) bool { return there[id] }), nil
	}
	var mu sync.Mutex
	var gone []string
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(w.Parallel)
	for _, id := range missing {
		group.Go(func() error {
			isThere, err := w.isThere(ctx, id)
			if err != nil {
				return fmt.Errorf("issue %s: %w", id, err)
			}
			if !isThere {
				mu.Lock()
				defer mu.Unlock()
				gone = append(gone, id)
			}
			return nil
		})
	}
	return gone, group.Wait()
}

// isThere tells whether an issue is in one of the projects we read.
func (w *writer) isThere(ctx context.Context, id string) (bool, error) {
	body, err := w.get(ctx, "rest/api/2/issue/"+id+"?fields=project")
	if errors.Is(err, errNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	in := ""
	ingest.Members(body, func(name string, value json.RawMessage) {
		if name == "fields" {
			ingest.Members(value, func(name string, value json.RawMessage) {
				if name == "project" {
					in = ingest.Field(value, "id")
				}
			})
		}
	})
	return w.reads(in), nil
}

// reads tells whether a project is one of the config's.
func (s *Source) reads(id string) bool {
	return slices.ContainsFunc(s.projects, func(p project) bool { return p.id == id })
}

// readLate reads issues that search did not show when it should have.
func (w *writer) readLate(ctx context.Context, ids []string) error {
	for some := range slices.Chunk(ids, pageSize) {
		raw := make([]json.RawMessage, len(some))
		group, within := errgroup.WithContext(ctx)
		group.SetLimit(w.Parallel)
		for n, id := range some {
			group.Go(func() error {
				body, err := w.get(within, "rest/api/2/issue/"+id+"?expand=changelog&fields="+strings.Join(fields, ","))
				if errors.Is(err, errNotFound) {
					return nil
				}
				raw[n] = body
				return about(&issue{id: id}, "", err)
			})
		}
		if err := group.Wait(); err != nil {
			return err
		}
		raw = slices.DeleteFunc(raw, func(one json.RawMessage) bool { return one == nil })
		issues, err := w.read(ctx, raw, false)
		if err == nil { // what search has not yet seen leave is not ours any more
			issues = slices.DeleteFunc(issues, func(i *issue) bool { return !w.reads(i.project) })
			err = w.put(ctx, issues, nil)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// markGone marks issues as gone, with all that they carry.
func (w *writer) markGone(ctx context.Context, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	_, err := w.store.Put(ctx, ingest.Batch{After: func(ctx context.Context, tx *sql.Tx, _ []ingest.Object) error {
		for table, column := range map[string]string{"raw.jira_issues": "id", historiesTable: "issue_id", commentsTable: "issue_id"} {
			err := tx.Exec(ctx, "UPDATE "+table+" SET gone_at = $2 WHERE gone_at IS NULL AND "+column+" IN (SELECT unnest($1::VARCHAR[]))",
				ids, w.store.Now())
			if err != nil {
				return err
			}
		}
		return nil
	}})
	return err
}
