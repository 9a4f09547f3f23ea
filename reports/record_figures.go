package reports

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/fewhands/fewhands/sql"
)

// duty is one person's time on call and responses in the last window. They have no name where only counts are told.
type duty struct {
	id                 int64
	person, name       string
	seconds, responses int64
}

// readDuties reads everybody who was on call or responded, those with most responses first.
func (p period) readDuties(ctx context.Context, db *sql.DB, scope, from, to string, at func(string) *record) error {
	if scope == "repo" {
		return nil
	}
	rows, err := db.Query(ctx, `
		SELECT d.entity, d.person_id, p.person, p.name, d.seconds, d.responses
		FROM weekly.paper_and_fact AS d
		JOIN facts.people AS p ON p.person_id = d.person_id
		WHERE d.scope = $1 AND d.entity BETWEEN $2 AND $3
		ORDER BY d.entity, d.responses DESC, d.seconds DESC, d.person_id`, scope, from, to)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var key, person, name string
		var d duty
		if err := rows.Scan(&key, &d.id, &person, &name, &d.seconds, &d.responses); err != nil {
			return err
		}
		if scope != "org" {
			d.person, d.name = p.privacy.teamKey(person), p.privacy.teamName(person, name)
		}
		r := at(key)
		r.duties = append(r.duties, d)
	}
	return rows.Err()
}

// hours are pages by weekday, Monday first, and hour of the day.
type hours [7][24]int64

func (p period) readHours(ctx context.Context, db *sql.DB, scope, from, to string, at func(string) *record) error {
	if scope != "org" && scope != "team" && scope != "person" {
		return nil
	}
	rows, err := db.Query(ctx, `
		SELECT entity, weekday, hour, pages
		FROM weekly.page_hours
		WHERE scope = $1 AND entity BETWEEN $2 AND $3`, scope, from, to)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var key string
		var weekday, hour int
		var pages int64
		if err := rows.Scan(&key, &weekday, &hour, &pages); err != nil {
			return err
		}
		r := at(key)
		if r.hours == nil {
			r.hours = &hours{}
		}
		r.hours[weekday-1][hour] = pages
	}
	return rows.Err()
}

// night is one in which people were paged in their sleeping hours, named by the date of its evening.
type night struct {
	on     time.Time
	people int64
}

func (p period) readNights(ctx context.Context, db *sql.DB, scope, from, to string, at func(string) *record) error {
	if scope != "org" && scope != "team" {
		return nil
	}
	rows, err := db.Query(ctx, `
		SELECT entity, night_on, people
		FROM weekly.page_nights
		WHERE scope = $1 AND entity BETWEEN $2 AND $3
		ORDER BY entity, night_on`, scope, from, to)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var key string
		var n night
		if err := rows.Scan(&key, &n.on, &n.people); err != nil {
			return err
		}
		r := at(key)
		r.nights = append(r.nights, n)
	}
	return rows.Err()
}

// flow is how many responses one person gave to one service of a team in the last window.
type flow struct {
	service, title string
	id             int64
	person, name   string
	responses      int64
}

// readFlows reads them of teams, as far as names are told.
func (p period) readFlows(ctx context.Context, db *sql.DB, scope, from, to string, at func(string) *record) error {
	if scope != "team" || p.privacy.hidesTeam() {
		return nil
	}
	rows, err := db.Query(ctx, `
		SELECT t.team, s.service, s.name, d.person_id, p.person, p.name, d.responses
		FROM weekly.paper_and_fact AS d
		JOIN facts.services AS s ON s.service = d.entity
		JOIN facts.teams AS t ON t.team_id = s.team_id
		JOIN facts.people AS p ON p.person_id = d.person_id
		WHERE d.scope = 'service' AND d.responses > 0 AND t.team BETWEEN $1 AND $2
		ORDER BY t.team, d.responses DESC, s.service, d.person_id`, from, to)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var key, person, name string
		var f flow
		if err := rows.Scan(&key, &f.service, &f.title, &f.id, &person, &name, &f.responses); err != nil {
			return err
		}
		f.service, f.title = p.privacy.placeKey(f.service), p.privacy.placeText(f.title)
		f.person, f.name = p.privacy.teamKey(person), p.privacy.teamName(person, name)
		r := at(key)
		r.flows = append(r.flows, f)
	}
	return rows.Err()
}

// folder is a folder of a repository, up to three levels deep, with the files that the active truck factor counts: how many of
// them an active author holds, and how many one active person nearly alone.
type folder struct {
	path                 string // ends in a slash; "" is the top
	files, held, islands int64
}

func (p period) readFolders(ctx context.Context, db *sql.DB, scope, from, to string, at func(string) *record) error {
	if scope != "repo" {
		return nil
	}
	rows, err := db.Query(ctx, `
		SELECT repo, folder, files, held_files, island_files
		FROM weekly.folders
		WHERE repo BETWEEN $1 AND $2`, from, to)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var key string
		var f folder
		if err := rows.Scan(&key, &f.path, &f.files, &f.held, &f.islands); err != nil {
			return err
		}
		f.path = p.privacy.teamText(f.path)
		r := at(key)
		r.folders = append(r.folders, f)
	}
	return rows.Err()
}

// byPath sorts folders.
func byPath(list []folder) []folder {
	return slices.SortedFunc(slices.Values(list), func(a, b folder) int { return cmp.Compare(a.path, b.path) })
}
