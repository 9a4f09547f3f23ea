package git

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// mirror brings the mirror of a URL up to date and gives its path. Branches and tags are mirrored, and HEAD follows the
// remote's; a forge's refs for pull requests, which can be most of a repository, are not. When the fetch fails the
// mirror is what it was.
func (j *job) mirror(ctx context.Context) (string, error) {
	if j.opts.Mirrors == "" {
		return "", errors.New("a URL needs a folder for mirrors")
	}
	address, secret := splitURL(j.URL)
	folder, err := filepath.Abs(j.opts.Mirrors)
	if err != nil {
		return "", err
	}
	m := mirror{dir: filepath.Join(folder, mirrorName(address)), address: address, secret: secret}
	if err := m.create(ctx); err != nil {
		return "", fmt.Errorf("mirror %s: %w", address, err)
	}
	if j.opts.Progress != nil {
		j.opts.Progress.Note("fetch " + j.name)
	}
	if err := m.update(ctx); err != nil {
		return "", fmt.Errorf("mirror %s: %w", address, err)
	}
	return m.dir, nil
}

// mirror is a bare repository that copies a remote. Its configuration names no remote: the URL is given with each call.
type mirror struct {
	dir     string
	address string // without credentials
	secret  *credentials
}

// mirrorName is a file name that tells people which URL it is, and a hash that tells URLs apart.
func mirrorName(address string) string {
	name := Repository{URL: address}
	readable, err := name.name()
	if err != nil {
		readable = "repository"
	}
	safe := strings.Map(func(r rune) rune {
		if r < 128 && (r == '-' || r == '_' || r == '.' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z') {
			return r
		}
		return '-'
	}, readable)
	safe = cmp.Or(strings.TrimLeft(safe[:min(len(safe), 60)], "-."), "repository")
	hash := sha256.Sum256([]byte(address))
	return fmt.Sprintf("%s-%x.git", safe, hash[:6])
}

// create makes the repository; where there is one, whole or half made, git init completes it.
func (m mirror) create(ctx context.Context) error {
	if err := os.MkdirAll(filepath.Dir(m.dir), 0o700); err != nil {
		return err
	}
	_, err := m.git(ctx, "init", "--bare", "--quiet", "--template=", "--", m.dir)
	return err
}

func (m mirror) update(ctx context.Context) error {
	out, err := m.git(ctx, "ls-remote", "--symref", "--", m.address, "HEAD")
	if err != nil {
		return err
	}
	branch, hasHead := parseHead(string(out))
	fetch := []string{"fetch", "--prune", "--force", "--quiet", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head",
		"--", m.address, "+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"}
	if hasHead {
		fetch = append(fetch, "+HEAD:"+headRef)
	}
	if _, err := m.git(ctx, fetch...); err != nil {
		return err
	}
	switch {
	case branch != "":
		_, err = m.git(ctx, "symbolic-ref", "-m", "fewhands", "HEAD", branch)
	case hasHead:
		_, err = m.git(ctx, "update-ref", "--no-deref", "HEAD", headRef)
	}
	return err
}

// headRef keeps what a detached HEAD of the remote names, which may be on no branch.
const headRef = "refs/fewhands/head"

// parseHead reads the answer of ls-remote --symref: the branch that HEAD names, "" when it is detached, and whether
// there is any.
func parseHead(answer string) (branch string, ok bool) {
	for line := range strings.Lines(answer) {
		line = strings.TrimSuffix(line, "\n")
		if ref, found := strings.CutSuffix(line, "\tHEAD"); found {
			if name, symbolic := strings.CutPrefix(ref, "ref: "); symbolic && strings.HasPrefix(name, "refs/heads/") {
				branch = name
			} else {
				ok = true
			}
		}
	}
	return branch, ok
}

// git runs a command that may talk to the remote. It keeps the user's configuration, which may hold credential helpers
// and proxies, but runs no hooks, asks nothing, and uses no transport that runs programs. Credentials of the URL are
// handed over in the environment, to a helper that only this call has: no argument, file or message has them.
func (m mirror) git(ctx context.Context, args ...string) ([]byte, error) {
	all := []string{"--git-dir=" + m.dir, "--no-pager"}
	for _, set := range []string{
		"core.hooksPath=/dev/null", "core.fsmonitor=false", "protocol.ext.allow=never", "safe.directory=*",
		"gc.autoDetach=false", "maintenance.autoDetach=false", "fetch.recurseSubmodules=false", "fetch.writeCommitGraph=false",
	} {
		all = append(all, "-c", set)
	}
	env := append(environment("GIT_EXEC_PATH", "GIT_ASKPASS", "GIT_SSH", "GIT_SSH_", "GIT_SSL_", "GIT_HTTP_", "GIT_PROXY_", "GIT_CONFIG_"),
		"GIT_ALLOW_PROTOCOL=http:https:ssh:git:file")
	if m.secret != nil {
		scope, err := url.Parse(m.address)
		if err != nil {
			return nil, errors.New("the URL cannot be read") // its error would quote the URL
		}
		all = append(all, "-c", "credential.helper=",
			"-c", "credential."+scope.Scheme+"://"+scope.Host+".helper=!"+credentialHelper)
		env = append(env, "FEWHANDS_GIT_USERNAME="+m.secret.user, "FEWHANDS_GIT_PASSWORD="+m.secret.password)
	}
	cmd := exec.CommandContext(ctx, "git", append(all, args...)...)
	cmd.Env = env
	cmd.Cancel = func() error { // git then takes its helpers, locks and half-written packs with it
		if err := cmd.Process.Signal(os.Interrupt); err != nil {
			return cmd.Process.Kill()
		}
		return nil
	}
	cmd.WaitDelay = 10 * time.Second
	out, err := run(ctx, cmd, nil)
	var exit *exitError
	if m.secret != nil && errors.As(err, &exit) {
		exit.stderr = m.secret.hide(exit.stderr)
	}
	return out, err
}

// credentialHelper is git's way to be told a password; git runs it with its own shell.
const credentialHelper = `f() { test "$1" = get && printf 'username=%s\npassword=%s\n' "$FEWHANDS_GIT_USERNAME" "$FEWHANDS_GIT_PASSWORD"; }; f`
