package metrics

import (
	"context"
	"fmt"
	"time"

	"github.com/fewhands/fewhands/metrics/identity"
	"github.com/fewhands/fewhands/sql"
)

// roll is everyone whom a source names, and what org.yaml says of those it declares.
type roll struct {
	identities []identity.Identity
	bots       []string            // patterns that org.yaml adds
	declared   map[string]declared // by id in org.yaml
}

// declared is what org.yaml says of a person and no source could.
type declared struct {
	role   sql.Value // NULL: not said
	leftOn sql.Value // NULL: not said
}

func readRoll(ctx context.Context, tx *sql.Tx) (*roll, error) {
	r := &roll{declared: map[string]declared{}}
	for _, read := range []struct {
		what string
		read func(context.Context, *sql.Tx) error
	}{
		{"git identities", r.git}, {"users of PagerDuty", r.pagerDuty}, {"users of Jira", r.jira},
		{"declared people", r.org}, {"declared bots", r.orgBots},
	} {
		if err := read.read(ctx, tx); err != nil {
			return nil, fmt.Errorf("read %s: %w", read.what, err)
		}
	}
	return r, nil
}

func (r *roll) git(ctx context.Context, tx *sql.Tx) error {
	const query = `
		SELECT
		    identities.repo_id,
		    identities.identity_id,
		    identities.name,
		    identities.email,
		    identities.mapped_name,
		    identities.mapped_email,
		    COALESCE(authors.commits, 0),
		    COALESCE(authors.first_us, 0),
		    COALESCE(authors.last_us, 0),
		    COALESCE(authors.utc_offset, 0)
		FROM staging.git_identities AS identities
		LEFT JOIN (
		    SELECT
		        repo_id,
		        author_identity_id,
		        count(*)                                       AS commits,
		        epoch_us(min(authored_at))                     AS first_us,
		        epoch_us(max(authored_at))                     AS last_us,
		        arg_max(author_utc_offset_minutes, authored_at) AS utc_offset
		    FROM staging.git_commits
		    GROUP BY ALL
		) AS authors
		    ON authors.repo_id = identities.repo_id
		    AND authors.author_identity_id = identities.identity_id
		ORDER BY identities.repo_id, identities.identity_id`
	return tx.Each(ctx, query, func(row []sql.Value) error {
		id := identity.Identity{
			Repo:    row[0].(int32),
			ID:      row[1].(int32),
			Was:     identity.Written{Name: row[2].(string), Email: row[3].(string)},
			Name:    row[4].(string),
			Email:   row[5].(string),
			Commits: row[6].(int64),
			Offset:  row[9].(int32),
		}
		id.Mapped = id.Name != id.Was.Name || id.Email != id.Was.Email
		if id.Commits > 0 {
			id.First = time.UnixMicro(row[7].(int64)).UTC()
			id.Last = time.UnixMicro(row[8].(int64)).UTC()
		}
		r.identities = append(r.identities, id)
		return nil
	})
}

// pagerDuty adds its users, deleted ones too. Of one who was deleted before we first looked only a name is known.
func (r *roll) pagerDuty(ctx context.Context, tx *sql.Tx) error {
	const query = `
		SELECT
		    users.user_id,
		    COALESCE(users.name, ''),
		    COALESCE(users.email, ''),
		    users.is_deleted OR users.is_reference,
		    COALESCE(users.time_zone, ''),
		    COALESCE(teams.name, '')
		FROM staging.pagerduty_users AS users
		LEFT JOIN (
		    SELECT members.user_id, min(teams.name) AS name
		    FROM staging.pagerduty_team_members AS members
		    JOIN staging.pagerduty_teams AS teams
		        ON teams.team_id = members.team_id
		    GROUP BY ALL
		) AS teams
		    ON teams.user_id = users.user_id
		ORDER BY users.user_id`
	at := map[string]int{}
	err := tx.Each(ctx, query, func(row []sql.Value) error {
		at[row[0].(string)] = len(r.identities)
		r.identities = append(r.identities, identity.Identity{
			Source: identity.PagerDuty, Account: row[0].(string), Name: row[1].(string), Email: row[2].(string),
			IsGone: row[3].(bool), Zone: row[4].(string), Team: row[5].(string),
		})
		return nil
	})
	if err != nil {
		return err
	}
	const earlier = `
		SELECT DISTINCT user_id, COALESCE(name, ''), COALESCE(email, '')
		FROM staging.pagerduty_user_versions
		ORDER BY ALL`
	return tx.Each(ctx, earlier, func(row []sql.Value) error {
		if i, known := at[row[0].(string)]; known {
			was := identity.Written{Name: row[1].(string), Email: row[2].(string)}
			if id := &r.identities[i]; was.Name != id.Name || was.Email != id.Email {
				id.Earlier = append(id.Earlier, was)
			}
		}
		return nil
	})
}

// jira adds its users, less the one who stands on Cloud for all whose accounts were deleted: what that one did nobody in
// particular did.
func (r *roll) jira(ctx context.Context, tx *sql.Tx) error {
	const query = `
		SELECT
		    user_id,
		    COALESCE(name, ''),
		    COALESCE(email, ''),
		    NOT COALESCE(is_active, TRUE),
		    COALESCE(account_type = 'app', FALSE),
		    COALESCE(time_zone, '')
		FROM staging.jira_users
		WHERE user_id <> 'unknown'
		ORDER BY user_id`
	return tx.Each(ctx, query, func(row []sql.Value) error {
		r.identities = append(r.identities, identity.Identity{
			Source: identity.Jira, Account: row[0].(string), Name: row[1].(string), Email: row[2].(string),
			IsGone: row[3].(bool), IsBot: row[4].(bool), Zone: row[5].(string),
		})
		return nil
	})
}

func (r *roll) org(ctx context.Context, tx *sql.Tx) error {
	const query = `
		SELECT people.person, people.name, people.role, people.left_on, COALESCE(people.time_zone, ''), COALESCE(teams.name, people.team, '')
		FROM staging.org_people AS people
		LEFT JOIN (SELECT team, min(name) AS name FROM staging.org_teams GROUP BY ALL) AS teams
		    ON teams.team = people.team
		ORDER BY people.person`
	at := map[string]int{}
	err := tx.Each(ctx, query, func(row []sql.Value) error {
		person := row[0].(string)
		r.declared[person] = declared{role: row[2], leftOn: row[3]}
		at[person] = len(r.identities)
		r.identities = append(r.identities, identity.Identity{
			Source: identity.Org, Account: person, Name: row[1].(string), Zone: row[4].(string), Team: row[5].(string),
		})
		return nil
	})
	if err != nil {
		return err
	}
	const accounts = `
		SELECT person, source, account
		FROM staging.org_accounts
		ORDER BY ALL`
	return tx.Each(ctx, accounts, func(row []sql.Value) error {
		i, known := at[row[0].(string)]
		if !known {
			return nil
		}
		id := &r.identities[i]
		claim := identity.Claim{Source: row[1].(string), Text: row[2].(string)}
		id.Claims = append(id.Claims, claim)
		if claim.Source == "email" && id.Email == "" {
			id.Email = claim.Text
		}
		return nil
	})
}

func (r *roll) orgBots(ctx context.Context, tx *sql.Tx) error {
	return tx.Each(ctx, "SELECT pattern FROM staging.org_bots ORDER BY pattern", func(row []sql.Value) error {
		r.bots = append(r.bots, row[0].(string))
		return nil
	})
}
