package git

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cgi"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/fewhands/fewhands/ingest"
	"github.com/fewhands/fewhands/sql"
)

func readURL(t *testing.T, db *sql.DB, address, mirrors string) (Result, error) {
	t.Helper()
	opts := counting
	opts.Mirrors = mirrors
	results, err := Ingest(context.Background(), db, []Repository{{URL: address, Name: "it"}}, opts)
	return results[0], err
}

func TestMirrorFollowsItsRemote(t *testing.T) {
	f := small(t)
	mirrors := filepath.Join(t.TempDir(), "deep", "mirrors")
	db := warehouse(t)
	address := "file://" + f.dir
	check := func(step string) {
		t.Helper()
		if _, err := readURL(t, db, address, mirrors); err != nil {
			t.Fatalf("%s: %v", step, err)
		}
		sameAsFresh(t, db, f.dir, counting)
	}
	check("first")
	f.write("more.txt", "more")
	f.commit("more")
	f.git("tag", "more")
	check("more")
	f.git("tag", "-d", "more", "light")
	f.git("branch", "-D", "one")
	f.git("branch", "one/below")
	f.git("branch", "-m", "main", "trunk")
	f.git("reset", "-q", "--hard", "HEAD~2")
	f.write("forced.txt", "forced")
	f.commit("forced")
	check("forced, renamed, a folder in place of a branch")
	f.git("checkout", "-q", "--detach", "HEAD~1")
	f.write("nowhere.txt", "on no branch")
	f.commit("on no branch")
	check("detached")
	f.git("checkout", "-q", "trunk")
	check("back")
	if result, _ := readURL(t, db, address, mirrors); !result.Unchanged || result.Source != address {
		t.Errorf("%+v", result)
	}
}

func TestMirrorOfAnEmptyRemote(t *testing.T) {
	f := newFixture(t, "--bare")
	db := warehouse(t)
	mirrors := t.TempDir()
	if result, err := readURL(t, db, "file://"+f.dir, mirrors); err != nil || result.Tip != "" {
		t.Fatalf("%+v, %v", result, err)
	}
	f.fastImport("commit refs/heads/main\ncommitter A <a@example.com> 1700000000 +0000\ndata 1\nx\n")
	if result, err := readURL(t, db, "file://"+f.dir, mirrors); err != nil || result.NewCommits != 1 {
		t.Fatalf("%+v, %v", result, err)
	}
}

func TestFailedFetchLeavesTheMirrorAndTheRows(t *testing.T) {
	f := small(t)
	db := warehouse(t)
	mirrors := t.TempDir()
	if _, err := readURL(t, db, "file://"+f.dir, mirrors); err != nil {
		t.Fatal(err)
	}
	before := rows(t, db, "SELECT * FROM raw.git_commits ORDER BY ALL")
	head := f.git("rev-parse", "HEAD")
	f.write("more.txt", "more")
	lost := f.commit("more")
	if err := os.Remove(filepath.Join(f.dir, ".git/objects", lost[:2], lost[2:])); err != nil {
		t.Fatal(err)
	}
	result, err := readURL(t, db, "file://"+f.dir, mirrors)
	if err == nil || result.Err == nil {
		t.Fatalf("%+v", result)
	}
	sameText(t, strings.Join(rows(t, db, "SELECT * FROM raw.git_commits ORDER BY ALL"), "\n"), strings.Join(before, "\n"))
	kept, _ := filepath.Glob(filepath.Join(mirrors, "*.git"))
	if len(kept) != 1 || f.run("", "-C", kept[0], "rev-parse", "HEAD") != head {
		t.Errorf("mirrors %v", kept)
	}
	f.run("", "-C", kept[0], "fsck", "--full")
	f.git("reset", "-q", "--soft", head)
	if result, err := readURL(t, db, "file://"+f.dir, mirrors); err != nil || !result.Unchanged {
		t.Errorf("%+v, %v", result, err)
	}
}

