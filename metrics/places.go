package metrics

import (
	"context"

	"github.com/fewhands/fewhands/sql"
)

// placeScope is what the places of one kind are called. They are numbered from 1: services and teams by their keys.
type placeScope struct {
	name     string
	entities []string
	of       []int32 // by service: the place it belongs to; 0 where there is none
}

// placeOf is the place that a service belongs to, 0 where there is none. The organisation has what belongs to no service too.
func (s *placeScope) placeOf(service int32) int32 {
	if s.name == "org" {
		return 1
	}
	if int(service) >= len(s.of) {
		return 0
	}
	return s.of[service]
}

// readPlaces finds all services, their teams, and the organisation.
func readPlaces(ctx context.Context, tx *sql.Tx) ([]placeScope, error) {
	services, teams := placeScope{name: "service"}, placeScope{name: "team"}
	org := placeScope{name: "org", entities: []string{"", "organisation"}}
	err := tx.Each(ctx, "SELECT team_id, team FROM facts.teams ORDER BY team_id", func(row []sql.Value) error {
		teams.entities = append(grown(teams.entities, row[0].(int32)), row[1].(string))
		return nil
	})
	if err != nil {
		return nil, err
	}
	const query = `
		SELECT services.service_id, services.service, COALESCE(teams.team_id, 0)
		FROM facts.services AS services
		LEFT JOIN facts.teams AS teams
		    ON teams.team_id = services.team_id
		ORDER BY services.service_id`
	err = tx.Each(ctx, query, func(row []sql.Value) error {
		id := row[0].(int32)
		services.entities = append(grown(services.entities, id), row[1].(string))
		services.of = append(grown(services.of, id), id)
		teams.of = append(grown(teams.of, id), row[2].(int32))
		return nil
	})
	// Number 0 is no service and no team, also where there are none at all.
	services.of, teams.of = grown(services.of, 1), grown(teams.of, 1)
	services.entities, teams.entities = grown(services.entities, 1), grown(teams.entities, 1)
	for range services.of {
		org.of = append(org.of, 1)
	}
	return []placeScope{services, teams, org}, err
}

// grown is a list that is at least so long; what it lacked is zero.
func grown[T any](list []T, length int32) []T {
	if missing := int(length) - len(list); missing > 0 {
		list = append(list, make([]T, missing)...)
	}
	return list
}
