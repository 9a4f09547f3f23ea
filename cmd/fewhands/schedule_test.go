package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
)

// testSchedule is a schedule whose clock and whose tasks a test has in its hands.
type testSchedule struct {
	*scheduler
	clock  *clockwork.FakeClock
	begins chan string        // a task that begins
	ends   chan error         // how it ends, when the test says so
	stop   context.CancelFunc // the signal
	done   chan error
	texts  chan string // of the config, when it is read
	log    lockedBuffer
	ended  int // runs
}

// lockedBuffer is a log that can be waited for.
type lockedBuffer struct {
	mu   sync.Mutex
	buf  bytes.Buffer
	more chan struct{} // closed when there is more
}

func (b *lockedBuffer) Write(text []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.more != nil {
		close(b.more)
		b.more = nil
	}
	return b.buf.Write(text)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

// await waits until the log says something so many times.
func (b *lockedBuffer) await(t *testing.T, text string, times int) {
	t.Helper()
	for {
		b.mu.Lock()
		if strings.Count(b.buf.String(), text) >= times {
			b.mu.Unlock()
			return
		}
		if b.more == nil {
			b.more = make(chan struct{})
		}
		more := b.more
		b.mu.Unlock()
		select {
		case <-more:
		case <-t.Context().Done():
			t.Fatalf("the log does not say %q", text)
		}
	}
}

// startSchedule starts one of a config at a time.
func startSchedule(t *testing.T, at, text string) *testSchedule {
	t.Helper()
	now, err := time.Parse(time.RFC3339, at)
	if err != nil {
		t.Fatal(err)
	}
	path := writeConfig(t, text)
	first, err := loadConfig(path)
	if err != nil {
		t.Fatal(err)
	}
	s := &testSchedule{
		clock: clockwork.NewFakeClockAt(now), begins: make(chan string), ends: make(chan error), done: make(chan error, 1), texts: make(chan string, 1),
	}
	s.scheduler = &scheduler{
		clock: s.clock, log: slog.New(slog.NewTextHandler(&s.log, nil)), good: first, turn: make(chan struct{}, 1), changed: make(chan *config, 1),
		load: func() (*config, error) {
			select {
			case text := <-s.texts:
				if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
					return nil, err
				}
			default:
			}
			return loadConfig(path)
		},
		run: func(_ context.Context, task string, _ *config) error {
			s.begins <- task
			return <-s.ends
		},
	}
	ctx, stop := context.WithCancel(t.Context())
	s.stop = stop
	go func() { s.done <- s.serve(ctx, false) }()
	t.Cleanup(stop)
	return s
}

// advance waits until so many tasks wait for the clock, and moves it to a time.
func (s *testSchedule) advance(t *testing.T, waiting int, to string) {
	t.Helper()
	at, err := time.Parse(time.RFC3339, to)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.clock.BlockUntilContext(t.Context(), waiting); err != nil {
		t.Fatal(err)
	}
	s.clock.Advance(at.Sub(s.clock.Now()))
}

// runs lets a task begin and end, and says which.
func (s *testSchedule) runs(t *testing.T, err error) string {
	t.Helper()
	task := <-s.begins
	s.ends <- err
	s.ended++
	s.log.await(t, "took=", s.ended)
	return task
}

const twoTasks = "exports: [{to: exports}]\nschedule: {nightly: \"0 2 * * *\", exports: \"0 6 * * 1\", timezone: Europe/Stockholm}\n"

