package git

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestHostilePathsAndNames(t *testing.T) {
	f := newFixture(t, "--bare")
	names := []string{"new\nline.go", "tab\there.go", `quo"te.go`, "it's.go", "-rf", "--output=x", "</script><script>.html", "caf\xe9.txt",
		`back\slash`, `literal\xe9`, "\x01\x02bell\a", "ünïcode/ＷＩＤＥ.go", ":100644 100644", "1\t2\tnumstat", "next\n", " lead", "trail ", "a/\xff\xfe/b",
		"=1+1", "line\r\nend", strings.Repeat("long/", 800) + "path"}
	people := []string{"/script&b", `"Quo" 'te'`, "caf\xe9 \x93smart\x94", "-dash", "tab\tname", "", "名前 👩", "=cmd|' /C'", "back\\slash\\x41", "a\x01b"}
	var b strings.Builder
	for i, name := range names {
		fmt.Fprintf(&b, "commit refs/heads/main\nauthor %s <%s> %d +0000\ncommitter C <c@example.com> %d +0000\n", people[i%len(people)],
			[]string{"e@x", "", "sp ace@x", "\xe9@x", "'@x"}[i%5], 1_700_000_000+i, 1_700_000_000+i)
		subject := "Subject \xe9 \x80 </script> \"" + name
		fmt.Fprintf(&b, "data %d\n%s\nM 100644 inline %s\ndata %d\n%s\n", len(subject), subject, quoted(name), len(name)*3, strings.Repeat(name, 3))
	}
	for i, name := range names { // and a rename of each
		fmt.Fprintf(&b, "commit refs/heads/main\ncommitter C <c@example.com> %d +0000\ndata 1\nr\nR %s %s\n", 1_700_001_000+i, quoted(name), quoted("moved/"+name))
	}
	f.fastImport(b.String())
	db := warehouse(t)
	read(t, db, f.dir, counting)
	sameAsGitLog(t, db, f, "it")
	if got := rows(t, db, "SELECT count(*), count(DISTINCT path) FROM raw.git_paths")[0]; got != fmt.Sprintf("%d %d", 2*len(names), 2*len(names)) {
		t.Errorf("%s paths, want %d", got, 2*len(names))
	}
	stored := strings.Join(rows(t, db, "SELECT path FROM raw.git_paths"), "\n")
	for _, want := range []string{`caf\xe9.txt`, `literal\\xe9`, `back\slash`, `a/\xff\xfe/b`, "new\nline.go"} {
		if !strings.Contains(stored, fmt.Sprintf("%q", want)) {
			t.Errorf("path %q is not stored", want)
		}
	}
	identities := strings.Join(rows(t, db, "SELECT name, email FROM raw.git_identities"), "\n")
	for _, want := range []string{`"café “smart”"`, `"é@x"`, `"名前 👩"`, `"" `} {
		if !strings.Contains(identities, want) {
			t.Errorf("identity %s is not stored", want)
		}
	}
	f.fastImport("commit refs/heads/main\ncommitter C <c@example.com> 1700002000 +0000\ndata 1\nx\nfrom refs/heads/main^0\nM 100644 inline " + quoted("moved/caf\xe9.txt") + "\ndata 1\nx\n")
	if result := read(t, db, f.dir, counting); result.NewCommits != 1 {
		t.Errorf("%+v", result)
	}
	sameAsFresh(t, db, f.dir, counting)
}

// quoted writes a path for fast-import, every byte in octal.
func quoted(name string) string {
	var b strings.Builder
	b.WriteByte('"')
	for i := range len(name) {
		fmt.Fprintf(&b, `\%03o`, name[i])
	}
	return b.String() + `"`
}

