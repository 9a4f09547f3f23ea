package metrics

import (
	"context"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/fewhands/fewhands/sql"
)

const (
	naiveWeeks    = 6
	naiveServices = 3 // team 1 owns the first two, nobody the third
)

var seenIn = []string{"facts.commit_people", "facts.commit_people", "facts.responses", "facts.ticket_events"}

var naiveMonday = time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC)

// drawHistory draws small histories over few paths and people, so that renames meet, files come and go, and people tie.
func drawHistory(t *rapid.T) *naive {
	n := &naive{names: map[int32]string{}, bots: map[int32]bool{}, left: map[int32]int{}}
	people := int32(rapid.IntRange(1, 5).Draw(t, "people"))
	for person := int32(1); person <= people; person++ {
		n.names[person] = rapid.SampledFrom([]string{"Ana", "Bo", "Cy"}).Draw(t, "name")
		n.bots[person] = rapid.IntRange(0, 4).Draw(t, "bot") == 0
		if rapid.IntRange(0, 4).Draw(t, "left") == 0 {
			n.left[person] = rapid.IntRange(-10, 7*naiveWeeks+10).Draw(t, "on day")
		}
		for range rapid.IntRange(0, 2).Draw(t, "sightings") {
			day := rapid.IntRange(-200, 7*naiveWeeks+3).Draw(t, "day")
			if rapid.Bool().Draw(t, "at the edge") {
				day = 7*rapid.IntRange(1, naiveWeeks).Draw(t, "Monday after") - rapid.SampledFrom([]int{-1, 0, 1, 179, 180, 181}).Draw(t, "days before")
			}
			n.seen = append(n.seen, sighting{person, day, rapid.SampledFrom(seenIn).Draw(t, "in")})
		}
	}
	paths := []string{"a", "b", "c", "d/e", "d0", "é"}
	for r := range rapid.IntRange(1, 3).Draw(t, "repositories") {
		repo := naiveRepository{name: fmt.Sprintf("repo %d", r), since: rapid.IntRange(-1, 2).Draw(t, "since"), counted: map[string]bool{}, owner: map[string]int32{}}
		for _, path := range paths {
			repo.counted[path] = rapid.IntRange(0, 5).Draw(t, "counted") > 0
			if service := rapid.Int32Range(0, naiveServices).Draw(t, "service"); service > 0 {
				repo.owner[path] = service
			}
			for week := repo.since; week <= naiveWeeks+1; {
				s := naiveStay{path: path, since: week + rapid.SampledFrom([]int{0, 0, 0, 1, 3, 20}).Draw(t, "away")}
				s.until = s.since + rapid.IntRange(1, 4).Draw(t, "stay")
				if rapid.Bool().Draw(t, "for good") {
					s.until = 999
				}
				repo.stays = append(repo.stays, s)
				week = s.until
			}
		}
		for range rapid.IntRange(0, 25).Draw(t, "events") {
			e := naiveEvent{
				week:   rapid.IntRange(-2, naiveWeeks+1).Draw(t, "week"),
				status: rapid.SampledFrom([]string{"A", "A", "M", "M", "M", "R", "R", "R", "D", "T", "C"}).Draw(t, "status"),
				path:   rapid.SampledFrom(paths).Draw(t, "path"),
				person: rapid.Int32Range(1, people).Draw(t, "person"),
			}
			if e.status == "R" || e.status == "C" {
				e.old = rapid.SampledFrom(paths).Draw(t, "old")
			}
			e.isLeftOut = n.bots[e.person] || rapid.IntRange(0, 5).Draw(t, "large") == 0
			repo.events = append(repo.events, e)
		}
		n.repositories = append(n.repositories, repo)
	}
	return n
}

