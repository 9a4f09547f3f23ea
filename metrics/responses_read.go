package metrics

import (
	"context"
	"fmt"
	"math"

	"github.com/fewhands/fewhands/sql"
)

// responseReader holds all that people did to incidents, and what it takes to tell what that was to them.
type responseReader struct {
	answers   answers
	incidents []answeredIncident // by number
	shifts    *shifts
	teams     *memberships
}

// answeredIncident is what a response has of its incident; 0 is none. policy is that of its service, or its own where that has none, and
// otherPolicy its own where it is another.
type answeredIncident struct{ service, team, policy, otherPolicy int32 }

func readResponses(ctx context.Context, tx *sql.Tx) (r *responseReader, err error) {
	r = &responseReader{}
	if err := r.readIncidents(ctx, tx); err != nil {
		return nil, fmt.Errorf("read incidents: %w", err)
	}
	if err := r.readAnswers(ctx, tx); err != nil {
		return nil, fmt.Errorf("read what people did: %w", err)
	}
	if r.shifts, err = readShifts(ctx, tx, ""); err != nil {
		return nil, fmt.Errorf("read shifts: %w", err)
	}
	if r.teams, err = readMemberships(ctx, tx); err != nil {
		return nil, fmt.Errorf("read members of teams: %w", err)
	}
	return r, nil
}

func (r *responseReader) readIncidents(ctx context.Context, tx *sql.Tx) error {
	var last int32
	if err := tx.QueryRow(ctx, "SELECT COALESCE(max(incident_id), 0) FROM facts.incidents").Scan(&last); err != nil {
		return err
	}
	r.incidents, r.answers.first = make([]answeredIncident, last+1), make([]answer, last+1)
	type numbered struct {
		incident int32
		answeredIncident
	}
	return sql.Take(ctx, tx, "incident, place, policies", `
		SELECT
		    incident_id::BIGINT AS incident,
		    COALESCE(service_id, 0)::BIGINT * 4294967296 + COALESCE(team_id, 0) AS place,
		    COALESCE(service_policy_id, policy_id, 0)::BIGINT * 4294967296
		        + COALESCE(CASE WHEN policy_id <> service_policy_id THEN policy_id END, 0) AS policies
		FROM facts.incidents`,
		func(row []int64) numbered {
			return numbered{int32(row[0]), answeredIncident{upper(row[1]), lower(row[1]), upper(row[2]), lower(row[2])}}
		},
		func(some []numbered) {
			for i := range some {
				r.incidents[some[i].incident] = some[i].answeredIncident
			}
		})
}

// readGiven reads when incidents were given to somebody after the first assignment: few were, and these are looked up.
func (r *responseReader) readGiven(ctx context.Context, tx *sql.Tx) (map[toWhom]int64, error) {
	given := map[toWhom]int64{}
	type one struct {
		toWhom
		moment int64
	}
	return given, sql.Take(ctx, tx, "whom, moment", `
		SELECT
		    assignments.incident_id::BIGINT * 4294967296 + identities.person_id AS whom,
		    MIN(assignments.moment) AS moment
		FROM (
		    SELECT
		        incidents.incident_id,
		        epoch_us(entries.created_at) AS moment,
		        unnest(entries.assignee_ids) AS account
		    FROM staging.pagerduty_log_entries AS entries
		    JOIN facts.incidents AS incidents
		        ON incidents.incident_id = entries.incident_place
		        AND incidents.assigned_at < entries.created_at
		    WHERE entries.assignees > 0
		        AND incidents.assigned_at IS NOT NULL
		        AND entries.event IS NOT NULL
		) AS assignments
		JOIN facts.identities AS identities
		    ON identities.source = 'pagerduty'
		    AND identities.account = assignments.account
		GROUP BY
		    assignments.incident_id,
		    identities.person_id`,
		func(row []int64) one { return one{toWhom{upper(row[0]), lower(row[0])}, row[1]} },
		func(some []one) {
			for _, one := range some {
				given[one.toWhom] = one.moment
			}
		})
}

