package reports

import (
	"context"
	"fmt"
	"strings"
)

// mostHolders is how many services the page of a repository links to.
const mostHolders = 6

// readHolders reads which services the files of a repository belong to, those with most first, by repository.
func (s *site) readHolders(ctx context.Context) error {
	byKey := map[string]*place{}
	for _, p := range s.services {
		byKey[p.key] = p
	}
	rows, err := s.db.Query(ctx, `
		SELECT repositories.repo, services.service
		FROM facts.service_paths AS paths
		JOIN facts.trees AS trees
			ON trees.repo_id = paths.repo_id
			AND trees.path_id = paths.path_id
			AND trees.until_week IS NULL
		JOIN facts.repositories AS repositories ON repositories.repo_id = paths.repo_id
		JOIN facts.services AS services ON services.service_id = paths.service_id
		GROUP BY repositories.repo, services.service
		ORDER BY repositories.repo, count(*) DESC, services.service`)
	if err != nil {
		return fmt.Errorf("read whose files they are: %w", err)
	}
	defer rows.Close()
	s.holders = map[string][]*place{}
	for rows.Next() {
		var repo, service string
		if err := rows.Scan(&repo, &service); err != nil {
			return fmt.Errorf("read whose files they are: %w", err)
		}
		if p := byKey[service]; p != nil {
			s.holders[repo] = append(s.holders[repo], p)
		}
	}
	return rows.Err()
}

// heldBy are the services whose files lie in a repository, as links from its page.
func (s *site) heldBy(repo string) []fact {
	var list []fact
	for i, p := range s.holders[repo] {
		if i == mostHolders {
			return append(list, fact{Name: "Code of", Value: counted(int64(len(s.holders[repo])-i), "other service", "other services")})
		}
		list = append(list, fact{Name: "Code of", Value: shorten(shown(p.name), nameRunes), Href: "../" + p.file()})
	}
	return list
}

// repoFindings are those of a repository itself; what is found of the services that its code belongs to stands with them.
func (s *site) repoFindings(repo string, held []fact) changes {
	c := s.findingsOf("repo", repo)
	if len(held) > 0 {
		c.Note = strings.TrimSpace(c.Note + " What is found of the work of the services that this code belongs to is said on their pages.")
	}
	return c
}
