package metrics

import (
	"context"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
	"pgregory.net/rapid"

	"github.com/fewhands/fewhands/sql"
)

// work3 is the reliability work on one service in the 13 weeks up to lastWeek: items by channel and person. Who is in its
// team and did nothing is a person too.
type work3 struct {
	items map[string][]int // by channel; as many as people
	idle  int              // more members of the team
}

var channelNames = []string{"pages", "tickets", "commits"}

func (w work3) people() int { return len(w.items["pages"]) }

func drawWork3(t *rapid.T) work3 {
	w := work3{items: map[string][]int{}, idle: rapid.IntRange(0, 3).Draw(t, "idle")}
	n := rapid.IntRange(1, 8).Draw(t, "people")
	for _, channel := range channelNames {
		some := rapid.SampledFrom([]*rapid.Generator[int]{
			rapid.Just(0), rapid.IntRange(0, 2), rapid.OneOf(rapid.Just(0), rapid.IntRange(0, 30)), rapid.Just(12),
		}).Draw(t, channel)
		w.items[channel] = rapid.SliceOfN(some, n, n).Draw(t, "items of "+channel)
	}
	return w
}

// buildWork3 makes a service of each, named by its place, and builds. number gives the person that stands for person i of
// service k.
func buildWork3(t rapid.TB, db *sql.DB, list []work3, number func(k, i int) int) {
	t.Helper()
	rows := map[string][]string{}
	add := func(table, format string, args ...any) {
		rows[table] = append(rows[table], fmt.Sprintf(format, args...))
	}
	id := 0
	known := map[int]bool{}
	for k, w := range list {
		add("facts.services (service_id, service, team_id, is_deleted)", "%d, 's%02d', %d, FALSE", k+1, k, k+1)
		add("facts.teams (team_id, team, name)", "%d, 't%02d', ''", k+1, k)
		add("facts.repositories (repo_id, repo)", "%d, 'r%02d'", k+1, k)
		for i := range w.people() + w.idle {
			if !known[number(k, i)] {
				known[number(k, i)] = true
				add("facts.people (person_id, person, name, email, is_bot)", "%d, 'p%d', '', '', FALSE", number(k, i), number(k, i))
			}
			add("facts.team_members (team_id, person_id)", "%d, %d", k+1, number(k, i))
		}
		for i := range w.people() {
			for j := range w.items["pages"][i] {
				add("facts.responses (service_id, team_id, person_id, responded_on, week)", "%d, %d, %d, %s", k+1, k+1, number(k, i), onWeek(j))
			}
			for j := range w.items["tickets"][i] {
				id++
				add("facts.tickets (ticket_id, service_id, team_id, is_reliability, resolver_id, resolved_at, resolved_on, week)",
					"%d, %d, %d, %s, %d, DATE '2026-01-01', %s", id, k+1, k+1, []string{"TRUE", "NULL"}[j%2], number(k, i), onWeek(j))
			}
			for j := range w.items["commits"][i] {
				id++
				add("facts.commit_people (repo_id, commit_id, person_id, is_bot, is_merge, committed_on, week)",
					"%d, %d, %d, FALSE, FALSE, %s", k+1, id, number(k, i), onWeek(j))
				add("facts.commit_services (repo_id, commit_id, service_id)", "%d, %d, %d", k+1, id, k+1)
				add("facts.reliability_commits (repo_id, commit_id, why)", "%d, %d, 'revert'", k+1, id)
			}
		}
	}
	ctx := context.Background()
	err := db.Update(ctx, func(tx *sql.Tx) error {
		for _, table := range []string{"services", "teams", "repositories", "people", "team_members", "responses", "tickets", "commit_people",
			"commit_services", "reliability_commits"} {
			if err := tx.Exec(ctx, "DELETE FROM facts."+table); err != nil {
				return err
			}
		}
		for table, list := range rows {
			if err := tx.Exec(ctx, "INSERT INTO "+table+" VALUES ("+strings.Join(list, "), (")+")"); err != nil {
				return fmt.Errorf("%s: %w", table, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	settings := sql.Settings{AsOf: lastWeek.AddDate(0, 0, 7), Weeks: 1}
	if err := db.BuildLayers(ctx, []string{"weekly", "metrics"}, settings, computed(nil), nil); err != nil {
		t.Fatal(err)
	}
}

// onWeek is a day of the window and its week; the first one of a person is in the first week, so that no channel is too
// young.
func onWeek(j int) string {
	day := lastWeek.AddDate(0, 0, -7*(12-j%13)).Format("2006-01-02")
	return fmt.Sprintf("DATE '%s', DATE '%s'", day, day)
}

// plainAll is the mean of everybody's shares over the channels with ten items or more, exactly; nil with none of those.
func (w work3) plainAll() []*big.Rat {
	sums := make([]*big.Rat, w.people())
	for i := range sums {
		sums[i] = new(big.Rat)
	}
	var present int64
	for _, items := range w.items {
		total := 0
		for _, n := range items {
			total += n
		}
		if total < 10 {
			continue
		}
		present++
		for i, n := range items {
			sums[i].Add(sums[i], big.NewRat(int64(n), int64(total)))
		}
	}
	if present == 0 {
		return nil
	}
	for i := range sums {
		sums[i].Quo(sums[i], big.NewRat(present, 1))
	}
	return sums
}

// channelRow is a row of weekly.concentration of a service; values are nil where there is too little data.
type channelRow struct {
	items, eligible, people                       int
	hasEnough                                     bool
	topShare, half, concentration, gini, involved *float64
}

func readChannels(t rapid.TB, db *sql.DB) map[string]channelRow {
	t.Helper()
	rows, err := db.Query(context.Background(), `
		SELECT channel || ' ' || entity, items, eligible_people, people, has_enough_data, top_share, people_for_half, concentration, gini,
			participation
		FROM weekly.concentration
		WHERE scope = 'service'`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	all := map[string]channelRow{}
	for rows.Next() {
		var key string
		var r channelRow
		err := rows.Scan(&key, &r.items, &r.eligible, &r.people, &r.hasEnough, &r.topShare, &r.half, &r.concentration, &r.gini, &r.involved)
		if err != nil {
			t.Fatal(err)
		}
		all[key] = r
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// The rows of the channel all that a story has worked out by hand.
func TestMeanOfSharesByHand(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/channels/mean_of_shares.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var settings sql.Settings
	var want [][]string
	given := map[string][]byte{}
	for _, file := range archive.Files {
		switch file.Name {
		case "settings":
			settings = parseSettings(t, string(file.Data))
		case "want.csv":
			want = parseCSV(t, string(file.Data))
		default:
			given[strings.TrimSuffix(file.Name, ".csv")] = file.Data
		}
	}
	db := buildFromFacts(t, settings, given)
	for _, row := range want[1:] {
		values, err := Values(t.Context(), db, Filter{Metric: row[0], Scope: row[1], Entity: row[2]})
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(values, func(v Value) bool { return v.Channel == "all" })
		if i < 0 {
			t.Errorf("no row %v", row)
			continue
		}
		compareNumber(t, strings.Join(row[:3], ","), row[3], values[i].Value)
		if fmt.Sprint(values[i].N) != row[4] {
			t.Errorf("%v: n is %d", row, values[i].N)
		}
	}
	if values, err := Values(t.Context(), db, Filter{Metric: "top_share", Entity: "search"}); err != nil || len(values) != 1 {
		t.Errorf("search has %v, %v", values, err)
	}
}

func TestAllChannels(t *testing.T) {
	db := buildFromFacts(t, sql.Settings{AsOf: lastWeek.AddDate(0, 0, 7), Weeks: 1}, nil)
	check(t, 6, func(t *rapid.T) {
		list := rapid.SliceOfN(rapid.Custom(drawWork3), 8, 8).Draw(t, "services")
		buildWork3(t, db, list, func(k, i int) int { return 100*k + i + 1 })
		built := readChannels(t, db)
		sharesSumToOne(t, smallWarehouse{db})
		sharesBetweenChannels(t, db)
		for k, w := range list {
			if got, ok := built[fmt.Sprintf("all s%02d", k)]; ok || w.channels() > 1 {
				w.check(t, got)
			}
			if w.channels() < 2 {
				if _, ok := built[fmt.Sprintf("all s%02d", k)]; ok {
					t.Fatalf("a service with %d channels has all", w.channels())
				}
			}
		}

		numbers := rapid.Permutation(indices(1000)).Draw(t, "numbers")
		buildWork3(t, db, list, func(k, i int) int { return numbers[20*k+i] + 1 })
		for key, row := range readChannels(t, db) {
			if was := built[key]; fmt.Sprint(row.numbers()) != fmt.Sprint(was.numbers()) {
				t.Fatalf("%s: other names changed %v to %v", key, was.numbers(), row.numbers())
			}
		}

		more := slices.Clone(list)
		for k := range more {
			more[k].idle++
		}
		buildWork3(t, db, more, func(k, i int) int { return 100*k + i + 1 })
		for key, row := range readChannels(t, db) {
			was := built[key]
			if !strings.HasPrefix(key, "commits") && row.eligible != was.eligible+1 {
				t.Fatalf("%s: %d eligible, before one more member %d", key, row.eligible, was.eligible)
			}
			if was.concentration != nil && *row.concentration < *was.concentration || was.gini != nil && *row.gini < *was.gini {
				t.Fatalf("%s: an idle eligible person lowers concentration", key)
			}
		}
	})
}

func (w work3) channels() (n int) {
	for _, items := range w.items {
		if slices.Max(items) > 0 {
			n++
		}
	}
	return n
}

func (w work3) check(t *rapid.T, got channelRow) {
	t.Helper()
	shares := w.plainAll()
	if got.hasEnough != (shares != nil) {
		t.Fatalf("%v: enough data: %v", w, got.hasEnough)
	}
	if shares == nil {
		return
	}
	slices.SortFunc(shares, func(a, b *big.Rat) int { return b.Cmp(a) })
	sum, half := new(big.Rat), 0.0
	for i, share := range shares {
		sum.Add(sum, share)
		if sum.Cmp(big.NewRat(1, 2)) >= 0 {
			half = float64(i + 1)
			break
		}
	}
	top, _ := shares[0].Float64()
	if math.Abs(*got.topShare-top) > 1e-7 || *got.half != half {
		t.Fatalf("%v: top share %v, want %v; people for half %v, want %v", w, *got.topShare, top, *got.half, half)
	}
	// In the team is everybody, so all can do all.
	if got.eligible != w.people()+w.idle && w.items["pages"] != nil && slices.Max(w.items["pages"])+slices.Max(w.items["tickets"]) > 0 {
		t.Fatalf("%v: %d eligible", w, got.eligible)
	}
}

func (r channelRow) numbers() []any {
	list := []any{r.items, r.eligible, r.people, r.hasEnough}
	for _, v := range []*float64{r.topShare, r.half, r.concentration, r.gini, r.involved} {
		list = append(list, show(v))
	}
	return list
}

// sharesBetweenChannels: a mean is nowhere outside of what it is a mean of.
func sharesBetweenChannels(t *rapid.T, db *sql.DB) {
	t.Helper()
	var wrong int
	err := db.QueryRow(context.Background(), `
		WITH shares AS (
			SELECT parts.all_series_id, parts.series_id, people.person_id, COALESCE(ranks.items, 0) / parts.items AS share
			FROM weekly.parts AS parts
			JOIN (SELECT DISTINCT series_id, week, person_id FROM weekly.ranks) AS people
				ON people.series_id = parts.all_series_id AND people.week = parts.week
			LEFT JOIN weekly.ranks AS ranks
				ON ranks.series_id = parts.series_id AND ranks.week = parts.week AND ranks.person_id = people.person_id
			WHERE parts.is_present AND parts.week IN (SELECT week FROM weekly.weeks)
		)
		SELECT count(*) FROM (
			SELECT 1
			FROM shares
			JOIN weekly.ranks AS blended
				ON blended.series_id = shares.all_series_id AND blended.person_id = shares.person_id
				AND blended.week IN (SELECT week FROM weekly.weeks)
			JOIN weekly.spreads AS whole
				ON whole.series_id = blended.series_id AND whole.week = blended.week
			GROUP BY shares.all_series_id, shares.person_id
			HAVING min(blended.items / whole.items) < min(share) - 1e-8 OR max(blended.items / whole.items) > max(share) + 1e-8
		)`).Scan(&wrong)
	if err != nil || wrong > 0 {
		t.Fatalf("%d people whose share of all is not between those of the channels, %v", wrong, err)
	}
}
