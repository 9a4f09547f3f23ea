package org

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/fewhands/fewhands/ingest"
	"github.com/fewhands/fewhands/sql"
)

// Store replaces what is stored of org.yaml and Backstage by the declarations, in one transaction. It leaves CODEOWNERS.
func Store(ctx context.Context, db *sql.DB, declared *Declarations) error {
	err := db.Update(ctx, func(tx *sql.Tx) error {
		gone, err := ingest.ReadForgotten(ctx, tx)
		if err != nil {
			return err
		}
		for _, table := range declared.tables() {
			table.forget(gone)
			if err := table.replace(ctx, tx); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("store the organisation: %w", err)
	}
	return nil
}

type table struct {
	name string
	rows [][]sql.Value
}

// personColumn is where the rows of a table have the id of a person.
var personColumn = map[string]int{"raw.org_people": 1, "raw.org_accounts": 1, "raw.org_team_members": 2, "raw.org_service_owners": 3}

// forget takes those who are forgotten out, who may be in the file still.
func (t table) forget(gone *ingest.Forgotten) {
	if gone == nil {
		return
	}
	for _, row := range t.rows {
		isGit := t.name == "raw.org_accounts" && row[2] == "git"
		for i := range len(row) {
			text, isText := row[i].(string)
			if !isText {
				continue
			}
			if column, has := personColumn[t.name]; has && i == column {
				row[i] = gone.Key(text)
				continue
			}
			row[i] = gone.Text(text)
			if isGit && i == 3 {
				name, email, _ := strings.Cut(strings.TrimSuffix(text, ">"), "<")
				name, email = gone.Identity(strings.TrimSpace(name), email)
				row[i] = strings.TrimSpace(name + " <" + email + ">")
				if !strings.Contains(text, "<") {
					row[i] = gone.Text(text)
				}
			}
		}
	}
}

func (t table) replace(ctx context.Context, tx *sql.Tx) error {
	if err := tx.Exec(ctx, "DELETE FROM "+t.name); err != nil {
		return err
	}
	return t.insert(ctx, tx)
}

func (t table) insert(ctx context.Context, tx *sql.Tx) error {
	if len(t.rows) == 0 {
		return nil
	}
	app, err := tx.Appender(t.name)
	if err != nil {
		return err
	}
	for _, row := range t.rows {
		if err := app.Append(row...); err != nil {
			return err
		}
	}
	return app.Flush()
}

// tables are the rows of every table, in the order of its columns.
func (d *Declarations) tables() []table {
	teams, people, members := table{name: "raw.org_teams"}, table{name: "raw.org_people"}, table{name: "raw.org_team_members"}
	accounts, bots, interventions := table{name: "raw.org_accounts"}, table{name: "raw.org_bots"}, table{name: "raw.org_interventions"}
	for _, t := range d.Teams {
		teams.add(t.Source, t.ID, t.Name, t.Place)
	}
	for _, p := range d.People {
		people.add(p.Source, p.ID, p.Name, orNull(p.Team), orNull(p.Role), orNull(p.Zone), dateOrNull(p.Left), p.Place)
		for _, a := range p.Accounts {
			accounts.add(p.Source, p.ID, a.Kind, a.ID, a.Place)
		}
	}
	for _, m := range d.Members {
		members.add(m.Source, m.Team, m.Person, m.Place)
	}
	for _, b := range d.Bots {
		bots.add(b.Pattern, b.Place)
	}
	for _, i := range d.Interventions {
		interventions.add(i.On, orNull(i.Team), orNull(i.Service), i.What, i.Place)
	}
	return append(d.serviceTables(), teams, people, members, accounts, bots, interventions)
}

func (d *Declarations) serviceTables() []table {
	services, owners := table{name: "raw.org_services"}, table{name: "raw.org_service_owners"}
	pagerduty, jira := table{name: "raw.org_service_pagerduty"}, table{name: "raw.org_service_jira"}
	repositories := table{name: "raw.org_service_repositories"}
	for _, s := range d.Services {
		services.add(s.Source, s.ID, s.Name, orNull(s.Team), orNull(s.Runbook), s.Place)
		for _, o := range s.Owners {
			owners.add(s.Source, s.ID, o.Duty, o.Person, o.Place)
		}
		for _, claim := range s.PagerDuty {
			pagerduty.add(s.Source, s.ID, claim.ID, claim.Place)
		}
		for _, claim := range s.Jira {
			jira.add(s.Source, s.ID, claim.Project, orNull(claim.Component), claim.Place)
		}
		for _, claim := range s.Repositories {
			repositories.add(s.Source, s.ID, claim.Repository, orNull(claim.Pattern), claim.Place)
		}
	}
	return []table{services, owners, pagerduty, jira, repositories}
}

func (t *table) add(row ...sql.Value) { t.rows = append(t.rows, row) }

func orNull(text string) sql.Value {
	if text == "" {
		return nil
	}
	return text
}

func dateOrNull(date time.Time) sql.Value {
	if date.IsZero() {
		return nil
	}
	return date
}
