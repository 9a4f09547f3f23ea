package metrics

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"time"

	"github.com/fewhands/fewhands/sql"
)

// computeAuthorship writes weekly.authorship, weekly.removals and who holds the code in the last week: the truck factors of every repository, service and team
// with code, and of the organisation, at the end of every kept week. There is no row of a week whose tree is not known or
// has no counted file.
//
// Each repository is followed from week to week, in parts by service, and services, teams and the organisation are counted
// from what that found, so that a series costs little more than one truck factor.
func computeAuthorship() sql.Compute {
	return func(ctx context.Context, tx *sql.Tx) error {
		out, err := newAuthorshipTables(ctx, tx)
		if err != nil {
			return err
		}
		if err := createFileAuthors(ctx, tx); err != nil {
			return err
		}
		if err := createFolders(ctx, tx); err != nil {
			return err
		}
		weeks, err := keptWeeks(ctx, tx)
		if err != nil || len(weeks) == 0 {
			return err
		}
		out.weeks = weeks
		crowd, err := readCrowd(ctx, tx, weeks)
		if err != nil {
			return fmt.Errorf("read people: %w", err)
		}
		out.isActive = crowd.isActive
		parts, err := followAll(ctx, tx, weeks, crowd, out)
		if err != nil {
			return err
		}
		if err := writeFileAuthors(tx, parts, crowd.isActive[len(weeks)-1]); err != nil {
			return fmt.Errorf("write who holds the code: %w", err)
		}
		if err := writeFolders(tx, parts); err != nil {
			return fmt.Errorf("write who holds the code of folders: %w", err)
		}
		owned, err := readOwnership(ctx, tx)
		if err != nil {
			return fmt.Errorf("read services: %w", err)
		}
		for _, level := range owned.levels(parts) {
			if err := writeLevel(level, len(weeks), crowd, out); err != nil {
				return err
			}
		}
		return out.flush()
	}
}

func keptWeeks(ctx context.Context, tx *sql.Tx) (weeks []time.Time, err error) {
	err = tx.Each(ctx, "SELECT week FROM weekly.weeks ORDER BY week", func(row []sql.Value) error {
		weeks = append(weeks, row[0].(time.Time))
		return nil
	})
	return weeks, err
}

// followAll follows the repositories, some at a time: while one batch is read, that before it is computed, and no more
// than these two are in memory.
func followAll(ctx context.Context, tx *sql.Tx, weeks []time.Time, crowd *crowd, out *authorshipTables) ([]*followed, error) {
	reader, err := newHistoryReader(ctx, tx, weeks)
	if err != nil {
		return nil, err
	}
	type job struct {
		history *codeHistory
		result  *followed
	}
	var (
		queue   = make(chan job, largestBatch)
		workers sync.WaitGroup
		working sync.WaitGroup // on the last batch
		batch   []*followed
		all     []*followed
	)
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			numbers := newNumbering(len(crowd.ranks))
			for job := range queue {
				numbers.apply(job.history)
				*job.result = follow(job.history, len(weeks), crowd)
				working.Done()
			}
		})
	}
	finish := func() error {
		working.Wait()
		for _, result := range batch {
			if err := out.write("repo", result.repo, result.rows); err != nil {
				return err
			}
			result.rows = nil
		}
		all = append(all, batch...)
		batch = nil
		return nil
	}
	err = reader.each(ctx, func(histories []*codeHistory) error {
		if err := finish(); err != nil {
			return err
		}
		working.Add(len(histories))
		for _, history := range histories {
			batch = append(batch, &followed{})
			queue <- job{history, batch[len(batch)-1]}
		}
		return nil
	})
	close(queue)
	workers.Wait()
	if err != nil {
		return nil, err
	}
	return all, finish()
}

// numbering gives the people of one repository small numbers.
type numbering []int32 // by person_id, nobody where not in use

func newNumbering(people int) numbering {
	n := make(numbering, people)
	for i := range n {
		n[i] = nobody
	}
	return n
}

// apply replaces person_id by the repository's numbers.
func (n numbering) apply(h *codeHistory) {
	for i := range h.touches {
		person := &h.touches[i].person
		if n[*person] == nobody {
			n[*person] = int32(len(h.people))
			h.people = append(h.people, *person)
		}
		*person = n[*person]
	}
	for _, person := range h.people {
		n[person] = nobody
	}
}
