package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"github.com/fewhands/fewhands/ingest/org"
	"github.com/fewhands/fewhands/reports"
)

type peopleOptions struct {
	people []string
	json   bool
	accept string
	write  bool
}

func newPeopleCommand(g *globals) *cobra.Command {
	var opts peopleOptions
	cmd := &cobra.Command{
		Use:   "people [PERSON]...",
		Short: "Show who is who, and join accounts that are one person's",
		Long: `List the people of the last build with their accounts and addresses and what each was matched by; who is known in one
source only; and, with numbers, who may be one person under two accounts, with the evidence.

An address, an account, .mailmap and org.yaml join by themselves. A name alone never does: that is for you to accept.
--accept says what would be declared, and with --write adds it to org.yaml, where all else stays as it is. A suggestion
that is wrong goes away once both people are declared. The next build counts by what was accepted.`,
		Example: `  fewhands people
  fewhands people ana-lind
  fewhands people --accept 1,3             what that would declare
  fewhands people --accept 1,3 --write     and write it into org.yaml
  fewhands people --accept ana=ana-l       two people of the list, without a suggestion
  fewhands people --json`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.people = args
			return withWarehouse(cmd, g, func(ctx context.Context, j *job) error { return runPeople(ctx, j, opts) })
		},
	}
	flags := cmd.Flags()
	flags.BoolVar(&opts.json, "json", false, "print JSON: people with their identities, and suggestions")
	flags.StringVar(&opts.accept, "accept", "", "the `numbers` of suggestions, such as 1,3, or pairs such as ana=bo, or all")
	flags.BoolVar(&opts.write, "write", false, "write what is accepted into org.yaml")
	return cmd
}

func runPeople(ctx context.Context, j *job, opts peopleOptions) error {
	switch {
	case opts.write && opts.accept == "":
		return usageError{errors.New("--write writes what is accepted; say what with --accept")}
	case opts.accept != "" && (opts.json || len(opts.people) > 0):
		return usageError{errors.New("--accept goes with --write only")}
	}
	roster, err := reports.Identities(ctx, j.db)
	if err != nil {
		return err
	}
	if opts.accept != "" {
		return acceptPeople(j, roster, opts)
	}
	if len(opts.people) > 0 {
		if roster, err = roster.Only(opts.people); err != nil {
			return usageError{err}
		}
	}
	if opts.json {
		return writeJSON(j.stdout, roster)
	}
	return reports.WriteRoster(j.stdout, roster)
}

func writeJSON(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(value)
}

// acceptPeople says what accepted suggestions declare, and writes it where that is asked for.
func acceptPeople(j *job, roster *reports.Roster, opts peopleOptions) error {
	declarations, err := roster.Accept(opts.accept)
	if err != nil {
		return usageError{fmt.Errorf("--accept: %w", err)}
	}
	var additions []org.Addition
	for _, d := range declarations {
		if _, err := fmt.Fprintln(j.stdout, d); err != nil {
			return err
		}
		if len(d.Undeclared) > 0 {
			j.log.Warn("org.yaml cannot name identities without an address; they stay as they are", "person", d.Person, "identities", d.Undeclared)
		}
		additions = append(additions, org.Addition{
			ID: d.Person, Name: d.Name, Emails: d.Emails, PagerDuty: d.PagerDuty, Jira: d.Jira, Git: d.Git,
		})
	}
	if !opts.write || len(additions) == 0 {
		return nil
	}
	if j.config.Organisation == "" {
		return usageError{fmt.Errorf("%s: organisation: want the file to write to, such as organisation: org.yaml", j.g.config)}
	}
	if err := org.WriteAdditions(j.config.path(j.config.Organisation), additions); err != nil {
		return usageError{err}
	}
	added := len(slices.DeleteFunc(slices.Clone(declarations), func(d reports.Declaration) bool { return !d.IsNew }))
	_, err = fmt.Fprintf(j.stdout, "%s: %d people added, %d extended; the next build counts by it\n", j.config.Organisation, added, len(additions)-added)
	return err
}
