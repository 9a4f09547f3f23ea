package sourcetest

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"sync/atomic"
	"testing"

	"github.com/fewhands/fewhands/ingest"
	"github.com/fewhands/fewhands/sql"
)

// Killed runs the source in child processes on a warehouse in a file, kills them at moments of their reading with a
// signal that cannot be caught, and lets the last one live: the copy must be perfect. child is the name of a test that
// calls Child.
func Killed(t *testing.T, s Source, child string, times int) {
	var countdown atomic.Int64
	kill := make(chan struct{}, 1)
	server := s.Serve(t, Conditions{Objects: 1_500, Between: func(int) {
		if countdown.Add(-1) == 0 {
			kill <- struct{}{}
		}
	}})
	path := filepath.Join(t.TempDir(), "w.duckdb")
	dice := rand.New(rand.NewPCG(7, 7))
	killed := 0
	for n := range times + 1 {
		cmd := exec.Command(os.Args[0], "-test.run=^"+child+"$")
		cmd.Env = append(os.Environ(), "SOURCETEST_URL="+server.URL, "SOURCETEST_WAREHOUSE="+path)
		cmd.Stderr = os.Stderr
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		countdown.Store(0)
		if n < times {
			countdown.Store(1 + dice.Int64N(60))
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		ended := make(chan struct{})
		watched := make(chan struct{})
		go func() {
			defer close(watched)
			select {
			case <-kill:
				_ = cmd.Process.Kill()
			case <-ended:
			}
		}()
		said := bufio.NewScanner(out)
		done := false
		for said.Scan() {
			done = done || said.Text() == "done"
		}
		err = cmd.Wait()
		close(ended)
		<-watched
		if !done {
			killed++
		}
		if n == times && (err != nil || !done) {
			t.Fatalf("the child that lived: %v", err)
		}
	}
	if killed < times/2 {
		t.Errorf("only %d of %d were killed in their work", killed, times)
	}
	Copied(t, open(t, path), server, s.Tables...)
}

// Child is what a killed process does. Where the test binary was not started by Killed it does nothing.
func Child(t *testing.T, s Source, clock ingest.Clock) {
	url, path := os.Getenv("SOURCETEST_URL"), os.Getenv("SOURCETEST_WAREHOUSE")
	if url == "" {
		return
	}
	ctx := context.Background()
	db, err := sql.Open(ctx, path, sql.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ingest.Run(ctx, db, s.Open(t, url, s.Token, clock), ingest.Options{Clock: clock}); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	fmt.Println("done")
}