func TestCommitsThatGitWouldNotWrite(t *testing.T) {
	f := newFixture(t)
	f.write("a.txt", "a\n")
	f.commit("first")
	tree := f.git("rev-parse", "HEAD^{tree}")
	parent := f.git("rev-parse", "HEAD")
	for _, people := range []string{
		"author A <a@x> -5000000000 +0000\ncommitter C <c@x> 1700000000 +0000\n",
		"author A <a@x> 99999999999999999999999 +0000\ncommitter C <c@x> 1700000000 +9999\n",
		"author A <a@x> 253402300800 +0000\ncommitter C <c@x> 9223372036854775807 -9999\n",
		"author A <a@x> 0 +0000\ncommitter C <c@x> 0 -0000\n",
		"author A <a@x>\ncommitter C <c@x> notadate +0000\n",
		"author A <a@x> 1700000000 +51800\ncommitter C <c@x> 1700000000 -1200\n",
		"author <> 1700000000 +0000\ncommitter C c@x> 1700000000 +0000\n",
		"author A <<a@x>> 1700000000 +0000\ncommitter C <c@x 1700000000 +0000\n",
		"author A > B <a@x> 1700000000 +0530\ncommitter C <c@x> 1700000000 +1400\n",
		"",
	} {
		parent = f.object("commit", "tree "+tree+"\nparent "+parent+"\n"+people+"\nodd\n")
	}
	parent = f.object("commit", "tree "+tree+"\nparent "+parent+"\nauthor J\xf6 <j@x> 1700000000 +0000\ncommitter J\xf6 <j@x> 1700000000 +0000\nencoding ISO-8859-1\n\nf\xf6rsta\n")
	parent = f.object("commit", "tree "+tree+"\nparent "+parent+"\nauthor A\x00B <j@x> 1700000000 +0000\ncommitter C <c@x> 1700000000 +0000\n\nNUL \x00 here\n")
	f.git("update-ref", "HEAD", parent)
	db := warehouse(t)
	result := read(t, db, f.dir, counting)
	if result.NewCommits != 13 {
		t.Errorf("%+v", result)
	}
	if got := rows(t, db, "SELECT min(authored_at) >= '1970-01-01', max(committed_at) < '10000-01-01', min(author_utc_offset) >= -840, max(committer_utc_offset) <= 840 FROM raw.git_commits")[0]; got != "true true true true" {
		t.Errorf("clamped: %s", got)
	}
	if got := rows(t, db, "SELECT subject, name FROM raw.git_commits JOIN raw.git_identities ON author_id = identity_id WHERE subject LIKE 'f%rsta'"); len(got) != 1 || got[0] != `"första" "Jö"` {
		t.Errorf("declared encoding: %s", got)
	}
	if got := rows(t, db, "SELECT DISTINCT authored_at, author_utc_offset FROM raw.git_commits WHERE author_utc_offset <> 0 AND author_utc_offset <> 60"); len(got) != 1 || got[0] != "2023-11-14T22:13:20 330" {
		t.Errorf("offset: %s", got)
	}
}

