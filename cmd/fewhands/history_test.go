package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// historyEnd is the last moment of the histories that tests write.
var historyEnd = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// writeHistory makes a bare repository of n commits by six people over the two years before historyEnd: most files stay with
// the one who added them, one person in six does half the work.
func writeHistory(t testing.TB, dir, name string, seed uint64, n int) string {
	t.Helper()
	path := filepath.Join(dir, name+".git")
	random := rand.New(rand.NewPCG(seed, 0))
	var in bytes.Buffer
	begin := historyEnd.AddDate(-2, 0, 0)
	for c := range n {
		who := random.IntN(6)
		if random.IntN(2) == 0 {
			who = 0
		}
		at := begin.Add(time.Duration(c) * historyEnd.Sub(begin) / time.Duration(n))
		fmt.Fprintf(&in, "commit refs/heads/main\ncommitter Person %d <p%d@example.com> %d +0100\n", who, who, at.Unix())
		message := fmt.Sprintf("Change %d", c)
		fmt.Fprintf(&in, "data %d\n%s\n", len(message), message)
		for range 1 + random.IntN(4) {
			text := fmt.Sprintf("package x\n// %d %d\n", c, random.Uint32())
			fmt.Fprintf(&in, "M 100644 inline d%d/f%d.go\ndata %d\n%s\n", who, random.IntN(n/6+1), len(text), text)
		}
	}
	run := func(stdin []byte, args ...string) {
		cmd := exec.Command("git", args...)
		cmd.Env = append(cmd.Environ(), "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=/dev/null")
		cmd.Stdin = bytes.NewReader(stdin)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	run(nil, "init", "-q", "--bare", "--initial-branch=main", path)
	run(in.Bytes(), "--git-dir="+path, "fast-import", "--quiet")
	return path
}
