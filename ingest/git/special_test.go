package git

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fewhands/fewhands/sql"
)

// readError ingests one repository that cannot be read, and gives the error.
func readError(t *testing.T, db *sql.DB, path string) error {
	t.Helper()
	results, err := Ingest(context.Background(), db, []Repository{{Path: path, Name: "it"}}, counting)
	if err == nil || results[0].Err == nil {
		t.Fatalf("no error: %+v", results)
	}
	if !strings.Contains(err.Error(), "it") || !errors.Is(err, results[0].Err) {
		t.Errorf("the error does not name the repository: %v", err)
	}
	return err
}

func TestEmptyRepositoryHasARowAndNoCommits(t *testing.T) {
	f := newFixture(t)
	db := warehouse(t)
	for range 2 {
		if result := read(t, db, f.dir, counting); result.Tip != "" || result.Branch != "main" || result.NewCommits != 0 {
			t.Errorf("%+v", result)
		}
		if got := rows(t, db, "SELECT name, branch, tip, tip_at, incomplete FROM raw.git_repositories"); len(got) != 1 || got[0] != `"it" "main" <nil> <nil> <nil>` {
			t.Errorf("rows %v", got)
		}
	}
	f.write("a.txt", "a")
	f.commit("first")
	read(t, db, f.dir, counting)
	sameAsFresh(t, db, f.dir, counting)
	f.git("checkout", "-q", "--orphan", "nothing-yet")
	if result := read(t, db, f.dir, counting); result.GoneCommits != 1 || result.Branch != "nothing-yet" {
		t.Errorf("%+v", result)
	}
	sameAsFresh(t, db, f.dir, counting)
}

func TestRepositoryIsFoundFromAnywhereInside(t *testing.T) {
	f := small(t)
	bare := filepath.Join(t.TempDir(), "bare.git")
	f.run("", "clone", "-q", "--bare", f.dir, bare)
	linked := filepath.Join(t.TempDir(), "linked")
	f.git("worktree", "add", "-q", "--detach", linked)
	outer := newFixture(t)
	outer.run("", "-C", outer.dir, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", f.dir, "module")
	want := f.git("rev-parse", "HEAD")
	for _, path := range []string{f.dir, filepath.Join(f.dir, ".git"), filepath.Join(f.dir, "src"), bare, linked, filepath.Join(outer.dir, "module")} {
		db := warehouse(t)
		if result := read(t, db, path, Options{AsOf: asOf}); result.Tip != want || result.NewCommits != 16 {
			t.Errorf("%s: %+v", path, result)
		}
	}
}

func TestShallowCloneIsRefused(t *testing.T) {
	f := small(t)
	shallow := filepath.Join(t.TempDir(), "shallow")
	f.run("", "clone", "-q", "--depth", "2", "file://"+f.dir, shallow)
	db := warehouse(t)
	if err := readError(t, db, shallow); !errors.Is(err, ErrShallow) {
		t.Error(err)
	}
	if got := rows(t, db, "SELECT tip, incomplete FROM raw.git_repositories")[0]; !strings.Contains(got, "unshallow") {
		t.Errorf("row %s", got)
	}
	f.run("", "-C", shallow, "fetch", "-q", "--unshallow")
	read(t, db, shallow, counting)
	if got := rows(t, db, "SELECT incomplete FROM raw.git_repositories")[0]; got != "<nil>" {
		t.Errorf("still incomplete: %s", got)
	}
}

func TestPathsThatAreNoRepository(t *testing.T) {
	db := warehouse(t)
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{t.TempDir(), filepath.Join(t.TempDir(), "none"), file} {
		if err := readError(t, db, path); !errors.Is(err, ErrNotRepository) {
			t.Error(err)
		}
	}
	for _, repo := range []Repository{{Path: "--upload-pack=touch x"}, {URL: "-oProxyCommand=x"}, {Path: "x", Rev: "--output=x"}, {},
		{Path: "a", URL: "b"}, {URL: "ext::sh -c touch% x"}, {Path: "a\x00b"},
		{URL: "https://user:s3cret/slash@example.com/x"}, {URL: "-https://user:s3cret@example.com/x"}, {URL: "https://user:s3cret%zz@example.com/x"}} {
		if _, err := Ingest(context.Background(), db, []Repository{repo}, counting); err == nil || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%+v is not refused, or badly: %v", repo, err)
		}
	}
}

