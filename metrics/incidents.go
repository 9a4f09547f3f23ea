package metrics

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/fewhands/fewhands/sql"
)

// happenings are the counts that weekly.incidents has the sums of. Of the pages: unowned_pages are on services without a team,
// named_pages have a person, local_pages a local time. Of the responses: rostered_responses are those of which it is known whether
// the person was on call, off_call_responses by people who were not, owned_responses those of which it is known whether the
// person was in the owning team, cross_team_responses by people who were not. unnamed_incidents had an action that nobody is named
// for.
var happenings = []string{
	countIncidents: "incidents", countReassignments: "reassignments", countEscalations: "escalations",
	countWithRunbook: "incidents_with_runbook", countUnnamed: "unnamed_incidents",
	countPages: "pages", countUnowned: "unowned_pages", countNamed: "named_pages", countLocal: "local_pages",
	countResponses: "responses", countRostered: "rostered_responses", countOffCall: "off_call_responses", countOwned: "owned_responses",
	countCrossTeam: "cross_team_responses",
}

// Where the counts are.
const (
	countIncidents = iota
	countReassignments
	countEscalations
	countWithRunbook
	countUnnamed
	countPages
	countUnowned
	countNamed
	countLocal
	countResponses
	countRostered
	countOffCall
	countOwned
	countCrossTeam
)

// computeIncidents writes weekly.incidents: one row per service, team and the whole organisation and kept week since the first
// incident, with what happened in the 13 weeks that end with the week. A quiet week has zeros. A team has what its services
// have; services that nobody owns are only in the organisation. days_of_data are the days from the first incident to the
// week's Sunday, both included.
//
// In SQL every count of every week would be written into its 13 windows, or sorted once for each of the counts.
func computeIncidents() sql.Compute {
	return func(ctx context.Context, tx *sql.Tx) error {
		weeks, err := keptWeeks(ctx, tx)
		if err != nil {
			return err
		}
		var scopes []happeningScope
		if len(weeks) > 0 {
			if scopes, err = readHappenings(ctx, tx, weeks); err != nil {
				return fmt.Errorf("read what happened: %w", err)
			}
		}
		columns := []sql.Column{
			{Name: "scope", Type: sql.Varchar}, {Name: "entity", Type: sql.Varchar}, {Name: "day", Type: sql.Integer}, {Name: "days_of_data", Type: sql.Integer},
		}
		for _, name := range happenings {
			columns = append(columns, sql.Column{Name: name, Type: sql.BigInt})
		}
		var places []*happeningPlace
		for _, scope := range scopes {
			for id := range scope.places {
				if p := &scope.places[id]; p.firstOn != noDay {
					p.scope, p.entity = scope.name, scope.entities[id]
					places = append(places, p)
				}
			}
		}
		return sql.CreateMade(ctx, tx, "weekly.incidents", `
			SELECT scope, entity, DATE '1970-01-01' + day AS week, days_of_data, `+strings.Join(happenings, ", ")+`
			FROM made`, sql.Made[incidentRow]{
			Columns: columns,
			Next:    eachOf(places, func(p *happeningPlace) []incidentRow { return p.rows(weeks) }),
			Put: func(row *sql.MadeRow, r *incidentRow) {
				row.Text(r.place.scope)
				row.Text(r.place.entity)
				row.Int32(r.day)
				row.Int32(r.day + 7 - r.place.firstOn)
				for _, n := range r.sums {
					row.Int64(n)
				}
			},
		})
	}
}

// incidentRow is a row of weekly.incidents.
type incidentRow struct {
	place *happeningPlace
	day   int32 // the week's Monday, since 1970
	sums  []int64
}

// rows are those of all kept weeks since the first incident.
func (p *happeningPlace) rows(weeks []time.Time) []incidentRow {
	var list []incidentRow
	p.windows(len(weeks), func(week int, sums []int64) {
		row := incidentRow{p, int32(weeks[week].Unix() / (24 * 60 * 60)), slices.Clone(sums)}
		if row.day+7 > p.firstOn {
			list = append(list, row)
		}
	})
	return list
}

// happeningPlace is where things happen: a service, a team or the organisation.
type happeningPlace struct {
	scope, entity string

	counts  []int32 // by week, of which the first kept one is the thirteenth, and count; nil where nothing happened
	firstOn int32   // day of the first incident, since 1970; noDay where there is none
}

// of are the counts of a week.
func (p *happeningPlace) of(week int) []int32 {
	return p.counts[week*len(happenings) : (week+1)*len(happenings)]
}

// add counts all that happened in another place too.
func (p *happeningPlace) add(weeks int, other *happeningPlace) {
	p.firstOn = min(p.firstOn, other.firstOn)
	if other.counts == nil {
		return
	}
	p.reach(weeks)
	for i, n := range other.counts {
		p.counts[i] += n
	}
}

func (p *happeningPlace) reach(weeks int) {
	if p.counts == nil {
		p.counts = make([]int32, (weeks+windowWeeks-1)*len(happenings))
	}
}

// noDay is after all days.
const noDay = math.MaxInt32

// windows calls fn with the sums of the 13 weeks that end with each kept week.
func (p *happeningPlace) windows(weeks int, fn func(week int, sums []int64)) {
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
		fn(end-windowWeeks+1, sums)
		gone := end - windowWeeks + 1
		for i, count := range p.counts[gone*n : (gone+1)*n] {
			sums[i] -= int64(count)
		}
	}
}

// happeningScope are the places of one kind, which are numbered from 1.
type happeningScope struct {
	placeScope
	places []happeningPlace
}
