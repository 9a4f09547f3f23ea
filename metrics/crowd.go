package metrics

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/fewhands/fewhands/sql"
)

// activeDays is how long after the last thing they did, in any channel, people count as active.
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

// readActive finds who is active in which week: no bot, not marked as left by its Sunday, and seen in any channel on one of
// the 180 days (UTC) before the Monday after the week; that Monday is not one of them. Seen is who wrote a commit, in any
// repository and merges included, responded to an incident, or did anything to a ticket.
func (c *crowd) readActive(ctx context.Context, tx *sql.Tx, first time.Time) error {
	// What was done on the first of the 180 days is 25 weeks and 5 days old, so only the last day of each week matters. As
	// days since the first kept week: the Monday after week w is 7·(w+1).
	query := fmt.Sprintf(`
		SELECT
		    person_id,
		    (week - DATE '%[1]s')::INTEGER,
		    (max(seen_on) - DATE '%[1]s')::INTEGER
		FROM (
		    SELECT person_id, week, committed_on AS seen_on
		    FROM facts.commit_people
		    WHERE NOT is_bot

		    UNION ALL

		    SELECT person_id, week, responded_on
		    FROM facts.responses

		    UNION ALL

		    SELECT person_id, week, happened_on
		    FROM facts.ticket_events
		    WHERE person_id IS NOT NULL
		)
		WHERE seen_on >= DATE '%[1]s' - 180
		    AND person_id IN (SELECT person_id FROM facts.people)
		GROUP BY person_id, week`, first.Format(time.DateOnly))
	err := tx.Each(ctx, query, func(row []sql.Value) error {
		person, week, day := row[0].(int32), int(row[1].(int32)), int(row[2].(int32))
		for w := max(week, 0) / 7; w < len(c.isActive) && day >= 7*(w+1)-activeDays; w++ {
			c.isActive[w][person] = true
		}
		return nil
	})
	if err != nil {
		return err
	}
	left := fmt.Sprintf("SELECT person_id, (left_on - DATE '%s')::INTEGER FROM facts.people WHERE left_on IS NOT NULL", first.Format(time.DateOnly))
	return tx.Each(ctx, left, func(row []sql.Value) error {
		person, day := row[0].(int32), int(row[1].(int32))
		for w := max(day, 0) / 7; w < len(c.isActive); w++ {
			c.isActive[w][person] = false
		}
		return nil
	})
}
