package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/fewhands/fewhands/ingest"
	"github.com/fewhands/fewhands/ingest/git"
	"github.com/fewhands/fewhands/reports"
	"github.com/fewhands/fewhands/sql"
)

func newCheckCommand(g *globals) *cobra.Command {
	var json bool
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Check the config, the sources and their credentials, and print what is not known",
		Long: `Check fewhands.yaml, org.yaml and what else the config names; ask every source for a little of all that is read from it,
and every bucket whether it lets us in; and print, of the last build, how fresh the sources are and how much of the work is nobody's: people
known by one account only, services without an owner, people without a time zone. Nothing is stored, and no secret is printed.

Exit codes: 0 all is well; 1 something does not answer or cannot be read; 2 the config has faults; 3 credentials are refused; 4 all
answer, but something is missing: a right, a project, or a reading of the last day and a half that reached its end.`,
		Example: `  fewhands check
  fewhands check --config /etc/fewhands.yaml --json`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withConfig(cmd, g, func(ctx context.Context, j *job) error { return runCheck(ctx, j, json) })
		},
	}
	cmd.Flags().BoolVar(&json, "json", false, "print JSON: checks, and trust as of the last build")
	return cmd
}

// checkup is what fewhands check finds; --json is this struct.
type checkup struct {
	Config string         `json:"config"`
	Checks []oneCheck     `json:"checks"`
	Trust  *reports.Trust `json:"trust"` // null: nothing has been built yet
	Note   string         `json:"note"`  // why there is none
}

// oneCheck is one part of one source, or a place of exports.
type oneCheck struct {
	Source  string `json:"source"` // pagerduty, jira, git, exports
	Part    string `json:"part"`
	State   string `json:"state"` // ok, refused, unreachable, missing, failed, not configured
	Problem string `json:"problem"`
}

// The states of a check.
const (
	stateOK            = "ok"
	stateRefused       = "refused"
	stateUnreachable   = "unreachable"
	stateMissing       = "missing" // the rest of the source can be read
	stateFailed        = "failed"
	stateNotConfigured = "not configured"
)

// checkFailures is how often a check asks before it says that there is no answer: whoever runs it waits for it.
const checkFailures = 3

func runCheck(ctx context.Context, j *job, json bool) error {
	if _, _, err := readDeclared(j); err != nil {
		return err
	}
	if _, err := j.config.privacy(); err != nil {
		return err
	}
	found := &checkup{Config: j.g.config, Checks: []oneCheck{}}
	for _, source := range []struct {
		name  string
		check func(context.Context, *job) ([]ingest.Access, error)
	}{{"pagerduty", checkPagerDuty}, {"jira", checkJira}, {"git", checkGit}, {"exports", checkTargets}} {
		list, err := source.check(ctx, j)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			return err
		}
		found.add(source.name, list)
	}
	if err := found.readTrust(ctx, j); err != nil {
		return err
	}
	write := found.print
	if json {
		write = func(j *job) error { return writeJSON(j.stdout, found) }
	}
	if err := write(j); err != nil {
		return err
	}
	return found.verdict()
}

func checkPagerDuty(ctx context.Context, j *job) ([]ingest.Access, error) {
	if j.config.PagerDuty == nil {
		return nil, nil
	}
	source, err := j.config.PagerDuty.source(j, checkFailures)
	if err != nil {
		return nil, err
	}
	defer source.Close()
	return source.Check(ctx), nil
}

func checkJira(ctx context.Context, j *job) ([]ingest.Access, error) {
	if j.config.Jira == nil {
		return nil, nil
	}
	source, err := j.config.Jira.source(j, checkFailures)
	if err != nil {
		return nil, err
	}
	defer source.Close()
	return source.Check(ctx), nil
}

func checkGit(ctx context.Context, j *job) ([]ingest.Access, error) {
	var list []ingest.Access
	if j.config.Git != nil {
		for _, repo := range j.config.repositories() {
			list = append(list, ingest.Access{Part: repo.DisplayName(), Err: git.Check(ctx, repo)})
		}
	}
	return list, nil
}

// checkTargets asks the buckets of exports; of a folder it is enough that no file has its name.
func checkTargets(ctx context.Context, j *job) ([]ingest.Access, error) {
	var list []ingest.Access
	for _, e := range j.config.Exports {
		if !e.isBucket() {
			folder := ingest.Access{Part: e.To}
			if info, err := os.Stat(j.config.path(e.To)); err == nil && !info.IsDir() {
				folder.Err = errors.New("is no folder")
			}
			list = append(list, folder)
			continue
		}
		bucket, err := reports.ParseBucket(e.To)
		if err != nil {
			return nil, usageError{err}
		}
		list = append(list, ingest.Access{Part: bucket.String(), Err: bucket.Check(ctx)})
	}
	return list, nil
}

