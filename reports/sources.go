package reports

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/fewhands/fewhands/sql"
)

// source is something that is read as a whole: an account, or a repository.
type source struct {
	kind, name string     // pagerduty, jira or git; the repository's name, or the kind again
	readAt     *time.Time // when the last reading that reached its end began; nil: none has yet
	incomplete bool
	removed    bool // no longer configured: its data end with the last reading
	problem    string
	key        string // of the repository in the warehouse
}

// staleHours is how old data may be before every page says so: the threshold of source_age_hours.
const staleHours = 36

func (p period) sources(ctx context.Context, db *sql.DB) ([]source, error) {
	rows, err := db.Query(ctx, `
		SELECT source, name, read_at, is_incomplete, NOT is_configured, COALESCE(problem, '')
		FROM facts.sources
		ORDER BY source = 'git', source, name`)
	if err != nil {
		return nil, fmt.Errorf("read sources: %w", err)
	}
	defer rows.Close()
	var list []source
	for rows.Next() {
		var s source
		if err := rows.Scan(&s.kind, &s.name, &s.readAt, &s.incomplete, &s.removed, &s.problem); err != nil {
			return nil, fmt.Errorf("read sources: %w", err)
		}
		s.key, s.problem = s.name, p.privacy.placeText(s.problem)
		if s.kind == "git" {
			s.name = p.privacy.placeKey(s.name)
		}
		list = append(list, s)
	}
	return list, rows.Err()
}

// title names a source as its makers do.
func (s source) title() string {
	switch s.kind {
	case "pagerduty":
		return "PagerDuty"
	case "jira":
		return "Jira"
	}
	return s.name
}

// isOld tells whether the last whole reading is further back than a nightly run allows.
func (s source) isOld(p period) bool {
	return s.readAt == nil || p.asOf.Sub(*s.readAt).Hours() > staleHours
}

// state says in a few words how far a source can be trusted to be whole.
func (s source) state(p period) string {
	switch {
	case s.removed:
		return "no longer configured"
	case s.readAt == nil:
		return "never read to its end"
	case s.incomplete:
		return "incomplete"
	case s.isOld(p):
		return "not read lately"
	}
	return "whole"
}

// staleSources are the sentences that every page carries while something is missing or old.
func staleSources(p period, sources []source) []string {
	var notes []string
	var repositories, partial, old, removed int
	for _, s := range sources {
		if s.kind == "git" {
			repositories++
			switch {
			case s.removed:
				removed++
			case s.incomplete:
				partial++
			case s.isOld(p):
				old++
			}
			continue
		}
		switch {
		case s.removed && s.readAt == nil:
			notes = append(notes, s.title()+" is no longer configured, and was never read to its end: what is missing of it is not zero.")
		case s.removed:
			notes = append(notes, s.title()+" is no longer configured: its data end on "+day(*s.readAt)+". What is missing since is not zero.")
		case s.readAt == nil:
			notes = append(notes, s.title()+" is incomplete: it has not been read to its end yet.")
		case s.incomplete:
			notes = append(notes, s.title()+" is incomplete: it was last read to its end on "+day(*s.readAt)+".")
		case s.isOld(p):
			notes = append(notes, s.title()+" was last read on "+day(*s.readAt)+".")
		}
	}
	if partial > 0 {
		notes = append(notes, fmt.Sprintf("%d of %s incomplete.", partial, counted(int64(repositories), "repository is", "repositories are")))
	}
	if old > 0 {
		notes = append(notes, fmt.Sprintf("%d of %s not read in the last %d hours.", old,
			counted(int64(repositories), "repository was", "repositories were"), staleHours))
	}
	if removed > 0 {
		notes = append(notes, fmt.Sprintf("%d of %s no longer configured: what is missing of such a one since it was last read is not zero.", removed,
			counted(int64(repositories), "repository is", "repositories are")))
	}
	return notes
}

func (s *site) sourcesTable() table {
	t := table{
		ID: "sources", Sortable: true, Tall: len(s.sources) > 40,
		Caption: "Sources as of " + day(s.period.asOf) + ", the incomplete and the oldest first",
		Columns: []column{{Title: "Source"}, {Title: "Kind"}, {Title: "State"}, {Title: "Last read to its end (UTC)"}, {Title: "What is missing"}},
	}
	read := func(s source) int64 {
		if s.readAt == nil {
			return 0
		}
		return s.readAt.Unix()
	}
	list := slices.SortedStableFunc(slices.Values(s.sources), func(a, b source) int {
		if a.incomplete != b.incomplete {
			if a.incomplete {
				return -1
			}
			return 1
		}
		return cmp.Compare(read(a), read(b))
	})
	kinds := map[string]string{"git": "repository", "pagerduty": "pages", "jira": "tickets"}
	for _, src := range list {
		name := nameCell(src.title(), "")
		if src.kind == "git" && slices.ContainsFunc(s.repos, func(r Repo) bool { return r.Repo == src.key }) {
			name.Href = "repos/" + slug(src.name) + ".html"
		}
		name.Text = shorten(name.Text, 40)
		at := cell{Text: "never", Sort: strconv.FormatInt(read(src), 10)}
		if src.readAt != nil {
			at.Text = src.readAt.UTC().Format("2006-01-02 15:04")
		}
		problem := cell{Text: shorten(shown(src.problem), 240), Name: true}
		if src.problem == "" {
			problem.Text = "nothing"
		}
		t.Rows = append(t.Rows, []cell{
			name, {Text: kinds[src.kind]}, {Text: src.state(s.period), Marked: src.state(s.period) != "whole"}, at, problem,
		})
	}
	return t
}

func (s *site) sourcesCSV() []byte {
	sheet := newSheet(false, "source", "kind", "state", "read_at", "problem")
	for _, src := range s.sources {
		at := ""
		if src.readAt != nil {
			at = src.readAt.UTC().Format(time.RFC3339)
		}
		sheet.row(src.name, src.kind, src.state(s.period), number(at), clean(src.problem))
	}
	return sheet.bytes()
}
