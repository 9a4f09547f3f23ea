package reports

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/fewhands/fewhands/metrics"
	"github.com/fewhands/fewhands/sql"
)

// mostBehind is how many incidents, tickets and commits a page lists of each: the newest.
const mostBehind = 10

// behind is one incident, ticket or commit behind the numbers of a service in the last window.
type behind struct {
	key, title string
	href       string // where the source shows it; "" where that is not known, or not to be trusted
	at         time.Time
	by         []string // names, as they may be told; "" each where only counts are
	more       string   // of an incident how long it waited, of a commit why it is reliability work
	of         int64    // how many there are of its kind
}

// readBehind reads what is behind the numbers of services.
func (p period) readBehind(ctx context.Context, db *sql.DB, scope, from, to string, at func(string) *record) error {
	if scope != "service" || len(p.weeks) == 0 {
		return nil
	}
	people, err := p.people(ctx, db)
	if err != nil {
		return err
	}
	jira, err := jiraHost(ctx, db)
	if err != nil {
		return err
	}
	since := p.week.AddDate(0, 0, -7*(quarterWeeks-1))
	for _, kind := range []struct {
		channel, query string
		href           func(text, key string) string
	}{
		{"pages", behindPages, func(text, _ string) string { return sourceLink(text, "pagerduty.com", true) }},
		{"tickets", behindTickets, func(text, _ string) string { return sourceLink(text, jira, false) }},
		{"commits", behindCommits, commitLink},
	} {
		rows, err := db.Query(ctx, kind.query, from, to, day(since), day(p.week), mostBehind)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var entity, where, who string
			var b behind
			if err := rows.Scan(&entity, &b.key, &b.title, &where, &b.at, &who, &b.more, &b.of); err != nil {
				return err
			}
			b.title, b.href = p.privacy.teamText(b.title), kind.href(where, b.key)
			for _, id := range strings.Split(who, ",") {
				if n, err := strconv.ParseInt(id, 10, 64); err == nil {
					b.by = append(b.by, people[n].name)
				}
			}
			r := at(entity)
			if r.behind == nil {
				r.behind = map[string][]behind{}
			}
			r.behind[kind.channel] = append(r.behind[kind.channel], b)
		}
		if err := rows.Err(); err != nil {
			return err
		}
	}
	return nil
}

const (
	behindPages = `
		WITH newest AS (
			SELECT
				s.service,
				i.incident_id,
				i.created_at,
				CASE WHEN i.acknowledged_at IS NULL THEN '' ELSE ((epoch(i.acknowledged_at) - epoch(i.created_at)) / 60)::INTEGER::VARCHAR END AS waited,
				row_number() OVER (PARTITION BY s.service ORDER BY i.created_at DESC, i.incident_id) AS place,
				count(*) OVER (PARTITION BY s.service) AS of_all
			FROM facts.incidents AS i
			JOIN facts.services AS s ON s.service_id = i.service_id
			WHERE s.service BETWEEN $1 AND $2 AND i.week BETWEEN $3::DATE AND $4::DATE
		)
		SELECT n.service, k.incident, COALESCE(k.title, ''), COALESCE(k.html_url, ''), n.created_at,
			COALESCE(string_agg(r.person_id::VARCHAR, ',' ORDER BY r.responded_at, r.person_id), ''), n.waited, n.of_all
		FROM newest AS n
		JOIN facts.incident_keys AS k ON k.incident_id = n.incident_id
		LEFT JOIN facts.responses AS r ON r.incident_id = n.incident_id
		WHERE n.place <= $5
		GROUP BY ALL
		ORDER BY n.service, n.created_at DESC, k.incident`
	behindTickets = `
		SELECT s.service, t.ticket, COALESCE(g.summary, ''), COALESCE(t.url, ''), t.resolved_at, t.resolver_id::VARCHAR, '',
			count(*) OVER (PARTITION BY s.service)
		FROM facts.tickets AS t
		JOIN facts.services AS s ON s.service_id = t.service_id
		LEFT JOIN (SELECT key, max(summary) AS summary FROM staging.jira_issues GROUP BY key) AS g ON g.key = t.ticket
		WHERE s.service BETWEEN $1 AND $2 AND t.week BETWEEN $3::DATE AND $4::DATE AND COALESCE(t.is_reliability, TRUE) AND t.resolver_id IS NOT NULL
		QUALIFY row_number() OVER (PARTITION BY s.service ORDER BY t.resolved_at DESC, t.ticket) <= $5
		ORDER BY s.service, t.resolved_at DESC, t.ticket`
	behindCommits = `
		WITH newest AS (
			SELECT
				s.service,
				c.repo_id,
				c.commit_id,
				c.committed_at,
				c.person_id,
				w.why,
				row_number() OVER (PARTITION BY s.service ORDER BY c.committed_at DESC, c.repo_id, c.commit_id DESC) AS place,
				count(*) OVER (PARTITION BY s.service) AS of_all
			FROM facts.services AS s
			JOIN facts.commit_services AS cs ON cs.service_id = s.service_id
			JOIN facts.reliability_commits AS w ON w.repo_id = cs.repo_id AND w.commit_id = cs.commit_id
			JOIN facts.commits AS c ON c.repo_id = cs.repo_id AND c.commit_id = cs.commit_id
			WHERE s.service BETWEEN $1 AND $2 AND c.week BETWEEN $3::DATE AND $4::DATE AND NOT c.is_bot
		)
		SELECT n.service, g.sha, g.subject, r.source, n.committed_at, n.person_id::VARCHAR, n.why, n.of_all
		FROM newest AS n
		JOIN staging.git_commits AS g ON g.repo_id = n.repo_id AND g.commit_id = n.commit_id
		JOIN facts.repositories AS r ON r.repo_id = n.repo_id
		WHERE n.place <= $5
		ORDER BY n.service, n.place`
)

