package metrics

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/fewhands/fewhands/sql"
)

// happenings are the counts of weekly.happenings, in the order in which weekly.incidents has their sums.
var happenings = []string{
	"incidents", "reassignments", "escalations", "incidents_with_runbook", "unnamed_incidents", "pages", "unowned_pages", "named_pages",
	"local_pages", "responses", "rostered_responses", "off_call_responses", "owned_responses", "cross_team_responses",
}

// computeIncidents writes weekly.incidents: one row per service, team and the whole organisation and kept week since the first
// incident, with what happened in the 13 weeks that end with the week. A quiet week has zeros. A team has what its services
// have; services that nobody owns are only in the organisation. days_of_data are the days from the first incident to the
// week's Sunday, both included. What is counted is defined in weekly.happenings.
//
// In SQL every count of every week would be written into its 13 windows, or sorted once for each of the counts.
func computeIncidents() sql.Compute {
	return func(ctx context.Context, tx *sql.Tx) error {
		err := tx.Exec(ctx, `
			CREATE OR REPLACE TABLE weekly.incidents (
			    scope        VARCHAR NOT NULL,
			    entity       VARCHAR NOT NULL,
			    week         DATE NOT NULL,
			    days_of_data INTEGER NOT NULL,
			    `+strings.Join(happenings, " BIGINT NOT NULL,\n")+` BIGINT NOT NULL
			)`)
		if err != nil {
			return err
		}
		rows, err := tx.Appender("weekly.incidents")
		if err != nil {
			return err
		}
		weeks, err := keptWeeks(ctx, tx)
		if err != nil || len(weeks) == 0 {
			return err
		}
		scopes, err := readHappenings(ctx, tx, weeks)
		if err != nil {
			return fmt.Errorf("read what happened: %w", err)
		}
		row := make([]sql.Value, 4+len(happenings))
		var boxed boxes
		for _, scope := range scopes {
			row[0] = scope.name
			for id := range scope.places {
				p := &scope.places[id]
				if !p.hasFirst {
					continue
				}
				row[1] = scope.entities[id]
				err := p.windows(len(weeks), func(week int, sums []int64) error {
					days := int32(weeks[week].Unix()/(24*60*60)) + 7 - p.firstOn
					if days <= 0 {
						return nil
					}
					row[2], row[3] = weeks[week], boxed.int32(days)
					for i, n := range sums {
						row[4+i] = boxed.int64(n)
					}
					return rows.Append(row...)
				})
				if err != nil {
					return err
				}
			}
		}
		return rows.Flush()
	}
}

// happeningPlace is where things happen: a service, a team or the organisation.
type happeningPlace struct {
	counts   []int32 // by week, of which the first kept one is the thirteenth, and count; nil where nothing happened
	firstOn  int32   // day of the first incident, since 1970
	hasFirst bool
}

// add counts a week's happenings.
func (p *happeningPlace) add(weeks, week int, counts []int32) {
	p.reach(weeks)
	own := p.counts[week*len(happenings):]
	for i, n := range counts {
		own[i] += n
	}
}

func (p *happeningPlace) reach(weeks int) {
	if p.counts == nil {
		p.counts = make([]int32, (weeks+windowWeeks-1)*len(happenings))
	}
}

func (p *happeningPlace) began(day int32) {
	if !p.hasFirst || day < p.firstOn {
		p.firstOn, p.hasFirst = day, true
	}
}

// windows calls fn with the sums of the 13 weeks that end with each kept week.
func (p *happeningPlace) windows(weeks int, fn func(week int, sums []int64) error) error {
	n := len(happenings)
	p.reach(weeks)
	sums := make([]int64, n)
	for end := range weeks + windowWeeks - 1 {
		for i, count := range p.counts[end*n : (end+1)*n] {
			sums[i] += int64(count)
		}
		if end < windowWeeks-1 {
			continue
		}
		if err := fn(end-windowWeeks+1, sums); err != nil {
			return err
		}
		gone := end - windowWeeks + 1
		for i, count := range p.counts[gone*n : (gone+1)*n] {
			sums[i] -= int64(count)
		}
	}
	return nil
}

// happeningScope are the places of one kind, which are numbered from 1.
type happeningScope struct {
	placeScope
	places []happeningPlace
}

// readHappenings reads what happened in the kept weeks and the 12 before.
func readHappenings(ctx context.Context, tx *sql.Tx, weeks []time.Time) ([]happeningScope, error) {
	names, err := readPlaces(ctx, tx)
	if err != nil {
		return nil, err
	}
	var scopes []happeningScope
	for _, s := range names {
		scopes = append(scopes, happeningScope{s, make([]happeningPlace, len(s.entities))})
	}
	each := func(service int32, fn func(p *happeningPlace)) {
		for i := range scopes {
			if place := scopes[i].placeOf(service); place != 0 {
				fn(&scopes[i].places[place])
			}
		}
	}
	err = tx.Each(ctx, `
		SELECT service_id, (min(first_on) - DATE '1970-01-01')::INTEGER
		FROM weekly.happenings
		WHERE first_on IS NOT NULL
		GROUP BY service_id`,
		func(row []sql.Value) error {
			each(row[0].(int32), func(p *happeningPlace) { p.began(row[1].(int32)) })
			return nil
		})
	if err != nil {
		return nil, err
	}
	counts := make([]int32, len(happenings))
	err = tx.Each(ctx, `
		SELECT service_id, ((week - kept.first) // 7 + 12)::INTEGER, `+strings.Join(happenings, ", ")+`
		FROM weekly.happenings
		CROSS JOIN (SELECT min(week) AS first, max(week) AS last FROM weekly.weeks) AS kept
		WHERE week BETWEEN kept.first - 12 * 7 AND kept.last`,
		func(row []sql.Value) error {
			for i := range counts {
				counts[i] = row[2+i].(int32)
			}
			each(row[0].(int32), func(p *happeningPlace) { p.add(len(weeks), int(row[1].(int32)), counts) })
			return nil
		})
	return scopes, err
}
