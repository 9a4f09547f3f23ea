package reports

import (
	"cmp"
	"context"
	"fmt"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"
)

// batchSize is how many entities are read at once: a few MB of memory for each ten of them.
const batchSize = 300

// inBatches reads the records of a scope batch by batch, in the order of their keys, and hands each to write, from as many goroutines as there
// are processors. The next batch is read while one is written.
func inBatches[E any](ctx context.Context, s *site, scope string, list []E, key func(E) string, write func(E, *record) error) error {
	list = slices.SortedFunc(slices.Values(list), func(a, b E) int { return cmp.Compare(key(a), key(b)) })
	type batch struct {
		list    []E
		records map[string]*record
	}
	group, ctx := errgroup.WithContext(ctx)
	read := make(chan batch)
	group.Go(func() error {
		defer close(read)
		for part := range slices.Chunk(list, batchSize) {
			records, err := s.period.records(ctx, s.db, scope, key(part[0]), key(part[len(part)-1]))
			if err != nil {
				return err
			}
			select {
			case read <- batch{part, records}:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	})
	group.Go(func() error {
		for b := range read {
			writers, _ := errgroup.WithContext(ctx)
			writers.SetLimit(runtime.GOMAXPROCS(0))
			for _, one := range b.list {
				writers.Go(func() error {
					if err := write(one, s.period.of(b.records, scope, key(one))); err != nil {
						return fmt.Errorf("%s %s: %w", scope, shown(key(one)), err)
					}
					return nil
				})
			}
			if err := writers.Wait(); err != nil {
				return err
			}
		}
		return nil
	})
	return group.Wait()
}

// writePlaces writes the pages of the services, or of the teams.
func (s *site) writePlaces(ctx context.Context, list []*place) error {
	if len(list) == 0 {
		return nil
	}
	return inBatches(ctx, s, list[0].scope, list, func(p *place) string { return p.key }, func(p *place, r *record) error {
		if p.scope == "service" && s.writes(Monthly) {
			if err := s.writeMonthly(p, r, s.month); err != nil {
				return err
			}
		}
		if s.opts.Edition != "" {
			return nil
		}
		page, err := s.placePage(p, r)
		if err != nil {
			return err
		}
		if err := s.pictureSections(p.scope, p.key, page.Sections); err != nil {
			return err
		}
		if err := s.page(p.file(), "place.html", shown(p.name), hasCharts(page.Sections), page); err != nil {
			return err
		}
		return s.writeFiles(p.scope+"s/", page.Files)
	})
}

// writeRepos writes those of the repositories.
func (s *site) writeRepos(ctx context.Context) error {
	if err := s.readHolders(ctx); err != nil {
		return err
	}
	return inBatches(ctx, s, "repo", s.repos, func(r Repo) string { return r.Repo }, func(r Repo, known *record) error {
		name := slug(r.public)
		page, err := s.repoPage(r, known, name)
		if err != nil {
			return err
		}
		if err := s.picture("repo", r.Repo, page.Held, page.Carried); err != nil {
			return err
		}
		if err := s.page("repos/"+name+".html", "repo.html", shown(r.public), len(page.Held)+len(page.Carried) > 0, page); err != nil {
			return err
		}
		return s.writeFiles("repos/", page.Files)
	})
}

func (s *site) writeFiles(folder string, files []file) error {
	for _, f := range files {
		if err := s.write(folder+f.Name, f.text); err != nil {
			return err
		}
	}
	return nil
}
