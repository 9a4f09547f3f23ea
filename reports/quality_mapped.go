package reports

import (
	"context"
	"fmt"
	"strconv"
)

// unmapped lists what belongs to no declared service and has no owning team, and the globs of services that claim the same
// paths: what org.yaml wants next.
func (s *site) unmapped(ctx context.Context) ([]listing, error) {
	var listings []listing
	nobodys := table{
		ID: "unmapped", Sortable: true,
		Caption: "Services of PagerDuty, Jira projects and repositories of no declared service and without an owning team",
		Columns: []column{{Title: "Name"}, {Title: "Kind"}, {Title: "Key"}},
	}
	sheet := newSheet(false, "kind", "key", "name")
	err := s.each(ctx, `
		SELECT kind, thing, COALESCE(name, thing) FROM facts.mappings WHERE NOT is_mapped ORDER BY kind, lower(name), thing`,
		func(scan func(...any) error) error {
			var kind, thing, name string
			if err := scan(&kind, &thing, &name); err != nil {
				return err
			}
			name, thing = s.opts.Privacy.placeText(name), s.opts.Privacy.placeKey(s.opts.Privacy.placeText(thing))
			sheet.row(kind, thing, name)
			nobodys.Rows = append(nobodys.Rows, []cell{nameCell(name, ""), {Text: kindOf[kind]}, {Text: shown(thing), Name: true}})
			return nil
		})
	if err != nil {
		return nil, fmt.Errorf("read what is not mapped: %w", err)
	}
	if nobodys.Tall = len(nobodys.Rows) > 40; len(nobodys.Rows) > 0 {
		listings = append(listings, listing{
			Title: "Belongs to nobody", CSV: "unmapped.csv", Table: nobodys,
			About: "No declared service claims it and no team owns it. org.yaml says what belongs to which service.",
		})
		if err := s.write("unmapped.csv", sheet.bytes()); err != nil {
			return nil, err
		}
	}
	contested := table{
		ID: "contested", Sortable: true, Caption: "Paths that the globs of two services match",
		Columns: []column{{Title: "Service that has them"}, {Title: "Service that claims them too"}, {Title: "Repository"}, {Title: "Paths", Numeric: true}},
	}
	sheet = newSheet(false, "service", "other_service", "repository", "paths")
	err = s.each(ctx, `
		SELECT services.name, others.name, repositories.repo, contests.paths
		FROM facts.path_overlaps AS contests
		JOIN facts.services AS services ON services.service_id = contests.service_id
		JOIN facts.services AS others ON others.service_id = contests.other_service_id
		JOIN facts.repositories AS repositories ON repositories.repo_id = contests.repo_id
		ORDER BY contests.paths DESC, services.service, others.service, repositories.repo`,
		func(scan func(...any) error) error {
			var has, claims, repo string
			var paths int64
			if err := scan(&has, &claims, &repo, &paths); err != nil {
				return err
			}
			has, claims, repo = s.opts.Privacy.placeText(has), s.opts.Privacy.placeText(claims), s.opts.Privacy.placeKey(repo)
			sheet.row(has, claims, repo, number(strconv.FormatInt(paths, 10)))
			contested.Rows = append(contested.Rows, []cell{nameCell(has, ""), {Text: shown(claims), Name: true}, {Text: shown(repo), Name: true}, countCell(&paths)})
			return nil
		})
	if err != nil {
		return nil, fmt.Errorf("read overlaps: %w", err)
	}
	if contested.Tall = len(contested.Rows) > 40; len(contested.Rows) > 0 {
		listings = append(listings, listing{
			Title: "Claimed twice", CSV: "claimed_twice.csv", Table: contested,
			About: "The more specific glob has the path.",
		})
		if err := s.write("claimed_twice.csv", sheet.bytes()); err != nil {
			return nil, err
		}
	}
	return listings, nil
}

var kindOf = map[string]string{"pagerduty": "service of PagerDuty", "jira": "Jira project", "repository": "repository"}

func (s *site) each(ctx context.Context, query string, row func(scan func(...any) error) error, args ...any) error {
	rows, err := s.db.Query(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}
