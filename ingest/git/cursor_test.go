package git

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/fewhands/fewhands/sql"
)

// sameAsFresh compares a warehouse that was kept up to date with one that reads the repository for the first time.
func sameAsFresh(t *testing.T, db *sql.DB, path string, opts Options) {
	t.Helper()
	fresh := warehouse(t)
	read(t, fresh, path, opts)
	sameText(t, contents(t, db, "it"), contents(t, fresh, "it"))
}

func TestSecondReadingOfTheSameChangesNothing(t *testing.T) {
	f := small(t)
	db := warehouse(t)
	read(t, db, f.dir, counting)
	before := contents(t, db, "it")
	ids := rows(t, db, "SELECT * FROM raw.git_changes ORDER BY ALL")
	for _, opts := range []Options{counting, {AsOf: asOf, TreeWeeks: 1}, {LineCounts: true, AsOf: asOf.AddDate(0, 0, 30), TreeWeeks: 10}} {
		result := read(t, db, f.dir, opts)
		if !result.Unchanged || result.NewCommits != 0 || result.Tip == "" {
			t.Errorf("%+v", result)
		}
	}
	sameText(t, contents(t, db, "it"), before)
	sameText(t, strings.Join(rows(t, db, "SELECT * FROM raw.git_changes ORDER BY ALL"), "\n"), strings.Join(ids, "\n"))
	if got := rows(t, db, "SELECT read_at FROM raw.git_repositories")[0]; got != "2026-04-07T12:00:00" {
		t.Errorf("read at %s, not at the last as-of", got)
	}
}

func TestOnlyNewCommitsAreRead(t *testing.T) {
	f := small(t)
	db := warehouse(t)
	read(t, db, f.dir, counting)
	kept := rows(t, db, "SELECT sha, commit_id FROM raw.git_commits ORDER BY ALL")
	f.write("later.go", "package later\n")
	f.git("mv", "b.txt", "d.txt")
	f.commit("later\n\nCo-authored-by: New <new@example.com>")
	f.git("checkout", "-q", "-b", "side", "HEAD~2")
	f.write("side.go", "package side\n")
	f.commit("on a side branch, older than the stored tip")
	f.git("checkout", "-q", "main")
	f.tick += 3600
	f.git("merge", "-q", "--no-ff", "-m", "join", "side")
	result := read(t, db, f.dir, counting)
	if result.NewCommits != 3 || result.GoneCommits != 0 || result.Unchanged {
		t.Errorf("%+v", result)
	}
	sameAsFresh(t, db, f.dir, counting)
	now := strings.Join(rows(t, db, "SELECT sha, commit_id FROM raw.git_commits ORDER BY ALL"), "\n")
	for _, row := range kept {
		if !strings.Contains(now, row) {
			t.Errorf("commit %s has another number now", row)
		}
	}
}

func TestForcePushRewindAndBranchChangeEndLikeAFreshReading(t *testing.T) {
	steps := []struct {
		name string
		gone int
		new  int
		do   func(f *fixture)
	}{
		{"rewind", 3, 0, func(f *fixture) { f.git("reset", "-q", "--hard", "HEAD~3") }},
		{"amend", 1, 1, func(f *fixture) {
			f.write("amended.txt", "x")
			f.commit("amended", "--amend", "--author", "Amender <amend@example.com>")
		}},
		{"rename the branch", 0, 0, func(f *fixture) { f.git("branch", "-q", "-m", "trunk") }},
		{"unrelated history", 13, 2, func(f *fixture) {
			f.git("checkout", "-q", "--orphan", "fresh")
			f.git("rm", "-rfq", ".")
			f.write("new.txt", "new\n")
			f.commit("start again")
			f.write("new.txt", "newer\n")
			f.commit("go on")
		}},
		{"lose the old objects", 2, 13, func(f *fixture) {
			f.git("checkout", "-q", "trunk")
			f.git("branch", "-q", "-D", "fresh")
			f.git("reflog", "expire", "--expire=now", "--all")
			f.git("gc", "-q", "--prune=now")
		}},
		{"detached", 1, 0, func(f *fixture) { f.git("checkout", "-q", "HEAD~1") }},
	}
	f := small(t)
	f.git("tag", "-d", "light", "v1", "v1-again")
	db := warehouse(t)
	read(t, db, f.dir, counting)
	for _, step := range steps {
		step.do(f)
		result := read(t, db, f.dir, counting)
		if result.GoneCommits != step.gone || result.NewCommits != step.new {
			t.Errorf("%s: %d gone and %d new, want %d and %d", step.name, result.GoneCommits, result.NewCommits, step.gone, step.new)
		}
		sameAsFresh(t, db, f.dir, counting)
		if t.Failed() {
			t.Fatalf("after: %s", step.name)
		}
	}
}

func TestTagsAreReadThoughTheTipStays(t *testing.T) {
	f := small(t)
	db := warehouse(t)
	read(t, db, f.dir, counting)
	f.git("tag", "new", "HEAD~2")
	f.git("tag", "-d", "light")
	if result := read(t, db, f.dir, counting); !result.Unchanged {
		t.Errorf("%+v", result)
	}
	sameAsFresh(t, db, f.dir, counting)
	f.git("tag", "-d", "new", "v1", "v1-again")
	read(t, db, f.dir, counting)
	sameAsFresh(t, db, f.dir, counting)
}

