package metrics

import (
	"context"

	"github.com/fewhands/fewhands/metrics/findings"
	"github.com/fewhands/fewhands/sql"
)

// BuildOptions are what a build depends on beside the raw tables.
type BuildOptions struct {
	Settings sql.Settings
	Bots     []string                         // more patterns of names and e-mails that are bots, such as "Release Robot" or "*[bot]@*"
	Bare     bool                             // repositories and nothing else: people are told apart as the published truck factor does
	Progress func(table string, done, of int) // called before each table; may be nil
}

// Build rebuilds everything below the raw tables, in one transaction: an error leaves the previous build as it was.
func Build(ctx context.Context, db *sql.DB, opts BuildOptions) error {
	tables := computed(opts.Bots)
	if opts.Bare {
		tables["facts.people"] = computePeople(opts.Bots, true)
	}
	return db.Build(ctx, opts.Settings, tables, opts.Progress)
}

// computed are the tables that Go fills; those named behind one are written with it.
func computed(bots []string) map[string]sql.Compute {
	return map[string]sql.Compute{
		"facts.people":            computePeople(bots, false), // and facts.identities, facts.suggestions
		"facts.service_paths":     computePaths(),             // and facts.path_overlaps and facts.path_rules
		"facts.watches":           computeWatches(),
		"facts.incidents":         computeIncidentFacts(),
		"facts.pages":             computePages(),
		"facts.responses":         computeResponses(),
		"weekly.on_call":          computeOnCall(),
		"weekly.authorship":       computeAuthorship(),  // and weekly.removals, weekly.file_authors and the three after it
		"weekly.eligibility":      computeEligibility(), // and weekly.eligible
		"weekly.ranks":            computeRanks(),       // and weekly.unranked, weekly.parts and weekly.spreads
		"weekly.incidents":        computeIncidents(),
		"weekly.over_norm":        computeOverNorm(),
		"weekly.alert_sources":    computeAlertSources(),
		"weekly.medians":          computeMedians(),
		"weekly.waits":            computeWaits(),
		"facts.operational_paths": computeOperationalPaths(),
		"findings.findings":       findings.Compute,  // and findings.suspects
		"findings.departures":     computeDepartures, // and findings.removals, findings.heirs
		"findings.interventions":  computeInterventions,
	}
}