// The traps leave a file where they run. Nothing in them may run, and the numbers must be those of a clean repository.
func TestNothingOfTheRepositoryRuns(t *testing.T) {
	f := small(t)
	f.write(".gitattributes", "*.txt filter=trap diff=trap\n*.go diff=trap -text\n*.png binary\n")
	f.write("b.txt", numbered("a", 60))
	f.write("src/app.go", numbered("go", 50))
	f.commit("attributes")
	clean := warehouse(t)
	read(t, clean, f.dir, counting)

	marker := filepath.Join(t.TempDir(), "ran")
	trap := filepath.Join(t.TempDir(), "trap")
	if err := os.WriteFile(trap, []byte("#!/bin/sh\ntouch '"+marker+"'\nexit 1\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(f.dir, ".git/hooks"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, hook := range []string{"post-checkout", "pre-commit", "reference-transaction", "post-index-change", "pre-auto-gc", "fsmonitor-watchman", "post-rewrite"} {
		if err := os.Symlink(trap, filepath.Join(f.dir, ".git/hooks", hook)); err != nil {
			t.Fatal(err)
		}
	}
	for _, key := range []string{"filter.trap.clean", "filter.trap.smudge", "filter.trap.process", "diff.trap.command", "diff.trap.textconv", "diff.external",
		"core.fsmonitor", "core.sshCommand", "core.gitProxy", "core.pager", "pager.log", "pager.diff-tree", "core.editor", "core.askPass", "credential.helper",
		"gpg.program", "gpg.ssh.program", "remote.origin.uploadpack", "uploadpack.packObjectsHook", "core.alternateRefsCommand", "alias.log", "alias.diff-tree", "interactive.diffFilter"} {
		value := trap
		if strings.HasPrefix(key, "alias.") {
			value = "!" + trap
		}
		f.git("config", key, value)
	}
	f.git("config", "core.hooksPath", filepath.Join(f.dir, ".git/hooks"))
	f.git("config", "remote.origin.url", "ext::"+trap)
	f.git("config", "remote.origin.promisor", "true")
	f.git("config", "log.showSignature", "true")
	if err := os.WriteFile(filepath.Join(f.dir, ".git/info/attributes"), []byte("*.txt diff=trap filter=trap\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	db := warehouse(t)
	read(t, db, f.dir, counting)
	sameText(t, contents(t, db, "it"), contents(t, clean, "it"))
	if _, err := os.Stat(marker); err == nil {
		t.Error("something of the repository ran")
	}
}

func TestConfigurationChangesNothing(t *testing.T) {
	f := small(t)
	f.write(".mailmap", "Mapped <mapped@example.com> <ana@example.com>\n")
	f.write(".gitattributes", "*.txt -diff\n")
	f.write("b.txt", numbered("a", 60))
	f.commit("attributes that make texts binary")
	clean := warehouse(t)
	read(t, clean, f.dir, counting)
	want := contents(t, clean, "it")

	mailmap := filepath.Join(t.TempDir(), "mailmap")
	if err := os.WriteFile(mailmap, []byte("Wrong <wrong@example.com> <bo@example.com>\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	settings := [][2]string{{"log.showSignature", "true"}, {"log.mailmap", "true"}, {"log.date", "human"}, {"log.follow", "true"}, {"log.decorate", "full"},
		{"log.diffMerges", "separate"}, {"log.showRoot", "false"}, {"format.pretty", "fuller"}, {"format.notes", "true"}, {"diff.renames", "copies"}, {"diff.renameLimit", "1"},
		{"diff.noprefix", "true"}, {"diff.external", "false"}, {"diff.algorithm", "patience"}, {"diff.ignoreSubmodules", "all"}, {"diff.orderFile", mailmap},
		{"diff.relative", "true"}, {"core.quotepath", "true"}, {"mailmap.file", mailmap}, {"i18n.logOutputEncoding", "ISO-8859-1"}, {"core.abbrev", "4"},
		{"color.ui", "always"}, {"core.attributesFile", mailmap}, {"core.bare", "true"}, {"trailer.separators", "#"}}
	global := filepath.Join(t.TempDir(), "gitconfig")
	for _, s := range settings {
		f.run("", "config", "--file", global, s[0], s[1])
	}
	for name, value := range map[string]string{
		"GIT_CONFIG_GLOBAL": global, "GIT_CONFIG_SYSTEM": global, "GIT_DIR": "/nonexistent", "GIT_WORK_TREE": "/", "GIT_INDEX_FILE": "/nonexistent",
		"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "diff.renames", "GIT_CONFIG_VALUE_0": "false", "GIT_DIFF_OPTS": "-u0", "GIT_EXTERNAL_DIFF": "false",
		"GIT_NAMESPACE": "x", "GIT_LITERAL_PATHSPECS": "0", "GIT_TRACE": "1", "GIT_PAGER": "false", "LC_ALL": "sv_SE.UTF-8", "GIT_OBJECT_DIRECTORY": "/nonexistent",
	} {
		t.Setenv(name, value)
	}
	db := warehouse(t)
	read(t, db, f.dir, counting)
	sameText(t, contents(t, db, "it"), want)

	for _, s := range settings { // the same in the repository's own configuration
		if s[0] != "core.bare" {
			f.run("", "config", "--file", filepath.Join(f.dir, ".git/config"), s[0], s[1])
		}
	}
	db = warehouse(t)
	read(t, db, f.dir, counting)
	sameText(t, contents(t, db, "it"), want)
}
