package reports

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/fewhands/fewhands/sql"
)

// Repo is what there is to say of one repository as of the last kept week. `fewhands repo` prints it, its --json is this
// struct, and the pages and CSV files show the same numbers: there is one reading. A nil number is unknown, never zero.
type Repo struct {
	Repo    string  `json:"repo"`
	Rev     *string `json:"rev"`     // object name that was read; nil for a repository without commits
	Date    *string `json:"date"`    // of that commit, ISO, UTC
	Commits *int64  `json:"commits"` // reachable from Rev, merges included; nil for a repository that could not be read

	Files             *int64    `json:"files"`   // counted, with a history
	Authors           *int64    `json:"authors"` // people who are an author of one of them
	TruckFactor       *int64    `json:"truck_factor"`
	ActiveTruckFactor *int64    `json:"active_truck_factor"`
	Removed           []Removal `json:"removed"`        // who is taken away for TruckFactor, in that order
	ActiveRemoved     []Removal `json:"active_removed"` // the same for ActiveTruckFactor

	KnowledgeIslands  *float64 `json:"knowledge_islands"`   // share of files, 0 to 1
	DepartedCodeShare *float64 `json:"departed_code_share"` // share of files, 0 to 1

	// Of the commits in the 13 weeks that end with Week.
	RecentCommits   *int64   `json:"recent_commits"` // once per person who wrote them
	RecentPeople    *int64   `json:"recent_people"`
	EligiblePeople  *int64   `json:"eligible_people"`
	TopShare        *float64 `json:"top_share"` // 0 to 1
	PeopleForHalf   *int64   `json:"people_for_half"`
	PeopleForMost   *int64   `json:"people_for_most"`
	EffectivePeople *float64 `json:"effective_people"`
	Concentration   *float64 `json:"concentration"` // 0 to 1
	Gini            *float64 `json:"gini"`          // 0 to 1
	Participation   *float64 `json:"participation"` // 0 to 1
	Incumbency      *float64 `json:"incumbency"`    // 0 to 1
	TopTenure       *int64   `json:"top_tenure"`    // quarters

	Week      string   `json:"week"`       // Monday of the last kept week
	FilesMode string   `json:"files_mode"` // which files are counted: "source" or "all"
	Warnings  []string `json:"warnings"`   // what limits these numbers, in words

	public     string // the name in links and files: another where it names somebody
	readAt     time.Time
	removed    bool // no longer configured
	lastCommit *time.Time
}

// Name is what a page calls the repository.
func (r Repo) Name() string { return cmp.Or(r.public, r.Repo) }

// Removal is one step of the greedy removal behind a truck factor.
type Removal struct {
	Person   string  `json:"person"`
	Files    int64   `json:"files"`    // of which they are an author
	Coverage float64 `json:"coverage"` // share of files that still have an author without them and those before, 0 to 1
	Active   bool    `json:"active"`   // a person seen in any channel in the 180 days before the week's end, and not marked as left
	Bot      bool    `json:"bot"`      // no person; counted because the published truck factor counts it
}

// Repos reads one summary per repository of a built warehouse, by name.
func Repos(ctx context.Context, db *sql.DB) ([]Repo, error) {
	when, err := readPeriod(ctx, db)
	if err != nil {
		return nil, err
	}
	return when.repos(ctx, db)
}

func (p period) repos(ctx context.Context, db *sql.DB) ([]Repo, error) {
	repos, err := p.repositories(ctx, db)
	if err != nil {
		return nil, fmt.Errorf("read repositories: %w", err)
	}
	at := make(map[string]*Repo, len(repos))
	for i := range repos {
		at[repos[i].Repo] = &repos[i]
	}
	if err := p.removals(ctx, db, at); err != nil {
		return nil, fmt.Errorf("read truck factors: %w", err)
	}
	now, err := p.latest(ctx, db, "repo")
	if err != nil {
		return nil, err
	}
	for key, list := range now {
		for _, h := range list.all {
			if r := at[key]; r != nil && commitWork.shows(h.Channel) {
				r.set(h.Metric.Name, h.Values[0])
			}
		}
	}
	for i := range repos {
		repos[i].finish()
	}
	return repos, nil
}

