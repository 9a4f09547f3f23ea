package jira

import (
	"context"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/fewhands/fewhands/ingest/sample"
	"github.com/fewhands/fewhands/ingest/sourcetest"
	"github.com/fewhands/fewhands/sql"
)

// staging makes the views of the staging layer, and nothing above them.
func staging(t testing.TB, db *sql.DB) {
	t.Helper()
	err := db.BuildLayers(context.Background(), []string{"staging"}, sql.Settings{AsOf: now}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
}

// The rows of staging against the site they were read from.
func TestStagingSaysWhatTheAPISaid(t *testing.T) {
	both(t, func(t *testing.T, deployment string) {
		data := random(300)
		w := serve(t, data, sample.JiraOptions{Deployment: deployment})
		db := sourcetest.Warehouse(t)
		run(t, db, w.source(t, func(c *Config) {
			c.Reliability = Kinds{Labels: []string{"toil"}, Types: []string{"Incident"}}
			c.Customer = Kinds{Labels: []string{"customer"}}
		}))
		staging(t, db)
		items, comments := 0, 0
		for _, i := range data.Issues {
			for _, h := range i.Changelog {
				items += len(h.Items)
			}
			comments += len(i.Comments)
			checkIssue(t, db, i, deployment)
		}
		var gotItems, gotComments, unreadable int
		scan(t, db, `SELECT (SELECT count(*) FROM staging.jira_changes), (SELECT count(*) FROM staging.jira_comments),
			(SELECT count(*) FROM raw.jira_issues WHERE readable IS NOT NULL)`, nil, &gotItems, &gotComments, &unreadable)
		if gotItems != items || gotComments != comments || unreadable == 0 {
			t.Errorf("%d changes of %d, %d comments of %d, %d not readable as they came", gotItems, items, gotComments, comments, unreadable)
		}
		checkChanges(t, db, data)
		checkPeople(t, db, w)
		checkSite(t, db, deployment)
		for _, table := range sql.Tables("staging") { // every column of every row can be read
			if strings.HasPrefix(table, "staging.jira_") {
				var n int
				scan(t, db, "SELECT count(hash(every)) FROM "+table+" AS every", nil, &n)
				if n == 0 {
					t.Errorf("%s is empty", table)
				}
			}
		}
	})
}

func checkIssue(t *testing.T, db *sql.DB, i *sample.JiraIssue, deployment string) {
	t.Helper()
	var key, project, status, category, url string
	var assignee *string
	var created, updated time.Time
	scan(t, db, `SELECT key, project_key, status, status_category, assignee_id, created_at, updated_at, url
		FROM staging.jira_issues WHERE issue_id = $1`, []any{strconv.Itoa(i.ID)}, &key, &project, &status, &category, &assignee, &created, &updated, &url)
	if key != i.Key || project != i.Project.Key || status != i.Status.Name || category != i.Status.Category ||
		url != "https://example.atlassian.net/browse/"+i.Key {
		t.Fatalf("issue %d is %s %s %s %s %s", i.ID, key, project, status, category, url)
	}
	if !created.Equal(i.Created.Truncate(time.Millisecond)) || !updated.Equal(i.Updated.Truncate(time.Millisecond)) {
		t.Fatalf("issue %d was created %s and updated %s, want %s and %s", i.ID, created, updated, i.Created, i.Updated)
	}
	want := ""
	if i.Assignee != nil {
		if want = i.Assignee.ID; deployment == Cloud && i.Assignee.IsDeleted {
			want = "unknown"
		}
	}
	if got := orEmpty(assignee); got != want {
		t.Fatalf("issue %d is assigned to %q, want %q", i.ID, got, want)
	}
}

func orEmpty(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}

// checkChanges follows every issue from its changelog to where it is: the last change of a field led there.
func checkChanges(t *testing.T, db *sql.DB, data *sample.JiraData) {
	t.Helper()
	var lost int
	scan(t, db, `SELECT count(*) FROM (
		SELECT i.status_id AS status, arg_max(c.to_value, (c.happened_at, c.history_id::BIGINT)) AS was
		FROM staging.jira_issues AS i JOIN staging.jira_changes AS c USING (issue_id)
		WHERE c.field = 'status' GROUP BY i.issue_id, i.status_id) WHERE status <> was`, nil, &lost)
	if lost != 0 {
		t.Errorf("%d issues are in another status than their last change led to", lost)
	}
	h := data.Issues[0].Changelog[0]
	var from, to string
	var at time.Time
	scan(t, db, "SELECT COALESCE(from_text, ''), COALESCE(to_text, ''), happened_at FROM staging.jira_changes WHERE history_id = $1 AND item = 1",
		[]any{strconv.Itoa(h.ID)}, &from, &to, &at)
	if from != h.Items[0].FromText || to != h.Items[0].ToText || !at.Equal(h.Created) {
		t.Errorf("history %d led from %q to %q at %s", h.ID, from, to, at)
	}
}

// checkPeople: everyone who did or was given anything is a row, once, with the profile that issues show.
func checkPeople(t *testing.T, db *sql.DB, w *world) {
	t.Helper()
	var strangers, twice, zones, inactive int
	scan(t, db, `SELECT count(*) FROM (
		SELECT author_id AS id FROM staging.jira_changes UNION SELECT author_id FROM staging.jira_comments
		UNION SELECT creator_id FROM staging.jira_issues UNION SELECT assignee_id FROM staging.jira_issues)
		WHERE id IS NOT NULL AND id NOT IN (SELECT user_id FROM staging.jira_users WHERE name IS NOT NULL)`, nil, &strangers)
	scan(t, db, "SELECT count(*) - count(DISTINCT user_id), count(time_zone), count(*) FILTER (NOT is_active) FROM staging.jira_users",
		nil, &twice, &zones, &inactive)
	if strangers != 0 || twice != 0 || zones == 0 || inactive == 0 {
		t.Errorf("%d people are nobody, %d are there twice, %d with zones, %d inactive", strangers, twice, zones, inactive)
	}
	var who *sample.JiraUser
	for _, u := range w.data.Users {
		if u.IsPublic && !u.IsDeleted && !u.IsClosed && !u.IsInactive {
			who = u
			break
		}
	}
	var name, email, zone string
	scan(t, db, "SELECT name, email, time_zone FROM staging.jira_users WHERE user_id = $1", []any{who.ID}, &name, &email, &zone)
	if name != who.Name || email != who.Email || zone != who.TimeZone {
		t.Errorf("%s is %s %s %s", who.ID, name, email, zone)
	}
}

func checkSite(t *testing.T, db *sql.DB, deployment string) {
	t.Helper()
	var is, zone string
	scan(t, db, "SELECT deployment, time_zone FROM staging.jira_site", nil, &is, &zone)
	if is != deployment || zone != "America/New_York" {
		t.Errorf("the site is %s in %s", is, zone)
	}
	var settings string
	scan(t, db, "SELECT string_agg(kind || ' ' || value, ', ' ORDER BY kind, value) FROM staging.jira_settings", nil, &settings)
	if settings != "customer_label customer, reliability_label toil, reliability_type Incident" {
		t.Errorf("settings are %s", settings)
	}
}
