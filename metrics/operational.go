package metrics

import (
	"context"
	"regexp"
	"strings"

	"github.com/fewhands/fewhands/sql"
)

// DefaultOperational are the globs of paths whose changes are reliability work where the config names none: alerts,
// runbooks, deployment, infrastructure and CI, as repositories commonly name them. * is anything but a slash, ** is
// anything; a glob without a slash is a name in any folder.
var DefaultOperational = []string{
	// CI
	".github/workflows/**", ".github/actions/**", ".gitlab-ci.yml", ".gitlab/ci/**", ".circleci/**", ".buildkite/**", ".travis.yml",
	".drone.yml", "Jenkinsfile*", "azure-pipelines*.yml", "bitbucket-pipelines.yml", "appveyor.yml", ".appveyor.yml", "**/ci/**",
	// Deployment
	"Dockerfile*", "*.dockerfile", "docker-compose*.yml", "docker-compose*.yaml", "Procfile", "skaffold*.yaml", "Chart.yaml",
	"kustomization.yaml", "**/deploy/**", "**/deployment/**", "**/deployments/**", "**/helm/**", "**/charts/**", "**/k8s/**",
	"**/kubernetes/**", "**/argocd/**",
	// Infrastructure
	"*.tf", "*.tfvars", "**/terraform/**", "**/ansible/**", "**/puppet/manifests/**", "**/cloudformation/**", "**/infra/**",
	"**/infrastructure/**", "**/nginx/**", "**/systemd/**", "*.service",
	// Alerts
	"**/alerts/**", "**/alerting/**", "**/monitoring/**", "**/prometheus/**", "**/grafana/**", "**/dashboards/**", "**/slo/**",
	"**/slos/**", "*alert*.yml", "*alert*.yaml", "*.rules.yml", "*.rules.yaml",
	// Runbooks
	"**/runbook/**", "**/runbooks/**", "**/playbooks/**", "**/postmortem/**", "**/postmortems/**", "**/oncall/**", "**/on-call/**",
	"*runbook*", "*playbook*",
}

// computeOperationalPaths writes facts.operational_paths: one row per path (repo_id, path_id) that one of the globs of the
// settings matches. It is not a SELECT of its own because DuckDB compiles a pattern that comes out of a table anew for
// every path; one that comes with the statement once.
func computeOperationalPaths() sql.Compute {
	return func(ctx context.Context, tx *sql.Tx) error {
		var globs string
		if err := tx.QueryRow(ctx, "SELECT operational FROM staging.settings").Scan(&globs); err != nil {
			return err
		}
		list := DefaultOperational
		if globs != "" {
			list = strings.Split(globs, "\n")
		}
		err := tx.Exec(ctx, "CREATE OR REPLACE TABLE facts.operational_paths (repo_id INTEGER NOT NULL, path_id INTEGER NOT NULL)")
		if err != nil {
			return err
		}
		return tx.Exec(ctx, `
			INSERT INTO facts.operational_paths
			SELECT repo_id, path_id
			FROM facts.paths
			WHERE regexp_matches(path, $1)`, globPattern(list))
	}
}

// globPattern is the regular expression of the paths that one of the globs matches.
func globPattern(globs []string) string {
	var all []string
	for _, glob := range globs {
		if !strings.Contains(glob, "/") {
			glob = "**/" + glob
		}
		var one strings.Builder
		for rest := glob; rest != ""; {
			switch {
			case strings.HasPrefix(rest, "**/"): // any folder, or none
				one.WriteString("(?:.*/)?")
				rest = rest[3:]
			case strings.HasPrefix(rest, "**"):
				one.WriteString(".*")
				rest = rest[2:]
			case rest[0] == '*':
				one.WriteString("[^/]*")
				rest = rest[1:]
			case rest[0] == '?':
				one.WriteString("[^/]")
				rest = rest[1:]
			default:
				one.WriteString(regexp.QuoteMeta(rest[:1]))
				rest = rest[1:]
			}
		}
		all = append(all, one.String())
	}
	return "^(?s:" + strings.Join(all, "|") + ")$"
}