// add says of every part in what state it is. What is refused where other parts of the source are not is a right that is missing.
func (c *checkup) add(source string, list []ingest.Access) {
	if len(list) == 0 {
		c.Checks = append(c.Checks, oneCheck{Source: source, State: stateNotConfigured})
	}
	isLetIn := slices.ContainsFunc(list, func(a ingest.Access) bool { return a.Err == nil })
	isOneAccount := source == "pagerduty" || source == "jira"
	for _, a := range list {
		one := oneCheck{Source: source, Part: a.Part, State: stateOK}
		isRefused := errors.Is(a.Err, ingest.ErrRefused) || errors.Is(a.Err, reports.ErrRefused)
		switch {
		case a.Err == nil:
		case errors.Is(a.Err, ingest.ErrUnreachable):
			one.State = stateUnreachable
		case isRefused && !(isLetIn && isOneAccount):
			one.State = stateRefused
		case isLetIn && source != "exports":
			one.State = stateMissing
		default:
			one.State = stateFailed
		}
		if a.Err != nil {
			one.Problem = strings.Join(strings.Fields(a.Err.Error()), " ")
		}
		c.Checks = append(c.Checks, one)
	}
}

// readTrust reads what the last build says of itself, where there is one. It makes no warehouse.
func (c *checkup) readTrust(ctx context.Context, j *job) (err error) {
	path := j.config.path(j.config.Warehouse)
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		c.Note = "nothing has been read yet: fewhands nightly does it"
		return nil
	}
	db, err := sql.Open(ctx, path, sql.Options{ReadOnly: true})
	if sql.IsLocked(err) {
		c.Note = err.Error()
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	now := j.g.now
	if j.g.asOf != "" {
		if now, err = j.g.date(); err != nil {
			return err
		}
	}
	c.Trust, err = reports.ReadTrust(ctx, db, now)
	if errors.Is(err, reports.ErrNotBuilt) {
		c.Note = "nothing has been built yet: fewhands build does it"
		return nil
	}
	return err
}

// verdict is the exit code, as an error that says what is wrong.
func (c *checkup) verdict() error {
	count := map[string]int{}
	for _, one := range c.Checks {
		count[one.State]++
	}
	if c.Trust != nil {
		for _, s := range c.Trust.Sources {
			if !s.IsWhole && !s.IsRemoved {
				count[stateMissing]++
			}
		}
	}
	switch {
	case count[stateRefused] > 0:
		return fmt.Errorf("check: %w: %d", ingest.ErrRefused, count[stateRefused])
	case count[stateUnreachable]+count[stateFailed] > 0:
		return fmt.Errorf("check: without an answer: %d", count[stateUnreachable]+count[stateFailed])
	case count[stateMissing] > 0:
		return incompleteError{fmt.Errorf("check: missing or incomplete: %d", count[stateMissing])}
	}
	return nil
}

// mostNamed is how many are listed; --json has all.
const mostNamed = 10

func (c *checkup) print(j *job) error {
	var out strings.Builder
	fmt.Fprintf(&out, "%s: valid\n\n", filepath.Clean(c.Config))
	for _, one := range c.Checks {
		line := fmt.Sprintf("%-14s  %-9s  %s", one.State, one.Source, one.Part)
		if one.Problem != "" {
			line += ": " + one.Problem
		}
		out.WriteString("  " + strings.TrimRight(printable(line), " ") + "\n")
	}
	out.WriteString("\n")
	if c.Trust == nil {
		out.WriteString(c.Note + "\n")
	} else {
		c.printTrust(&out)
	}
	_, err := j.stdout.Write([]byte(out.String()))
	return err
}

func (c *checkup) printTrust(out *strings.Builder) {
	fmt.Fprintf(out, "As of the last build, %s:\n", c.Trust.AsOf)
	for _, s := range c.Trust.Sources {
		read := "never"
		if s.ReadAt != nil {
			read = s.ReadAt.UTC().Format(time.DateTime) + " UTC"
		}
		line := fmt.Sprintf("%-24s  %-9s  %s", s.State, s.Kind, read)
		if s.Name != s.Kind {
			line += "  " + s.Name
		}
		if s.Problem != "" {
			line += ": " + s.Problem
		}
		out.WriteString("  " + printable(line) + "\n")
	}
	out.WriteString("\n")
	for _, n := range c.Trust.Coverage {
		fmt.Fprintf(out, "  %-20s  %s\n", n.Metric, n.Text())
	}
	out.WriteString("\n")
	var things []string
	for _, one := range c.Trust.Unmapped {
		things = append(things, one.Name+" ("+one.Kind+")")
	}
	for _, list := range []struct {
		one, many, hint string
		names           []string
	}{
		{"person is known by one account only and not declared", "people are known by one account only and not declared", "fewhands people", c.Trust.Unresolved},
		{"service, project or repository belongs to nobody", "services, projects and repositories belong to nobody", "org.yaml, services", things},
		{"person was paged whose time zone is not known", "people were paged whose time zone is not known", "org.yaml, timezone", c.Trust.Zoneless},
	} {
		what := list.many
		if len(list.names) == 1 {
			what = list.one
		}
		line := fmt.Sprintf("%d %s", len(list.names), what)
		if len(list.names) > 0 {
			line += " (" + list.hint + "): " + strings.Join(list.names[:min(mostNamed, len(list.names))], ", ")
		}
		if more := len(list.names) - mostNamed; more > 0 {
			line += fmt.Sprintf(" and %d more", more)
		}
		out.WriteString(printable(line) + "\n")
	}
}

// printable keeps what sources and people named from steering the terminal.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return '\uFFFD'
		}
		return r
	}, text)
}