// 2026-11-22 is a Sunday; Stockholm is an hour ahead of UTC.
func TestScheduleRunsWhatIsDue(t *testing.T) {
	s := startSchedule(t, "2026-11-21T12:00:00Z", twoTasks)
	s.log.await(t, `"next run" task=nightly at=2026-11-22T02:00:00+01:00`, 1)
	s.log.await(t, `"next run" task=exports at=2026-11-23T06:00:00+01:00`, 1)
	var ran []string
	for _, at := range []string{"2026-11-22T01:00:00Z", "2026-11-23T01:00:00Z", "2026-11-23T05:00:00Z", "2026-11-24T01:00:00Z"} {
		s.advance(t, 2, at)
		ran = append(ran, s.runs(t, nil))
	}
	if want := []string{"nightly", "nightly", "exports", "nightly"}; !slices.Equal(ran, want) {
		t.Errorf("ran %v, want %v", ran, want)
	}
	s.stop()
	if err := <-s.done; err != nil {
		t.Error(err)
	}
}

// The exports come due while the night still runs: they wait, and begin when it has ended.
func TestTasksDoNotOverlap(t *testing.T) {
	s := startSchedule(t, "2026-11-22T12:00:00Z", twoTasks)
	s.advance(t, 2, "2026-11-23T01:00:00Z")
	if task := <-s.begins; task != "nightly" {
		t.Fatalf("%s began", task)
	}
	s.advance(t, 1, "2026-11-23T05:00:00Z")
	select {
	case task := <-s.begins:
		t.Fatalf("%s began beside the night", task)
	case s.ends <- nil:
		s.ended++
	}
	if task := s.runs(t, nil); task != "exports" {
		t.Errorf("%s began then", task)
	}
}

func TestAFailingRunDoesNotEndTheSchedule(t *testing.T) {
	s := startSchedule(t, "2026-11-21T12:00:00Z", twoTasks)
	s.advance(t, 2, "2026-11-22T01:00:00Z")
	s.runs(t, errors.New("the disk is full"))
	s.advance(t, 2, "2026-11-23T01:00:00Z")
	s.runs(t, incompleteError{errors.New("jira is down")})
	s.advance(t, 2, "2026-11-23T05:00:00Z")
	s.runs(t, nil)
	s.stop()
	if err := <-s.done; err != nil {
		t.Error(err)
	}
	for _, want := range []string{"run failed", "the disk is full", "exit_code=1", "a source was incomplete"} {
		if !strings.Contains(s.log.String(), want) {
			t.Errorf("the log does not say %q:\n%s", want, s.log.String())
		}
	}
}

// Each run reads the config again. One with a fault, or without a schedule, changes nothing; a good one counts from then on.
func TestEveryRunReadsTheConfigAgain(t *testing.T) {
	s := startSchedule(t, "2026-11-21T12:00:00Z", twoTasks)
	s.texts <- "schedule: {nightly: soon}\n"
	s.advance(t, 2, "2026-11-22T01:00:00Z")
	s.runs(t, nil)
	s.texts <- "exports: [{to: exports}]\n"
	s.advance(t, 2, "2026-11-23T01:00:00Z")
	s.runs(t, nil)
	s.texts <- "schedule: {nightly: \"30 3 * * *\", timezone: UTC}\n"
	s.advance(t, 2, "2026-11-23T05:00:00Z")
	s.runs(t, nil)
	s.log.await(t, "at=2026-11-24T03:30:00Z", 1) // the schedule has changed
	s.advance(t, 1, "2026-11-24T03:30:00Z")
	if task := s.runs(t, nil); task != "nightly" {
		t.Errorf("%s ran", task)
	}
	s.stop()
	if err := <-s.done; err != nil {
		t.Error(err)
	}
	for _, want := range []string{"the config has a fault", "fewhands.yaml:1: schedule.nightly: want a cron expression", "no schedule any more"} {
		if !strings.Contains(s.log.String(), want) {
			t.Errorf("the log does not say %q:\n%s", want, s.log.String())
		}
	}
}

// A signal while a task runs: the schedule ends when the task has.
func TestStoppingWaitsForTheRunningTask(t *testing.T) {
	s := startSchedule(t, "2026-11-21T12:00:00Z", twoTasks)
	s.advance(t, 2, "2026-11-22T01:00:00Z")
	<-s.begins
	s.stop()
	select {
	case err := <-s.done:
		t.Fatalf("it stopped beside its task: %v", err)
	case s.ends <- context.Canceled:
	}
	if err := <-s.done; err != nil {
		t.Error(err)
	}
}

