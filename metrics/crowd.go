package metrics

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/fewhands/fewhands/sql"
)

// activeDays is how long after a commit its people count as active.
const activeDays = 180

// crowd is everybody: how they sort by name, and in which weeks they are active.
type crowd struct {
	ranks    []int32  // by person_id: place by name, then by person_id
	isActive [][]bool // by week and person_id
}

// changed tells whether the week has another one of the people active than the week before.
func (c *crowd) changed(week int, people []int32) bool {
	if week == 0 {
		return true
	}
	now, before := c.isActive[week], c.isActive[week-1]
	return slices.ContainsFunc(people, func(person int32) bool { return now[person] != before[person] })
}

func readCrowd(ctx context.Context, tx *sql.Tx, weeks []time.Time) (*crowd, error) {
	c := &crowd{isActive: make([][]bool, len(weeks))}
	byName := []int32{}
	err := tx.Each(ctx, "SELECT person_id FROM facts.people ORDER BY name, person_id", func(row []sql.Value) error {
		byName = append(byName, row[0].(int32))
		return nil
	})
	if err != nil {
		return nil, err
	}
	last := slices.MaxFunc(append(byName, 0), cmp.Compare[int32])
	c.ranks = make([]int32, last+1)
	for rank, person := range byName {
		c.ranks[person] = int32(rank)
	}
	for week := range weeks {
		c.isActive[week] = make([]bool, last+1)
	}
	return c, c.readActive(ctx, tx, weeks[0])
}

// readActive finds who is active in which week: no bot, and author or co-author of a commit, in any repository and
// merges included, on one of the 180 days (UTC) before the Monday after the week; that Monday is not one of them.
func (c *crowd) readActive(ctx context.Context, tx *sql.Tx, first time.Time) error {
	// A commit on the first of the 180 days is 25 weeks and 5 days old, so only the last day of each week matters. As
	// days since the first kept week: the Monday after week w is 7·(w+1).
	query := fmt.Sprintf(`
		SELECT
		    person_id,
		    (week - DATE '%[1]s')::INTEGER,
		    (max(committed_on) - DATE '%[1]s')::INTEGER
		FROM facts.commit_people
		WHERE NOT is_bot
		    AND committed_on >= DATE '%[1]s' - 180
		GROUP BY person_id, week`, first.Format(time.DateOnly))
	return tx.Each(ctx, query, func(row []sql.Value) error {
		person, week, day := row[0].(int32), int(row[1].(int32)), int(row[2].(int32))
		for w := max(week, 0) / 7; w < len(c.isActive) && day >= 7*(w+1)-activeDays; w++ {
			c.isActive[w][person] = true
		}
		return nil
	})
}