// factsOnly is a warehouse with empty fact tables.
func factsOnly(t testing.TB) *sql.DB {
	t.Helper()
	ctx := context.Background()
	db, err := sql.Open(ctx, "", sql.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	settings := sql.Settings{AsOf: naiveMonday.AddDate(0, 0, 7*naiveWeeks), Weeks: naiveWeeks}
	if err := db.BuildLayers(ctx, []string{"staging", "facts"}, settings, computed(nil), nil); err != nil {
		t.Fatal(err)
	}
	err = db.Update(ctx, func(tx *sql.Tx) error {
		return tx.Exec(ctx, "CREATE TABLE weekly.weeks AS ("+sql.Select("weekly.weeks")+")")
	})
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// load replaces the facts by those of n.
func (n *naive) load(ctx context.Context, tx *sql.Tx) error {
	put := func(table string, columns []string, rows [][]sql.Value) error {
		if err := tx.Exec(ctx, "DELETE FROM "+table); err != nil {
			return err
		}
		appender, err := tx.Appender(table, columns...)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if err := appender.Append(row...); err != nil {
				return err
			}
		}
		return appender.Flush()
	}
	monday := func(week int) time.Time { return naiveMonday.AddDate(0, 0, 7*week) }
	var people, seen, responses, ticketEvents, repositories, paths, owners, trees, changes [][]sql.Value
	for person, name := range n.names {
		var left sql.Value
		if day, ok := n.left[person]; ok {
			left = naiveMonday.AddDate(0, 0, day)
		}
		people = append(people, []sql.Value{person, fmt.Sprint(person), name, "", n.bots[person], false, left})
	}
	for _, s := range n.seen {
		on := naiveMonday.AddDate(0, 0, s.day)
		since := int(on.Weekday()+6) % 7
		week := on.AddDate(0, 0, -since)
		switch {
		case s.in == "facts.commit_people":
			seen = append(seen, []sql.Value{s.person, n.bots[s.person], on, week})
		case n.bots[s.person]: // a bot is never in the others
		case s.in == "facts.responses":
			responses = append(responses, []sql.Value{s.person, on, week})
		default:
			ticketEvents = append(ticketEvents, []sql.Value{s.person, on, week})
		}
	}
	for r, repo := range n.repositories {
		id := int32(10 * r)
		repositories = append(repositories, []sql.Value{id, repo.name, monday(repo.since)})
		ids := map[string]int32{}
		for path, counted := range repo.counted {
			ids[path] = int32(len(ids))
			paths = append(paths, []sql.Value{id, ids[path], path, counted})
			if service := repo.owner[path]; service > 0 {
				owners = append(owners, []sql.Value{id, ids[path], service})
			}
		}
		for _, s := range repo.stays {
			var until sql.Value
			if s.until != 999 {
				until = monday(s.until)
			}
			trees = append(trees, []sql.Value{id, ids[s.path], monday(s.since), until})
		}
		for _, e := range repo.events {
			var old sql.Value
			if e.old != "" {
				old = ids[e.old]
			}
			changes = append(changes, []sql.Value{id, ids[e.path], old, e.person, monday(e.week), e.status, e.isLeftOut})
		}
	}
	for _, t := range []struct {
		name    string
		columns []string
		rows    [][]sql.Value
	}{
		{"facts.people", []string{"person_id", "person", "name", "email", "is_bot", "is_declared", "left_on"}, people},
		{"facts.commit_people", []string{"person_id", "is_bot", "committed_on", "week"}, seen},
		{"facts.responses", []string{"person_id", "responded_on", "week"}, responses},
		{"facts.ticket_events", []string{"person_id", "happened_on", "week"}, ticketEvents},
		{"facts.repositories", []string{"repo_id", "repo", "tree_since_week"}, repositories},
		{"facts.paths", []string{"repo_id", "path_id", "path", "is_counted"}, paths},
		{"facts.service_paths", []string{"repo_id", "path_id", "service_id"}, owners},
		{"facts.teams", []string{"team_id", "team"}, [][]sql.Value{{int32(1), "team"}}},
		{"facts.services", []string{"service_id", "service", "team_id"}, [][]sql.Value{
			{int32(1), "service 1", int32(1)}, {int32(2), "service 2", int32(1)}, {int32(3), "service 3", nil},
		}},
		{"facts.trees", []string{"repo_id", "path_id", "since_week", "until_week"}, trees},
		{"facts.file_changes", []string{"repo_id", "path_id", "old_path_id", "person_id", "week", "status", "is_left_out"}, changes},
	} {
		if err := put(t.name, t.columns, t.rows); err != nil {
			return err
		}
	}
	return nil
}

func (n *naive) renumber(numbers []int32) {
	names, bots := map[int32]string{}, map[int32]bool{}
	for person := range n.names {
		names[numbers[person]] = fmt.Sprintf("Person %d", numbers[person])
		bots[numbers[person]] = n.bots[person]
	}
	left := map[int32]int{}
	for person, day := range n.left {
		left[numbers[person]] = day
	}
	n.names, n.bots, n.left = names, bots, left
	for i := range n.seen {
		n.seen[i].person = numbers[n.seen[i].person]
	}
	for _, repo := range n.repositories {
		for i := range repo.events {
			repo.events[i].person = numbers[repo.events[i].person]
		}
	}
}
