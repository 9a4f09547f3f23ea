package metrics

import (
	"context"

	"github.com/fewhands/fewhands/sql"
)

// noticeReader holds all notifications that may be pages, and what it takes to tell where and when they came.
type noticeReader struct {
	recipients []*recipient
	places     *incidentPlaces
	clocks     map[int32][]clock // by person, in order of time
	parts      dayParts
}

// recipient is a person, or 0 for everybody who is not named, and their notifications.
type recipient struct {
	person  int32
	notices []notice
}

type notice struct {
	moment   int64 // microseconds since 1970
	incident int32
	place    int32 // where the incident was: looked up as they are read, mostly one incident after the other
}

// incidentPlaces are where incidents were.
type incidentPlaces struct {
	byIncident []int32         // the number of its place; 0 where the incident is not known
	places     []incidentPlace // by number
	byService  []int32         // the number of the last place with the service: mostly its only one
}

// incidentPlace is a service and the team that owns it now; 0 is none.
type incidentPlace struct{ service, team int32 }

func newIncidentPlaces() *incidentPlaces { return &incidentPlaces{places: make([]incidentPlace, 1)} }

// of is the number of the place of an incident, 0 where that is not known.
func (p *incidentPlaces) of(incident int32) int32 {
	if int(incident) < len(p.byIncident) {
		return p.byIncident[incident]
	}
	return 0
}

func (p *incidentPlaces) add(incident int32, place incidentPlace) {
	p.byService = grown(p.byService, place.service+1)
	number := p.byService[place.service]
	if number == 0 || p.places[number] != place {
		number = int32(len(p.places))
		p.places = append(p.places, place)
		p.byService[place.service] = number
	}
	p.byIncident = grown(p.byIncident, incident+1)
	p.byIncident[incident] = number
}

func readNotices(ctx context.Context, tx *sql.Tx) (*noticeReader, error) {
	r := &noticeReader{}
	var err error
	if r.places, err = readIncidentPlaces(ctx, tx); err != nil {
		return nil, err
	}
	var byPerson []*recipient
	type told struct {
		person     int32
		isSomebody bool
		notice
	}
	err = sql.Take(ctx, tx, "incident_id, happened_at, person_id?, is_unnamed?", `
		FROM facts.incident_events
		WHERE event = 'notify'
		    AND channel IS DISTINCT FROM 'email'`,
		func(row []int64) told {
			incident, person := int32(row[0]), key(row[2])
			return told{person, person != 0 || row[3] == yes, notice{row[1], incident, r.places.of(incident)}}
		},
		func(some []told) {
			for _, one := range some {
				if !one.isSomebody { // a bot
					continue
				}
				byPerson = grown(byPerson, one.person+1)
				of := byPerson[one.person]
				if of == nil {
					of = &recipient{person: one.person}
					byPerson[one.person] = of
					r.recipients = append(r.recipients, of)
				}
				of.notices = append(of.notices, one.notice)
			}
		})
	if err != nil {
		return nil, err
	}
	if r.clocks, err = readClocks(ctx, tx); err != nil {
		return nil, err
	}
	r.parts, err = readDayParts(ctx, tx)
	return r, err
}

func readIncidentPlaces(ctx context.Context, tx *sql.Tx) (*incidentPlaces, error) {
	type placed struct {
		incident int32
		incidentPlace
	}
	places := newIncidentPlaces()
	return places, sql.Take(ctx, tx, "incident_id, service_id?, team_id?", "FROM facts.incidents",
		func(row []int64) placed { return placed{int32(row[0]), incidentPlace{key(row[1]), key(row[2])}} },
		func(some []placed) {
			for _, one := range some {
				places.add(one.incident, one.incidentPlace)
			}
		})
}
