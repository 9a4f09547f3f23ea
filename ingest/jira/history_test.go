package jira

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/fewhands/fewhands/ingest"
	"github.com/fewhands/fewhands/ingest/sample"
	"github.com/fewhands/fewhands/ingest/sourcetest"
	"github.com/fewhands/fewhands/sql"
)

func run(t testing.TB, db *sql.DB, s *Source) []ingest.Result {
	t.Helper()
	results, err := ingest.Run(t.Context(), db, s, ingest.Options{Clock: s.Clock})
	if err != nil {
		t.Fatal(err)
	}
	return results
}

// night lets a day pass, in which search sees what was done before.
func (w *world) night(t testing.TB) {
	t.Helper()
	if err := w.clock.Sleep(t.Context(), 24*time.Hour); err != nil {
		t.Fatal(err)
	}
}

func (w *world) copied(t testing.TB, db *sql.DB, some ...string) {
	t.Helper()
	if len(some) == 0 {
		some = tables
	}
	sourcetest.Copied(t, db, &sourcetest.Server{Want: w.want}, some...)
}

func scan(t testing.TB, db *sql.DB, query string, args []any, to ...any) {
	t.Helper()
	if err := db.QueryRow(t.Context(), query, args...).Scan(to...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

// both runs a test in both deployments.
func both(t *testing.T, test func(t *testing.T, deployment string)) {
	for _, deployment := range deployments {
		t.Run(deployment, func(t *testing.T) { test(t, deployment) })
	}
}

// Edits, moves, deletions and new issues between the pages, a fifth of all requests failing, a rate limit, and a search
// that shows all of it five minutes late.
func TestNothingIsSkippedWhileTheSiteChanges(t *testing.T) {
	both(t, func(t *testing.T, deployment string) {
		var changing atomic.Pointer[world]
		w := serve(t, random(1_500), sample.JiraOptions{
			Deployment: deployment, RateLimit: 60, RateWindow: 2 * time.Second, Lag: 5 * time.Minute, MaxResults: 50, MaxIDs: 300,
			MostStartAt: 400, ShortPageShare: 0.3, Faults: sample.Faults{Share: 0.2, Seed: 3, Between: func(n int) {
				if w := changing.Load(); w != nil && n%3 == 0 {
					w.change()
				}
			}},
		})
		changing.Store(w)
		db := sourcetest.Warehouse(t)
		run(t, db, w.source(t))
		w.night(t)
		run(t, db, w.source(t))
		changing.Store(nil)
		w.night(t)
		run(t, db, w.source(t))
		w.copied(t, db)
		if n := w.happens.Load(); n < 30 {
			t.Errorf("only %d things happened", n)
		}
	})
}

// More issues created in one minute than a page holds, and more changed in one than the API pages through.
func TestManyInOneMinute(t *testing.T) {
	both(t, func(t *testing.T, deployment string) {
		data := random(60)
		ops, who := data.Projects[0], data.Users[0]
		at := now.AddDate(0, -2, 0)
		for n := range 130 {
			data.Create(ops, "Task", at.Add(time.Duration(n)*100*time.Millisecond), who, fmt.Sprintf("Imported %d", n))
		}
		w := serve(t, data, sample.JiraOptions{Deployment: deployment, MaxResults: 20, MostStartAt: 200, ShortPageShare: 0.2})
		db := sourcetest.Warehouse(t)
		run(t, db, w.source(t))
		w.copied(t, db)
		bulk := w.clock.Now().Add(time.Hour)
		w.api().Do(func(d *sample.JiraData) {
			for _, i := range slices.Clone(d.Issues) {
				d.Label(i, bulk, who, "bulk")
			}
		})
		w.night(t)
		run(t, db, w.source(t))
		w.copied(t, db)
	})
}

// An hour that comes twice on the clock of the token's user, and all that happens in it.
func TestTheHourThatComesTwice(t *testing.T) {
	both(t, func(t *testing.T, deployment string) {
		data := random(60)
		autumn := time.Date(2025, 11, 2, 4, 30, 0, 0, time.UTC) // New York: 02:00 becomes 01:00 at 06:00 UTC
		for n := range 150 {
			i := data.Create(data.Projects[0], "Task", autumn.Add(time.Duration(n)*time.Minute), data.Users[0], "Night shift")
			data.Label(i, autumn.Add(time.Duration(n+30)*time.Minute), data.Users[0], "x")
		}
		w := serve(t, data, sample.JiraOptions{Deployment: deployment, MaxResults: 15})
		db := sourcetest.Warehouse(t)
		run(t, db, w.source(t))
		w.copied(t, db)
	})
}

func TestMovedAwayAndBack(t *testing.T) {
	both(t, func(t *testing.T, deployment string) {
		data := random(60)
		w := serve(t, data, sample.JiraOptions{Deployment: deployment})
		only := func(c *Config) { c.Projects = []string{"ops"} } // keys come in any case
		db := sourcetest.Warehouse(t)
		run(t, db, w.source(t, only))
		ops, pay := data.Projects[0], data.Projects[1]
		n := slices.IndexFunc(data.Issues, func(i *sample.JiraIssue) bool { return i.Project == ops && len(i.Changelog) > 0 && len(i.Comments) > 0 })
		issue := data.Issues[n]
		id := fmt.Sprint(issue.ID)
		const rows = `SELECT (SELECT count(*) FROM raw.jira_issues WHERE id = $1 AND gone_at IS NULL),
			(SELECT count(*) FROM raw.jira_histories WHERE issue_id = $1 AND gone_at IS NULL),
			(SELECT count(*) FROM raw.jira_comments WHERE issue_id = $1 AND gone_at IS NULL)`
		for round, to := range []*sample.JiraProject{pay, ops} {
			w.api().Do(func(d *sample.JiraData) { d.Move(issue, w.clock.Now(), data.Users[0], to) })
			w.night(t)
			run(t, db, w.source(t, only))
			var issues, histories, comments int
			scan(t, db, rows, []any{id}, &issues, &histories, &comments)
			want := []int{0, 0, 0}
			if to == ops {
				want = []int{1, len(issue.Changelog), len(issue.Comments)}
			}
			if got := []int{issues, histories, comments}; !slices.Equal(got, want) {
				t.Errorf("round %d: %v rows, want %v", round, got, want)
			}
		}
		var key string
		scan(t, db, "SELECT json_extract_string(payload, '$.key') FROM raw.jira_issues WHERE id = $1", []any{id}, &key)
		if key != issue.Key {
			t.Errorf("the key is %s, want %s", key, issue.Key)
		}
	})
}

func TestDeletedCommentsAndIssuesAreMarked(t *testing.T) {
	both(t, func(t *testing.T, deployment string) {
		data := random(400)
		w := serve(t, data, sample.JiraOptions{Deployment: deployment})
		db := sourcetest.Warehouse(t)
		run(t, db, w.source(t))
		gone := 0
		w.api().Do(func(d *sample.JiraData) {
			for n, i := range slices.Clone(d.Issues) {
				if n%50 < 30 {
					d.Delete(i) // more than are asked for one by one
					gone++
				} else if len(i.Comments) > 0 {
					d.DeleteComment(i, w.clock.Now(), i.Comments[0].ID)
				}
			}
		})
		w.night(t)
		run(t, db, w.source(t))
		w.copied(t, db)
		var marked, comments int
		scan(t, db, "SELECT (SELECT count(*) FROM raw.jira_issues WHERE gone_at IS NOT NULL), (SELECT count(*) FROM raw.jira_comments WHERE gone_at IS NOT NULL)",
			nil, &marked, &comments)
		if marked != gone || comments == 0 {
			t.Errorf("%d issues are marked, %d are gone; %d comments", marked, gone, comments)
		}
	})
}

// A night asks for what changed, an hour's overlap, and the ids.
func TestQuietNightAsksLittle(t *testing.T) {
	both(t, func(t *testing.T, deployment string) {
		data := random(600)
		w := serve(t, data, sample.JiraOptions{Deployment: deployment})
		db := sourcetest.Warehouse(t)
		run(t, db, w.source(t))
		w.night(t)
		touched := data.Issues[100]
		w.api().Do(func(d *sample.JiraData) {
			d.Label(touched, w.clock.Now().Add(-time.Hour), d.Users[0], "touched")
		})
		before := len(w.api().Requests())
		results := run(t, db, w.source(t))
		w.copied(t, db)
		changed := 0
		for _, r := range results {
			changed += r.Changed
		}
		asked := map[string]int{}
		for _, r := range w.api().Requests()[before:] {
			asked[strings.TrimPrefix(r.Path, "/rest/api/")]++
		}
		searches := asked["2/search"] + asked["2/search/jql"]
		if changed != 1 || searches != 2 || len(w.api().Requests())-before > 10 {
			t.Errorf("%d changed, asked %v", changed, asked)
		}
	})
}

// What is stored in this version is not asked for again, however clipped it comes.
func TestClippedListsAreReadOnce(t *testing.T) {
	data := random(300)
	w := serve(t, data, sample.JiraOptions{MostHistories: 1, MostComments: 1})
	db := sourcetest.Warehouse(t)
	run(t, db, w.source(t))
	w.copied(t, db)
	first := 0
	for _, r := range w.api().Requests() {
		if strings.HasSuffix(r.Path, "/changelog/bulkfetch") || strings.HasSuffix(r.Path, "/comment") {
			first++
		}
	}
	before := len(w.api().Requests())
	run(t, db, w.source(t, func(c *Config) { c.Since = since.AddDate(-1, 0, 0) })) // which reads all again
	for _, r := range w.api().Requests()[before:] {
		if strings.HasSuffix(r.Path, "/bulkfetch") || strings.HasSuffix(r.Path, "/comment") {
			t.Errorf("%s %s again", r.Method, r.Path)
		}
	}
	if first == 0 {
		t.Error("nothing was clipped")
	}
}

func TestWhatPeopleSayIsKeptOnlyIfAsked(t *testing.T) {
	both(t, func(t *testing.T, deployment string) {
		data := random(60)
		issue := data.Issues[0]
		data.Change(issue, now.Add(-2*time.Hour), data.Users[0],
			sample.JiraItem{Field: "description", FromText: "secret one", ToText: "secret two"},
			sample.JiraItem{Field: "Comment", FromText: "secret three"},
			sample.JiraItem{Field: "labels", ToText: "kept"})
		data.Comment(issue, now.Add(-2*time.Hour), data.Users[0], "secret four")
		w := serve(t, data, sample.JiraOptions{Deployment: deployment})
		db := sourcetest.Warehouse(t)
		secrets := func() (found int) {
			scan(t, db, `SELECT count(*) FROM (SELECT payload FROM raw.jira_histories UNION ALL SELECT payload FROM raw.jira_comments
				UNION ALL SELECT payload FROM raw.jira_issues) WHERE contains(payload, 'secret')`, nil, &found)
			return found
		}
		for round, keep := range []bool{false, true, false} {
			run(t, db, w.source(t, func(c *Config) { c.Comments = keep }))
			want := 0
			if keep {
				want = 2 // the comment, and the one whose deletion is in the changelog; never a description
			}
			if got := secrets(); got != want {
				t.Errorf("round %d: %d rows hold what was said, want %d", round, got, want)
			}
		}
		var kept, histories int
		scan(t, db, "SELECT count(*) FILTER (contains(payload, 'kept')), count(DISTINCT id) - count(*) FROM raw.jira_histories", nil, &kept, &histories)
		if kept != 1 || histories != 0 {
			t.Errorf("%d kept, %d rows too many", -histories, kept)
		}
	})
}

func TestAnEarlierSinceReadsMoreAndALaterOneForgetsNothing(t *testing.T) {
	both(t, func(t *testing.T, deployment string) {
		w := serve(t, random(300), sample.JiraOptions{Deployment: deployment})
		db := sourcetest.Warehouse(t)
		rows := func(from time.Time) (n int) {
			run(t, db, w.source(t, func(c *Config) { c.Since = from }))
			scan(t, db, "SELECT count(*) FROM raw.jira_issues WHERE gone_at IS NULL", nil, &n)
			return n
		}
		late := rows(now.AddDate(0, -4, 0))
		all := rows(since)
		again := rows(now.AddDate(0, -4, 0))
		if late == 0 || all != 300 || late >= all || again != all {
			t.Errorf("%d issues late, %d in all, %d again", late, all, again)
		}
		w.copied(t, db)
	})
}

// Projects can be added to the config one night and taken away another.
func TestProjectsComeAndGo(t *testing.T) {
	w := serve(t, random(300), sample.JiraOptions{})
	db := sourcetest.Warehouse(t)
	run(t, db, w.source(t, func(c *Config) { c.Projects = []string{"OPS"} }))
	w.night(t)
	run(t, db, w.source(t))
	w.copied(t, db)
	w.night(t)
	before := len(w.api().Requests())
	run(t, db, w.source(t)) // from now on all are asked for together
	searches := 0
	for _, r := range w.api().Requests()[before:] {
		if strings.HasSuffix(r.Path, "/search/jql") {
			searches++
		}
	}
	if searches != 2 {
		t.Errorf("%d searches", searches)
	}
	run(t, db, w.source(t, func(c *Config) { c.Projects = []string{"PAY"} }))
	var left int
	scan(t, db, "SELECT count(*) FROM raw.jira_issues WHERE gone_at IS NULL", nil, &left)
	if left != 300 {
		t.Errorf("%d issues are left: those of a project that is no longer read stay", left)
	}
}

// An issue that search does not show when it should is found by its id.
func TestIssuesThatSearchMissedAreFoundByTheirIDs(t *testing.T) {
	both(t, func(t *testing.T, deployment string) {
		data := random(120)
		hidden := fmt.Sprintf("%q", fmt.Sprint(data.Issues[70].ID))
		w := serve(t, data, sample.JiraOptions{Deployment: deployment})
		url := w.before(t, func(out http.ResponseWriter, r *http.Request) bool {
			if !strings.Contains(r.URL.Path, "/search") || !strings.Contains(r.URL.Query().Get("fields"), "summary") {
				return false
			}
			answer := ask(w, r.URL.String())
			answer = ingest.Edit(answer, func(name string, value json.RawMessage) json.RawMessage {
				if name != "issues" {
					return value
				}
				all, _ := ingest.Elements(value)
				all = slices.DeleteFunc(all, func(i json.RawMessage) bool { return `"`+ingest.Field(i, "id")+`"` == hidden })
				joined, _ := json.Marshal(append([]json.RawMessage{}, all...))
				return joined
			})
			out.Header().Set("Content-Type", "application/json")
			_, _ = out.Write(answer)
			return true
		})
		db := sourcetest.Warehouse(t)
		run(t, db, w.source(t, func(c *Config) { c.URL = url }))
		w.copied(t, db, "jira_issues")
	})
}

func TestErrorsOfOneProjectLeaveTheOthers(t *testing.T) {
	both(t, func(t *testing.T, deployment string) {
		w := serve(t, random(200), sample.JiraOptions{Deployment: deployment})
		db := sourcetest.Warehouse(t)
		s := w.source(t, func(c *Config) { c.Projects = []string{"OPS", "NOPE", "PAY", "OR", "WEB_2"} })
		_, err := ingest.Run(t.Context(), db, s, ingest.Options{Clock: w.clock})
		if !errors.Is(err, ingest.ErrIncomplete) || errors.Is(err, ingest.ErrRefused) {
			t.Fatalf("want incomplete, got %v", err)
		}
		if want := `jira: projects: jira.projects[1]: no project "NOPE" that the token's user may see`; !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
		w.copied(t, db)
		if left := sourcetest.Incomplete(t, db); len(left) != 1 || left[0] != "projects" {
			t.Errorf("incomplete: %v", left)
		}
	})
}
