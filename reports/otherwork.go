package reports

import (
	"context"
	"fmt"

	"github.com/fewhands/fewhands/metrics"
	"github.com/fewhands/fewhands/sql"
)

// otherWork is how few people resolve the tickets of a service or team, or write its reliability commits.
type otherWork struct {
	items     int64 // of the last 13 weeks
	now, then standing
}

// fillOthers reads tickets and commits, in the last kept week and half a year before.
func (p period) fillOthers(ctx context.Context, db *sql.DB, scope string, at map[string]*place) error {
	then, _ := p.ago(halfYear)
	rows, err := db.Query(ctx, `
		SELECT c.channel, c.entity, c.week = $2::DATE, c.items, c.eligible_people, h.value
		FROM weekly.concentration AS c
		LEFT JOIN metrics.people_for_half AS h
			ON h.channel = c.channel AND h.scope = c.scope AND h.entity = c.entity AND h.week = c.week
		WHERE c.channel IN ('tickets', 'commits') AND c.scope = $1 AND c.week IN ($2::DATE, $3::DATE)`, scope, day(p.week), day(then))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var channel, key string
		var isNow bool
		var items, eligible int64
		var half *float64
		if err := rows.Scan(&channel, &key, &isNow, &items, &eligible, &half); err != nil {
			return err
		}
		one := at[key]
		if one == nil {
			continue
		}
		if one.others == nil {
			one.others = map[string]*otherWork{}
		}
		if one.others[channel] == nil {
			one.others[channel] = &otherWork{}
		}
		work, s := one.others[channel], standing{half: half, eligible: new(float64(eligible))}
		if isNow {
			work.items, work.now = items, s
		} else {
			work.then = s
		}
	}
	return rows.Err()
}

// mainStanding is how few people respond, now and half a year before; where too little is known of that, how few resolve the
// tickets or write the commits.
func (p *place) mainStanding() (now, then standing, isOther bool) {
	if now := p.standing(); now.half != nil {
		return now, p.then, false
	}
	for _, work := range []channel{ticketWork, fixWork} {
		if other := p.others[work.name]; other != nil && other.now.half != nil {
			return other.now, other.then, true
		}
	}
	return standing{}, p.then, false
}

// otherCell is "2 of 9" of tickets or commits.
func (p *place) otherCell(work channel) cell {
	other := p.others[work.name]
	if other == nil || other.now.half == nil {
		return numberCell(metrics.NoValue, nil)
	}
	c := numberCell(other.now.of(""), other.now.half)
	c.Marked = *other.now.half <= 1
	return c
}

// otherHeadline is the headline of a service or team whose pages say too little: of its tickets, else of its commits. nil where
// these say too little as well.
func (p *place) otherHeadline() *headline {
	for _, work := range []channel{ticketWork, fixWork} {
		other := p.others[work.name]
		if other == nil || other.now.half == nil {
			continue
		}
		items := counted(other.items, work.item, work.items)
		if work.name == fixWork.name {
			items = counted(other.items, "reliability commit", "reliability commits")
		}
		h := headline{Says: fmt.Sprintf("%s: %s %s at least half of the %s of the last 13 weeks", shown(p.name),
			other.now.of(" eligible people"), work.gave, items)}
		if other.then.half == nil {
			h.Says += "."
			h.Supports = "Half a year before, there was too little data."
		} else {
			h.Says += "; " + other.now.since(other.then) + "."
		}
		return &h
	}
	return nil
}
