package metrics

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/fewhands/fewhands/sql"
)

// computePages writes facts.pages: one row per page, a notification to a person by push, SMS or phone. Those to one person up to
// 60 s after a page are the same page, whatever they are about, and its incident is that of the first; the next one after these
// 60 s is a new page. E-mail is no page. Whether a notification arrived is not always known, so one that failed counts.
// person_id is NULL where the source does not say who was paged; bots are not here. local_at is the time on the person's own clock,
// and day_part the part of the day by it: business, off_hours or sleep; both are NULL where the person's time zone is not known.
// is_first tells whether it is the person's first page of the incident in the week; NULL where nobody is named.
// facts.incident_events has every single notification.
//
// Where a page ends hangs on where the one before it began: in SQL that is a sort of all notifications with windows over it, and
// lists of what comes late. Here those of one person are sorted and gone through once, all processors at it.
func computePages() sql.Compute {
	return func(ctx context.Context, tx *sql.Tx) error {
		r, err := readNotices(ctx, tx)
		if err != nil {
			return fmt.Errorf("read notifications: %w", err)
		}
		return sql.CreateMade(ctx, tx, "facts.pages", `
			SELECT
			    incident_id,
			    service_id,
			    team_id,
			    person_id,
			    make_timestamptz(moment) AS paged_at,
			    make_timestamp(local_moment) AS local_at,
			    CASE part
			        WHEN 0 THEN 'business'::ENUM ('business', 'off_hours', 'sleep')
			        WHEN 1 THEN 'off_hours'::ENUM ('business', 'off_hours', 'sleep')
			        WHEN 2 THEN 'sleep'::ENUM ('business', 'off_hours', 'sleep')
			    END AS day_part,
			    is_first,
			    DATE '1970-01-01' + monday AS week
			FROM made`, sql.Made[page]{
			Columns: []sql.Column{
				{Name: "incident_id", Type: sql.Integer}, {Name: "service_id", Type: sql.Integer}, {Name: "team_id", Type: sql.Integer},
				{Name: "person_id", Type: sql.Integer}, {Name: "moment", Type: sql.BigInt}, {Name: "monday", Type: sql.Integer},
				{Name: "is_first", Type: sql.Boolean}, {Name: "local_moment", Type: sql.BigInt}, {Name: "part", Type: sql.Integer},
			},
			Next: eachOf(r.recipients, r.pages),
			Put: func(row *sql.MadeRow, p *page) {
				row.Int32(p.incident)
				row.Key(p.service)
				row.Key(p.team)
				row.Key(p.person)
				row.Int64(p.moment)
				row.Int32(p.monday)
				if p.person == 0 {
					row.Null()
				} else {
					row.Bool(p.isFirst)
				}
				if !p.isLocal {
					row.Null()
					row.Null()
					return
				}
				row.Int64(p.local)
				row.Int32(int32(p.part))
			},
		})
	}
}

// page is a row of facts.pages. Moments are microseconds since 1970, local ones by the person's clock; 0 is nobody, no service and no team.
type page struct {
	incident, service, team, person int32
	moment, local                   int64
	part                            dayPart
	monday                          int32
	isLocal, isFirst                bool
}

// pages puts the notifications of a recipient in order, and gives the pages among them.
func (r *noticeReader) pages(of *recipient) (pages []page) {
	// Each of those nobody is named for may be anybody's: they are apart by incident.
	isNamed := of.person != 0
	if isNamed {
		slices.SortFunc(of.notices, byMoment)
	} else {
		slices.SortFunc(of.notices, func(a, b notice) int { return cmp.Or(cmp.Compare(a.incident, b.incident), byMoment(a, b)) })
	}
	clocks := r.clocks[of.person]
	pages = make([]page, 0, len(of.notices))
	var began notice
	for i, n := range of.notices {
		if i > 0 && n.moment <= began.moment+60*second && (isNamed || n.incident == began.incident) {
			continue
		}
		began = n
		if n.place == 0 { // an incident that is not known has no page
			continue
		}
		place := &r.places.places[n.place]
		p := page{incident: n.incident, service: place.service, team: place.team, person: of.person, moment: n.moment}
		for len(clocks) > 0 && clocks[0].until <= n.moment {
			clocks = clocks[1:]
		}
		if isNamed && len(clocks) > 0 && clocks[0].since <= n.moment {
			p.isLocal, p.local = true, n.moment+clocks[0].offset
			p.part = r.parts.of(p.local)
		}
		p.monday = mondayOf(p.moment)
		p.isFirst = !isIn(pages, p.monday, p.incident)
		pages = append(pages, p)
	}
	of.notices = nil
	return pages
}

func byMoment(a, b notice) int {
	switch {
	case a.moment < b.moment:
		return -1
	case a.moment > b.moment:
		return 1
	}
	return cmp.Compare(a.incident, b.incident)
}

// isIn tells whether an incident is among the last pages, which are those of a week.
func isIn(pages []page, monday, incident int32) bool {
	for i := len(pages) - 1; i >= 0 && pages[i].monday == monday; i-- {
		if pages[i].incident == incident {
			return true
		}
	}
	return false
}
