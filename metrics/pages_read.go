package metrics

import (
	"context"

	"github.com/fewhands/fewhands/sql"
)

// noticeReader holds all notifications that may be pages, and what it takes to tell where and when they came.
type noticeReader struct {
	recipients []*recipient
	places     []incidentPlace   // by incident
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
}

// incidentPlace is where an incident was: its service and the team that owns it now; 0 is none.
type incidentPlace struct {
	service, team int32
	isKnown       bool
}

func readNotices(ctx context.Context, tx *sql.Tx) (*noticeReader, error) {
	r := &noticeReader{}
	var byPerson []*recipient
	type told struct {
		person int32
		notice
	}
	err := sql.Take(ctx, tx, "who, moment", `
		SELECT
		    COALESCE(person_id, 0)::BIGINT * 4294967296 + incident_id AS who,
		    epoch_us(happened_at) AS moment
		FROM facts.incident_events
		WHERE event = 'notify'
		    AND channel IS DISTINCT FROM 'email'
		    AND (person_id IS NOT NULL OR is_unnamed)`,
		func(row []int64) told { return told{upper(row[0]), notice{row[1], lower(row[0])}} },
		func(some []told) {
			for _, one := range some {
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
	if r.places, err = readIncidentPlaces(ctx, tx); err != nil {
		return nil, err
	}
	if r.clocks, err = readClocks(ctx, tx); err != nil {
		return nil, err
	}
	r.parts, err = readDayParts(ctx, tx)
	return r, err
}

func readIncidentPlaces(ctx context.Context, tx *sql.Tx) (places []incidentPlace, err error) {
	type placed struct {
		incident int32
		incidentPlace
	}
	err = sql.Take(ctx, tx, "incident, place", `
		SELECT
		    incident_id::BIGINT AS incident,
		    COALESCE(service_id, 0)::BIGINT * 4294967296 + COALESCE(team_id, 0) AS place
		FROM facts.incidents`,
		func(row []int64) placed {
			return placed{int32(row[0]), incidentPlace{upper(row[1]), lower(row[1]), true}}
		},
		func(some []placed) {
			for _, one := range some {
				places = grown(places, one.incident+1)
				places[one.incident] = one.incidentPlace
			}
		})
	return places, err
}
