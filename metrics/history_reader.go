package metrics

import (
	"context"
	"fmt"
	"time"

	"github.com/fewhands/fewhands/sql"
)

// A batch is read by a few queries, each of which costs milliseconds, and its touches are in memory twice, at 12 bytes
// each, while the next one is read.
const (
	largestBatch   = 64
	touchesInBatch = 2_000_000
)

// repository is a repository whose tree is known in one of the kept weeks.
type repository struct {
	id        int32
	name      string
	firstWeek int
	touches   int
}

// historyReader reads the histories of repositories in batches.
type historyReader struct {
	tx           *sql.Tx
	first, last  string // the first and the last kept week, as dates
	weeks        int
	repositories []repository
}

func newHistoryReader(ctx context.Context, tx *sql.Tx, weeks []time.Time) (*historyReader, error) {
	r := &historyReader{
		tx:    tx,
		first: weeks[0].Format(time.DateOnly),
		last:  weeks[len(weeks)-1].Format(time.DateOnly),
		weeks: len(weeks),
	}
	query := fmt.Sprintf(`
		SELECT
		    repositories.repo_id,
		    repositories.repo,
		    (GREATEST(repositories.tree_since_week - DATE '%s', 0) // 7)::INTEGER,
		    COALESCE(changes.touches, 0)
		FROM facts.repositories AS repositories
		LEFT JOIN (
		    SELECT
		        repo_id,
		        count(*) AS touches
		    FROM facts.file_changes
		    GROUP BY repo_id
		) AS changes
		    ON changes.repo_id = repositories.repo_id
		WHERE repositories.tree_since_week <= DATE '%s'
		ORDER BY repositories.repo_id`, r.first, r.last)
	err := tx.Each(ctx, query, func(row []sql.Value) error {
		r.repositories = append(r.repositories, repository{
			id:        row[0].(int32),
			name:      row[1].(string),
			firstWeek: int(row[2].(int32)),
			touches:   int(row[3].(int64)),
		})
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read repositories: %w", err)
	}
	return r, nil
}

// each calls fn with the histories of all repositories, batch by batch.
func (r *historyReader) each(ctx context.Context, fn func([]*codeHistory) error) error {
	for rest := r.repositories; len(rest) > 0; {
		n, touches := 0, 0
		for n < len(rest) && n < largestBatch && (n == 0 || touches+rest[n].touches <= touchesInBatch) {
			touches += rest[n].touches
			n++
		}
		histories, err := r.read(ctx, rest[:n])
		if err != nil {
			return fmt.Errorf("read history of repositories %s to %s: %w", rest[0].name, rest[n-1].name, err)
		}
		if err := fn(histories); err != nil {
			return err
		}
		rest = rest[n:]
	}
	return nil
}

// batch is what a few repositories' rows are sorted into.
type batch struct {
	byRepo map[int32]*historyRows
	last   *historyRows // of the row before: rows of one repository mostly follow each other
	repo   int32
}

// historyRows is a history while it is read.
type historyRows struct {
	*codeHistory
	ranks     []int32 // by path_id: place in the order of git ls-files
	isCounted []bool  // by rank
}

// of is the history that a row belongs to, nil if its repository is not in the batch.
func (b *batch) of(repo int32) *historyRows {
	if b.last == nil || b.repo != repo {
		b.last, b.repo = b.byRepo[repo], repo
	}
	return b.last
}

func (r *historyReader) read(ctx context.Context, repositories []repository) ([]*codeHistory, error) {
	b := &batch{byRepo: map[int32]*historyRows{}}
	var histories []*codeHistory
	for _, repo := range repositories {
		history := &codeHistory{repo: repo.name, firstWeek: repo.firstWeek, touches: make([]touch, 0, repo.touches)}
		histories = append(histories, history)
		b.byRepo[repo.id] = &historyRows{codeHistory: history}
	}
	within := fmt.Sprintf("repo_id BETWEEN %d AND %d", repositories[0].id, repositories[len(repositories)-1].id)
	for _, read := range []func(context.Context, *batch, string) error{r.paths, r.parts, r.stays, r.renames, r.touches} {
		if err := read(ctx, b, within); err != nil {
			return nil, err
		}
	}
	return histories, nil
}

// paths are read in the order of git ls-files: by bytes, which is how DuckDB compares text. A path that is no UTF-8 comes
// where the text of it does.
func (r *historyReader) paths(ctx context.Context, b *batch, within string) error {
	query := `
		SELECT
		    repo_id,
		    path_id,
		    is_counted,
		    regexp_extract(path, '^([^/]*/){0,3}')
		FROM facts.paths
		WHERE ` + within + `
		ORDER BY repo_id, path`
	return r.tx.Each(ctx, query, func(row []sql.Value) error {
		h := b.of(row[0].(int32))
		if h == nil {
			return nil
		}
		id := int(row[1].(int32))
		if id >= len(h.ranks) {
			h.ranks = append(h.ranks, make([]int32, id+1-len(h.ranks))...)
		}
		h.ranks[id] = int32(h.paths)
		h.isCounted = append(h.isCounted, row[2].(bool))
		if folder := row[3].(string); len(h.folders) == 0 || h.folders[len(h.folders)-1] != folder {
			h.folders = append(h.folders, folder)
		}
		h.folder = append(h.folder, int32(len(h.folders)-1))
		h.paths++
		return nil
	})
}

// parts reads which service a path belongs to. The paths of none are part 0.
func (r *historyReader) parts(ctx context.Context, b *batch, within string) error {
	query := `
		SELECT
		    repo_id,
		    path_id,
		    service_id
		FROM facts.service_paths
		WHERE ` + within + `
		ORDER BY repo_id, service_id`
	return r.tx.Each(ctx, query, func(row []sql.Value) error {
		h := b.of(row[0].(int32))
		if h == nil {
			return nil
		}
		if h.part == nil {
			h.part, h.services = make([]int32, h.paths), []int32{nobody}
		}
		service := row[2].(int32)
		if h.services[len(h.services)-1] != service {
			h.services = append(h.services, service)
		}
		h.part[h.ranks[row[1].(int32)]] = int32(len(h.services) - 1)
		return nil
	})
}

func (r *historyReader) stays(ctx context.Context, b *batch, within string) error {
	query := fmt.Sprintf(`
		SELECT
		    repo_id,
		    path_id,
		    (GREATEST(since_week - DATE '%[1]s', 0) // 7)::USMALLINT,
		    COALESCE(LEAST((until_week - DATE '%[1]s') // 7, %[3]d), %[3]d)::USMALLINT
		FROM facts.trees
		WHERE %[4]s
		    AND since_week <= DATE '%[2]s'
		    AND (until_week IS NULL OR until_week > DATE '%[1]s')`, r.first, r.last, r.weeks, within)
	return r.tx.Each(ctx, query, func(row []sql.Value) error {
		h := b.of(row[0].(int32))
		if h == nil {
			return nil
		}
		s := stay{h.ranks[row[1].(int32)], row[2].(uint16), row[3].(uint16)}
		if h.isCounted[s.path] && s.since < s.till {
			h.codeHistory.stays = append(h.codeHistory.stays, s)
		}
		return nil
	})
}

func (r *historyReader) renames(ctx context.Context, b *batch, within string) error {
	query := fmt.Sprintf(`
		SELECT DISTINCT
		    repo_id,
		    old_path_id,
		    path_id,
		    (GREATEST(week - DATE '%s', 0) // 7)::USMALLINT
		FROM facts.file_changes
		WHERE %s
		    AND week <= DATE '%s'
		    AND status = 'R'
		    AND old_path_id IS NOT NULL`, r.first, within, r.last)
	return r.tx.Each(ctx, query, func(row []sql.Value) error {
		if h := b.of(row[0].(int32)); h != nil {
			h.codeHistory.renames = append(h.codeHistory.renames,
				rename{h.ranks[row[1].(int32)], h.ranks[row[2].(int32)], row[3].(uint16)})
		}
		return nil
	})
}

// touches are by person_id here; numbering changes that.
func (r *historyReader) touches(ctx context.Context, b *batch, within string) error {
	query := fmt.Sprintf(`
		SELECT
		    repo_id,
		    path_id,
		    person_id,
		    (GREATEST(week - DATE '%s', 0) // 7)::USMALLINT,
		    status = 'A',
		    NOT is_left_out
		FROM facts.file_changes
		WHERE %s
		    AND week <= DATE '%s'
		    AND status IN ('A', 'M', 'R')`, r.first, within, r.last)
	return r.tx.Each(ctx, query, func(row []sql.Value) error {
		if h := b.of(row[0].(int32)); h != nil {
			h.codeHistory.touches = append(h.codeHistory.touches, touch{
				path:   h.ranks[row[1].(int32)],
				person: row[2].(int32),
				week:   row[3].(uint16),
				adds:   row[4].(bool),
				isKept: row[5].(bool),
			})
		}
		return nil
	})
}
