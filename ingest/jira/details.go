package jira

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"golang.org/x/sync/errgroup"

	"github.com/fewhands/fewhands/ingest"
)

// complete reads what the issues carry only a part of, and makes the rows of it. Search embeds some twenty comments and
// forty histories of an issue on Cloud; what is missing shows in the totals only.
func (s *Source) complete(ctx context.Context, issues []*issue) error {
	clipped, err := s.bulk(ctx, issues)
	if err != nil {
		return err
	}
	group, within := errgroup.WithContext(ctx)
	group.SetLimit(s.Parallel)
	for _, i := range clipped {
		group.Go(func() error { return about(i, "changelog", s.wholeChangelog(within, i)) })
	}
	for _, i := range issues {
		if i.comments.isClipped() {
			group.Go(func() error { return about(i, "comments", s.wholeComments(within, i)) })
		}
	}
	if err := group.Wait(); err != nil {
		return err
	}
	for _, i := range issues {
		if err := s.rows(i); err != nil {
			return about(i, "", err)
		}
	}
	return nil
}

// rows makes the rows of an issue, each history and comment once.
func (s *Source) rows(i *issue) error {
	i.histories, i.said = nil, nil
	for _, raw := range i.changelog.objects {
		if err := i.readHistory(raw, s.Comments); err != nil {
			return err
		}
	}
	for _, raw := range i.comments.objects {
		if err := i.readComment(raw, s.Comments); err != nil {
			return err
		}
	}
	i.histories, i.said = distinct(i.histories), distinct(i.said)
	return nil
}

func about(i *issue, what string, err error) error {
	if err == nil || what == "" {
		return wrap(i, err)
	}
	return wrap(i, fmt.Errorf("%s: %w", what, err))
}

func wrap(i *issue, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("issue %s: %w", i.id, err)
}

// distinct keeps of rows with one id the first.
func distinct(rows []row) []row {
	seen := make(map[string]bool, len(rows))
	kept := rows[:0]
	for _, r := range rows {
		if !seen[r.id] {
			seen[r.id] = true
			kept = append(kept, r)
		}
	}
	return kept
}

// bulk reads the clipped changelogs of several issues together, where the site can. It returns the issues whose
// changelogs are still to be read.
func (s *Source) bulk(ctx context.Context, issues []*issue) ([]*issue, error) {
	var clipped []*issue
	for _, i := range issues {
		if i.changelog.isClipped() {
			clipped = append(clipped, i)
		}
	}
	if !s.cloud || len(clipped) < 2 {
		return clipped, nil
	}
	byID := map[string]*issue{}
	ids := make([]string, len(clipped))
	for n, i := range clipped {
		byID[i.id] = i
		ids[n] = i.id
	}
	whole := map[string][]json.RawMessage{}
	tokens := map[string]bool{}
	for token := ""; ; {
		ask := map[string]any{"issueIdsOrKeys": ids, "maxResults": bulkSize}
		if token != "" {
			ask["nextPageToken"] = token
		}
		body, err := s.send(ctx, "POST", "rest/api/3/changelog/bulkfetch", ask)
		if err != nil {
			return nil, fmt.Errorf("changelogs of %d issues: %w", len(ids), err)
		}
		token = readBulk(body, whole)
		if token == "" {
			break
		}
		if tokens[token] {
			return nil, fmt.Errorf("changelogs of %d issues: a page token came twice: %w", len(ids), errMoved)
		}
		tokens[token] = true
	}
	var left []*issue
	for _, i := range clipped {
		if got := whole[i.id]; len(got) > 0 && len(got) >= i.changelog.total {
			i.changelog = list{objects: got, total: len(got)}
		} else {
			left = append(left, i)
		}
	}
	return left, nil
}

const bulkSize = 10_000 // histories in an answer, the most there is

// readBulk adds the histories of an answer to those of each issue, and returns the token of the next one.
func readBulk(body []byte, to map[string][]json.RawMessage) (token string) {
	ingest.Members(body, func(name string, value json.RawMessage) {
		switch name {
		case "nextPageToken":
			token = ingest.Text(value)
		case "issueChangeLogs":
			all, _ := ingest.Elements(value)
			for _, one := range all {
				id := ""
				var histories []json.RawMessage
				ingest.Members(one, func(name string, value json.RawMessage) {
					switch name {
					case "issueId":
						id = identifier(value)
					case "changeHistories":
						histories, _ = ingest.Elements(value)
					}
				})
				to[id] = append(to[id], histories...)
			}
		}
	})
	return token
}

// wholeChangelog reads the changelog of one issue.
func (s *Source) wholeChangelog(ctx context.Context, i *issue) error {
	if !s.cloud {
		return s.embeddedChangelog(ctx, i)
	}
	got, err := s.pages(ctx, "rest/api/2/issue/"+i.id+"/changelog", "values")
	if err == nil {
		i.changelog = got
	}
	return err
}

// embeddedChangelog asks a Data Center for the issue alone: it has no other way to give a changelog, and gives it whole.
func (s *Source) embeddedChangelog(ctx context.Context, i *issue) error {
	body, err := s.get(ctx, "rest/api/2/issue/"+i.id+"?expand=changelog&fields=updated")
	if errors.Is(err, errNotFound) {
		return nil // deleted since: what came is what there is
	}
	if err != nil {
		return err
	}
	got := list{total: -1}
	ingest.Members(body, func(name string, value json.RawMessage) {
		if name == "changelog" {
			got = readList(value, "histories")
		}
	})
	if got.total > len(got.objects) {
		return fmt.Errorf("%d of %d came", len(got.objects), got.total)
	}
	i.changelog = got
	return nil
}

// wholeComments reads the comments of one issue.
func (s *Source) wholeComments(ctx context.Context, i *issue) error {
	got, err := s.pages(ctx, "rest/api/2/issue/"+i.id+"/comment", "comments")
	if err == nil {
		i.comments = got
	}
	return err
}

// pages reads a list of an issue to its end. One that has another length at its end than at its beginning is read again:
// what was deleted meanwhile would hide what moved into its place. An issue that is not there any more has nothing.
func (s *Source) pages(ctx context.Context, path, key string) (list, error) {
	for range restarts {
		got, changed, err := s.once(ctx, path, key)
		if errors.Is(err, errNotFound) {
			return list{}, nil
		}
		if err != nil || !changed {
			return got, err
		}
	}
	return list{}, errMoved
}

func (s *Source) once(ctx context.Context, path, key string) (got list, changed bool, err error) {
	got.total = -1
	for {
		body, err := s.get(ctx, path+"?maxResults=100&startAt="+strconv.Itoa(len(got.objects)))
		if err != nil {
			return got, false, err
		}
		p := readList(body, key)
		if p.total < 0 {
			return got, false, errors.New("a page without a total")
		}
		if got.total >= 0 && p.total != got.total {
			return got, true, nil
		}
		got.total = p.total
		got.objects = append(got.objects, p.objects...)
		switch {
		case len(got.objects) >= got.total:
			return got, false, nil
		case len(p.objects) == 0:
			return got, false, fmt.Errorf("%d of %d came", len(got.objects), got.total)
		}
	}
}
