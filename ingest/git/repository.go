package git

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Repository says where one repository is and what of it is read: one of Path and URL.
type Repository struct {
	Path string // a bare repository, a work tree, a folder in one, or a linked work tree
	URL  string // a remote; it is mirrored below Options.Mirrors
	Name string // unique among all that are ever read; "" is the last part of the path or URL
	Rev  string // the revision to read; "" is HEAD
}

// Names are those under which repositories are stored. One that cannot have a name is left out: reading it says why.
func Names(repositories []Repository) []string {
	names := []string{}
	for _, r := range repositories {
		if name, err := r.name(); err == nil {
			names = append(names, name)
		}
	}
	return names
}

// name is the given one, or the last part of the path or URL without ".git".
func (r Repository) name() (string, error) {
	name := r.Name
	if name == "" && r.URL != "" {
		address, _ := splitURL(r.URL)
		address = strings.TrimSuffix(strings.TrimRight(address, "/"), "/.git")
		name = strings.TrimSuffix(address[strings.LastIndexAny(address, "/:\\")+1:], ".git")
	} else if name == "" {
		path, err := filepath.Abs(r.Path)
		if err != nil {
			return "", err
		}
		if filepath.Base(path) == ".git" {
			path = filepath.Dir(path)
		}
		name = strings.TrimSuffix(filepath.Base(path), ".git")
	}
	if name == "" || name == "." || name == string(filepath.Separator) {
		return "", errors.New("no name follows from its path or URL; give it one")
	}
	return decodeText([]byte(name)), nil
}

// source is where it is, without credentials.
func (r Repository) source() string {
	if r.URL != "" {
		address, _ := splitURL(r.URL)
		return decodeText([]byte(address))
	}
	if path, err := filepath.Abs(r.Path); err == nil {
		return decodeText([]byte(path))
	}
	return decodeText([]byte(r.Path))
}

// check refuses what git could take for an option or for a program to run.
func (r Repository) check() error {
	switch {
	case (r.Path == "") == (r.URL == ""):
		return errors.New("want either a path or a URL")
	case strings.HasPrefix(r.Path, "-"):
		return fmt.Errorf("path %q begins with -", r.Path)
	case strings.HasPrefix(r.URL, "-"):
		return fmt.Errorf("URL %q begins with -", redact(r.URL))
	case strings.HasPrefix(r.Rev, "-"):
		return fmt.Errorf("revision %q begins with -", r.Rev)
	case !readableURL(r.URL):
		return errors.New("the URL cannot be read: special characters in a user name or password are written %XX") // unquoted: it may hold one
	case strings.Contains(r.URL, "::"):
		return fmt.Errorf("URL %q names a transport helper", redact(r.URL))
	case strings.ContainsAny(r.Path+r.URL+r.Rev, "\x00\n\r"):
		return errors.New("a path, URL or revision has a line break or NUL in it")
	}
	return nil
}

// tip is what a repository's HEAD, or another revision, stands for.
type tip struct {
	sha    string // "" where there is no commit yet
	at     time.Time
	branch string // full name of the branch HEAD is on, without refs/heads/; "" when detached or another revision
}

// open finds the git directory of a path. A shallow repository is refused.
func open(ctx context.Context, path string) (local, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return local{}, err
	}
	if info, err := os.Stat(path); err != nil {
		return local{}, fmt.Errorf("%w: %w", ErrNotRepository, err)
	} else if !info.IsDir() {
		return local{}, fmt.Errorf("%w: %s is a file", ErrNotRepository, path)
	}
	dir, shallow, err := resolve(ctx, path)
	if err != nil {
		return local{}, err
	}
	if shallow {
		return local{}, ErrShallow
	}
	return local{dir}, nil
}

// resolve lets git find the git directory from inside path.
func resolve(ctx context.Context, path string) (dir string, shallow bool, err error) {
	l := local{path}
	cmd := l.command(ctx, nil)
	cmd.Args = []string{"git", "-c", "safe.directory=*", "-c", "core.fsmonitor=false", "rev-parse", "--absolute-git-dir", "--is-shallow-repository"}
	cmd.Env = without(cmd.Env, "GIT_WORK_TREE", "GIT_INDEX_FILE")
	out, err := run(ctx, cmd, nil)
	var exit *exitError
	if errors.As(err, &exit) {
		return "", false, fmt.Errorf("%w: %w", ErrNotRepository, err)
	}
	if err != nil {
		return "", false, err
	}
	dir, answer, _ := strings.Cut(strings.TrimSuffix(string(out), "\n"), "\n")
	return dir, answer == "true", nil
}

func without(env []string, names ...string) []string {
	var rest []string
	for _, entry := range env {
		name, _, _ := strings.Cut(entry, "=")
		if !kept(name, names) {
			rest = append(rest, entry)
		}
	}
	return rest
}

// tip finds the commit to read up to. A HEAD that points to a branch without commits is an empty repository.
func (l local) tip(ctx context.Context, rev string) (tip, error) {
	var t tip
	if rev == "" {
		rev = "HEAD"
		ref, err := l.line(ctx, "symbolic-ref", "-q", "HEAD")
		var exit *exitError
		if err != nil && !(errors.As(err, &exit) && exit.status == 1) {
			return t, err
		}
		t.branch = strings.TrimPrefix(ref, "refs/heads/")
	}
	out, err := l.line(ctx, "log", "-1", "--format=%H %cd", "--date=raw", "--no-patch", "--no-show-signature", "--end-of-options", rev, "--")
	if err != nil {
		if t.branch != "" && l.unborn(ctx, t.branch) {
			return t, nil
		}
		if sha, _ := l.line(ctx, "rev-parse", "--verify", "-q", "--end-of-options", rev); isObjectName(sha) && sha != rev {
			rev += " (" + sha + ")"
		}
		return t, fmt.Errorf("revision %s: %w", rev, err)
	}
	sha, date, _ := strings.Cut(out, " ")
	t.sha = sha
	t.at, _ = parseTime([]byte(date))
	t.branch = decodeText([]byte(t.branch))
	return t, nil
}

// unborn tells whether a branch does not exist, as against one that exists and cannot be read.
func (l local) unborn(ctx context.Context, branch string) bool {
	_, err := l.line(ctx, "show-ref", "--verify", "-q", "--", "refs/heads/"+branch)
	if err == nil {
		return false
	}
	out, err := l.line(ctx, "for-each-ref", "--count=1", "--format=%(refname)", "refs/heads/"+branch)
	return err == nil && out == ""
}

// isAncestor tells whether everything reachable from the old commit is reachable from the new one. A commit that is
// gone is no ancestor.
func (l local) isAncestor(ctx context.Context, old, new string) bool {
	_, err := l.line(ctx, "merge-base", "--is-ancestor", old, new)
	return err == nil
}
