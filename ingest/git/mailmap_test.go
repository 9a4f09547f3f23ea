package git

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestMailmapIsReadAsGitLogReadsIt(t *testing.T) {
	f := newFixture(t)
	for i, who := range []string{"Ana <ana@old.example.com>", "ana l <ANA@example.com>", "Bo <bo@example.com>", "Bo Two <bo@example.com>", "Zoë <zoe@example.com>",
		"Plain <plain@example.com>", "O'Neil, \"Sam\" <sam+x@example.com>", "@at <@>"} {
		f.write("a.txt", itoa(i))
		f.commit("c"+itoa(i), "--author", who)
	}
	f.write(".mailmap", strings.Join([]string{
		"# comment", "Ana Lind <ana@example.com> <ana@old.example.com>", "Ana Lind <ana@example.com>", "<bo@new.example.com> Bo Two <bo@example.com>",
		"Zoë Ek <zoe@example.com>", "Sam <sam@example.com> O'Neil, \"Sam\" <sam+x@example.com>", "broken line", "<only@x>"}, "\n")+"\n")
	f.commit("map")
	db := warehouse(t)
	read(t, db, f.dir, counting)
	got := rows(t, db, "SELECT sha, mapped_name, mapped_email FROM raw.git_commits JOIN raw.git_identities ON author_id = identity_id ORDER BY sha")
	var want []string
	for line := range strings.Lines(f.git("log", "--use-mailmap", "--format=%H%x01%aN%x01%aE")) {
		cells := strings.Split(strings.TrimSpace(line), "\x01")
		want = append(want, fmt.Sprintf("%q %q %q", cells[0], cells[1], cells[2]))
	}
	slices.Sort(want)
	sameText(t, strings.Join(got, "\n"), strings.Join(want, "\n"))
}

func TestIdentitiesThatCannotBeAskedForMapToThemselves(t *testing.T) {
	f := newFixture(t)
	f.write(".mailmap", "Mapped <mapped@x> <b@x>\n")
	tip := f.commit("map")
	all := []identity{{"a<b", "c@x"}, {"a", "c>d"}, {"new\nline", "b@x"}, {"", "b@x"}, {"", ""}, {"name", ""}, {"  spaces  ", " b2@x "}, {"ok", "b@x"}, {"nul\x00", "b@x"}, {"<>", "<>"}, {"-x", "-y"}}
	got, err := mapIdentities(context.Background(), local{filepath.Join(f.dir, ".git")}, tip, all)
	if err != nil {
		t.Fatal(err)
	}
	for i, who := range all {
		want := who
		if who.name == "ok" || who == (identity{"", "b@x"}) {
			want = identity{"Mapped", "mapped@x"}
		}
		if got[i] != want {
			t.Errorf("%q: %q, want %q", who, got[i], want)
		}
	}
}

func TestMailmapThatIsNoFile(t *testing.T) {
	f := newFixture(t)
	f.write(".mailmap/inside", "x")
	f.commit("a folder")
	db := warehouse(t)
	read(t, db, f.dir, counting)
	if got := rows(t, db, "SELECT count(*) FROM raw.git_identities WHERE name = mapped_name")[0]; got != "2" {
		t.Errorf("%s identities", got)
	}
}
