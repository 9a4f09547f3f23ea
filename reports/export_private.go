package reports

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/fewhands/fewhands/metrics"
	"github.com/fewhands/fewhands/sql"
)

// privateFolder is where the files about people go, inside the folder of an export. Only its owner can open it.
const privateFolder = "private"

// exportPrivate writes people_weekly.csv, responses.csv and identities.csv and returns their paths.
func exportPrivate(ctx context.Context, db *sql.DB, opts ExportOptions) ([]string, error) {
	people, err := peopleWeeklyCSV(ctx, db, opts)
	if err != nil {
		return nil, fmt.Errorf("people_weekly.csv: %w", err)
	}
	responses, err := responsesCSV(ctx, db, opts)
	if err != nil {
		return nil, fmt.Errorf("responses.csv: %w", err)
	}
	identities, err := identitiesCSV(ctx, db, opts)
	if err != nil {
		return nil, fmt.Errorf("identities.csv: %w", err)
	}
	dir := filepath.Join(opts.Dir, privateFolder)
	if err := makeFolder(opts.Dir); err != nil {
		return nil, err
	}
	if err := makePrivateFolder(dir); err != nil {
		return nil, err
	}
	files := map[string][]byte{"people_weekly.csv": people, "responses.csv": responses, "identities.csv": identities}
	if err := replaceFiles(dir, files, 0o600); err != nil {
		return nil, err
	}
	return []string{filepath.Join(dir, "people_weekly.csv"), filepath.Join(dir, "responses.csv"), filepath.Join(dir, "identities.csv")}, nil
}

// makePrivateFolder makes a folder that only its owner can open, also of one that is there already.
func makePrivateFolder(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	return os.Chmod(dir, 0o700)
}

// peopleWeeklyMetrics are the columns of people_weekly.csv after person and week. Columns without a metric are not known
// yet and empty.
var peopleWeeklyMetrics = []string{
	"pages", "off_hours_pages", "sleep_pages", "disrupted_hours", "on_call_hours", "on_call_share", "rest_gaps", "nights_in_a_row",
	"acknowledgements", "resolutions", "off_call_responses", "tickets_resolved", "reliability_tickets_resolved", "commits",
	"after_hours_commits", "fair_share_ratio",
}

// peopleWeeklyCSV has one row per person and week from the person's first page or shift on. An empty cell is not known.
func peopleWeeklyCSV(ctx context.Context, db *sql.DB, opts ExportOptions) ([]byte, error) {
	type key struct {
		person string
		week   time.Time
	}
	cells := map[key]map[string]*float64{}
	var keys []key // of the first metric, which every row has
	for _, name := range peopleWeeklyMetrics {
		if _, ok := metrics.Find(name); !ok {
			continue
		}
		values, err := metrics.Values(ctx, db, metrics.Filter{Metric: name, Scope: "person", LastWeeks: opts.Weeks})
		if err != nil {
			return nil, err
		}
		for _, v := range values {
			k := key{v.Entity, v.Week}
			if name == "pages" {
				cells[k] = map[string]*float64{}
				keys = append(keys, k)
			}
			if cells[k] != nil {
				cells[k][name] = v.Value
			}
		}
	}
	s := newSheet(opts.Excel, append([]string{"person", "week"}, peopleWeeklyMetrics...)...)
	for _, k := range keys {
		row := []any{k.person, number(day(k.week))}
		for _, name := range peopleWeeklyMetrics {
			row = append(row, number(exactOrEmpty(cells[k][name])))
		}
		s.row(row...)
	}
	return s.bytes(), nil
}

// responsesCSV has one row per person and incident that the person responded to, newest week last.
func responsesCSV(ctx context.Context, db *sql.DB, opts ExportOptions) ([]byte, error) {
	rows, err := db.Query(ctx, `
		SELECT
			incidents.incident,
			COALESCE(services.service, ''),
			COALESCE(services.name, ''),
			COALESCE(teams.team, ''),
			people.person,
			responses.responded_at,
			responses.week,
			responses.actions,
			responses.is_on_call,
			responses.is_cross_team
		FROM facts.responses AS responses
		JOIN facts.incidents AS incidents
			ON incidents.incident_id = responses.incident_id
		JOIN facts.people AS people
			ON people.person_id = responses.person_id
		LEFT JOIN facts.services AS services
			ON services.service_id = responses.service_id
		LEFT JOIN facts.teams AS teams
			ON teams.team_id = responses.team_id
		WHERE responses.week IN (SELECT week FROM weekly.weeks ORDER BY week DESC LIMIT $1)
		ORDER BY responses.responded_at, incidents.incident, people.person`, opts.Weeks)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	s := newSheet(opts.Excel, "incident", "service", "service_name", "team", "person", "responded_at", "week", "actions", "is_on_call", "is_cross_team")
	for rows.Next() {
		var incident, service, name, team, person, actions string
		var respondedAt, week time.Time
		var isOnCall, isCrossTeam *bool
		err := rows.Scan(&incident, &service, &name, &team, &person, &respondedAt, &week, &actions, &isOnCall, &isCrossTeam)
		if err != nil {
			return nil, err
		}
		s.row(incident, service, name, team, person, number(respondedAt.UTC().Format(time.RFC3339)), number(day(week)), actions,
			number(boolOrEmpty(isOnCall)), number(boolOrEmpty(isCrossTeam)))
	}
	return s.bytes(), rows.Err()
}

// identitiesCSV has one row per account, per name and address of a repository, and per person of org.yaml: who it is. Bots
// are here too.
func identitiesCSV(ctx context.Context, db *sql.DB, opts ExportOptions) ([]byte, error) {
	_, at, err := identified(ctx, db)
	if err != nil {
		return nil, err
	}
	s := newSheet(opts.Excel, "person", "source", "account", "name", "email", "matched_by")
	seen := map[[6]string]bool{}
	err = eachIdentity(ctx, db, func(person int64, repository string, id Identity) {
		row := [6]string{at[person].Person, id.Source, cmp.Or(id.Account, repository), id.Name, id.Email, id.MatchedBy}
		if !seen[row] {
			seen[row] = true
			s.row(row[0], row[1], row[2], row[3], row[4], row[5])
		}
	})
	return s.bytes(), err
}

// boolOrEmpty is true, false, or empty where it is not known.
func boolOrEmpty(v *bool) string {
	if v == nil {
		return ""
	}
	return strconv.FormatBool(*v)
}
