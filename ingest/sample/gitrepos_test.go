package sample

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// written is the repositories of one seed, written once for all tests.
var written = sync.OnceValues(func() (*Organisation, error) {
	o := NewOrganisation(3, asOf)
	_, err := o.WriteRepositories(context.Background(), repositoriesDir)
	return o, err
})

var repositoriesDir string

func TestMain(m *testing.M) {
	var err error
	if repositoriesDir, err = os.MkdirTemp("", "fewhands-sample"); err != nil {
		panic(err)
	}
	status := m.Run()
	if err := os.RemoveAll(repositoriesDir); err != nil {
		panic(err)
	}
	os.Exit(status)
}

// gitOutput runs git in one of the repositories and returns the lines that it writes.
func gitOutput(t *testing.T, repository string, args ...string) []string {
	t.Helper()
	if _, err := written(); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("git", append([]string{"--git-dir=" + filepath.Join(repositoriesDir, repository+".git")}, args...)...)
	cmd.Env = append(os.Environ(), "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL="+os.DevNull)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: git %v: %v: %s", repository, args, err, stderr.String())
	}
	return strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
}

// commit is a commit that is no merge.
type commit struct {
	at     time.Time // when it came into main
	author string    // address
	files  []string
}

func commits(t *testing.T, repository string) []commit {
	t.Helper()
	var all []commit
	for _, line := range gitOutput(t, repository, "log", "--reverse", "--no-merges", "--no-renames", "--name-only", "--use-mailmap", "--format=> %ct %aE", "main") {
		if fields := strings.Fields(line); len(fields) == 3 && fields[0] == ">" {
			seconds, err := strconv.ParseInt(fields[1], 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, commit{at: time.Unix(seconds, 0), author: fields[2]})
		} else if line != "" {
			all[len(all)-1].files = append(all[len(all)-1].files, line)
		}
	}
	return all
}

// authored returns which part of a repository's commits by people, in some weeks and below a directory, are by some.
func authored(t *testing.T, o *Organisation, repository, dir string, from, until int, logins ...string) float64 {
	t.Helper()
	all, by := 0, 0
	for _, c := range commits(t, repository) {
		in := slices.ContainsFunc(c.files, func(path string) bool { return strings.HasPrefix(path, dir) })
		if !in || !(span{o.week(from), o.week(until)}).holds(c.at) || strings.Contains(c.author, "[bot]") {
			continue
		}
		all++
		if slices.ContainsFunc(logins, func(login string) bool { return o.person(login).email == c.author || aliases[login].email == c.author }) {
			by++
		}
	}
	if all < 20 {
		t.Errorf("%s has %d commits in %s from %d to %d weeks ago", repository, all, dir, from, until)
	}
	return float64(by) / float64(max(1, all))
}

func TestRepositoriesAreWhatGitWouldWrite(t *testing.T) {
	o, err := written()
	if err != nil {
		t.Fatal(err)
	}
	features := map[string]int{}
	for _, plan := range codebase {
		if out := gitOutput(t, plan.name, "fsck", "--strict", "--no-dangling"); len(out) > 1 || out[0] != "" {
			t.Errorf("%s: %v", plan.name, out)
		}
		log := gitOutput(t, plan.name, "log", "--reverse", "--topo-order", "--format=%at %ct %p|%an|%ae|%cn|%(trailers:key=Co-authored-by,valueonly,separator=%x2C)", "main")
		if n := len(log); n < 250 || n > 2100 {
			t.Errorf("%s has %d commits", plan.name, n)
		}
		last := o.From
		for _, line := range log {
			f := strings.Split(line, "|")
			head := strings.Fields(f[0])
			a, _ := strconv.ParseInt(head[0], 10, 64)
			c, _ := strconv.ParseInt(head[1], 10, 64)
			at, committed := time.Unix(a, 0), time.Unix(c, 0)
			if at.Before(o.From) || committed.Before(at) || committed.Before(last) || !committed.Before(o.AsOf) {
				t.Errorf("%s: written %s, committed %s after %s", plan.name, at, committed, last)
			}
			last = committed
			for feature, has := range map[string]bool{
				"merge": len(head) == 4, "robot": strings.Contains(f[2], "[bot]"), "noreply": strings.Contains(f[2], "+jonasek@users.noreply"),
				"private": strings.HasSuffix(f[2], ".example"), "squashed": f[3] == "GitHub", "co-author": f[4] != "",
			} {
				if has {
					features[feature]++
				}
			}
		}
		tags := gitOutput(t, plan.name, "for-each-ref", "--format=%(objecttype) %(creatordate:unix)", "refs/tags")
		for _, tag := range tags {
			kind, seconds, _ := strings.Cut(tag, " ")
			at, _ := strconv.ParseInt(seconds, 10, 64)
			if (kind == "tag") != plan.annotated || !(span{o.From, o.AsOf}).holds(time.Unix(at, 0)) {
				t.Errorf("%s: tag is a %s", plan.name, tag)
			}
		}
		if len(tags) < 10 {
			t.Errorf("%s has %d releases", plan.name, len(tags))
		}
		if files := gitOutput(t, plan.name, "ls-tree", "-r", "--name-only", "main"); len(files) < 30 || slices.Contains(files, ".mailmap") != (plan.mailmap != "") {
			t.Errorf("%s has %d files, %v", plan.name, len(files), files[:5])
		}
	}
	for feature, least := range map[string]int{"merge": 200, "robot": 150, "noreply": 10, "private": 10, "squashed": 1500, "co-author": 200} {
		if features[feature] < least {
			t.Errorf("%d commits are: %s", features[feature], feature)
		}
	}
}