// repositories reads everything of a Repo but its metrics.
func (p period) repositories(ctx context.Context, db *sql.DB) ([]Repo, error) {
	rows, err := db.Query(ctx, `
		SELECT
			r.repo,
			r.tip,
			r.tip_at,
			r.read_at,
			r.rename_detection,
			r.incomplete,
			COALESCE(c.commits, 0),
			c.last_commit,
			a.files,
			a.authors,
			w.items,
			w.people,
			w.eligible_people,
			NOT COALESCE(s.is_configured, TRUE)
		FROM facts.repositories AS r
		LEFT JOIN (
			SELECT repo_id, count(*) AS commits, max(committed_at) AS last_commit FROM facts.commits GROUP BY repo_id
		) AS c ON c.repo_id = r.repo_id
		LEFT JOIN weekly.authorship AS a ON a.scope = 'repo' AND a.entity = r.repo AND a.week = $1
		LEFT JOIN weekly.concentration AS w
			ON w.channel = 'commits' AND w.scope = 'repo' AND w.entity = r.repo AND w.week = $1
		LEFT JOIN facts.sources AS s ON s.source = 'git' AND s.name = r.repo
		ORDER BY r.repo`, p.week)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	repos := []Repo{}
	for rows.Next() {
		r := Repo{
			Removed: []Removal{}, ActiveRemoved: []Removal{}, Warnings: []string{},
			Week: p.week.Format(time.DateOnly), FilesMode: p.filesMode,
		}
		var tipAt *time.Time
		var renames string
		var incomplete *string
		err := rows.Scan(&r.Repo, &r.Rev, &tipAt, &r.readAt, &renames, &incomplete, &r.Commits, &r.lastCommit,
			&r.Files, &r.Authors, &r.RecentCommits, &r.RecentPeople, &r.EligiblePeople, &r.removed)
		if err != nil {
			return nil, err
		}
		if tipAt != nil {
			r.Date = new(tipAt.UTC().Format(time.DateOnly))
		}
		if incomplete != nil {
			r.Warnings = append(r.Warnings, "Incomplete: "+p.privacy.placeText(clean(*incomplete)))
			if r.Rev == nil {
				r.Commits = nil // it may well have some
			}
		}
		if renames == "exact" && (incomplete == nil || !strings.Contains(*incomplete, "renames")) {
			r.Warnings = append(r.Warnings, "Renames were found only where the content stayed the same; the truck factor may differ from that of a full clone")
		}
		r.public = p.privacy.placeKey(r.Repo)
		repos = append(repos, r)
	}
	return repos, rows.Err()
}

// removals reads who the greedy steps removed, and whether they were active.
func (p period) removals(ctx context.Context, db *sql.DB, at map[string]*Repo) error {
	rows, err := db.Query(ctx, `
		SELECT
			r.entity,
			r.variant,
			p.person,
			p.name,
			r.files,
			r.coverage,
			p.is_bot,
			r.is_active
		FROM weekly.removals AS r
		JOIN facts.people AS p ON p.person_id = r.person_id
		WHERE r.scope = 'repo' AND r.week = $1
		ORDER BY r.entity, r.variant, r.position`, p.week)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var entity, variant string
		var person string
		var step Removal
		if err := rows.Scan(&entity, &variant, &person, &step.Person, &step.Files, &step.Coverage, &step.Bot, &step.Active); err != nil {
			return err
		}
		step.Person = p.privacy.teamName(person, step.Person)
		switch r := at[entity]; {
		case r == nil:
		case variant == "active":
			r.ActiveRemoved = append(r.ActiveRemoved, step)
		default:
			r.Removed = append(r.Removed, step)
		}
	}
	return rows.Err()
}

// set puts a metric's value where it belongs. A metric without a field of its own is only in the CSV and on the page.
func (r *Repo) set(metric string, v *float64) {
	switch metric {
	case "truck_factor":
		r.TruckFactor = whole(v)
	case "active_truck_factor":
		r.ActiveTruckFactor = whole(v)
	case "knowledge_islands":
		r.KnowledgeIslands = v
	case "departed_code_share":
		r.DepartedCodeShare = v
	case "top_share":
		r.TopShare = v
	case "people_for_half":
		r.PeopleForHalf = whole(v)
	case "people_for_most":
		r.PeopleForMost = whole(v)
	case "effective_people":
		r.EffectivePeople = v
	case "concentration":
		r.Concentration = v
	case "gini":
		r.Gini = v
	case "participation":
		r.Participation = v
	case "incumbency":
		r.Incumbency = v
	case "top_tenure":
		r.TopTenure = whole(v)
	}
}

// finish drops the steps of a truck factor that is unknown, and says in words what is missing.
func (r *Repo) finish() {
	if r.TruckFactor == nil {
		r.Removed = []Removal{}
	}
	if r.ActiveTruckFactor == nil {
		r.ActiveRemoved = []Removal{}
	}
	switch {
	case r.Commits == nil:
		r.Warnings = append(r.Warnings, "Not read: nothing is known of it")
	case *r.Commits == 0:
		r.Warnings = append(r.Warnings, "No commits yet")
	case r.TruckFactor == nil && r.Files == nil:
		r.Warnings = append(r.Warnings, "No counted files in that week: no truck factor")
	case r.TruckFactor == nil:
		r.Warnings = append(r.Warnings, "Too little history for a truck factor")
	}
}

func whole(v *float64) *int64 {
	if v == nil {
		return nil
	}
	return new(int64(*v))
}
