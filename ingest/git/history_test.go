package git

import (
	"strings"
	"testing"
)

func TestStoredHistoryIsThatOfGitLog(t *testing.T) {
	f := small(t)
	db := warehouse(t)
	result := read(t, db, f.dir, counting)
	if result.NewCommits != 16 || result.Branch != "main" || result.Tip != f.git("rev-parse", "HEAD") || len(result.Warnings) > 0 {
		t.Errorf("%+v", result)
	}
	sameAsGitLog(t, db, f, "it")
	letters := strings.Join(rows(t, db, "SELECT DISTINCT chr(status) FROM raw.git_changes ORDER BY 1"), "")
	if letters != `"A""D""M""R""T"` {
		t.Errorf("statuses %s; a copy is an addition, and none of the others may be lost", letters)
	}
}

func TestWithoutLineCountsOnlyTheyAreMissing(t *testing.T) {
	f := small(t)
	with, without := warehouse(t), warehouse(t)
	read(t, with, f.dir, counting)
	read(t, without, f.dir, Options{AsOf: asOf, TreeWeeks: 10})
	query := "SELECT sha, chr(status), path, old_path_id FROM raw.git_changes JOIN raw.git_commits USING (commit_id) JOIN raw.git_paths USING (path_id) ORDER BY ALL"
	sameText(t, strings.Join(rows(t, without, query), "\n"), strings.Join(rows(t, with, query), "\n"))
	if n := rows(t, without, "SELECT count(additions), count(deletions) FROM raw.git_changes")[0]; n != "0 0" {
		t.Errorf("line counts that nobody counted: %s", n)
	}
}

func TestCoauthorsAreThoseOfTheTrailerBlock(t *testing.T) {
	f := newFixture(t)
	f.commit("none\n\nCo-authored-by: In Text <text@example.com>\n\nThe last paragraph has no trailer.")
	f.commit("several\n\nBody.\n\nReviewed-by: R <r@example.com>\nCO-AUTHORED-BY: Cleo Dahl <cleo@example.com>\nCo-authored-by: <only@example.com>\nCo-authored-by: Folded\n  Name <folded@example.com>")
	f.commit("malformed\n\nCo-authored-by: nobody\nCo-authored-by: No Mail <>\nCo-authored-by: Open <open@example.com\nCo-authored-by: Space <a b>\nCo-authored-by:")
	f.commit("odd\n\nCo-authored-by: José 💥 <jose@example.com> (pair)\nCo-authored-by: A <a@x> <b@y>")
	db := warehouse(t)
	read(t, db, f.dir, counting)
	got := strings.Join(rows(t, db, "SELECT subject, i.name, i.email FROM raw.git_coauthors JOIN raw.git_commits USING (commit_id) JOIN raw.git_identities AS i USING (identity_id) ORDER BY ALL"), "\n")
	sameText(t, got, strings.Join([]string{
		`"odd" "A" "a@x"`,
		`"odd" "José 💥" "jose@example.com"`,
		`"several" "" "only@example.com"`,
		`"several" "Cleo Dahl" "cleo@example.com"`,
		`"several" "Folded Name" "folded@example.com"`,
	}, "\n"))
}

func TestCommitOfThousandsOfFiles(t *testing.T) {
	f := newFixture(t, "--bare")
	var b strings.Builder
	b.WriteString("commit refs/heads/main\ncommitter A <a@example.com> 1700000000 +0000\ndata 3\nbig\n")
	for i := range 30_000 {
		b.WriteString("M 100644 inline some/rather/deep/folder/of/files/" + strings.Repeat("x", i%50) + "-" + string(rune('a'+i%26)) + "/" + itoa(i) + ".c\ndata 2\nx\n")
	}
	b.WriteString("commit refs/heads/main\ncommitter A <a@example.com> 1700000001 +0000\ndata 4\nmore\nM 100644 inline one\ndata 2\nx\n")
	f.fastImport(b.String())
	db := warehouse(t)
	if result := read(t, db, f.dir, counting); result.NewChanges != 30_001 {
		t.Errorf("%d changes", result.NewChanges)
	}
	sameAsGitLog(t, db, f, "it")
}

func TestMoreCommitsThanOneBlockInOrder(t *testing.T) {
	f := newFixture(t, "--bare")
	var b strings.Builder
	for i := range 3000 {
		b.WriteString("commit refs/heads/main\ncommitter A <a@example.com> " + itoa(1_600_000_000+i) + " +0000\ndata 4\nmany\n")
		if i%700 > 300 { // whole blocks of commits that change nothing
			continue
		}
		b.WriteString("M 100644 inline f" + itoa(i%97) + "\ndata 5\n" + itoa(10000+i) + "\n")
	}
	f.fastImport(b.String())
	for _, workers := range []int{1, 2, 5} {
		db := warehouse(t)
		opts := counting
		opts.Workers = workers
		read(t, db, f.dir, opts)
		sameAsGitLog(t, db, f, "it")
		first := rows(t, db, "SELECT sha FROM raw.git_commits WHERE commit_id = 1")
		if want := `"` + f.git("rev-parse", "main") + `"`; first[0] != want {
			t.Errorf("%d workers: commit 1 is %s, want the tip %s", workers, first[0], want)
		}
	}
}