func TestUnknownRevision(t *testing.T) {
	f := small(t)
	_, err := Ingest(context.Background(), warehouse(t), []Repository{{Path: f.dir, Name: "it", Rev: "no-such-tag"}}, counting)
	if err == nil || !strings.Contains(err.Error(), "no-such-tag") {
		t.Error(err)
	}
}

func TestPartialCloneFallsBackToExactRenames(t *testing.T) {
	f := small(t)
	f.git("config", "uploadpack.allowFilter", "true")
	partial := filepath.Join(t.TempDir(), "partial")
	f.run("", "clone", "-q", "--bare", "--filter=blob:none", "file://"+f.dir, partial)
	marker := filepath.Join(t.TempDir(), "fetched")
	f.run("", "-C", partial, "config", "remote.origin.uploadpack", "touch "+marker+"; git-upload-pack")
	objects := f.run("", "-C", partial, "count-objects", "-v")
	db := warehouse(t)
	result := read(t, db, partial, counting)
	if len(result.Warnings) != 1 || !missing.MatchString("unable to read "+strings.Fields(result.Warnings[0])[1]) {
		t.Errorf("the warning names no object: %q", result.Warnings)
	}
	if _, err := os.Stat(marker); err == nil || f.run("", "-C", partial, "count-objects", "-v") != objects {
		t.Error("objects were fetched")
	}
	got := rows(t, db, "SELECT has_line_counts, rename_detection, incomplete FROM raw.git_repositories")[0]
	if !strings.HasPrefix(got, `false "exact" "the partial clone`) {
		t.Errorf("row %s", got)
	}
	renames := strings.Join(rows(t, db, "SELECT subject, chr(status) FROM raw.git_changes JOIN raw.git_commits USING (commit_id) WHERE subject LIKE 'rename%' ORDER BY ALL"), "; ")
	if renames != `"rename" "R"; "rename with an edit" "A"; "rename with an edit" "D"` {
		t.Error(renames)
	}
	if got := rows(t, db, "SELECT count(additions) FROM raw.git_changes")[0]; got != "0" {
		t.Errorf("%s line counts", got)
	}
	if result := read(t, db, partial, counting); !result.Unchanged {
		t.Errorf("%+v", result)
	}
	if got := rows(t, db, "SELECT incomplete FROM raw.git_repositories")[0]; got == "<nil>" {
		t.Error("an unchanged partial clone counts as whole")
	}
	read(t, db, f.dir, counting) // the same repository, whole
	sameAsFresh(t, db, f.dir, counting)
}

func TestStoredRepositoryThatBecomesPartial(t *testing.T) {
	f := small(t)
	f.git("config", "uploadpack.allowFilter", "true")
	db := warehouse(t)
	read(t, db, f.dir, counting)
	f.git("mv", "b.txt", "moved.txt")
	f.write("moved.txt", numbered("a", 47))
	f.commit("rename with an edit")
	partial := filepath.Join(t.TempDir(), "partial")
	f.run("", "clone", "-q", "--bare", "--filter=blob:none", "file://"+f.dir, partial)
	if result := read(t, db, partial, counting); len(result.Warnings) != 1 || result.NewCommits != 17 {
		t.Errorf("%+v", result)
	}
	sameAsFresh(t, db, partial, counting)
}

func TestBrokenRepositoryStaysAsItWas(t *testing.T) {
	type damage func(f *fixture) (object string)
	lose := func(rev string) damage {
		return func(f *fixture) string {
			sha := f.git("rev-parse", rev)
			if err := os.Remove(filepath.Join(f.dir, ".git/objects", sha[:2], sha[2:])); err != nil {
				f.t.Fatal(err)
			}
			return sha
		}
	}
	corrupt := func(rev string) damage {
		return func(f *fixture) string {
			sha := f.git("rev-parse", rev)
			path := filepath.Join(f.dir, ".git/objects", sha[:2], sha[2:])
			if err := os.Chmod(path, 0o644); err != nil {
				f.t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte("no zlib"), 0o644); err != nil {
				f.t.Fatal(err)
			}
			return sha
		}
	}
	for name, break_ := range map[string]damage{
		"tip lost":      lose("HEAD"),
		"commit lost":   lose("HEAD~1"),
		"tree lost":     lose("HEAD~1^{tree}"),
		"blob lost":     lose("HEAD:moved.txt"),
		"tip corrupt":   corrupt("HEAD"),
		"tree corrupt":  corrupt("HEAD~1^{tree}"),
		"blob corrupt":  corrupt("HEAD:moved.txt"),
		"commit parent": corrupt("HEAD~1"),
	} {
		f := small(t)
		good := small(t)
		db := warehouse(t)
		read(t, db, f.dir, counting)
		before := contents(t, db, "it")
		f.write("x.txt", "x")
		f.commit("one more")
		f.git("mv", "b.txt", "moved.txt")
		f.write("moved.txt", numbered("a", 44)+"moved\n")
		f.commit("and another")
		object := break_(f)
		results, err := Ingest(context.Background(), db, []Repository{{Path: f.dir, Name: "it"}, {Path: good.dir, Name: "good"}}, counting)
		if err == nil || results[0].Err == nil || !strings.Contains(err.Error(), "repository it") || !strings.Contains(err.Error(), object) {
			t.Errorf("%s: the error should name repository it and object %s: %v", name, object, err)
			continue
		}
		if results[1].Err != nil || results[1].NewCommits != 16 {
			t.Errorf("%s: the other repository: %+v", name, results[1])
		}
		reason := rows(t, db, "SELECT incomplete FROM raw.git_repositories WHERE name = 'it'")[0]
		if !strings.Contains(reason, object) {
			t.Errorf("%s: incomplete is %s", name, reason)
		}
		after := contents(t, db, "it")
		sameText(t, strings.Replace(after, reason, "<nil>", 1), before)
	}
}

