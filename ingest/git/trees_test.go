package git

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// treeOfWeek is the rule of raw.git_trees the slow way.
func treeOfWeek(f *fixture, week, running time.Time) []string {
	commit := f.git("rev-parse", "HEAD")
	if !week.Equal(running) {
		commit = ""
		for line := range strings.Lines(f.git("log", "--first-parent", "--format=%ct %H")) {
			date, sha, _ := strings.Cut(strings.TrimSpace(line), " ")
			if seconds, _ := strconv.ParseInt(date, 10, 64); seconds < week.AddDate(0, 0, 7).Unix() {
				commit = sha
				break
			}
		}
	}
	if commit == "" {
		return nil
	}
	names := strings.Split(strings.TrimSuffix(f.git("ls-tree", "-r", "-z", "--name-only", commit), "\x00"), "\x00")
	slices.Sort(names)
	return slices.DeleteFunc(names, func(s string) bool { return s == "" })
}

func checkTrees(t *testing.T, f *fixture, opts Options) {
	t.Helper()
	db := warehouse(t)
	read(t, db, f.dir, opts)
	running := monday(opts.AsOf)
	for i := range opts.TreeWeeks {
		week := running.AddDate(0, 0, -7*i)
		got := rows(t, db, fmt.Sprintf(`SELECT path FROM raw.git_trees JOIN raw.git_paths USING (repo_id, path_id)
			WHERE since <= DATE '%[1]s' AND (until IS NULL OR until > DATE '%[1]s')`, week.Format(time.DateOnly)))
		slices.Sort(got)
		var want []string
		for _, name := range treeOfWeek(f, week, running) {
			want = append(want, fmt.Sprintf("%q", name))
		}
		if !slices.Equal(got, want) {
			t.Errorf("week of %s: %v, want %v", week.Format(time.DateOnly), got, want)
		}
	}
	if got := rows(t, db, "SELECT tree_since FROM raw.git_repositories")[0]; got[:10] != running.AddDate(0, 0, -7*(opts.TreeWeeks-1)).Format(time.DateOnly) {
		t.Errorf("trees since %s", got)
	}
}

func weekly(t *testing.T) *fixture {
	f := newFixture(t)
	f.tick = asOf.AddDate(0, 0, -70).Unix()
	for i := range 9 {
		f.tick += 6 * 24 * 3600
		f.write("always.txt", itoa(i))
		if i%3 == 0 {
			f.write("comes/and-goes.txt", itoa(i))
		} else {
			_ = os.RemoveAll(filepath.Join(f.dir, "comes"))
		}
		f.write("since-"+itoa(i)+".txt", "")
		if i == 5 { // a file gives way to a folder, and a link to a file
			_ = os.Remove(filepath.Join(f.dir, "since-1.txt"))
			f.write("since-1.txt/inside", "")
			_ = os.Symlink("always.txt", filepath.Join(f.dir, "link"))
		}
		f.commit("week " + itoa(i))
	}
	return f
}

func TestTreesByWeek(t *testing.T) {
	f := weekly(t)
	f.run("", "-C", f.dir, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", small(t).dir, "module")
	f.commit("submodule")
	for _, weeks := range []int{1, 2, 4, 30} {
		checkTrees(t, f, Options{AsOf: asOf, TreeWeeks: weeks})
	}
	checkTrees(t, f, Options{AsOf: asOf.AddDate(0, 0, 21), TreeWeeks: 8})
	checkTrees(t, f, Options{AsOf: asOf.AddDate(0, 0, -30), TreeWeeks: 8})
}

func TestTreesWithDatesOutOfOrder(t *testing.T) {
	f := weekly(t)
	f.tick = asOf.AddDate(0, 0, -50).Unix()
	f.write("old-clock.txt", "")
	f.commit("committed last, dated long ago")
	f.tick = asOf.AddDate(1, 0, 0).Unix()
	f.write("fast-clock.txt", "")
	f.commit("dated in the future")
	checkTrees(t, f, Options{AsOf: asOf, TreeWeeks: 12})
}

func TestTreesFollowTheFirstParent(t *testing.T) {
	f := weekly(t)
	f.git("checkout", "-q", "-b", "side", "HEAD~4")
	f.tick = asOf.AddDate(0, 0, -20).Unix()
	f.write("only-on-side.txt", "")
	f.commit("side")
	f.git("checkout", "-q", "main")
	f.tick = asOf.AddDate(0, 0, -3).Unix()
	f.git("merge", "-q", "--no-ff", "-m", "merge", "side")
	checkTrees(t, f, Options{AsOf: asOf, TreeWeeks: 12})
}

func TestWiderOrLaterWindowsReadTreesAnew(t *testing.T) {
	f := weekly(t)
	f.tick = asOf.AddDate(0, 0, 20).Unix()
	f.commit("dated ahead")
	db := warehouse(t)
	read(t, db, f.dir, Options{AsOf: asOf, TreeWeeks: 1})
	for _, opts := range []Options{
		{AsOf: asOf, TreeWeeks: 6},
		{AsOf: asOf.AddDate(0, 0, 14), TreeWeeks: 6}, // the tip's date had not come when it was read
		{AsOf: asOf.AddDate(0, 0, -14), TreeWeeks: 6},
	} {
		if result := read(t, db, f.dir, opts); result.NewCommits != 0 || result.Unchanged {
			t.Errorf("%+v: %+v", opts, result)
		}
		sameAsFresh(t, db, f.dir, opts)
	}
}