func TestFetchRunsNothingOfTheMirrorOrTheRemote(t *testing.T) {
	f := small(t)
	marker := filepath.Join(t.TempDir(), "ran")
	db := warehouse(t)
	mirrors := t.TempDir()
	if _, err := readURL(t, db, "file://"+f.dir, mirrors); err != nil {
		t.Fatal(err)
	}
	kept, _ := filepath.Glob(filepath.Join(mirrors, "*.git"))
	if err := os.MkdirAll(filepath.Join(kept[0], "hooks"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, hook := range []string{"reference-transaction", "post-merge", "pre-auto-gc"} {
		if err := os.WriteFile(filepath.Join(kept[0], "hooks", hook), []byte("#!/bin/sh\ntouch '"+marker+"'\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	f.commit("more")
	if _, err := readURL(t, db, "file://"+f.dir, mirrors); err != nil {
		t.Fatal(err)
	}
	if _, err := readURL(t, warehouse(t), "ext::sh -c touch% "+marker, mirrors); err == nil {
		t.Error("a transport that runs programs is not refused")
	}
	if _, err := os.Stat(marker); err == nil {
		t.Error("something ran")
	}
}

// serve is git over HTTP with a password.
func serve(t *testing.T, root, user, password string) *httptest.Server {
	t.Helper()
	program, err := exec.Command("git", "--exec-path").Output()
	if err != nil {
		t.Fatal(err)
	}
	backend := &cgi.Handler{
		Path:   filepath.Join(strings.TrimSpace(string(program)), "git-http-backend"),
		Stderr: io.Discard,
		Env:    []string{"GIT_PROJECT_ROOT=" + root, "GIT_HTTP_EXPORT_ALL=1", "GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=safe.directory", "GIT_CONFIG_VALUE_0=*"},
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		u, p, _ := r.BasicAuth()
		if u != user || p != password {
			w.Header().Set("WWW-Authenticate", `Basic realm="git"`)
			http.Error(w, "no", http.StatusUnauthorized)
			return
		}
		backend.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return server
}

func TestCredentialsOfAURLWorkAndDoNotLeak(t *testing.T) {
	t.Setenv("no_proxy", "*")
	f := small(t)
	const user, password = "robot-hq7", `s3cr3t/:@%'"$(x)`
	server := serve(t, filepath.Dir(f.dir), user, password)
	address := strings.Replace(server.URL, "http://", "http://"+url.UserPassword(user, password).String()+"@", 1) + "/tree/.git"
	arguments := watchArguments(t)
	mirrors := t.TempDir()
	file := filepath.Join(t.TempDir(), "w.duckdb")
	db, err := sql.Open(context.Background(), file, sql.Options{})
	if err != nil {
		t.Fatal(err)
	}
	result, err := readURL(t, db, address, mirrors)
	if err != nil || result.NewCommits != 16 || result.Source != server.URL+"/tree/.git" {
		t.Fatalf("%+v, %v", result, err)
	}
	sameAsFresh(t, db, f.dir, counting)
	said := strings.Join(rows(t, db, "SELECT * FROM raw.git_repositories"), "\n") + result.Source
	if err := Check(t.Context(), Repository{URL: address}); err != nil {
		t.Errorf("check: %v", err)
	}
	err = Check(t.Context(), Repository{URL: strings.Replace(address, "robot-hq7:", "robot-hq7:wrong-", 1)})
	if !errors.Is(err, ingest.ErrRefused) {
		t.Errorf("check with a wrong password: %v", err)
	}
	said += fmt.Sprint(err)
	if err = Check(t.Context(), Repository{URL: strings.Replace(address, "/tree/", "/none/", 1)}); err == nil || errors.Is(err, ingest.ErrRefused) {
		t.Errorf("check of what is not there: %v", err)
	}
	said += fmt.Sprint(err)
	for _, wrong := range []string{strings.Replace(address, "/tree/", "/none/", 1), strings.Replace(address, "robot-hq7:", "robot-hq7:wrong-", 1)} {
		result, err := readURL(t, db, wrong, mirrors)
		if err == nil {
			t.Fatalf("%+v", result)
		}
		said += err.Error() + result.Source + strings.Join(result.Warnings, "") + strings.Join(rows(t, db, "SELECT * FROM raw.git_repositories"), "\n")
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	_ = filepath.WalkDir(mirrors, func(path string, entry os.DirEntry, err error) error {
		said += path
		if err == nil && !entry.IsDir() {
			content, _ := os.ReadFile(path)
			said += string(content)
		}
		return err
	})
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	said += string(content) + arguments()
	if !strings.Contains(said, "ls-remote") {
		t.Error("the arguments were not seen")
	}
	for _, secret := range []string{user, password, "s3cr3t", "wrong-", url.QueryEscape(password)} {
		if at := strings.Index(said, secret); at >= 0 {
			t.Errorf("%q leaks: %q", secret, said[max(0, at-100):min(len(said), at+100)])
		}
	}
}

// watchArguments puts a git before the real one that notes what it is called with, as it and the programs it starts
// are; the environment is not noted.
func watchArguments(t *testing.T) func() string {
	t.Helper()
	real, err := exec.LookPath("git")
	if err != nil {
		t.Fatal(err)
	}
	program, err := exec.Command("git", "--exec-path").Output()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	log := filepath.Join(folder, "log")
	libexec := filepath.Join(folder, "libexec")
	if err := os.MkdirAll(libexec, 0o755); err != nil {
		t.Fatal(err)
	}
	exec_ := strings.TrimSpace(string(program))
	entries, err := os.ReadDir(exec_)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		name := filepath.Join(libexec, entry.Name())
		if strings.HasPrefix(entry.Name(), "git-remote-") {
			err = os.WriteFile(name, []byte("#!/bin/sh\nprintf '%s\\n' \"$0 $*\" >> '"+log+"'\nexec '"+filepath.Join(exec_, entry.Name())+"' \"$@\"\n"), 0o755)
		} else {
			err = os.Symlink(filepath.Join(exec_, entry.Name()), name)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(folder, "git"), []byte("#!/bin/sh\nprintf '%s\\n' \"git $*\" >> '"+log+"'\nexec '"+real+"' \"$@\"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", folder+string(os.PathListSeparator)+os.Getenv("PATH"))
	t.Setenv("GIT_EXEC_PATH", libexec)
	return sync.OnceValue(func() string {
		text, err := os.ReadFile(log)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(text), "git-remote-http") {
			t.Errorf("the transport's arguments were not seen:\n%s", text)
		}
		return string(text)
	})
}

func TestTextsAreRedacted(t *testing.T) {
	for text, want := range map[string]string{
		"fatal: unable to access 'https://user:pass@example.com/x.git/': 403": "fatal: unable to access 'https://example.com/x.git/': 403",
		"https://token@example.com/a and ssh://git:pw@example.com/b":          "https://example.com/a and ssh://example.com/b",
		"https://user:p@ss@example.com/x":                                     "https://example.com/x",
		"git@example.com:team/x.git":                                          "git@example.com:team/x.git",
		"https://example.com/~a@b/x":                                          "https://example.com/~a@b/x",
	} {
		if got := redact(text); got != want {
			t.Errorf("%s: %s", text, got)
		}
	}
}

func TestNamesFollowFromPathsAndURLs(t *testing.T) {
	for _, c := range []struct {
		repo Repository
		want string
	}{
		{Repository{URL: "https://user:pass@example.com/team/search.git"}, "search"},
		{Repository{URL: "https://example.com/team/search/"}, "search"},
		{Repository{URL: "git@example.com:search.git"}, "search"},
		{Repository{URL: "file:///srv/payments/.git"}, "payments"},
		{Repository{Path: "/srv/git/payments.git"}, "payments"},
		{Repository{Path: "/srv/payments/.git"}, "payments"},
		{Repository{Path: "/srv/payments/"}, "payments"},
		{Repository{Path: "/srv/payments", Name: "pay"}, "pay"},
	} {
		if got, err := c.repo.name(); got != c.want || err != nil {
			t.Errorf("%+v: %q, %v", c.repo, got, err)
		}
	}
	if _, err := (Repository{Path: "/"}).name(); err == nil {
		t.Error("the root folder has no name")
	}
	if a, b := mirrorName("https://a.example/x.git"), mirrorName("https://b.example/x.git"); a == b || !strings.HasPrefix(a, "x-") || !strings.HasSuffix(a, ".git") {
		t.Errorf("%s, %s", a, b)
	}
	for _, address := range []string{"https://example.com/../..", "https://example.com/%2e%2e%2f", "https://example.com/-rf", "https://example.com/" + strings.Repeat("ö", 500)} {
		if name := mirrorName(address); strings.ContainsAny(name, `/\`) || strings.HasPrefix(name, "-") || strings.HasPrefix(name, ".") || len(name) > 100 {
			t.Errorf("%s: %s", address, name)
		}
	}
}
