package git

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"
)

// DisplayName is the repository's name as it will be stored, "" where none follows from its path or URL.
func (r Repository) DisplayName() string {
	name, err := r.name()
	if err != nil {
		return ""
	}
	return name
}

// DateOf is the committer date of a revision of a local repository.
func DateOf(ctx context.Context, path, rev string) (time.Time, error) {
	git, err := openRevision(ctx, path, rev)
	if err != nil {
		return time.Time{}, err
	}
	t, err := git.tip(ctx, rev)
	if err != nil {
		return time.Time{}, fmt.Errorf("%s: %w", path, err)
	}
	return t.at, nil
}

// RevBefore is the newest commit on the first-parent line of a revision ("" is HEAD) with a committer date before t. A
// repository that had none by then is an error.
func RevBefore(ctx context.Context, path, rev string, t time.Time) (string, error) {
	git, err := openRevision(ctx, path, rev)
	if err != nil {
		return "", err
	}
	if rev == "" {
		rev = "HEAD"
	}
	before := "--before=" + strconv.FormatInt(t.Unix()-1, 10)
	sha, err := git.line(ctx, "rev-list", "-1", "--first-parent", before, "--end-of-options", rev, "--")
	if err != nil {
		return "", fmt.Errorf("%s: revision %s: %w", path, rev, err)
	}
	if sha == "" {
		return "", fmt.Errorf("%s: no commit before %s", path, t.Format(time.DateOnly))
	}
	return sha, nil
}

func openRevision(ctx context.Context, path, rev string) (local, error) {
	if err := (Repository{Path: path, Rev: rev}).check(); err != nil {
		return local{}, err
	}
	git, err := open(ctx, path)
	if errors.Is(err, ErrNotRepository) || errors.Is(err, ErrShallow) {
		return git, fmt.Errorf("%s: %w", path, err)
	}
	return git, err
}
