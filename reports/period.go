package reports

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/fewhands/fewhands/sql"
)

// ErrNotBuilt says that the warehouse has raw rows at most: nothing to report on before a build.
var ErrNotBuilt = errors.New("the warehouse has not been built yet")

// period is the time that a built warehouse speaks of.
type period struct {
	asOf      time.Time
	week      time.Time   // Monday of the last kept week; zero where there is none
	weeks     []time.Time // all kept weeks, oldest first
	filesMode string
	business  [2]string // when business begins and ends on a weekday, such as "08:00"
	privacy   Privacy   // what is told of people in it
}

func readPeriod(ctx context.Context, db *sql.DB) (period, error) {
	var p period
	var built bool
	err := db.QueryRow(ctx, "SELECT count(*) > 0 FROM information_schema.tables WHERE table_schema = 'weekly' AND table_name = 'weeks'").Scan(&built)
	if err != nil {
		return p, fmt.Errorf("read the build's settings: %w", err)
	}
	if !built {
		return p, ErrNotBuilt
	}
	err = db.QueryRow(ctx, "SELECT as_of, files_mode, left(business_start::VARCHAR, 5), left(business_end::VARCHAR, 5) FROM staging.settings").
		Scan(&p.asOf, &p.filesMode, &p.business[0], &p.business[1])
	if err != nil {
		return p, fmt.Errorf("read the build's settings: %w", err)
	}
	rows, err := db.Query(ctx, "SELECT week FROM weekly.weeks ORDER BY week")
	if err != nil {
		return p, fmt.Errorf("read weeks: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var week time.Time
		if err := rows.Scan(&week); err != nil {
			return p, err
		}
		p.weeks = append(p.weeks, week)
		p.week = week
	}
	return p, rows.Err()
}

// listedWeeks is how many weeks a table has in full.
const listedWeeks = halfYear

// listed are the positions of the weeks that a table has, newest first: all of the last half year, and before that the last week
// of each quarter. A hundred rows are more than anybody reads, and would be half of every page.
func (p period) listed() []int {
	var list []int
	for w := len(p.weeks) - 1; w >= 0; {
		list = append(list, w)
		if len(list) < listedWeeks {
			w--
		} else {
			w -= back
		}
	}
	return list
}

// folded says so.
func (p period) folded() string {
	if len(p.weeks) <= listedWeeks {
		return ""
	}
	return " Of what is more than half a year ago one week in 13 is here; the CSV has every week."
}

// ago is the kept week so many weeks before the last one; false where it is no longer kept.
func (p period) ago(weeks int) (time.Time, bool) {
	i := len(p.weeks) - 1 - weeks
	if i < 0 {
		return time.Time{}, false
	}
	return p.weeks[i], true
}