// jiraHost is the host of the Jira that the tickets come from; "" where it is not known.
func jiraHost(ctx context.Context, db *sql.DB) (string, error) {
	var text *string
	if err := db.QueryRow(ctx, "SELECT max(url) FROM staging.jira_site").Scan(&text); err != nil || text == nil {
		return "", err
	}
	u, err := url.Parse(*text)
	if err != nil {
		return "", nil // no address, no link
	}
	return u.Host, nil
}

// sourceLink is an address of a source, "" where it is not one of http or https at that host, or, if asked for, below it. What
// a source gives is not to be trusted: it was written by whoever may write there.
func sourceLink(text, host string, orBelow bool) string {
	u, err := url.Parse(text)
	if err != nil || host == "" || u.User != nil || u.Scheme != "https" && u.Scheme != "http" {
		return ""
	}
	if u.Host != host && !(orBelow && strings.HasSuffix(u.Host, "."+host)) {
		return ""
	}
	return u.String()
}

// commitLink is the page of a commit at the host of its repository, where it is one of the three whose addresses are known.
func commitLink(source, sha string) string {
	source = strings.TrimSuffix(strings.TrimSuffix(source, "/"), ".git")
	if user, rest, ok := strings.Cut(source, "@"); ok && !strings.Contains(user, "/") { // git@github.com:example/payments
		source = "https://" + strings.Replace(rest, ":", "/", 1)
	}
	source = strings.Replace(source, "ssh://git@", "https://", 1)
	u, err := url.Parse(source)
	if err != nil || u.Scheme != "https" || u.Host == "" || strings.Count(strings.Trim(u.Path, "/"), "/") < 1 {
		return ""
	}
	between := ""
	switch host := u.Hostname(); {
	case isHost(host, "github"):
		between = "/commit/"
	case isHost(host, "gitlab"):
		between = "/-/commit/"
	case isHost(host, "bitbucket"):
		between = "/commits/"
	default:
		return ""
	}
	return (&url.URL{Scheme: "https", Host: u.Host, Path: strings.TrimSuffix(u.Path, "/") + between + sha}).String()
}

// isHost tells whether a host is of a kind: github.com, or github.example.com.
func isHost(host, kind string) bool { return strings.HasPrefix(host, kind+".") }

// behindSection lists the incidents, tickets and commits of the last window; none where there are none.
func (e entity) behindSection() []section {
	var tables []table
	for _, kind := range []struct {
		channel, id, what, one, when, who, more string
	}{
		{"pages", "incidents", "incidents", "Incident", "Opened", "Who responded", "Minutes to acknowledge"},
		{"tickets", "resolved", "resolved tickets", "Ticket", "Resolved", "Who resolved it", ""},
		{"commits", "fixes", "reliability commits", "Commit", "Committed", "Author", "Why it counts"},
	} {
		list := e.behind[kind.channel]
		if len(list) == 0 {
			continue
		}
		t := table{
			ID: kind.id, Caption: "The newest " + kind.what + " of the last 13 weeks, " + grouped(int64(len(list))) + " of " + grouped(list[0].of) + ". Times are UTC.",
			Columns: []column{{Title: kind.one}, {Title: "What"}, {Title: kind.when}, {Title: kind.who}},
		}
		if kind.more != "" {
			t.Columns = append(t.Columns, column{kind.more, kind.channel == "pages"})
		}
		for _, b := range list {
			key := shorten(shown(b.key), 24)
			if kind.channel == "commits" {
				key = shorten(b.key, 11)
			}
			row := []cell{
				{Text: key, Href: b.href, Header: true, Name: true}, {Text: shown(b.title), Name: true},
				{Text: b.at.UTC().Format("2006-01-02 15:04")}, {Text: e.whoDid(b.by), Name: true},
			}
			if kind.more != "" {
				more := cell{Text: b.more, Numeric: kind.channel == "pages"}
				if b.more == "" {
					more.Text = metrics.NoValue
				}
				row = append(row, more)
			}
			t.Rows = append(t.Rows, row)
		}
		tables = append(tables, t)
	}
	if len(tables) == 0 {
		return nil
	}
	return []section{{
		ID: "behind", Title: "What is behind these numbers", Tables: tables,
		About: "The newest of what was counted. Each leads to the system it came from, where the address is known.",
	}}
}

// whoDid are the names of people, or how many they are where only that is told.
func (e entity) whoDid(names []string) string {
	switch {
	case len(names) == 0:
		return "nobody that is known"
	case e.period.privacy.hidesTeam():
		return people(int64(len(names)))
	}
	var list []string
	for _, name := range names {
		list = append(list, shorten(shown(name), 40))
	}
	if most := 4; len(list) > most {
		return fmt.Sprintf("%s and %d more", strings.Join(list[:most], ", "), len(list)-most)
	}
	return strings.Join(list, ", ")
}
