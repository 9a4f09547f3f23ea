package main

import (
	"context"

	"github.com/fewhands/fewhands/ingest/org"
)

// loadOrganisation stores what the organisation declares of itself. It is read before every build, so that an edit counts at
// the next one. What is invalid stops everything and leaves what is stored.
func loadOrganisation(ctx context.Context, j *job) error {
	declared := &org.Declarations{}
	if name := j.config.Organisation; name != "" {
		var err error
		if declared, err = org.ReadFile(j.config.path(name), name); err != nil {
			return usageError{err}
		}
	}
	return org.Store(ctx, j.db, declared)
}
