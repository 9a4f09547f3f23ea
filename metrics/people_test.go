package metrics

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/fewhands/fewhands/sql"
)

func TestPeopleAndIdentities(t *testing.T) {
	ctx := context.Background()
	db, err := sql.Open(ctx, "", sql.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	at := func(day int) time.Time { return time.Date(2026, 1, day, 9, 0, 0, 0, time.UTC) }
	err = db.Update(ctx, func(tx *sql.Tx) error {
		identities, err := tx.Appender("raw.git_identities")
		if err != nil {
			return err
		}
		for _, row := range [][]sql.Value{
			{int32(1), int32(0), "ana", "old@example.com", "Ana Lind", "ana@example.com"},
			{int32(1), int32(1), "Ana Lind", "ana@example.com", "Ana Lind", "ana@example.com"},
			{int32(1), int32(2), "dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com", "dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com"},
			{int32(2), int32(0), "A. Lind", "ANA@example.com", "A. Lind", "ANA@example.com"},
			{int32(2), int32(1), "Release Robot", "rr@example.com", "Release Robot", "rr@example.com"},
			{int32(2), int32(2), "Abbot", "abbot@example.com", "Abbot", "abbot@example.com"},
			{int32(2), int32(3), "Ana Lind", "", "Ana Lind", ""},
		} {
			if err := identities.Append(row...); err != nil {
				return err
			}
		}
		commits, err := tx.Appender("raw.git_commits", "repo_id", "commit_id", "sha", "parents", "author_id", "committer_id",
			"authored_at", "author_utc_offset", "committed_at", "committer_utc_offset", "subject")
		if err != nil {
			return err
		}
		for i, c := range []struct{ repo, author, day int }{
			{2, 2, 1}, {1, 0, 2}, {1, 1, 3}, {1, 1, 4}, {2, 0, 5}, {1, 2, 6}, {2, 1, 7},
		} {
			err := commits.Append(int32(c.repo), int32(i), fmt.Sprint(i), int32(1), int32(c.author), int32(c.author),
				at(c.day), int32(0), at(c.day), int32(0), "")
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	settings := sql.Settings{AsOf: at(20)}
	if err := db.BuildLayers(ctx, []string{"staging", "facts"}, settings, computed([]string{"Release Robot"}), nil); err != nil {
		t.Fatal(err)
	}
	expectRows(t, db, "SELECT person_id || ' ' || person || ', ' || name || ', ' || email || ', ' || is_bot FROM facts.people ORDER BY person_id",
		"1 abbot, Abbot, abbot@example.com, false",
		"2 ana-lind, Ana Lind, ana@example.com, false",
		"3 dependabot-bot, dependabot[bot], 49699333+dependabot[bot]@users.noreply.github.com, true",
		"4 release-robot, Release Robot, rr@example.com, true",
		"5 ana-lind-2, Ana Lind, , false",
	)
	expectRows(t, db, `SELECT source || ' ' || repo_id || '/' || identity_id || ' ' || name || ' <' || email || '> ' || person_id || ' ' || matched_by
		FROM facts.identities ORDER BY repo_id, identity_id`,
		"git 1/0 ana <old@example.com> 2 mailmap",
		"git 1/1 Ana Lind <ana@example.com> 2 email",
		"git 1/2 dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com> 3 alone",
		"git 2/0 A. Lind <ANA@example.com> 2 email",
		"git 2/1 Release Robot <rr@example.com> 4 alone",
		"git 2/2 Abbot <abbot@example.com> 1 alone",
		"git 2/3 Ana Lind <> 5 alone",
	)
}

// Accounts of every source, org.yaml and what an account was called before, from the raw tables up.
func TestPeopleOfAllSources(t *testing.T) {
	ctx := context.Background()
	db, err := sql.Open(ctx, "", sql.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	err = db.Update(ctx, func(tx *sql.Tx) error {
		for _, stmt := range []string{
			`INSERT INTO raw.git_identities VALUES
				(1, 0, 'ana', 'ana.svensson@example.com', 'ana', 'ana.svensson@example.com'),
				(1, 1, 'Bo Ek', 'bo@home.example', 'Bo Ek', 'bo@home.example'),
				(1, 2, 'Release Robot', 'ana.lind@example.com', 'Release Robot', 'ana.lind@example.com')`,
			`INSERT INTO raw.pagerduty_users BY NAME SELECT * FROM (VALUES
				('P1', '{"name": "Ana Lind", "email": "Ana.Lind@example.com", "time_zone": "Europe/Stockholm"}', NULL::TIMESTAMPTZ, FALSE),
				('P2', '{"summary": "Cy Fox"}', NULL, TRUE)
			) AS u (id, payload, gone_at, is_reference), (SELECT TIMESTAMPTZ '2026-01-01' AS fetched_at)`,
			`INSERT INTO raw.pagerduty_user_versions BY NAME SELECT 'P1' AS id,
				'{"name": "Ana Svensson", "email": "ana.svensson@example.com"}' AS payload, TIMESTAMPTZ '2025-01-01' AS fetched_at,
				TIMESTAMPTZ '2025-06-01' AS replaced_at`,
			`INSERT INTO raw.jira_users BY NAME SELECT * FROM (VALUES
				('J1', '{"displayName": "Ana Lind", "accountType": "atlassian"}'),
				('J2', '{"displayName": "Cy Fox", "accountType": "atlassian", "active": false}'),
				('J3', '{"displayName": "Robo Report", "accountType": "app"}'),
				('unknown', '{"displayName": "Former user"}')
			) AS u (id, payload), (SELECT TIMESTAMPTZ '2026-01-01' AS fetched_at)`,
			`INSERT INTO raw.org_people BY NAME SELECT * FROM (VALUES
				('ana', 'Ana Lind', 'developer', NULL::DATE), ('bo', 'Bo Ek', NULL, DATE '2026-01-31')
			) AS p (person, name, role, left_on), (SELECT 'org.yaml' AS source, 'org.yaml:3' AS place)`,
			`INSERT INTO raw.org_accounts BY NAME SELECT * FROM (VALUES
				('ana', 'jira', 'J1'), ('ana', 'email', 'ana.lind@example.com'), ('bo', 'git', 'Bo Ek <bo@home.example>')
			) AS a (person, kind, account), (SELECT 'org.yaml' AS source, 'org.yaml:5' AS place)`,
			`INSERT INTO raw.org_bots VALUES ('Release Robot', 'org.yaml:9')`,
		} {
			if err := tx.Exec(ctx, stmt); err != nil {
				return fmt.Errorf("%s: %w", stmt, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := Build(ctx, db, BuildOptions{Settings: sql.Settings{AsOf: time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)}}); err != nil {
		t.Fatal(err)
	}
	expectRows(t, db, `SELECT concat_ws(' ', person, name, email, role, left_on, is_declared, is_bot, sources) FROM facts.people ORDER BY person_id`,
		"ana Ana Lind ana.lind@example.com developer true false 3",
		"bo Bo Ek bo@home.example 2026-01-31 true false 1",
		"cy-fox Cy Fox  false false 1",
		"robo-report Robo Report  false true 1",
		"cy-fox-2 Cy Fox  false false 1",
	)
	expectRows(t, db, `SELECT concat_ws(' ', person, source, account, matched_by) FROM facts.identities JOIN facts.people USING (person_id) ORDER BY ALL`,
		"ana git email", "ana git org.yaml", "ana jira J1 org.yaml", "ana org ana org.yaml", "ana pagerduty P1 org.yaml",
		"bo git org.yaml", "bo org bo org.yaml", "cy-fox jira J2 alone", "cy-fox-2 pagerduty P2 alone", "robo-report jira J3 alone",
	)
	expectRows(t, db, `SELECT concat_ws(' ', suggestion_id, a.person, b.person, strength, evidence) FROM facts.suggestions
		JOIN facts.people AS a USING (person_id) JOIN facts.people AS b ON b.person_id = other_person_id`,
		"1 cy-fox cy-fox-2 0.7 Both are called Cy Fox, and nobody else is")
}

func expectRows(t *testing.T, db *sql.DB, query string, want ...string) {
	t.Helper()
	rows, err := db.Query(context.Background(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var got []string
	for rows.Next() {
		var row string
		if err := rows.Scan(&row); err != nil {
			t.Fatal(err)
		}
		got = append(got, row)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
