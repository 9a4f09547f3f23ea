package git

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/fewhands/fewhands/sql"
)

// asOf is a Sunday; the running week begins on Monday 2026-03-02.
var asOf = time.Date(2026, 3, 8, 12, 0, 0, 0, time.UTC)

// fixture is a real repository built by a test. Every commit is an hour after the one before.
type fixture struct {
	t    *testing.T
	dir  string // the work tree, or the bare repository
	tick int64  // committer date of the last commit, Unix
}

func newFixture(t *testing.T, init ...string) *fixture {
	t.Helper()
	f := &fixture{t: t, dir: filepath.Join(t.TempDir(), "tree"), tick: asOf.AddDate(0, 0, -40).Unix()}
	f.run("", append(append([]string{"init", "-q", "-b", "main"}, init...), f.dir)...)
	return f
}

// git runs git in the fixture and returns its output without the last line end.
func (f *fixture) git(args ...string) string {
	f.t.Helper()
	return f.run("", append([]string{"-C", f.dir}, args...)...)
}

// run is git anywhere, with input.
func (f *fixture) run(stdin string, args ...string) string {
	f.t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Stdin = strings.NewReader(stdin)
	cmd.Env = append(plainEnvironment(),
		"GIT_AUTHOR_NAME=Ana Lind", "GIT_AUTHOR_EMAIL=ana@example.com", fmt.Sprintf("GIT_AUTHOR_DATE=%d +0100", f.tick),
		"GIT_COMMITTER_NAME=Bo Berg", "GIT_COMMITTER_EMAIL=bo@example.com", fmt.Sprintf("GIT_COMMITTER_DATE=%d -0230", f.tick))
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		f.t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, stderr.String())
	}
	return strings.TrimSuffix(stdout.String(), "\n")
}

// plainEnvironment keeps the machine's git configuration out of the tests.
func plainEnvironment() []string {
	var env []string
	for _, entry := range os.Environ() {
		if !strings.HasPrefix(entry, "GIT_") {
			env = append(env, entry)
		}
	}
	return append(env, "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=/dev/null", "HOME=/nonexistent", "LC_ALL=C",
		"GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=protocol.file.allow", "GIT_CONFIG_VALUE_0=always")
}

func (f *fixture) write(name, content string) {
	f.t.Helper()
	path := filepath.Join(f.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		f.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		f.t.Fatal(err)
	}
}

// commit records everything in the work tree an hour after the last commit.
func (f *fixture) commit(message string, args ...string) string {
	f.t.Helper()
	f.tick += 3600
	f.git("add", "-A")
	f.git(append([]string{"commit", "-q", "--allow-empty", "--allow-empty-message", "-m", message}, args...)...)
	return f.git("rev-parse", "HEAD")
}

// fastImport adds what no work tree could hold.
func (f *fixture) fastImport(stream string) {
	f.t.Helper()
	f.run(stream, "-C", f.dir, "fast-import", "--quiet", "--force", "--date-format=raw-permissive")
}

// object stores an object of any bytes, such as a commit that git would not write.
func (f *fixture) object(kind, content string) string {
	f.t.Helper()
	return f.run(content, "-C", f.dir, "hash-object", "-w", "--literally", "-t", kind, "--stdin")
}

// numbered is a text of n lines, different for different seeds.
func numbered(seed string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%s line %d\n", seed, i)
	}
	return b.String()
}

var template struct {
	sync.Once
	dir  string
	tick int64
}

func TestMain(m *testing.M) {
	var err error
	if template.dir, err = os.MkdirTemp("", "fewhands-git"); err != nil {
		panic(err)
	}
	status := m.Run()
	if err := os.RemoveAll(template.dir); err != nil {
		panic(err)
	}
	os.Exit(status)
}

// small is a history with most of what commits can do: 16 commits, a merge, an octopus, an orphan root. It is built
// once and copied.
func small(t *testing.T) *fixture {
	t.Helper()
	template.Do(func() {
		f := buildSmall(t)
		template.tick = f.tick
		if err := os.CopyFS(template.dir, os.DirFS(f.dir)); err != nil {
			t.Fatal(err)
		}
	})
	f := &fixture{t: t, dir: filepath.Join(t.TempDir(), "tree"), tick: template.tick}
	if err := os.CopyFS(f.dir, os.DirFS(template.dir)); err != nil {
		t.Fatal(err)
	}
	return f
}

