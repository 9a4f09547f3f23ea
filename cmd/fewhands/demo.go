package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/fewhands/fewhands/ingest/git"
	"github.com/fewhands/fewhands/ingest/sample"
	"github.com/fewhands/fewhands/reports"
	"github.com/fewhands/fewhands/sql"
)

type demoOptions struct {
	dir  string
	seed uint64
}

func newDemoCommand(g *globals) *cobra.Command {
	var opts demoOptions
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Run the whole pipeline on a sample organisation",
		Long: `Make up an organisation of 29 people in five teams, and ten who work with them, with 18 months of pages, rotas, tickets
and commits, read it the way a real one is read (from HTTP servers in this process and from git repositories that are
written first), build, report and export. It needs no credentials and no network. The same seed and day give the same
organisation. The folder has its fewhands.yaml and org.yaml, so that the other commands work in it too.`,
		Example: `  fewhands demo
  fewhands demo --dir /tmp/demo --seed 7`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runDemo(cmd.Context(), g, opts, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	cmd.Flags().StringVar(&opts.dir, "dir", "fewhands-demo", "the `folder` to write; an earlier demo in it is replaced")
	cmd.Flags().Uint64Var(&opts.seed, "seed", 1, "another `number` gives another organisation with the same stories")
	return cmd
}

// demoMark is the file by which a later demo knows that a folder may be replaced.
const demoMark = "sample-data.txt"

func runDemo(ctx context.Context, g *globals, opts demoOptions, stdout, stderr io.Writer) (err error) {
	log, err := g.logger(stderr)
	if err != nil {
		return err
	}
	date, err := g.date()
	if err != nil {
		return err
	}
	if err := clearDemo(opts.dir); err != nil {
		return err
	}
	organisation := sample.NewOrganisation(opts.seed, date)
	log.Info("writing the repositories of the sample organisation", "dir", filepath.Join(opts.dir, "git"))
	paths, err := organisation.WriteRepositories(ctx, filepath.Join(opts.dir, "git"))
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	if err := writeDemoFiles(opts.dir, organisation, paths); err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	config, err := loadConfig(filepath.Join(opts.dir, "fewhands.yaml"))
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}

	db, err := sql.Open(ctx, config.path(config.Warehouse), sql.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	j := &job{g: g, config: config, db: db, log: log, stdout: stdout, stderr: stderr}
	if err := ingestSample(ctx, j, organisation); err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	bar := newProgress(g, stderr, log, "git", "commits")
	results, err := git.Ingest(ctx, db, config.repositories(), git.Options{LineCounts: true, AsOf: organisation.AsOf, Progress: bar})
	bar.close()
	logResults(log, results)
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	if err := runBuild(ctx, j); err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	if _, err := reports.Export(ctx, db, reports.ExportOptions{Targets: config.targets()}); err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	if err := runReport(ctx, j); err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	return nil
}

// clearDemo makes the folder an empty one with the mark in it. One that has something else in it is left alone.
func clearDemo(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return usageError{fmt.Errorf("--dir: %w", err)}
	}
	mark := filepath.Join(dir, demoMark)
	if _, err := os.Stat(mark); err != nil && len(entries) > 0 {
		return usageError{fmt.Errorf("--dir %s: has files that are no earlier demo; name another folder", dir)}
	}
	for _, name := range []string{
		"git", "public", "exports", "fewhands.yaml", "org.yaml", "pulse.csv", "fewhands.duckdb", "fewhands.duckdb.wal",
	} {
		if err := os.RemoveAll(filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	const text = "Everything in this folder is made up by fewhands demo, which replaces it when it is run again.\n"
	return os.WriteFile(mark, []byte(text), 0o600)
}
