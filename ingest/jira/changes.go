package jira

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// together is how many projects are named in one query: it is part of a URL.
const together = 50

// groups puts projects that are read up to the same moment together: after the first night that is all of them.
func (r *reader) groups(projects []project) [][]project {
	var groups [][]project
	at := map[time.Time]int{}
	for _, p := range projects {
		from := r.changedSince(p)
		n, ok := at[from]
		if !ok || len(groups[n]) == together {
			n = len(groups)
			groups = append(groups, nil)
			at[from] = n
		}
		groups[n] = append(groups[n], p)
	}
	return groups
}

// changedSince is from where on the changes of a project are to be read.
func (r *reader) changedSince(p project) time.Time {
	h := r.at.Projects[p.id]
	from := h.Updated.Add(-overlap)
	if from.Before(h.Since) {
		from = h.Since
	}
	return r.site.zone.floor(from)
}

// changes reads the issues of some projects that were changed since they were last read.
func (r *reader) changes(ctx context.Context, projects []project) error {
	from := r.changedSince(projects[0])
	r.store.Progress.Note("jira: issues changed since " + from.Format(time.DateTime))
	q := query{where: inProjects(projects), fields: fields, expand: "changelog", size: pageSize}
	var b batch
	err := r.walk(ctx, q, span{by: updated, from: from}, func(raw []json.RawMessage, reached time.Time) error {
		r.store.Progress.Expect(int64(len(raw)))
		defer r.store.Progress.Done(int64(len(raw)))
		issues, err := r.read(ctx, b.without(raw), false)
		if err != nil {
			return err
		}
		b.add(issues, reached)
		if len(b.issues) < batchSize {
			return nil
		}
		return r.flush(ctx, &b, projects)
	})
	if errors.Is(err, errBadQuery) && len(projects) > 1 {
		return r.eachAlone(ctx, projects) // one that has just been deleted must not stop the others
	}
	if err == nil {
		b.reached = r.site.now
	}
	if ctx.Err() == nil { // also what came before an error
		err = errors.Join(err, r.flush(ctx, &b, projects))
	}
	if err != nil {
		return fmt.Errorf("%s of %s changed since %s: %w", issuesName, named(projects), from.Format(time.RFC3339), err)
	}
	return nil
}

// flush stores a batch, with how far it goes.
func (r *reader) flush(ctx context.Context, b *batch, projects []project) error {
	err := r.put(ctx, b.issues, func() any {
		r.move(projects, b.reached)
		return r.at
	})
	*b = batch{}
	return err
}

func (r *reader) eachAlone(ctx context.Context, projects []project) error {
	var faults []error
	for _, p := range projects {
		if err := r.changes(ctx, []project{p}); err != nil {
			faults = append(faults, err)
			if stops(ctx, err) {
				break
			}
		}
	}
	return errors.Join(faults...)
}

// move says that the changes of the projects before a moment are stored.
func (r *reader) move(projects []project, to time.Time) {
	for _, p := range projects {
		if h := r.at.Projects[p.id]; to.After(h.Updated) {
			h.Updated = to
		}
	}
}

// named is how an error names projects: all, or the first few.
func named(projects []project) string {
	keys := make([]string, len(projects))
	for i, p := range projects {
		keys[i] = p.key
	}
	slices.Sort(keys)
	if more := len(keys) - 5; more > 0 {
		keys = append(keys[:5], fmt.Sprintf("%d more", more))
	}
	return strings.Join(keys, ", ")
}
