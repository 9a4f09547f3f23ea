package main

import (
	"context"

	"github.com/fewhands/fewhands/ingest/git"
	"github.com/fewhands/fewhands/ingest/org"
)

// readDeclared reads what the organisation declares of itself, and answers of a pulse. Every fault is one of the config.
func readDeclared(j *job) (*org.Declarations, []org.Answer, error) {
	declared := &org.Declarations{}
	if name := j.config.Organisation; name != "" {
		var err error
		if declared, err = org.ReadFile(j.config.path(name), name); err != nil {
			return nil, nil, usageError{err}
		}
	}
	var files []org.File
	for _, name := range j.config.Backstage {
		files = append(files, org.File{Path: j.config.path(name), Shown: name})
	}
	warnings, err := declared.AddBackstage(files)
	if err != nil {
		return nil, nil, usageError{err}
	}
	for _, warning := range warnings {
		j.log.Warn(warning)
	}
	var answers []org.Answer
	if name := j.config.Morale; name != "" {
		if answers, err = org.ReadPulse(j.config.path(name), name); err != nil {
			return nil, nil, usageError{err}
		}
	}
	return declared, answers, nil
}

// loadOrganisation stores what is declared. It is read before every build, so that an edit counts at the next one; in a night,
// once. What is invalid stops everything and leaves what is stored.
func loadOrganisation(ctx context.Context, j *job) error {
	if j.hasOrganisation {
		return nil
	}
	declared, answers, err := readDeclared(j)
	if err != nil {
		return err
	}
	if !j.config.Codeowners {
		if err := org.ForgetCodeowners(ctx, j.db); err != nil {
			return err
		}
	}
	if err := org.Store(ctx, j.db, declared); err != nil {
		return err
	}
	if err := org.StorePulse(ctx, j.db, answers); err != nil {
		return err
	}
	j.hasOrganisation = true
	return nil
}

// ingestCodeowners reads the CODEOWNERS at the tip of every repository. One that cannot be read is named and stays as it was.
func ingestCodeowners(ctx context.Context, j *job) error {
	if !j.config.Codeowners {
		return nil
	}
	for _, repo := range j.config.repositories() {
		file, err := git.ReadTip(ctx, j.db, repo, git.Options{Mirrors: j.db.Dir("mirrors")}, org.CodeownersLimit, org.CodeownersPaths...)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			j.log.Warn("CODEOWNERS was not read", "reason", err)
			continue
		}
		if file.RepoID == 0 {
			continue // nothing of the repository has been read yet, and the reading has said why
		}
		if err := org.StoreCodeowners(ctx, j.db, file.RepoID, file.Path, org.ParseCodeowners(file.Text)); err != nil {
			return err
		}
	}
	return nil
}
