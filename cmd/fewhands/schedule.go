package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"time"

	"github.com/go-co-op/gocron/v2"
	"github.com/google/uuid"
	"github.com/jonboulle/clockwork"
	"github.com/spf13/cobra"

	"github.com/fewhands/fewhands/reports"
)

func newScheduleCommand(g *globals) *cobra.Command {
	var atOnce bool
	cmd := &cobra.Command{
		Use:   "schedule",
		Short: "Stay up and run the night and the exports when the config says",
		Long: `Stay up, and run nightly and export by the cron expressions under schedule: in the config, in its time zone. One runs at a
time: what comes due meanwhile waits. A time that the clock skips in spring comes as long after the change; one that it shows
twice in autumn counts once. What came due while nothing was up is not made up for: the next night reads all that is new.

Every run reads the config again. If it has a fault, that is logged and the last good one is kept. A run that fails is logged
and does not end the schedule. On SIGTERM or Ctrl-C the running step stops where what is stored is whole, and fewhands ends
with exit code 0; a second signal ends it at once.`,
		Example: `  fewhands schedule --config /etc/fewhands.yaml
  fewhands schedule --now     a night at once, then by the schedule`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runSchedule(cmd, g, atOnce)
		},
	}
	cmd.Flags().BoolVar(&atOnce, "now", false, "run nightly once at the start, too")
	return cmd
}

