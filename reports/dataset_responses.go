package reports

import (
	"context"
	"time"
)

func (e exporter) responses() dataset {
	return dataset{
		Name: "responses", Title: "Every response", Private: true,
		About: "One row per person and incident that the person responded to, the newest last.",
		Key:   []string{"incident", "person"},
		Fields: []field{
			label("incident", "Incident", "PagerDuty's id of the incident. The file is private: it is written when it is asked for only.").required(),
			label("service", "Service", "Key of the service; empty where the incident has none."),
			label("service_name", "Service name", "The service's name for people."),
			label("team", "Team", "Key of the team that owns the service; empty where nobody owns it."),
			label("person", "Person", "Key of the person who responded; one row per person and incident.").required(),
			field{
				Name: "responded_at", Title: "Responded at", Unit: "UTC", About: "The person's first action on the incident.", Kind: momentField,
			}.required(),
			dated("week", "Week", "Monday of the ISO week, UTC, of the first action.").required(),
			label("actions", "Actions", "What the person did, in alphabetical order, with commas: acknowledged, delegated, escalated, joined, noted, reassigned, "+
				"resolved, snoozed, updated."),
			field{Name: "is_on_call", Title: "On call", About: "Whether the person was on call then; empty where no roster is known.", Kind: flagField},
			field{
				Name: "is_cross_team", Title: "Across teams", About: "Whether the person was outside the owning team; empty where that is not known.", Kind: flagField,
			},
		},
		rows: e.responseRows,
	}
}

func (e exporter) responseRows(ctx context.Context, weeks int, add func(...any) error) error {
	rows, err := e.db.Query(ctx, `
		SELECT
			keys.incident,
			COALESCE(services.service, ''),
			COALESCE(services.name, ''),
			COALESCE(teams.team, ''),
			people.person,
			responses.responded_at,
			responses.week,
			sets.actions,
			responses.is_on_call,
			responses.is_cross_team
		FROM facts.responses AS responses
		JOIN facts.incident_keys AS keys
			ON keys.incident_id = responses.incident_id
		JOIN facts.people AS people
			ON people.person_id = responses.person_id
		JOIN facts.action_sets AS sets
			ON sets.action_set = responses.action_set
		LEFT JOIN facts.services AS services
			ON services.service_id = responses.service_id
		LEFT JOIN facts.teams AS teams
			ON teams.team_id = responses.team_id
		WHERE responses.week IN (SELECT week FROM weekly.weeks ORDER BY week DESC LIMIT $1)
		ORDER BY responses.responded_at, keys.incident, people.person`, weeks)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var incident, service, name, team, person, actions string
		var respondedAt, week time.Time
		var isOnCall, isCrossTeam *bool
		err := rows.Scan(&incident, &service, &name, &team, &person, &respondedAt, &week, &actions, &isOnCall, &isCrossTeam)
		if err != nil {
			return err
		}
		if err := add(incident, service, name, team, person, respondedAt, week, actions, isOnCall, isCrossTeam); err != nil {
			return err
		}
	}
	return rows.Err()
}
