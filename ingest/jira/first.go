package jira

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/fewhands/fewhands/ingest"
)

const (
	fewPages = 5         // of a project are read one after the other before it is read in several spans together
	shortest = time.Hour // of a span that is worth a request of its own
)

var errEnough = errors.New("enough for now")

// first reads what is left of the first reading of a project: a few pages, and where that is not all, the rest in spans
// of creation that are read together. Issues that change meanwhile are found by changes, which begins where this began.
func (r *reader) first(ctx context.Context, p project) error {
	h := r.at.Projects[p.id]
	if len(h.Left) == 0 {
		return nil
	}
	q := query{where: inProjects([]project{p}) + r.updatedSince(h.Since), fields: fields, expand: "changelog", size: pageSize}
	if err := r.expect(ctx, p, q); err != nil {
		return err
	}
	for len(h.Left) > 0 {
		h.divide(r.site, r.Parallel)
		group, within := errgroup.WithContext(ctx)
		group.SetLimit(r.Parallel)
		for _, l := range h.Left {
			group.Go(func() error { return r.span(within, p, q, h, l) })
		}
		if err := group.Wait(); err != nil {
			return err
		}
	}
	return nil
}

// updatedSince limits a query to issues that were updated since.
func (s *Source) updatedSince(since time.Time) string {
	return fmt.Sprintf(" AND updated >= %s", quoted(s.site.zone.text(s.site.zone.floor(since))))
}

// span reads one span of creation, or a few pages of one whose beginning is not known yet.
func (r *reader) span(ctx context.Context, p project, q query, h *history, l *left) error {
	pages, open := 0, l.From.IsZero()
	err := r.walk(ctx, q, span{by: created, from: l.From, until: l.Until}, func(raw []json.RawMessage, reached time.Time) error {
		if !reached.IsZero() {
			r.store.Progress.Note(fmt.Sprintf("jira: issues of %s created until %s", p.key, reached.Format(time.DateOnly)))
		}
		issues, err := r.read(ctx, raw, h.Anew)
		if err == nil {
			err = r.put(ctx, issues, func() any {
				if !reached.IsZero() {
					l.From = reached
				}
				return r.at
			})
		}
		if pages++; err == nil && open && pages >= fewPages && !reached.IsZero() {
			return errEnough
		}
		r.store.Progress.Done(int64(len(raw)))
		return err
	})
	if errors.Is(err, errEnough) {
		return nil
	}
	if err != nil {
		return err
	}
	return r.put(ctx, nil, func() any {
		l.done = true
		h.drop()
		return r.at
	})
}

// drop takes away the spans that are read.
func (h *history) drop() {
	var still []*left
	for _, l := range h.Left {
		if !l.done {
			still = append(still, l)
		}
	}
	h.Left = still
	h.Anew = h.Anew && len(still) > 0
}

// divide makes several spans of one that is open and whose beginning is known.
func (h *history) divide(at *site, parts int) {
	if len(h.Left) != 1 || h.Left[0].From.IsZero() || !h.Left[0].Until.IsZero() {
		return
	}
	parts *= 2 // they are not of one size: who is done early takes the next
	from := h.Left[0].From
	length := at.now.Sub(from) / time.Duration(parts)
	if length < shortest {
		return
	}
	h.Left = nil
	for n := range parts {
		l := &left{From: from}
		if n < parts-1 {
			from = at.zone.floor(from.Add(length))
			l.Until = from
		}
		h.Left = append(h.Left, l)
	}
}

// expect tells how many issues there are still to read, where that can be asked.
func (r *reader) expect(ctx context.Context, p project, q query) error {
	total, err := r.count(ctx, q)
	if err != nil && stops(ctx, err) {
		return err
	}
	var have int64
	rows, err := r.store.Query(ctx, "SELECT count(*) FROM raw.jira_issues WHERE project_id = $1 AND gone_at IS NULL", p.id)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(&have); err != nil {
			return err
		}
	}
	r.store.Progress.Note("jira: issues of " + p.key)
	r.store.Progress.Expect(max(0, total-have))
	return rows.Err()
}

// count asks how many issues a query has; Cloud estimates it.
func (s *Source) count(ctx context.Context, q query) (int64, error) {
	if !s.cloud {
		p, err := s.search(ctx, query{where: q.where, order: created, fields: []string{created}, size: 1}, place{})
		return int64(p.total), err
	}
	body, err := s.send(ctx, "POST", "rest/api/3/search/approximate-count", map[string]string{"jql": q.where})
	if err != nil {
		return 0, err
	}
	var n int64
	ingest.Members(body, func(name string, value json.RawMessage) {
		if name == "count" {
			n, err = strconv.ParseInt(string(value), 10, 64)
		}
	})
	return n, err
}