func TestScheduleFaultsNameFileLineAndKey(t *testing.T) {
	for text, want := range map[string]string{
		"schedule: {}\n":                                          ":1: schedule: want a cron expression under nightly or exports",
		"schedule:\n  nightly: soon\n":                            ":2: schedule.nightly: want a cron expression such as",
		"schedule:\n  nightly: \"0 2 * *\"\n":                     ":2: schedule.nightly: want a cron expression such as",
		"schedule:\n  nightly: \"61 2 * * *\"\n":                  ":2: schedule.nightly: want a cron expression such as",
		"schedule:\n  nightly: \"0 0 30 2 *\"\n":                  `:2: schedule.nightly: "0 0 30 2 *" never comes`,
		"schedule:\n  nightly: \"@every 1h\"\n":                   ":2: schedule.nightly: want a cron expression such as",
		"schedule:\n  nightly: \"CRON_TZ=UTC 0 2 * * *\"\n":       ":2: schedule.nightly: the time zone belongs under schedule.timezone",
		"schedule:\n  exports: \"@daily\"\n":                      ":2: schedule.exports: there is nothing under exports to export",
		"schedule:\n  nightly: \"@daily\"\n  timezone: Mars\n":    `:3: schedule.timezone: want a time zone such as Europe/Stockholm, not "Mars"`,
		"schedule:\n  nightly: \"@daily\"\n  timezone: Local\n":   `:3: schedule.timezone: want a time zone such as Europe/Stockholm, not "Local"`,
		"schedule:\n  nightly: \"@daily\"\n  hourly: \"@hourly\"": ":3: schedule.hourly: unknown key",
	} {
		if _, err := loadConfig(writeConfig(t, text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

// A real process gets a real SIGTERM, while it waits and while it reads: it ends with exit code 0, and the next night is whole.
func TestSIGTERMEndsTheScheduleCleanly(t *testing.T) {
	dir := t.TempDir()
	writeHistory(t, dir, "a", 1, 1200)
	config := filepath.Join(dir, "fewhands.yaml")
	text := "git: {repositories: [{path: a.git}]}\nexports: [{to: exports}]\nschedule: {nightly: \"0 0 1 1 *\"}\n"
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	program := func(args ...string) *exec.Cmd {
		cmd := exec.Command(os.Args[0], append(args, "--config", config)...)
		cmd.Env = append(os.Environ(), runAsMain+"=1")
		return cmd
	}
	for _, test := range []struct {
		args  []string
		until string
		want  []string
	}{
		{[]string{"schedule"}, "next run", []string{"msg=stopping", "msg=stopped"}},
		{[]string{"schedule", "--now"}, "run begins", []string{"msg=stopping", "run interrupted; what was stored is whole", "msg=stopped"}},
	} {
		cmd := program(test.args...)
		stderr, err := cmd.StderrPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		var log strings.Builder
		lines := bufio.NewReader(stderr)
		for {
			line, err := lines.ReadString('\n')
			log.WriteString(line)
			if err != nil || strings.Contains(line, test.until) {
				break
			}
		}
		if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(&log, lines)
		if err := cmd.Wait(); err != nil {
			t.Errorf("%v: %v\n%s", test.args, err, log.String())
		}
		for _, want := range test.want {
			if !strings.Contains(log.String(), want) {
				t.Errorf("%v does not log %q:\n%s", test.args, want, log.String())
			}
		}
	}
	out, err := program("nightly").CombinedOutput()
	if err != nil {
		t.Fatalf("the next night: %v\n%s", err, out)
	}
	if !strings.Contains(string(out), filepath.Join(dir, "exports", "metrics.csv")) {
		t.Errorf("the next night wrote %s", fmt.Sprint(string(out)))
	}
}
