package metrics

import (
	"context"

	"github.com/fewhands/fewhands/sql"
)

// BuildOptions are what a build depends on beside the raw tables.
type BuildOptions struct {
	Settings sql.Settings
	Bots     []string                         // more patterns of names and e-mails that are bots, such as "Release Robot" or "*[bot]@*"
	Progress func(table string, done, of int) // called before each table; may be nil
}

// Build rebuilds everything below the raw tables, in one transaction: an error leaves the previous build as it was.
func Build(ctx context.Context, db *sql.DB, opts BuildOptions) error {
	return db.Build(ctx, opts.Settings, computed(opts.Bots), opts.Progress)
}

// computed are the tables that Go fills; the second table of each pair is written with the first.
func computed(bots []string) map[string]sql.Compute {
	return map[string]sql.Compute{
		"facts.people":        computePeople(bots), // and facts.identities
		"facts.service_paths": computePaths(),      // and facts.path_overlaps and facts.path_rules
		"weekly.authorship":   computeAuthorship(), // and weekly.removals
		"weekly.waits":        computeWaits(),
	}
}
