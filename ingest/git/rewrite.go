package git

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/fewhands/fewhands/sql"
)

// compareHistory tells what a history that was rewritten, rewound or moved to another branch has new, in git's order,
// and which stored commits are no longer in it. It needs no object of the old history.
func compareHistory(ctx context.Context, tx *sql.Tx, l local, repo int32, tip string) (added []string, gone []int32, err error) {
	stored := map[string]int32{} // 1.3 million commits take some 150 MB here; a force push of such a history is rare
	err = tx.Each(ctx, fmt.Sprintf("SELECT sha, commit_id FROM raw.git_commits WHERE repo_id = %d", repo), func(row []sql.Value) error {
		stored[row[0].(string)] = row[1].(int32)
		return nil
	})
	if err != nil || tip == "" {
		for _, id := range stored {
			gone = append(gone, id)
		}
		return nil, gone, err
	}
	p, err := l.start(ctx, false, "rev-list", "--end-of-options", tip)
	if err != nil {
		return nil, nil, err
	}
	in := newTokens(p.stdout)
	for {
		if _, err := in.peek(); err == io.EOF {
			break
		}
		sha, err := in.next('\n')
		if err != nil {
			return nil, nil, p.stop(err)
		}
		if _, ok := stored[string(sha)]; ok {
			delete(stored, string(sha))
		} else {
			added = append(added, string(sha))
		}
	}
	for _, id := range stored {
		gone = append(gone, id)
	}
	return added, gone, p.wait()
}

// deleteCommits takes commits out, with their changes and co-authors.
func deleteCommits(ctx context.Context, tx *sql.Tx, repo int32, gone []int32) error {
	const most = 10_000 // ids per statement
	for len(gone) > 0 {
		now := gone[:min(most, len(gone))]
		gone = gone[len(now):]
		ids := make([]string, len(now))
		for i, id := range now {
			ids[i] = strconv.Itoa(int(id))
		}
		for _, table := range []string{"git_commits", "git_changes", "git_coauthors"} {
			err := tx.Exec(ctx, fmt.Sprintf("DELETE FROM raw.%s WHERE repo_id = %d AND commit_id IN (SELECT unnest([%s]))", table, repo, strings.Join(ids, ",")))
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// deleteRepository takes out every row of a repository but its cursor.
func deleteRepository(ctx context.Context, tx *sql.Tx, repo int32) error {
	for _, table := range []string{"git_commits", "git_changes", "git_coauthors", "git_identities", "git_paths", "git_tags", "git_trees"} {
		if err := tx.Exec(ctx, fmt.Sprintf("DELETE FROM raw.%s WHERE repo_id = %d", table, repo)); err != nil {
			return err
		}
	}
	return nil
}

// deleteUnusedPaths takes out paths that only deleted commits had named.
func deleteUnusedPaths(ctx context.Context, tx *sql.Tx, repo int32) error {
	return tx.Exec(ctx, `DELETE FROM raw.git_paths WHERE repo_id = $1 AND path_id NOT IN (
		SELECT path_id FROM raw.git_changes WHERE repo_id = $1
		UNION SELECT old_path_id FROM raw.git_changes WHERE repo_id = $1 AND old_path_id IS NOT NULL
		UNION SELECT path_id FROM raw.git_trees WHERE repo_id = $1)`, repo)
}

// usedIdentities lists the identities that some stored commit has.
func usedIdentities(ctx context.Context, tx *sql.Tx, repo int32) (map[int32]bool, error) {
	used := map[int32]bool{}
	query := fmt.Sprintf(`SELECT author_id FROM raw.git_commits WHERE repo_id = %[1]d
		UNION SELECT committer_id FROM raw.git_commits WHERE repo_id = %[1]d
		UNION SELECT identity_id FROM raw.git_coauthors WHERE repo_id = %[1]d`, repo)
	return used, tx.Each(ctx, query, func(row []sql.Value) error {
		used[row[0].(int32)] = true
		return nil
	})
}