func buildSmall(t *testing.T) *fixture {
	f := newFixture(t)
	f.write("a.txt", numbered("a", 40))
	f.write("src/main.go", numbered("go", 60))
	f.write("logo.png", "\x89PNG\x00\x01")
	f.commit("first")
	f.write("a.txt", numbered("a", 45))
	f.commit("Grow a\n\nWith a body.\n\nCo-authored-by: Cleo Dahl <cleo@example.com>\nco-AUTHORED-by:  Dan <dan@example.com>")
	f.git("mv", "src/main.go", "src/app.go")
	f.write("src/app.go", numbered("go", 58)+"changed\n")
	f.commit("rename with an edit")
	f.git("mv", "a.txt", "b.txt")
	f.commit("rename")
	f.git("checkout", "-q", "-b", "one")
	f.write("one.txt", "1\n")
	f.commit("one")
	f.git("checkout", "-q", "-b", "two", "main")
	f.write("two.txt", "2\n")
	f.commit("two", "--author", "Erik Ek <erik@example.com>")
	f.git("checkout", "-q", "main")
	f.write("c.txt", "c\n")
	f.commit("three")
	f.tick += 3600
	f.git("merge", "-q", "--no-ff", "-m", "octopus", "one", "two")
	f.git("checkout", "-q", "--orphan", "other")
	f.git("rm", "-rfq", ".")
	f.write("other.txt", "other\n")
	f.commit("another root")
	f.git("checkout", "-q", "main")
	f.tick += 3600
	f.git("merge", "-q", "--allow-unrelated-histories", "-m", "join", "other")
	f.git("rm", "-q", "logo.png")
	f.commit("delete")
	f.git("rm", "-q", "c.txt")
	if err := os.Symlink("b.txt", filepath.Join(f.dir, "c.txt")); err != nil {
		t.Fatal(err)
	}
	f.commit("a file becomes a link")
	if err := os.Remove(filepath.Join(f.dir, "c.txt")); err != nil {
		t.Fatal(err)
	}
	f.write("c.txt", "c\n")
	f.write("empty.txt", "")
	f.commit("and a file again, and an empty one")
	if err := os.Chmod(filepath.Join(f.dir, "two.txt"), 0o755); err != nil {
		t.Fatal(err)
	}
	f.commit("mode only")
	f.write("copy.txt", numbered("a", 45))
	f.write("b.txt", numbered("a", 46))
	f.commit("a copy, which git log does not look for")
	f.commit("nothing changed")
	f.git("tag", "light", "HEAD~3")
	f.tick += 60
	f.git("tag", "-a", "-m", "annotated", "v1", "HEAD~1")
	f.git("tag", "-a", "-m", "of a tag", "v1-again", "v1")
	f.git("tag", "blob", "HEAD:b.txt")
	return f
}