func runSchedule(cmd *cobra.Command, g *globals, atOnce bool) error {
	if g.asOf != "" {
		return usageError{errors.New("--as-of: every run is of its own day; 'fewhands nightly --as-of' runs one of another")}
	}
	log, err := g.logger(cmd.ErrOrStderr())
	if err != nil {
		return err
	}
	c, err := loadConfig(g.config)
	if err != nil {
		return err
	}
	if c.Schedule == nil {
		return usageError{fmt.Errorf("%s: want nightly, exports or both under schedule", g.config)}
	}
	clock := clockwork.NewRealClock()
	s := &scheduler{
		clock: clock, log: log, good: c, turn: make(chan struct{}, 1), changed: make(chan *config, 1),
		load: func() (*config, error) { return loadConfig(g.config) },
		run: func(ctx context.Context, task string, c *config) error {
			return runTask(ctx, task, c, g.at(clock.Now().UTC()), log, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	return s.serve(cmd.Context(), atOnce)
}

// runTask opens the warehouse and does one task of the schedule.
func runTask(ctx context.Context, task string, c *config, g *globals, log *slog.Logger, stdout, stderr io.Writer) error {
	step := runNightly
	if task == taskExports {
		step = func(ctx context.Context, j *job) error { return runExport(ctx, j, reports.ExportOptions{Weeks: 26}) }
	}
	return openWarehouse(ctx, &job{g: g, config: c, log: log, stdout: stdout, stderr: stderr}, step)
}

// The tasks of a schedule, by their keys in the config.
const (
	taskNightly = "nightly"
	taskExports = "exports"
)

// scheduler runs tasks by the clock, one at a time.
type scheduler struct {
	clock   clockwork.Clock
	log     *slog.Logger
	load    func() (*config, error)
	run     func(ctx context.Context, task string, c *config) error
	good    *config       // the last one without a fault; of whose turn it is
	turn    chan struct{} // has one in it while a task runs
	changed chan *config  // read by a task that has ended
	jobs    map[string]gocron.Job

	mu  sync.Mutex
	due map[string]bool // tasks that run or wait for their turn
}

// serve runs the schedule until ctx is done and the running task has ended.
func (s *scheduler) serve(ctx context.Context, atOnce bool) error {
	s.jobs, s.due = map[string]gocron.Job{}, map[string]bool{}
	by, err := gocron.NewScheduler(gocron.WithClock(s.clock), gocron.WithLocation(time.UTC))
	if err != nil {
		return err
	}
	if err := s.plan(ctx, by, s.good); err != nil {
		return errors.Join(err, by.Shutdown())
	}
	by.Start()
	planned := s.good.Schedule
	s.logNext(s.good)
	if atOnce {
		go s.do(ctx, taskNightly)
	}
	for {
		select {
		case c := <-s.changed:
			if !c.Schedule.equals(planned) {
				if err := s.plan(ctx, by, c); err != nil {
					s.log.Error("the schedule could not be changed", "error", err)
				}
				planned = c.Schedule
			}
			s.logNext(c)
		case <-ctx.Done():
			s.log.Info("stopping")
			s.turn <- struct{}{} // whoever has it still is at work
			err := by.Shutdown()
			s.log.Info("stopped")
			return err
		}
	}
}

// plan makes the jobs those of the config.
func (s *scheduler) plan(ctx context.Context, by gocron.Scheduler, c *config) error {
	for task, text := range map[string]string{taskNightly: c.Schedule.Nightly, taskExports: c.Schedule.Exports} {
		job, isThere := s.jobs[task]
		if text == "" {
			if isThere {
				delete(s.jobs, task)
				if err := by.RemoveJob(job.ID()); err != nil {
					return err
				}
			}
			continue
		}
		times, err := parseCron(text)
		if err != nil {
			return err
		}
		id := uuid.Nil
		if isThere {
			id = job.ID()
		}
		job, err = s.put(by, id, gocron.CronJob(text, false), gocron.NewTask(func() { s.do(ctx, task) }),
			gocron.WithName(task),
			gocron.WithCronImplementation(wallClock{times, c.Schedule.zone}))
		if err != nil {
			return err
		}
		s.jobs[task] = job
	}
	return nil
}

// put adds a job, or changes the one of that id.
func (s *scheduler) put(by gocron.Scheduler, id uuid.UUID, when gocron.JobDefinition, task gocron.Task, opts ...gocron.JobOption) (gocron.Job, error) {
	if id == uuid.Nil {
		return by.NewJob(when, task, opts...)
	}
	return by.Update(id, when, task, opts...)
}

func (s *scheduler) logNext(c *config) {
	for _, task := range []string{taskNightly, taskExports} {
		job, ok := s.jobs[task]
		if !ok {
			continue
		}
		next, err := job.NextRun()
		if err != nil {
			s.log.Error("the next run is not known", "task", task, "error", err)
			continue
		}
		s.log.Info("next run", "task", task, "at", next.In(c.Schedule.zone).Format(time.RFC3339))
	}
}

// do runs a task when no other does. One that comes due again before it has ended waits for its next time.
func (s *scheduler) do(ctx context.Context, task string) {
	if !s.begin(task) {
		s.log.Warn("the run before has not ended; this one is left out", "task", task)
		return
	}
	c, outcome := s.work(ctx, task)
	s.end(task)
	outcome()
	select {
	case s.changed <- c:
	case <-ctx.Done():
	}
}

// begin notes that a task is due; false where it is already.
func (s *scheduler) begin(task string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.due[task] {
		return false
	}
	s.due[task] = true
	return true
}

func (s *scheduler) end(task string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.due, task)
}

// work runs a task in its turn, with the config as it is then. What came of it is logged by outcome.
func (s *scheduler) work(ctx context.Context, task string) (c *config, outcome func()) {
	none := func() {}
	select {
	case s.turn <- struct{}{}:
	case <-ctx.Done():
		return nil, none
	}
	defer func() { <-s.turn }()
	if ctx.Err() != nil {
		return nil, none
	}
	c, err := s.load()
	switch {
	case err != nil:
		s.log.Error("the config has a fault; going on with the last good one", "error", err)
		c = s.good
	case c.Schedule == nil:
		s.log.Error("the config has no schedule any more; going on with the last one")
		c.Schedule = s.good.Schedule
	}
	s.good = c
	s.log.Info("run begins", "task", task)
	began := s.clock.Now()
	err = s.run(ctx, task, c)
	log := s.log.With("task", task, "took", s.clock.Since(began).Round(time.Second))
	switch {
	case ctx.Err() != nil:
		log.Info("run interrupted; what was stored is whole")
		return nil, none
	case err == nil:
		return c, func() { log.Info("run ended") }
	case exitCode(err) == exitIncomplete:
		return c, func() { log.Warn("run ended, a source was incomplete", "error", err) }
	}
	return c, func() { log.Error("run failed", "exit_code", exitCode(err), "error", err) }
}