// readAnswers reads all that people did. The numbers are those of facts.action_sets.
func (r *responseReader) readAnswers(ctx context.Context, tx *sql.Tx) error {
	given, err := r.readGiven(ctx, tx)
	if err != nil {
		return err
	}
	for to := range given {
		r.answers.add(&act{toWhom: to, moment: math.MaxInt64, what: actGiven})
	}
	return sql.Take(ctx, tx, "who, moment, what", `
		SELECT
		    incident_id::BIGINT * 4294967296 + person_id AS who,
		    epoch_us(happened_at) AS moment,
		    CASE event
		        WHEN 'acknowledge' THEN 1
		        WHEN 'assign' THEN 2
		        WHEN 'delegate' THEN 2
		        WHEN 'escalate' THEN 4
		        WHEN 'responder_accept' THEN 8
		        WHEN 'annotate' THEN 16
		        WHEN 'resolve' THEN 64
		        WHEN 'snooze' THEN 128
		        ELSE 256
		    END::BIGINT AS what
		FROM facts.incident_events
		WHERE person_id IS NOT NULL
		    AND event NOT IN ('notify', 'trigger')
		    AND (event <> 'resolve' OR incident_id NOT IN (SELECT incident_id FROM facts.incidents WHERE was_merged))`,
		func(row []int64) act {
			return act{toWhom: toWhom{upper(row[0]), lower(row[0])}, moment: row[1], what: int16(row[2])}
		},
		func(some []act) {
			for i := range some {
				one := &some[i]
				if one.what != actAcknowledge && one.what != actResolve {
					if moment, ok := given[one.toWhom]; ok && one.moment >= moment {
						one.what |= actAfterGiven
					}
				}
				r.answers.add(one)
			}
		})
}

// upper and lower are the halves of a number: two are handed over in one. The lower one may be below zero where only its own bits
// are put in, & 4294967295: a day before 1970 would otherwise take one away from the upper one.
func upper(n int64) int32 { return int32(n >> 32) }
func lower(n int64) int32 { return int32(n & (1<<32 - 1)) }

// memberships are who is in which team, and when.
type memberships struct {
	teams     map[int32]bool // with members
	spans     map[teamMember][]shift
	strangers map[int32]bool // people who were deleted before anybody looked
}

type teamMember struct{ team, person int32 }

// has tells whether a person is in a team at a moment, or outside it; neither is known of nobody's team, one without members, and
// strangers.
func (m *memberships) has(team, person int32, moment int64) (isMember, isOutside bool) {
	if !m.teams[team] || m.strangers[person] {
		return false, false
	}
	for _, span := range m.spans[teamMember{team, person}] {
		if span.begin <= moment && moment < span.end {
			return true, false
		}
	}
	return false, true
}

func readMemberships(ctx context.Context, tx *sql.Tx) (*memberships, error) {
	m := &memberships{map[int32]bool{}, map[teamMember][]shift{}, map[int32]bool{}}
	err := tx.Each(ctx, `
		SELECT
		    team_id,
		    person_id,
		    COALESCE(epoch_us(since_at), -9223372036854775808),
		    COALESCE(epoch_us(left_at), 9223372036854775807)
		FROM facts.team_members`, func(row []sql.Value) error {
		key := teamMember{row[0].(int32), row[1].(int32)}
		m.teams[key.team] = true
		m.spans[key] = append(m.spans[key], shift{row[2].(int64), row[3].(int64)})
		return nil
	})
	if err != nil {
		return nil, err
	}
	return m, tx.Each(ctx, `
		SELECT
		    identities.person_id
		FROM facts.identities AS identities
		JOIN staging.pagerduty_users AS users
		    ON users.user_id = identities.account
		WHERE identities.source = 'pagerduty'
		GROUP BY
		    identities.person_id
		HAVING bool_and(users.is_reference)`, func(row []sql.Value) error {
		m.strangers[row[0].(int32)] = true
		return nil
	})
}
