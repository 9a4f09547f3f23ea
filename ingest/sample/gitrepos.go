package sample

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// WriteRepositories writes the organisation's git repositories as bare ones into dir, which it makes where it is
// missing, and returns their paths. A repository that is there already is an error that is fs.ErrExist; the commits are
// the same to the byte for the same seed and date. It needs git 2.30 or newer on the PATH.
func (o *Organisation) WriteRepositories(ctx context.Context, dir string) ([]string, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	var paths []string
	for _, plan := range codebase {
		path := filepath.Join(dir, plan.name+".git")
		if _, err := os.Lstat(path); err == nil {
			return paths, fmt.Errorf("sample repository %s: %w", path, fs.ErrExist)
		}
		if err := runGit(ctx, nil, "init", "--quiet", "--bare", "--template=", "--initial-branch=main", path); err != nil {
			return paths, fmt.Errorf("sample repository %s: %w", path, err)
		}
		stream := o.history(plan)
		if err := runGit(ctx, stream, "--git-dir="+path, "-c", "core.compression=1", "fast-import", "--quiet"); err != nil {
			return paths, fmt.Errorf("sample repository %s: %w", path, err)
		}
		paths = append(paths, path)
	}
	return paths, nil
}

// runGit runs git without any configuration but what it is given.
func runGit(ctx context.Context, stdin io.Reader, args ...string) error {
	cmd := exec.CommandContext(ctx, "git", args...)
	for _, entry := range os.Environ() {
		if !strings.HasPrefix(entry, "GIT_") {
			cmd.Env = append(cmd.Env, entry)
		}
	}
	cmd.Env = append(cmd.Env, "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL="+os.DevNull, "HOME=/nonexistent", "XDG_CONFIG_HOME=/nonexistent", "LC_ALL=C")
	var stderr bytes.Buffer
	cmd.Stdin, cmd.Stderr = stdin, &stderr
	err := cmd.Run()
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case stderr.Len() > 0:
		return errors.New(strings.TrimSpace(stderr.String()))
	}
	return err
}
