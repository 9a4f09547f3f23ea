// Command fewhands shows when reliability work has quietly fallen to a few people. This package is the only place that
// wires the others: ingest writes raw rows, metrics builds the layers, reports writes what people open.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/fewhands/fewhands/ingest"
	"github.com/fewhands/fewhands/reports"
	"github.com/fewhands/fewhands/sql"
)

// Exit codes, stable: cron jobs branch on them.
const (
	exitDone       = 0
	exitFailed     = 1 // run again later
	exitUsage      = 2 // bad usage or config
	exitRefused    = 3 // credentials refused
	exitIncomplete = 4 // done, but a source was incomplete
)

// usageError is a fault of the command line or the config: running again will not help.
type usageError struct{ err error }

func (e usageError) Error() string { return e.err.Error() }
func (e usageError) Unwrap() error { return e.err }

// incompleteError says that the work was done with what could be read, and what could not.
type incompleteError struct{ err error }

func (e incompleteError) Error() string { return e.err.Error() }
func (e incompleteError) Unwrap() error { return e.err }

func main() {
	// What fewhands writes is for the one who runs it; published pages are opened up where they are written.
	restrictNewFiles()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // the next signal ends the program at once
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr, ingest.SystemClock{})
	stop()
	os.Exit(code)
}

// run is the whole program. clock is read once for the date; beside that only sources wait on it.
func run(ctx context.Context, args []string, stdout, stderr io.Writer, clock ingest.Clock) int {
	root := newRootCommand(clock)
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	switch {
	case err == nil:
		return exitDone
	case ctx.Err() != nil:
		fmt.Fprintln(stderr, "fewhands: interrupted; what was stored is whole, run again to go on")
		return exitFailed
	}
	text := err.Error()
	if sql.IsOutdated(err) {
		text, _, _ = strings.Cut(text, "\n")
		text = "the warehouse was built by another version of fewhands, or has not been built yet: run fewhands build (" + text + ")"
	}
	fmt.Fprintln(stderr, "fewhands: "+text)
	return exitCode(err)
}

func exitCode(err error) int {
	var usage usageError
	var incomplete incompleteError
	switch {
	case errors.As(err, &usage):
		return exitUsage
	case errors.Is(err, ingest.ErrRefused), errors.Is(err, reports.ErrRefused):
		return exitRefused
	case errors.As(err, &incomplete):
		return exitIncomplete
	case sql.IsLocked(err):
		return exitFailed
	}
	return exitFailed
}

func newRootCommand(clock ingest.Clock) *cobra.Command {
	g := &globals{clock: clock, now: clock.Now()}
	root := &cobra.Command{
		Use:   "fewhands",
		Short: "Show when reliability work has quietly fallen to a few people",
		Long: `Fewhands reads pages (PagerDuty), tickets (Jira) and git history into one DuckDB file, works out who
really carries the work, and writes static HTML reports and CSVs.

Without any configuration, look at the repository you stand in:

  fewhands repo

Or at a whole sample organisation, with pages, rotas and repositories made up on the spot:

  fewhands demo`,
		Example: `  fewhands repo                      truck factor of the repository in this folder
  fewhands repo a.git b.git --json   the same of two others, for scripts
  fewhands nightly                   read what changed, build, report, export: what cron runs
  fewhands metrics truck_factor      what a number means`,
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return cmd.Help()
		},
	}
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usageError{fmt.Errorf("%w; see '%s --help'", err, cmd.CommandPath())}
	})
	g.register(root)
	for _, cmd := range []*cobra.Command{
		newDemoCommand(g),
		newRepoCommand(g),
		newInitCommand(),
		newCheckCommand(g),
		newIngestCommand(g),
		newBuildCommand(g),
		newReportCommand(g),
		newExportCommand(g),
		newNightlyCommand(g),
		newScheduleCommand(g),
		newPeopleCommand(g),
		newForgetCommand(g),
		newSimulateCommand(g),
		newShowCommand(g),
		newMetricsCommand(g),
		newManCommand(g),
		newVersionCommand(),
		newBenchmarkDriftCommand(),
	} {
		cmd.Args = usageArgs(cmd.Args)
		root.AddCommand(cmd)
	}
	root.Args = usageArgs(root.Args)
	return root
}

// usageArgs makes a wrong number of arguments a fault of usage.
func usageArgs(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if check == nil {
			check = cobra.NoArgs
		}
		if err := check(cmd, args); err != nil {
			return usageError{fmt.Errorf("%w; see '%s --help'", err, cmd.CommandPath())}
		}
		return nil
	}
}
