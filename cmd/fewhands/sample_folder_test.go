package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// sampleDay is the day on which the tests look at the sample organisation, and sampleSeed which one it is.
var sampleDay = time.Date(2026, 7, 20, 0, 0, 0, 0, time.UTC)

const sampleSeed = 1

// copySample writes into dir, which is not there yet, what `fewhands demo` writes. The program makes it once for all tests.
func copySample(dir string) error {
	from, err := sampleFolder()
	if err != nil {
		return err
	}
	if out, err := exec.Command("cp", "-Rp", from, dir).CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	return nil
}

// newSample is a copy of its own for a test.
func newSample(t testing.TB) string {
	t.Helper()
	if testing.Short() {
		t.Skip("runs the demo")
	}
	dir := filepath.Join(t.TempDir(), "d")
	if err := copySample(dir); err != nil {
		t.Fatal(err)
	}
	return dir
}

var sampleFolder = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "fewhands-sample-")
	if err != nil {
		return "", err
	}
	sampleParent = dir
	cmd := exec.Command(os.Args[0], "demo", "--dir", "d", "--seed", fmt.Sprint(sampleSeed), "--as-of", sampleDay.Format(time.DateOnly))
	cmd.Dir, cmd.Env = dir, append(os.Environ(), runAsMain+"=1")
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("demo: %w: %s", err, stderr.String())
	}
	if path := filepath.Join("d", "public", "index.html") + "\n"; !strings.HasSuffix(stdout.String(), path) {
		return "", fmt.Errorf("the demo ends with %q, not with the path of the report", stdout.String())
	}
	return filepath.Join(dir, "d"), nil
})

// sampleParent is what is left to remove when the tests have ended.
var sampleParent string

// tidy is a run of the tests that leaves no sample organisation behind.
type tidy struct{ *testing.M }

func (m tidy) Run() int {
	code := m.M.Run()
	if sampleParent != "" {
		if err := os.RemoveAll(sampleParent); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return max(code, 1)
		}
	}
	return code
}
