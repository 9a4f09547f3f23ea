package metrics

import (
	"context"
	"fmt"
	"strings"

	"github.com/hmarr/codeowners"

	"github.com/fewhands/fewhands/sql"
)

// computePaths writes facts.service_paths, facts.path_overlaps and facts.path_rules: globs are nothing that SQL can match.
//
// facts.service_paths has one row per path and the service it belongs to; a path is here once. facts.path_overlaps has one row
// per repository, service and other service whose globs match paths that the first has: paths are how many. facts.path_rules
// has one row per path and the rule of its repository's CODEOWNERS, by its line, that says who owns it: the last that matches.
func computePaths() sql.Compute {
	return func(ctx context.Context, tx *sql.Tx) error {
		for _, stmt := range []string{
			`CREATE OR REPLACE TABLE facts.service_paths (repo_id INTEGER NOT NULL, path_id INTEGER NOT NULL, service_id INTEGER NOT NULL)`,
			`CREATE OR REPLACE TABLE facts.path_overlaps (repo_id INTEGER NOT NULL, service_id INTEGER NOT NULL,
				other_service_id INTEGER NOT NULL, paths BIGINT NOT NULL)`,
			`CREATE OR REPLACE TABLE facts.path_rules (repo_id INTEGER NOT NULL, path_id INTEGER NOT NULL, line INTEGER NOT NULL)`,
		} {
			if err := tx.Exec(ctx, stmt); err != nil {
				return err
			}
		}
		claims, err := readClaims(ctx, tx)
		if err != nil {
			return fmt.Errorf("read claims: %w", err)
		}
		rules, err := readRules(ctx, tx)
		if err != nil {
			return fmt.Errorf("read CODEOWNERS: %w", err)
		}
		if len(claims) == 0 && len(rules) == 0 {
			return nil
		}
		return writePaths(ctx, tx, claims, rules)
	}
}

// readClaims reads what services claim of every repository.
func readClaims(ctx context.Context, tx *sql.Tx) (map[int32]*claims, error) {
	const query = `
		SELECT repo_id, service_id, COALESCE(pattern, ''), source = 'org.yaml'
		FROM facts.service_globs`
	lists := map[int32][]claim{}
	err := tx.Each(ctx, query, func(row []sql.Value) error {
		repo := row[0].(int32)
		lists[repo] = append(lists[repo], newClaim(row[1].(int32), row[2].(string), row[3].(bool)))
		return nil
	})
	all := map[int32]*claims{}
	for repo, list := range lists {
		all[repo] = newClaims(list)
	}
	return all, err
}

// readRules reads the rules of every CODEOWNERS, in the order of the file.
func readRules(ctx context.Context, tx *sql.Tx) (map[int32]*rules, error) {
	const query = `
		SELECT repo_id, line, min(pattern)
		FROM staging.codeowners
		GROUP BY repo_id, line
		ORDER BY repo_id, line`
	all := map[int32]*rules{}
	err := tx.Each(ctx, query, func(row []sql.Value) error {
		repo, pattern := row[0].(int32), row[2].(string)
		parsed, err := codeowners.ParseFile(strings.NewReader(strings.Map(plainly, pattern)))
		if err != nil || len(parsed) != 1 {
			return nil // the forges pass over what they cannot understand
		}
		if all[repo] == nil {
			all[repo] = &rules{}
		}
		all[repo].add(parsed[0], row[1].(int32))
		return nil
	})
	return all, err
}

// plainly gives the matcher the sign for any character in place of those that it refuses in a pattern, such as letters that
// are not ASCII. Brackets it may refuse: the forges do too.
func plainly(r rune) rune {
	if r > 127 || strings.ContainsRune("$%&',:;=^{}~|<>\"`", r) {
		return '?'
	}
	return r
}

func writePaths(ctx context.Context, tx *sql.Tx, claims map[int32]*claims, rules map[int32]*rules) error {
	services, err := tx.Appender("facts.service_paths")
	if err != nil {
		return err
	}
	lines, err := tx.Appender("facts.path_rules")
	if err != nil {
		return err
	}
	overlaps := map[int32]map[contest]int64{}
	const query = `
		SELECT repo_id, path_id, path
		FROM facts.paths
		WHERE repo_id IN (SELECT repo_id FROM facts.service_globs)
		    OR repo_id IN (SELECT repo_id FROM staging.codeowners)`
	err = tx.Each(ctx, query, func(row []sql.Value) error {
		repo, id, path := row[0].(int32), row[1].(int32), row[2].(string)
		if list := claims[repo]; list != nil {
			if overlaps[repo] == nil {
				overlaps[repo] = map[contest]int64{}
			}
			if service := list.owner(path, overlaps[repo]); service != 0 {
				if err := services.Append(repo, id, service); err != nil {
					return err
				}
			}
		}
		if list := rules[repo]; list != nil {
			if line := list.last(path); line != 0 {
				return lines.Append(repo, id, line)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	counts, err := tx.Appender("facts.path_overlaps")
	if err != nil {
		return err
	}
	for repo, list := range overlaps {
		for pair, paths := range list {
			if err := counts.Append(repo, pair.service, pair.other, paths); err != nil {
				return err
			}
		}
	}
	for _, app := range []*sql.Appender{services, lines, counts} {
		if err := app.Flush(); err != nil {
			return err
		}
	}
	return nil
}
