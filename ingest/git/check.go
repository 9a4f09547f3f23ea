package git

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/fewhands/fewhands/ingest"
)

// Check tells whether a repository can be read: of a path whether it is one, of a URL whether the remote answers and lets us in. It
// stores nothing and fetches nothing.
func Check(ctx context.Context, repo Repository) (err error) {
	if err := checkVersion(ctx); err != nil {
		return err
	}
	if err := repo.check(); err != nil {
		return err
	}
	if repo.Path != "" {
		git, err := open(ctx, repo.Path)
		if err != nil {
			return err
		}
		_, err = git.tip(ctx, repo.Rev)
		return err
	}
	dir, err := os.MkdirTemp("", "fewhands-check-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	address, secret := splitURL(repo.URL)
	_, err = mirror{dir: dir, address: address, secret: secret}.git(ctx, "ls-remote", "--symref", "--", address, "HEAD")
	var exit *exitError
	if errors.As(err, &exit) && slices.ContainsFunc(refusals, func(text string) bool { return strings.Contains(exit.stderr, text) }) {
		return fmt.Errorf("%w: %w", ingest.ErrRefused, err)
	}
	return err
}

// refusals are what git, in English, says where a remote does not let us in.
var refusals = []string{"Authentication failed", "could not read Username", "could not read Password", "Permission denied", "returned error: 401", "returned error: 403"}