func TestTagsLeadToCommits(t *testing.T) {
	f := small(t)
	db := warehouse(t)
	read(t, db, f.dir, counting)
	at := func(rev, format string) string { return f.git("log", "-1", "--format="+format, rev) }
	tagged := time.Unix(f.tick, 0).UTC().Format("2006-01-02T15:04:05")
	lightAt, _ := parseTime([]byte(at("light", "%ct")))
	sameText(t, strings.Join(rows(t, db, "SELECT name, sha, tagged_at FROM raw.git_tags ORDER BY name"), "\n"), strings.Join([]string{
		`"light" "` + at("light", "%H") + `" ` + lightAt.Format("2006-01-02T15:04:05"),
		`"v1" "` + at("v1", "%H") + `" ` + tagged,
		`"v1-again" "` + at("v1", "%H") + `" ` + tagged,
	}, "\n"))
}

func TestLineCountsWantedLaterAreRead(t *testing.T) {
	f := small(t)
	db := warehouse(t)
	plain := Options{AsOf: asOf, TreeWeeks: 10}
	read(t, db, f.dir, plain)
	if result := read(t, db, f.dir, counting); result.NewCommits != 16 {
		t.Errorf("%+v", result)
	}
	sameAsFresh(t, db, f.dir, counting)
	f.write("one-more.txt", "1\n")
	f.commit("one more")
	read(t, db, f.dir, plain) // once counted, always counted: has_line_counts is of the whole repository
	sameAsFresh(t, db, f.dir, counting)
}

func TestNewRulesClassifyStoredPathsAnew(t *testing.T) {
	f := small(t)
	db := warehouse(t)
	read(t, db, f.dir, counting)
	want := contents(t, db, "it")
	err := db.Update(context.Background(), func(tx *sql.Tx) error {
		if err := tx.Exec(context.Background(), "UPDATE raw.git_paths SET kind = 'other'"); err != nil {
			return err
		}
		return tx.Exec(context.Background(), "UPDATE raw.git_repositories SET classifier = 'older rules'")
	})
	if err != nil {
		t.Fatal(err)
	}
	if result := read(t, db, f.dir, counting); result.NewCommits != 0 || result.Unchanged {
		t.Errorf("%+v", result)
	}
	sameText(t, contents(t, db, "it"), want)
}

func TestMailmapOfTheNewTipIsForAllIdentities(t *testing.T) {
	f := small(t)
	db := warehouse(t)
	read(t, db, f.dir, counting)
	f.write(".mailmap", "Ana Maria Lind <ana.lind@example.com> <ana@example.com>\nCleo <cleo@example.com>\n")
	f.commit("mailmap")
	read(t, db, f.dir, counting)
	sameAsFresh(t, db, f.dir, counting)
	got := strings.Join(rows(t, db, "SELECT name, email, mapped_name, mapped_email FROM raw.git_identities WHERE name <> mapped_name OR email <> mapped_email ORDER BY 1"), "\n")
	sameText(t, got, `"Ana Lind" "ana@example.com" "Ana Maria Lind" "ana.lind@example.com"`+"\n"+`"Cleo Dahl" "cleo@example.com" "Cleo" "cleo@example.com"`)
}

func TestAnotherRevisionThanHead(t *testing.T) {
	f := small(t)
	db := warehouse(t)
	result, err := Ingest(context.Background(), db, []Repository{{Path: f.dir, Name: "it", Rev: "v1-again"}}, counting)
	if err != nil {
		t.Fatal(err)
	}
	if want := f.git("rev-parse", "HEAD~1"); result[0].Tip != want || result[0].Branch != "" || result[0].NewCommits != 15 {
		t.Errorf("%+v", result[0])
	}
	if got := rows(t, db, "SELECT branch FROM raw.git_repositories")[0]; got != "<nil>" {
		t.Errorf("branch %s", got)
	}
}

func TestEveryRepositoryHasAMarkOfItsLastReading(t *testing.T) {
	f := small(t)
	db := warehouse(t)
	repos := []Repository{{Path: f.dir, Name: "good"}, {Path: t.TempDir(), Name: "bad"}}
	marks := func(at time.Time) string {
		opts := counting
		opts.AsOf = at
		_, _ = Ingest(context.Background(), db, repos, opts)
		return strings.Join(rows(t, db, `
			SELECT stream, is_incomplete, completed_at IS NOT NULL AND completed_at = $1::TIMESTAMPTZ, problem LIKE '%not a git repository%'
			FROM raw.cursors WHERE source = 'git' ORDER BY stream`, at), "\n")
	}
	want := `"bad" true false true` + "\n" + `"good" false true <nil>`
	if got := marks(asOf); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got := marks(asOf.AddDate(0, 0, 1)); got != want {
		t.Errorf("a day later %s, want %s", got, want)
	}
}