func warehouse(t *testing.T) *sql.DB {
	t.Helper()
	db, err := sql.Open(context.Background(), "", sql.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

var counting = Options{LineCounts: true, AsOf: asOf, TreeWeeks: 10}

// read ingests one repository under the name "it".
func read(t *testing.T, db *sql.DB, path string, opts Options) Result {
	t.Helper()
	results, err := Ingest(context.Background(), db, []Repository{{Path: path, Name: "it"}}, opts)
	if err != nil {
		t.Fatal(err)
	}
	return results[0]
}

// contents is everything stored about a repository, without the numbers that depend on the order of reading.
func contents(t *testing.T, db *sql.DB, name string) string {
	t.Helper()
	var b strings.Builder
	for _, query := range []string{
		`SELECT 'repository', branch, tip, tip_at, has_line_counts, rename_detection, tree_since, classifier, incomplete
			FROM raw.git_repositories WHERE name = $1`,
		`SELECT 'commit', sha, parents, a.name, a.email, c.name, c.email, authored_at, author_utc_offset, committed_at,
			committer_utc_offset, changes, subject
			FROM raw.git_commits
			JOIN raw.git_repositories AS r USING (repo_id)
			LEFT JOIN raw.git_identities AS a ON a.repo_id = r.repo_id AND a.identity_id = author_id
			LEFT JOIN raw.git_identities AS c ON c.repo_id = r.repo_id AND c.identity_id = committer_id
			WHERE r.name = $1 ORDER BY sha`,
		`SELECT 'coauthor', sha, i.name, i.email
			FROM raw.git_coauthors JOIN raw.git_repositories AS r USING (repo_id)
			JOIN raw.git_commits USING (repo_id, commit_id)
			LEFT JOIN raw.git_identities AS i ON i.repo_id = r.repo_id AND i.identity_id = git_coauthors.identity_id
			WHERE r.name = $1 ORDER BY ALL`,
		`SELECT 'identity', i.name, email, mapped_name, mapped_email
			FROM raw.git_identities AS i JOIN raw.git_repositories AS r USING (repo_id) WHERE r.name = $1 ORDER BY ALL`,
		`SELECT 'path', path, kind FROM raw.git_paths JOIN raw.git_repositories AS r USING (repo_id) WHERE r.name = $1 ORDER BY ALL`,
		`SELECT 'change', sha, chr(status), p.path, o.path, additions, deletions
			FROM raw.git_changes AS x JOIN raw.git_repositories AS r USING (repo_id)
			LEFT JOIN raw.git_commits USING (repo_id, commit_id)
			LEFT JOIN raw.git_paths AS p ON p.repo_id = r.repo_id AND p.path_id = x.path_id
			LEFT JOIN raw.git_paths AS o ON o.repo_id = r.repo_id AND o.path_id = x.old_path_id
			WHERE r.name = $1 ORDER BY ALL`,
		`SELECT 'tag', t.name, sha, tagged_at FROM raw.git_tags AS t JOIN raw.git_repositories AS r USING (repo_id) WHERE r.name = $1 ORDER BY ALL`,
		`SELECT 'tree', path, since, until FROM raw.git_trees JOIN raw.git_repositories AS r USING (repo_id)
			LEFT JOIN raw.git_paths USING (repo_id, path_id) WHERE r.name = $1 ORDER BY ALL`,
	} {
		for _, row := range rows(t, db, query, name) {
			fmt.Fprintln(&b, row)
		}
	}
	return b.String()
}

// rows gives each row of a query as one line; texts are quoted, NULL is <nil>.
func rows(t *testing.T, db *sql.DB, query string, args ...any) []string {
	t.Helper()
	result, err := db.Query(context.Background(), query, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer result.Close()
	columns, err := result.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for result.Next() {
		values := make([]any, len(columns))
		for i := range values {
			values[i] = new(any)
		}
		if err := result.Scan(values...); err != nil {
			t.Fatal(err)
		}
		var cells []string
		for _, v := range values {
			switch v := (*v.(*any)).(type) {
			case string:
				cells = append(cells, fmt.Sprintf("%q", v))
			case time.Time:
				cells = append(cells, v.UTC().Format("2006-01-02T15:04:05"))
			default:
				cells = append(cells, fmt.Sprint(v))
			}
		}
		lines = append(lines, strings.Join(cells, " "))
	}
	if err := result.Err(); err != nil {
		t.Fatal(err)
	}
	return lines
}

func sameText(t *testing.T, got, want string) {
	t.Helper()
	if got == want {
		return
	}
	has := map[string]bool{}
	for line := range strings.Lines(want) {
		has[line] = true
	}
	wants := map[string]bool{}
	for line := range strings.Lines(got) {
		if wants[line] = true; !has[line] {
			t.Errorf("unexpected: %s", line)
		}
	}
	for line := range strings.Lines(want) {
		if !wants[line] {
			t.Errorf("missing: %s", line)
		}
	}
	if !t.Failed() {
		t.Errorf("order or number of lines differs:\n%s\nwant\n%s", got, want)
	}
}

func itoa(n int) string { return strconv.Itoa(n) }