func TestCodeTellsTheSameStories(t *testing.T) {
	o, err := written()
	if err != nil {
		t.Fatal(err)
	}
	if share := authored(t, o, "indexer", "", historyWeeks, 0, "tomas.rivera"); share < 0.8 {
		t.Errorf("the indexer is %.2f by one", share)
	}
	if was, is := authored(t, o, "payments", "checkout/", historyWeeks, driftOnset, checkoutCarriers...),
		authored(t, o, "payments", "checkout/", 12, 0, checkoutCarriers...); was > 0.5 || is < 0.65 {
		t.Errorf("two write %.2f of checkout, now %.2f", was, is)
	}
	if is := authored(t, o, "payments", "payouts/", 26, 0, checkoutCarriers...); is > 0.3 {
		t.Errorf("they write %.2f of payouts", is)
	}
	if was, is := authored(t, o, "accounts", "", historyWeeks, rotation, accountsCarriers...),
		authored(t, o, "accounts", "", 13, 0, accountsCarriers...); was < 0.65 || is > 0.4 {
		t.Errorf("two write %.2f of accounts, now %.2f", was, is)
	}
	if is := authored(t, o, "platform", "", historyWeeks, 0, platformCarriers...); is < 0.68 {
		t.Errorf("two write %.2f of platform", is)
	}
	for _, c := range commits(t, "coupons") {
		if c.at.After(o.week(orphaned-1)) && !strings.Contains(c.author, "[bot]") {
			t.Errorf("coupons has a commit of %s by %s", c.at, c.author)
		}
	}
	if was := authored(t, o, "coupons", "", historyWeeks, orphaned, growth...); was < 0.9 {
		t.Errorf("coupons was %.2f by its team", was)
	}
}

func TestOnlyTheSiloWritesAllItsCodeAlone(t *testing.T) {
	o, err := written()
	if err != nil {
		t.Fatal(err)
	}
	for _, plan := range codebase {
		var own []string
		for _, c := range o.people {
			if c.team == plan.team {
				own = append(own, c.login)
			}
		}
		if plan.team == "Growth" {
			continue
		}
		foreign := 1 - authored(t, o, plan.name, "", 26, 0, own...)
		if alone := o.walled(plan.team, o.week(26)); alone != (foreign == 0) || !alone && foreign < 0.02 {
			t.Errorf("others write %.3f of %s", foreign, plan.name)
		}
	}
	if by := authored(t, o, "storefront", "shop/", historyWeeks, 0, "lucia.marin"); by < 0.15 {
		t.Errorf("the product owner writes %.2f of the shop", by)
	}
}

func TestSameSeedIsSameHistoryToTheByte(t *testing.T) {
	first, second, third := NewOrganisation(5, asOf), NewOrganisation(5, asOf.Add(time.Hour)), NewOrganisation(6, asOf)
	for _, plan := range codebase {
		one := first.history(plan).Bytes()
		if two := second.history(plan).Bytes(); !bytes.Equal(one, two) {
			t.Errorf("%s has two histories of one seed and day", plan.name)
		}
		if other := third.history(plan).Bytes(); bytes.Equal(one, other) {
			t.Errorf("%s has one history of two seeds", plan.name)
		}
	}
}

func TestRepositoriesAreNotWrittenOver(t *testing.T) {
	o, err := written()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.WriteRepositories(t.Context(), repositoriesDir); !errors.Is(err, fs.ErrExist) {
		t.Errorf("writing again gives %v", err)
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, err := o.WriteRepositories(stopped, t.TempDir()); !errors.Is(err, context.Canceled) {
		t.Errorf("writing when stopped gives %v", err)
	}
}
