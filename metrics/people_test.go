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
