package metrics

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/fewhands/fewhands/sql"
)

// authorshipOf computes the tables and reads them back, by "scope entity week".
func authorshipOf(ctx context.Context, db *sql.DB, n *naive) (rows map[string]truckFactors, err error) {
	rows = map[string]truckFactors{}
	key := func(row []sql.Value) string {
		return fmt.Sprintf("%s %s %d", row[0], row[1], int(row[2].(time.Time).Sub(naiveMonday).Hours()/24/7))
	}
	err = db.Update(ctx, func(tx *sql.Tx) error {
		if err := n.load(ctx, tx); err != nil {
			return err
		}
		if err := computeAuthorship()(ctx, tx); err != nil {
			return err
		}
		factors := map[string][2]int32{}
		err := tx.Each(ctx, "SELECT * FROM weekly.authorship", func(r []sql.Value) error {
			row := truckFactors{
				files: r[3].(int32), withoutHistory: r[4].(int32), authors: r[5].(int32), top: nobody, topFiles: r[13].(int32),
				activeFiles: r[7].(int32), activeWithoutAuthor: r[8].(int32), islands: r[10].(int32), departed: r[11].(int32),
			}
			if r[12] != nil {
				row.top = r[12].(int32)
			}
			rows[key(r)] = row
			factors[key(r)] = [2]int32{r[6].(int32), r[9].(int32)}
			return nil
		})
		if err != nil {
			return err
		}
		err = tx.Each(ctx, "SELECT * FROM weekly.removals ORDER BY scope, entity, week, variant, position", func(r []sql.Value) error {
			row := rows[key(r)]
			v := slices.Index(variantNames[:], r[3].(string))
			row.removed[v] = append(row.removed[v], removal{r[5].(int32), r[6].(int32), r[7].(float64)})
			if len(row.removed[v]) != int(r[4].(int32)) {
				return fmt.Errorf("removals of %s: position %v", key(r), r[4])
			}
			rows[key(r)] = row
			return nil
		})
		for k, want := range factors {
			if got := [2]int32{int32(len(rows[k].removed[0])), int32(len(rows[k].removed[1]))}; got != want {
				return fmt.Errorf("%s: truck factors %v with %v removals", k, want, got)
			}
		}
		return err
	})
	return rows, err
}

func TestWeeklySeriesEqualsEveryWeekFromScratch(t *testing.T) {
	ctx := context.Background()
	db := factsOnly(t)
	rapid.Check(t, func(t *rapid.T) {
		n := drawHistory(t)
		rows, err := authorshipOf(ctx, db, n)
		if err != nil {
			t.Fatal(err)
		}
		for week := range naiveWeeks {
			compareFactors(t, rows, fmt.Sprintf("org organisation %d", week), n.row(n.repositories, week, everyService))
			for _, repo := range n.repositories {
				compareFactors(t, rows, fmt.Sprintf("repo %s %d", repo.name, week), n.row([]naiveRepository{repo}, week, everyService))
			}
			for s := range int32(naiveServices) {
				compareFactors(t, rows, fmt.Sprintf("service service %d %d", s+1, week),
					n.row(n.repositories, week, func(service int32) bool { return service == s+1 }))
			}
			compareFactors(t, rows, fmt.Sprintf("team team %d", week),
				n.row(n.repositories, week, func(service int32) bool { return service == 1 || service == 2 }))
		}
		for key := range rows {
			t.Fatalf("unexpected row %s", key)
		}
	})
}

// compareFactors compares a row and takes it out of rows.
func compareFactors(t *rapid.T, rows map[string]truckFactors, key string, want *truckFactors) {
	t.Helper()
	got, ok := rows[key]
	delete(rows, key)
	if ok != (want != nil) {
		t.Fatalf("%s: there is a row: %v", key, ok)
	}
	if want != nil && fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", *want) {
		t.Fatalf("%s:\ngot  %+v\nwant %+v", key, got, *want)
	}
	if ok && int32(len(got.removed[everything])) > got.authors {
		t.Fatalf("%s: more removed than there are authors: %+v", key, got)
	}
}

// TestActiveIs180DaysBeforeTheMondayAfter has one file by one person, seen last on a day counted from that Monday.
func TestActiveIs180DaysBeforeTheMondayAfter(t *testing.T) {
	ctx := context.Background()
	db := factsOnly(t)
	for _, c := range []struct {
		daysBefore int
		want       int // active truck factor
	}{{181, 0}, {180, 1}, {179, 1}, {1, 1}, {0, 0}, {-1, 0}} {
		n := &naive{
			names: map[int32]string{1: "Ana"},
			bots:  map[int32]bool{},
			seen:  []sighting{{1, 7 - c.daysBefore, "facts.commit_people"}},
			repositories: []naiveRepository{{
				name:    "repo",
				counted: map[string]bool{"a": true},
				events:  []naiveEvent{{week: -9, status: "A", path: "a", person: 1}},
				stays:   []naiveStay{{"a", 0, 999}},
			}},
		}
		rows, err := authorshipOf(ctx, db, n)
		if err != nil {
			t.Fatal(err)
		}
		row := rows["repo repo 0"]
		if got := len(row.removed[kept]); got != c.want || int(row.departed) != 1-c.want || int(row.islands) != c.want {
			t.Errorf("seen %d days before: %+v", c.daysBefore, row)
		}
	}
}

// TestNumbersOfPeopleDecideNothing gives people other numbers and names: that may change who of equals is removed
// first, and no more.
func TestNumbersOfPeopleDecideNothing(t *testing.T) {
	ctx := context.Background()
	db := factsOnly(t)
	rapid.Check(t, func(t *rapid.T) {
		n := drawHistory(t)
		before, err := authorshipOf(ctx, db, n)
		if err != nil {
			t.Fatal(err)
		}
		numbers := []int32{0}
		for person := range int32(len(n.names)) {
			numbers = append(numbers, person+1)
		}
		numbers = append(numbers[:1], rapid.Permutation(numbers[1:]).Draw(t, "numbers")...)
		n.renumber(numbers)
		after, err := authorshipOf(ctx, db, n)
		if err != nil {
			t.Fatal(err)
		}
		for key, a := range before {
			b := after[key]
			a.top, b.top = 0, 0
			a.removed, b.removed = [variants][]removal{}, [variants][]removal{}
			if fmt.Sprint(a) != fmt.Sprint(b) {
				t.Fatalf("%s: %+v became %+v", key, a, b)
			}
		}
	})
}