func TestSHA256Repository(t *testing.T) {
	f := newFixture(t, "--object-format=sha256")
	f.write("a.txt", numbered("a", 20))
	f.commit("first")
	f.git("mv", "a.txt", "b.txt")
	f.write("b.txt", numbered("a", 22))
	sha := f.commit("second")
	db := warehouse(t)
	if result := read(t, db, f.dir, counting); result.Tip != sha || len(sha) != 64 {
		t.Errorf("%+v", result)
	}
	sameAsGitLog(t, db, f, "it")
	f.write("c.txt", "c")
	f.commit("third")
	if result := read(t, db, f.dir, counting); result.NewCommits != 1 {
		t.Errorf("%+v", result)
	}
	sameAsFresh(t, db, f.dir, counting)
}

func TestReplacedObjectsAndGraftsAreNotFollowed(t *testing.T) {
	f := small(t)
	plain := warehouse(t)
	read(t, plain, f.dir, counting)
	graft := f.git("rev-parse", "HEAD~2") + "\n"
	f.git("replace", "HEAD~1", f.git("commit-tree", "-m", "replacement", "HEAD^{tree}"))
	if err := os.WriteFile(filepath.Join(f.dir, ".git/info/grafts"), []byte(graft), 0o644); err != nil {
		t.Fatal(err)
	}
	db := warehouse(t)
	read(t, db, f.dir, counting)
	sameText(t, contents(t, db, "it"), contents(t, plain, "it"))
}

func TestAlternatesAreRead(t *testing.T) {
	f := small(t)
	borrowed := filepath.Join(t.TempDir(), "borrowed")
	f.run("", "clone", "-q", "--shared", f.dir, borrowed)
	db := warehouse(t)
	if result := read(t, db, borrowed, counting); result.NewCommits != 16 {
		t.Errorf("%+v", result)
	}
}

func TestTwoRepositoriesOfOneName(t *testing.T) {
	f := small(t)
	results, err := Ingest(context.Background(), warehouse(t), []Repository{{Path: f.dir}, {Path: f.dir}}, counting)
	if err == nil || results[0].Err != nil || results[1].Err == nil || results[0].Name != "tree" {
		t.Errorf("%+v, %v", results, err)
	}
}

func TestManyRepositoriesAtOnce(t *testing.T) {
	db := warehouse(t)
	f := small(t)
	var repos []Repository
	for i := range 12 {
		repos = append(repos, Repository{Path: f.dir, Name: "copy-" + itoa(i)})
	}
	opts := counting
	opts.Parallel = 6
	for range 2 {
		if _, err := Ingest(context.Background(), db, repos, opts); err != nil {
			t.Fatal(err)
		}
		f.write("more.txt", "more")
		f.commit("more")
	}
	want := strings.ReplaceAll(contents(t, db, "copy-0"), "copy-0", "")
	for _, repo := range repos {
		sameText(t, strings.ReplaceAll(contents(t, db, repo.Name), repo.Name, ""), want)
	}
	if got := rows(t, db, "SELECT count(DISTINCT repo_id), min(repo_id), max(repo_id) FROM raw.git_repositories")[0]; got != "12 1 12" {
		t.Errorf("numbers %s", got)
	}
}
