package main

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/fewhands/fewhands/ingest"
)

// globals are the flags of every command that computes.
type globals struct {
	clock      ingest.Clock
	now        time.Time // when the command began
	config     string
	asOf       string
	verbose    bool
	logFormat  string
	noProgress bool
}

func (g *globals) register(root *cobra.Command) {
	flags := root.PersistentFlags()
	flags.StringVar(&g.config, "config", "fewhands.yaml", "configuration `file`")
	flags.StringVar(&g.asOf, "as-of", "", "the pipeline's \"now\" as a `date` such as 2026-03-02 (default: today, UTC)")
	flags.BoolVarP(&g.verbose, "verbose", "v", false, "log every step")
	flags.StringVar(&g.logFormat, "log-format", "text", "log lines as `text` or json")
	flags.BoolVar(&g.noProgress, "no-progress", false, "no progress bar")
}

// at are the same flags for a command that begins at another time.
func (g *globals) at(now time.Time) *globals {
	other := *g
	other.now = now
	return &other
}

// date is --as-of at midnight UTC, or the day the command runs.
func (g *globals) date() (time.Time, error) {
	if g.asOf == "" {
		return g.now.Truncate(24 * time.Hour), nil
	}
	date, err := time.Parse(time.DateOnly, g.asOf)
	if err != nil {
		return time.Time{}, usageError{fmt.Errorf("--as-of %q: want a date such as 2026-03-02", g.asOf)}
	}
	return date, nil
}

// logger writes to stderr; text unless asked for JSON.
func (g *globals) logger(w io.Writer) (*slog.Logger, error) {
	level := slog.LevelInfo
	if g.verbose {
		level = slog.LevelDebug
	}
	opts := &slog.HandlerOptions{Level: level}
	switch g.logFormat {
	case "text":
		return slog.New(slog.NewTextHandler(w, opts)), nil
	case "json":
		return slog.New(slog.NewJSONHandler(w, opts)), nil
	}
	return nil, usageError{fmt.Errorf("--log-format %q: want text or json", g.logFormat)}
}

// showsBars tells whether w is a terminal on which a progress bar may be drawn.
func (g *globals) showsBars(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && !g.noProgress && g.logFormat == "text" && term.IsTerminal(int(f.Fd()))
}
