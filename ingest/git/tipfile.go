package git

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/fewhands/fewhands/sql"
)

// TipFile is a file in the tree of a repository's stored tip.
type TipFile struct {
	RepoID int32
	Path   string // "" where the tree has none of those asked for
	Text   []byte
}

// ReadTip reads, from the tree of the tip that is stored of a repository, the first of the paths that is a file of at most
// limit bytes. Of an empty repository, and one that has not been read yet, it has none; RepoID is then 0 for the latter.
func ReadTip(ctx context.Context, db *sql.DB, repo Repository, opts Options, limit int64, paths ...string) (TipFile, error) {
	var none TipFile
	if err := repo.check(); err != nil {
		return none, err
	}
	name, err := repo.name()
	if err != nil {
		return none, err
	}
	cursors, _, err := readCursors(ctx, db)
	if err != nil {
		return none, err
	}
	file := TipFile{RepoID: cursors[name].id}
	tip := cursors[name].tip
	if tip == "" {
		return file, nil
	}
	path := repo.Path
	if repo.URL != "" {
		folder, err := filepath.Abs(opts.Mirrors)
		if err != nil {
			return file, err
		}
		address, _ := splitURL(repo.URL)
		path = filepath.Join(folder, mirrorName(address))
	}
	git, err := open(ctx, path)
	if err != nil {
		return file, fmt.Errorf("repository %s: %w", name, err)
	}
	blobs, err := git.blobs(ctx, tip, paths)
	if err != nil {
		return file, fmt.Errorf("repository %s: %w", name, err)
	}
	for _, path := range paths {
		blob, ok := blobs[path]
		if !ok {
			continue
		}
		if blob.size > limit {
			return file, fmt.Errorf("repository %s: %s has %d bytes, more than %d", name, path, blob.size, limit)
		}
		file.Text, err = git.output(ctx, nil, "cat-file", "blob", blob.sha)
		if err != nil {
			return file, fmt.Errorf("repository %s: %s: %w", name, path, err)
		}
		file.Path = path
		return file, nil
	}
	return file, nil
}

type blob struct {
	sha  string
	size int64
}

// blobs finds those of the paths that are ordinary files: a link could lead anywhere.
func (l local) blobs(ctx context.Context, tip string, paths []string) (map[string]blob, error) {
	out, err := l.output(ctx, nil, append([]string{"ls-tree", "-z", "-l", "--full-tree", tip, "--"}, paths...)...)
	if err != nil {
		return nil, err
	}
	found := map[string]blob{}
	for entry := range strings.SplitSeq(string(out), "\x00") {
		var mode, kind, sha string
		var size int64
		meta, path, ok := strings.Cut(entry, "\t")
		if n, _ := fmt.Sscanf(meta, "%s %s %s %d", &mode, &kind, &sha, &size); !ok || n != 4 || kind != "blob" || mode == "120000" {
			continue
		}
		found[path] = blob{sha, size}
	}
	return found, nil
}
