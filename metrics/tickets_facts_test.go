package metrics

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/fewhands/fewhands/sql"
)

// ticketFacts are the fact tables about tickets, in build order.
var ticketFacts = []string{"facts.ticket_keys", "facts.ticket_changes", "facts.ticket_events", "facts.tickets"}

// ticketWarehouse is a warehouse whose staging tables of Jira can be filled, with facts built on them as often as needed.
type ticketWarehouse struct{ db *sql.DB }

func newTicketWarehouse(t *testing.T) ticketWarehouse {
	t.Helper()
	ctx := context.Background()
	db, err := sql.Open(ctx, "", sql.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	settings := sql.Settings{AsOf: time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC), Weeks: 8}
	if err := db.BuildLayers(ctx, []string{"staging", "facts"}, settings, computed(nil), nil); err != nil {
		t.Fatal(err)
	}
	err = db.Update(ctx, func(tx *sql.Tx) error {
		for _, table := range []string{"issues", "changes", "comments", "statuses", "settings"} {
			if err := viewToTable(ctx, tx, "staging.jira_"+table); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return ticketWarehouse{db}
}

// viewToTable makes an empty table of the columns of a staging view in its place; one that is a table stays one.
func viewToTable(ctx context.Context, tx *sql.Tx, view string) error {
	var views int
	err := tx.QueryRow(ctx, "SELECT count(*) FROM duckdb_views() WHERE schema_name || '.' || view_name = $1", view).Scan(&views)
	if err != nil || views == 0 {
		return err
	}
	for _, stmt := range []string{
		"CREATE TABLE staging.columns AS SELECT * FROM " + view + " LIMIT 0",
		"DROP VIEW " + view,
		"CREATE TABLE " + view + " AS SELECT * FROM staging.columns",
		"DROP TABLE staging.columns",
	} {
		if err := tx.Exec(ctx, stmt); err != nil {
			return fmt.Errorf("%s: %w", view, err)
		}
	}
	return nil
}

// fill replaces the rows of tables, each given as a SELECT of some of its columns.
func (w ticketWarehouse) fill(t testing.TB, tables map[string]string) {
	t.Helper()
	ctx := context.Background()
	err := w.db.Update(ctx, func(tx *sql.Tx) error {
		for table, query := range tables {
			for _, stmt := range []string{"DELETE FROM " + table, "INSERT INTO " + table + " BY NAME " + query} {
				if err := tx.Exec(ctx, stmt); err != nil {
					return fmt.Errorf("%s: %w", table, err)
				}
			}
		}
		for _, table := range ticketFacts {
			if err := tx.Exec(ctx, "CREATE OR REPLACE TABLE "+table+" AS ("+sql.Select(table)+")"); err != nil {
				return fmt.Errorf("%s: %w", table, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// jiraPeople are Ana (1), Bo (2), Cy (3) and a bot (9), whose accounts are a, b, c and r.
var jiraPeople = map[string]string{
	"facts.people": `SELECT * FROM (VALUES (1, 'ana', 'Ana', '', FALSE), (2, 'bo', 'Bo', '', FALSE), (3, 'cy', 'Cy', '', FALSE),
		(9, 'robot', 'Robot', '', TRUE)) AS p (person_id, person, name, email, is_bot)`,
	"facts.identities": `SELECT *, '' AS name, '' AS email, 'alone' AS matched_by FROM (VALUES ('jira', 'a', 1), ('jira', 'b', 2), ('jira', 'c', 3),
		('jira', 'r', 9)) AS p (source, account, person_id)`,
	"staging.jira_statuses": `SELECT * FROM (VALUES ('1', 'To Do', 'new'), ('2', 'Doing', 'indeterminate'), ('3', 'Erledigt', 'done'),
		('4', 'Closed', 'done'), ('5', 'Ready', 'indeterminate'), ('6', 'Ready', 'done')) AS s (status_id, name, category)`,
}

// statusChange is a change of status by its ids; "7" is a status that is no more, whose name does not say it is done, and
// "8" one whose name does.
type statusChange struct {
	second, history, item int
	author                string
	from, to              string
}

var plainDone = map[string]bool{"3": true, "4": true, "6": true, "8": true}

// plainResolution is the rule in plain words: whoever last brought the ticket from a status that is not done into one
// that is; leaving it clears that.
func plainResolution(changes []statusChange, isDone bool) (resolver string, second, reopened int) {
	changes = slices.Clone(changes)
	slices.SortFunc(changes, func(a, b statusChange) int {
		return slices.Compare([]int{a.second, a.history, a.item}, []int{b.second, b.history, b.item})
	})
	for _, c := range changes {
		switch {
		case plainDone[c.to] && !plainDone[c.from]:
			resolver, second = c.author, c.second
		case plainDone[c.from] && !plainDone[c.to]:
			resolver, second = "", 0
			reopened++
		}
	}
	if !isDone || second == 0 {
		return "", 0, reopened
	}
	if resolver == "r" || resolver == "unknown" {
		resolver = ""
	}
	return resolver, second, reopened
}

func TestResolverAgainstThePlainRule(t *testing.T) {
	w := newTicketWarehouse(t)
	people := map[string]string{"a": "1", "b": "2", "c": "3", "": "-"}
	check(t, 12, func(rt *rapid.T) {
		var issues, changes, want []string
		for i := range 40 {
			n := rapid.IntRange(0, 7).Draw(rt, "changes")
			status := rapid.SampledFrom([]string{"1", "1", "2", "3"}).Draw(rt, "first status")
			var list []statusChange
			for c := range n {
				next := rapid.SampledFrom([]string{"1", "2", "3", "3", "4", "5", "6", "7", "8"}).Draw(rt, "to")
				list = append(list, statusChange{
					// Several in one second, in the order of their history and item.
					second: 1 + c/rapid.IntRange(1, 3).Draw(rt, "pace"), history: 10*i + c, item: 1 + c%2,
					author: rapid.SampledFrom([]string{"a", "b", "c", "r", "unknown"}).Draw(rt, "author"), from: status, to: next,
				})
				status = next
			}
			slices.SortStableFunc(list, func(a, b statusChange) int { return a.second - b.second })
			category := map[bool]string{true: "done", false: "indeterminate"}[plainDone[status]]
			if rapid.IntRange(0, 9).Draw(rt, "stale") == 0 {
				category = "new" // what the issue says itself counts more than its history
			}
			issues = append(issues, fmt.Sprintf("('%d', 'X-%d', '%s', TIMESTAMPTZ '2026-02-01 00:00:00Z')", i, i, category))
			for _, c := range rapid.Permutation(list).Draw(rt, "order") {
				changes = append(changes, fmt.Sprintf("('%d', '%d', %d, '%s', TIMESTAMPTZ '2026-02-02 00:00:00Z' + INTERVAL %d SECOND, 'status', '%s', '%s', '%s', '%s')",
					i, c.history, c.item, c.author, c.second, c.from, nameOfStatus[c.from], c.to, nameOfStatus[c.to]))
			}
			resolver, second, reopened := plainResolution(list, category == "done")
			want = append(want, fmt.Sprintf("X-%d by %s at %d, reopened %d", i, people[resolver], second, reopened))
		}
		if len(changes) == 0 {
			changes = []string{"('none', '0', 1, 'a', TIMESTAMPTZ '2026-02-02 00:00:00Z', 'status', '1', 'To Do', '3', 'Erledigt')"}
		}
		tables := map[string]string{
			"staging.jira_issues": "SELECT * FROM (VALUES " + strings.Join(issues, ", ") + ") AS i (issue_id, key, status_category, created_at)",
			"staging.jira_changes": "SELECT * FROM (VALUES " + strings.Join(changes, ", ") +
				") AS c (issue_id, history_id, item, author_id, happened_at, field, from_value, from_text, to_value, to_text)",
		}
		for table, query := range jiraPeople {
			tables[table] = query
		}
		w.fill(t, tables)
		slices.Sort(want)
		expectRows(t, w.db, `
			SELECT ticket || ' by ' || COALESCE(resolver_id::VARCHAR, '-') || ' at '
				|| COALESCE(epoch(resolved_at) - epoch(TIMESTAMPTZ '2026-02-02 00:00:00Z'), 0)::INTEGER || ', reopened ' || reopened AS says
			FROM facts.tickets
			ORDER BY says`, want...)
		if t.Failed() {
			rt.FailNow()
		}
	})
}

func TestResolverIsAssumedOnlyWhereTheWholeChangelogIsGone(t *testing.T) {
	w := newTicketWarehouse(t)
	tables := map[string]string{
		"staging.jira_issues": `SELECT * FROM (VALUES
			('1', 'X-1', 'done', 'a', TIMESTAMPTZ '2026-02-03 00:00:00Z', TIMESTAMPTZ '2026-02-01 00:00:00Z'),
			('2', 'X-2', 'done', 'a', TIMESTAMPTZ '2026-02-03 00:00:00Z', TIMESTAMPTZ '2026-02-01 00:00:00Z'),
			('3', 'X-3', 'done', NULL, TIMESTAMPTZ '2026-02-03 00:00:00Z', TIMESTAMPTZ '2026-02-01 00:00:00Z'),
			('4', 'X-4', 'new', 'a', NULL, TIMESTAMPTZ '2026-02-01 00:00:00Z'),
			('5', 'X-5', 'done', 'a', NULL, TIMESTAMPTZ '2026-02-01 00:00:00Z')
			) AS i (issue_id, key, status_category, assignee_id, resolved_at, created_at)`,
		"staging.jira_changes": `SELECT * FROM (VALUES ('2', '20', 1, 'b', TIMESTAMPTZ '2026-02-02 00:00:00Z', 'summary', '', 'Old', '', 'New'))
			AS c (issue_id, history_id, item, author_id, happened_at, field, from_value, from_text, to_value, to_text)`,
	}
	for table, query := range jiraPeople {
		tables[table] = query
	}
	w.fill(t, tables)
	expectRows(t, w.db, `
		SELECT ticket || ' by ' || COALESCE(resolver_id::VARCHAR, '-') || ', assumed ' || is_resolver_assumed AS says
		FROM facts.tickets
		ORDER BY says`,
		"X-1 by 1, assumed true", "X-2 by -, assumed false", "X-3 by -, assumed false", "X-4 by -, assumed false", "X-5 by -, assumed false")
}

var nameOfStatus = map[string]string{
	"1": "To Do", "2": "Doing", "3": "Erledigt", "4": "Closed", "5": "Ready", "6": "Ready", "7": "Waiting for release", "8": "Resolved",
}

func TestKindsOfTickets(t *testing.T) {
	w := newTicketWarehouse(t)
	tables := map[string]string{
		"staging.jira_issues": `SELECT * FROM (VALUES
			('1', 'X-1', 'Bug', 'Checkout times out', ['On-Call'], 'Highest'),
			('2', 'X-2', 'incident', 'Payments down', [], 'P2'),
			('3', 'X-3', 'Task', 'Post-mortem of the outage in May', NULL, 'Trivial'),
			('4', 'X-4', 'Postmortem', 'What we learnt', [], NULL),
			('5', 'X-5', 'Story', 'Pay by invoice', ['customer'], 'Urgent, really'),
			('6', 'X-6', 'Bug', 'Add retries to the exchange client', [], 'Major'),
			('7', 'X-7', 'Bug', 'Terrors of the deep', ['UX'], 'Major'),
			('8', 'X-8', 'Story', 'Alerts that page once', ['toil'], 'Low'),
			('9', 'X-9', 'Bug', 'Error: it fails_with NULL', [], 'Low')
			) AS i (issue_id, key, type, summary, labels, priority)`,
		"staging.jira_settings": `SELECT * FROM (VALUES ('reliability_label', 'on-call'), ('reliability_label', 'Toil'), ('reliability_type', 'Incident'),
			('customer_label', 'Customer')) AS s (kind, value)`,
	}
	for table, query := range jiraPeople {
		tables[table] = query
	}
	w.fill(t, tables)
	const kinds = `
		SELECT ticket || ':' || CASE WHEN is_reliability THEN ' reliability' WHEN is_reliability IS NULL THEN ' unknown' ELSE '' END
			|| CASE WHEN is_customer THEN ' customer' ELSE '' END || CASE WHEN is_review THEN ' review' ELSE '' END
			|| CASE WHEN is_quality THEN ' quality' ELSE '' END || CASE WHEN is_product THEN ' product' ELSE '' END
			|| COALESCE(' ' || priority_rank, '')
		FROM facts.tickets
		ORDER BY ticket`
	expectRows(t, w.db, kinds,
		"X-1: reliability quality 1", "X-2: reliability 2", "X-3: review 5", "X-4: review", "X-5: customer product", "X-6: quality 3",
		"X-7: quality 3", "X-8: reliability 4", "X-9: quality 4")

	// Without labels or types in the config nobody knows which tickets are reliability work.
	w.fill(t, map[string]string{"staging.jira_settings": "SELECT NULL AS kind, NULL AS value LIMIT 0"})
	expectRows(t, w.db, kinds,
		"X-1: unknown quality 1", "X-2: unknown 2", "X-3: unknown review 5", "X-4: unknown review", "X-5: unknown product", "X-6: unknown quality 3",
		"X-7: unknown quality 3", "X-8: unknown product 4", "X-9: unknown quality 4")
}

// The first component that a service claims counts, then the project; what nobody claims is nobody's.
func TestServicesOfTickets(t *testing.T) {
	w := newTicketWarehouse(t)
	tables := map[string]string{
		"staging.jira_issues": `SELECT * FROM (VALUES
			('1', 'PAY-1', 'PAY', ['Docs', 'checkout', 'Search']),
			('2', 'PAY-2', 'PAY', ['Docs']),
			('3', 'PAY-3', 'PAY', NULL),
			('4', 'OPS-1', 'OPS', ['Checkout'])
			) AS i (issue_id, key, project_key, components)`,
		"facts.services": `SELECT * FROM (VALUES (1, 'payments', 7), (2, 'checkout', 8), (3, 'search', NULL)) AS s (service_id, service, team_id)`,
		"facts.jira_services": `SELECT * FROM (VALUES ('PAY', NULL, 1), ('PAY', 'Checkout', 2), ('PAY', 'Search', 3)) AS s
			(project_key, component, service_id)`,
	}
	w.fill(t, tables)
	expectRows(t, w.db, `SELECT ticket || ' ' || COALESCE(service_id, 0) || ' ' || COALESCE(team_id, 0) FROM facts.tickets ORDER BY ticket`,
		"OPS-1 0 0", "PAY-1 2 8", "PAY-2 1 7", "PAY-3 1 7")
}

// Of whom a ticket was taken tells with whom it was before; the comment of a moment belongs to that moment.
func TestEventsKnowWithWhomATicketWas(t *testing.T) {
	w := newTicketWarehouse(t)
	tables := map[string]string{
		"staging.jira_issues": `SELECT '1' AS issue_id, 'X-1' AS key, 'a' AS reporter_id, 'c' AS assignee_id, 'new' AS status_category,
			TIMESTAMPTZ '2026-02-01 00:00:00Z' AS created_at`,
		"staging.jira_changes": `SELECT *, TIMESTAMPTZ '2026-02-01 00:00:00Z' + minute * INTERVAL 1 MINUTE AS happened_at FROM (VALUES
			('1', '10', 1, 'a', 10, 'assignee', 'b', 'Bo', 'c', 'Cy'),
			('1', '20', 1, 'b', 20, 'assignee', 'c', 'Cy', NULL, NULL),
			('1', '30', 1, 'r', 30, 'assignee', NULL, NULL, 'c', 'Cy'),
			('1', '30', 2, 'r', 30, 'priority', '3', 'Low', '1', 'High'),
			('1', '40', 1, 'c', 40, 'description', NULL, 'old', NULL, 'new'),
			('1', '40', 2, 'c', 40, 'labels', NULL, '', NULL, 'toil'),
			('1', '50', 1, 'c', 50, 'Link', NULL, NULL, 'X-2', 'This blocks X-2')
			) AS c (issue_id, history_id, item, author_id, minute, field, from_value, from_text, to_value, to_text)`,
		"staging.jira_comments": `SELECT *, TIMESTAMPTZ '2026-02-01 00:00:00Z' + minute * INTERVAL 1 MINUTE AS created_at FROM (VALUES
			('1', '1', 'b', 5, FALSE), ('1', '2', 'b', 15, FALSE), ('1', '3', 'b', 25, FALSE), ('1', '4', 'b', 35, FALSE), ('1', '5', 'b', 36, TRUE)
			) AS c (issue_id, comment_id, author_id, minute, is_deleted)`,
	}
	for table, query := range jiraPeople {
		tables[table] = query
	}
	for table, query := range tables {
		tables[table] = strings.Replace(query, "SELECT *, TIMESTAMPTZ", "SELECT * EXCLUDE (minute), TIMESTAMPTZ", 1)
	}
	w.fill(t, tables)
	expectRows(t, w.db, `
		SELECT (epoch(happened_at) - epoch(TIMESTAMPTZ '2026-02-01 00:00:00Z'))::INTEGER // 60 || ' ' || event || ' by ' || COALESCE(person_id::VARCHAR, '-')
			|| ', ' || COALESCE(other_person_id::VARCHAR, '-')
		FROM facts.ticket_events
		ORDER BY happened_at, event`,
		"0 created by 1, 2", "5 commented by 2, 2", "10 assigned by 1, 3", "15 commented by 2, 3", "20 assigned by 2, -", "25 commented by 2, -",
		"30 assigned by -, 3", "30 prioritised by -, -", "35 commented by 2, 3", "40 changed by 3, -", "50 linked by 3, -")
}
