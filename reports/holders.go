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

// repoFindings are those of a repository itself, and those of the services that it links to.
func (s *site) repoFindings(repo string) changes {
	c := s.findingsOf("repo", repo)
	held := s.holders[repo]
	linked := map[string]bool{}
	for _, p := range held[:min(mostHolders, len(held))] {
		linked[p.key] = true
	}
	for _, f := range s.findings {
		if f.Scope == "service" && linked[f.Entity] && !isWithheld(f) {
			c.List = append(c.List, s.tell(f, "repo", false))
		}
	}
	switch others := int64(len(held) - mostHolders); {
	case others == 1:
		c.Note += " 1 other service has code here: what is found of it stands on its page."
	case others > 1:
		c.Note += " " + grouped(others) + " other services have code here: what is found of them stands on their pages."
	}
	c.Note = strings.TrimSpace(c.Note)
	return c
}
