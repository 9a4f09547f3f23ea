package git

import (
	"context"
	"errors"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"testing"
)

// stopper cancels at the n-th block.
type stopper struct {
	sync.Mutex
	left   int
	cancel func()
	expect int64
	done   int64
}

func (s *stopper) Expect(n int64) { s.Lock(); defer s.Unlock(); s.expect += n }
func (s *stopper) Note(string)    {}
func (s *stopper) Done(n int64) {
	s.Lock()
	defer s.Unlock()
	s.done += n
	if s.left--; s.left == 0 {
		s.cancel()
	}
}

func TestCancelledReadingLeavesNothing(t *testing.T) {
	f := newFixture(t, "--bare")
	var b strings.Builder
	for i := range 4000 {
		b.WriteString("commit refs/heads/main\ncommitter A <a@example.com> " + itoa(1_600_000_000+i) + " +0000\ndata 1\nx\nM 100644 inline f\ndata 5\n" + itoa(10000+i) + "\n")
	}
	f.fastImport(b.String())
	db := warehouse(t)
	before := runtime.NumGoroutine()
	for left := range 8 {
		ctx, cancel := context.WithCancel(context.Background())
		stop := &stopper{left: left, cancel: cancel}
		if left == 0 {
			cancel()
		}
		opts := counting
		opts.Progress = stop
		results, err := Ingest(ctx, db, []Repository{{Path: f.dir, Name: "it"}}, opts)
		cancel()
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("%d: %v, %+v", left, err, results)
		}
		if stop.expect != stop.done {
			t.Errorf("%d: progress expects %d and hears %d", left, stop.expect, stop.done)
		}
		for _, table := range []string{"repositories", "commits", "changes", "paths", "identities", "trees"} {
			if got := rows(t, db, "SELECT count(*) FROM raw.git_"+table)[0]; got != "0" {
				t.Errorf("%d: %s rows in %s", left, got, table)
			}
		}
	}
	// Every goroutine of ours ends before Ingest returns; what the runtime still winds down gets a few turns.
	for range 1000 {
		if runtime.NumGoroutine() <= before {
			break
		}
		runtime.Gosched()
	}
	if now := runtime.NumGoroutine(); now > before+2 {
		stacks := make([]byte, 1<<16)
		t.Errorf("%d goroutines before, %d after\n%s", before, now, stacks[:runtime.Stack(stacks, true)])
	}
	if out, _ := exec.Command("ps", "-eo", "args").Output(); strings.Contains(string(out), "--git-dir="+f.dir) {
		t.Errorf("git is left running:\n%s", out)
	}
	read(t, db, f.dir, counting)
	sameAsFresh(t, db, f.dir, counting)
}

func TestProgressHearsOfEveryCommit(t *testing.T) {
	f := small(t)
	progress := &stopper{left: -1}
	opts := counting
	opts.Progress = progress
	read(t, warehouse(t), f.dir, opts)
	if progress.expect != 16 || progress.done != 16 {
		t.Errorf("expected %d, done %d of 16", progress.expect, progress.done)
	}
}
