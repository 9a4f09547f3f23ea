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

// A window that moves has the same sums as one that is added up afresh in every week.
func TestMovingSumsAgainstFreshOnes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		weeks := rapid.IntRange(1, 20).Draw(t, "weeks")
		var place happeningPlace
		happened := map[int][]int32{} // by week
		for range rapid.IntRange(0, 30).Draw(t, "times") {
			week := rapid.IntRange(0, weeks+windowWeeks-2).Draw(t, "week")
			counts := rapid.SliceOfN(rapid.Int32Range(0, 5), len(happenings), len(happenings)).Draw(t, "counts")
			var more happeningPlace
			more.reach(weeks)
			copy(more.of(week), counts)
			place.add(weeks, &more)
			happened[week] = append(happened[week], counts...)
		}
		seen := 0
		place.windows(weeks, func(week int, sums []int64) {
			want := make([]int64, len(happenings))
			for in := week; in < week+windowWeeks; in++ {
				for i, n := range happened[in] {
					want[i%len(happenings)] += int64(n)
				}
			}
			if week != seen || !slices.Equal(sums, want) {
				t.Fatalf("week %d: got %v, want %v", week, sums, want)
			}
			seen++
		})
		if seen != weeks {
			t.Fatalf("%d of %d weeks", seen, weeks)
		}
	})
}

// A date that cannot be right, long before or after all others, is one incident more and nothing else.
func TestIncidentsOfImpossibleDates(t *testing.T) {
	db := buildFromFacts(t, sql.Settings{AsOf: lastWeek.AddDate(0, 0, 7), Weeks: 2}, map[string][]byte{
		"facts.services": []byte("service_id,service,name,is_deleted\n1,SCHECKOUT,Checkout,false\n"),
		"facts.incidents": []byte("incident_id,service_id,created_on,week,times\n1,,0044-03-15,0044-03-13,1\n2,1,1970-01-01,1969-12-29,1\n" +
			"3,1,9999-12-31,9999-12-27,1\n4,1," + lastWeek.Format(time.DateOnly) + "," + lastWeek.Format(time.DateOnly) + ",3\n"),
		"facts.pages":     []byte("incident_id,service_id,person_id,week,times\n1,,1,0044-03-13,1\n2,1,1,1969-12-29,1\n4,1,1," + lastWeek.Format(time.DateOnly) + ",2\n"),
		"facts.responses": []byte("incident_id,service_id,person_id,responded_on,week,times\n2,1,1,1970-01-01,1969-12-29,1\n"),
	})
	rows, err := db.Query(context.Background(), `
		SELECT scope || ' ' || (week = '`+lastWeek.Format(time.DateOnly)+`') || ' ' || days_of_data || ' ' || incidents || ' ' || pages || ' ' || responses
		FROM weekly.incidents ORDER BY ALL`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var got []string
	for rows.Next() {
		var row string
		if err := rows.Scan(&row); err != nil {
			t.Fatal(err)
		}
		got = append(got, row)
	}
	days := func(since string) int {
		day, _ := time.Parse(time.DateOnly, since)
		return int(lastWeek.AddDate(0, 0, 7).Unix()-day.Unix()) / (24 * 60 * 60)
	}
	want := []string{
		fmt.Sprintf("org false %d 0 0 0", days("0044-03-15")-7), fmt.Sprintf("org true %d 3 2 0", days("0044-03-15")),
		fmt.Sprintf("service false %d 0 0 0", days("1970-01-01")-7), fmt.Sprintf("service true %d 3 2 0", days("1970-01-01")),
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}
