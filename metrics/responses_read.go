package metrics

import (
	"cmp"
	"context"
	"fmt"
	"sync"

	"github.com/fewhands/fewhands/sql"
)

// responseReader holds all that people did to incidents, and what it takes to tell what that was to them.
type responseReader struct {
	answers   answers
	incidents []answeredIncident // by number
	shifts    sync.Pool          // of *shiftReader
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
	shifts, err := readShifts(ctx, tx, "")
	if err != nil {
		return nil, fmt.Errorf("read shifts: %w", err)
	}
	r.shifts.New = func() any { return newShiftReader(shifts) }
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
	return sql.Take(ctx, tx, "incident_id, service_id?, team_id?, service_policy_id?, policy_id?", "FROM facts.incidents",
		func(row []int64) numbered {
			of := answeredIncident{service: key(row[1]), team: key(row[2]), policy: key(row[3]), otherPolicy: key(row[4])}
			if of.policy == 0 {
				of.policy = of.otherPolicy
			}
			if of.otherPolicy == of.policy {
				of.otherPolicy = 0
			}
			return numbered{int32(row[0]), of}
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
	return given, sql.Take(ctx, tx, "incident_id, person_id, given_at", `
		SELECT
		    assignments.incident_id,
		    identities.person_id,
		    MIN(assignments.created_at) AS given_at
		FROM (
		    SELECT
		        incidents.incident_id,
		        entries.created_at,
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
		func(row []int64) one { return one{toWhom{int32(row[0]), int32(row[1])}, row[2]} },
		func(some []one) {
			for _, one := range some {
				given[one.toWhom] = one.moment
			}
		})
}

// acts are what the events of a log are to an incident; every other one is an update.
var acts = map[string]int16{
	"acknowledge": actAcknowledge, "assign": actDelegate, "delegate": actDelegate, "escalate": actEscalate, "responder_accept": actJoin,
	"annotate": actNote, "resolve": actResolve, "snooze": actSnooze,
}

// readAnswers reads all that people did.
func (r *responseReader) readAnswers(ctx context.Context, tx *sql.Tx) error {
	given, err := r.readGiven(ctx, tx)
	if err != nil {
		return err
	}
	merged := map[int32]bool{}
	err = tx.Each(ctx, "SELECT incident_id FROM facts.incidents WHERE was_merged", func(row []sql.Value) error {
		merged[row[0].(int32)] = true
		return nil
	})
	if err != nil {
		return err
	}
	names, err := readEventNames(ctx, tx)
	if err != nil {
		return err
	}
	byNumber := make([]int16, len(names))
	for i, name := range names {
		byNumber[i] = cmp.Or(acts[name], actUpdate)
	}
	err = sql.Take(ctx, tx, "incident_id, happened_at, event_number, person_id?", `
		SELECT *, enum_code(event) AS event_number
		FROM facts.incident_events
		WHERE event NOT IN ('notify', 'trigger')`,
		func(row []int64) act {
			one := act{toWhom: toWhom{int32(row[0]), key(row[3])}, moment: row[1], what: byNumber[row[2]]}
			if one.what == actResolve && len(merged) > 0 && merged[one.incident] {
				one.person = 0
			}
			return one
		},
		func(some []act) {
			for i := range some {
				one := &some[i]
				if one.person == 0 {
					continue
				}
				if one.what != actAcknowledge && one.what != actResolve {
					if moment, ok := given[one.toWhom]; ok && one.moment >= moment {
						one.what |= actAfterGiven
					}
				}
				r.answers.add(one)
			}
		})
	if err != nil {
		return err
	}
	for to := range given {
		if one := r.answers.find(to); one.person == to.person { // of who did nothing there is nothing to tell
			one.acts |= actGiven
		}
	}
	return nil
}

// memberships are who is in which team, and when.
type memberships struct {
	teams     []seats // by team; empty where it has no members
	strangers []bool  // by person: was deleted before anybody looked
}

// has tells whether a person is in a team at a moment, or outside it; neither is known of nobody's team, one without members, and
// strangers.
func (m *memberships) has(team, person int32, moment int64) (isMember, isOutside bool) {
	if int(team) >= len(m.teams) || len(m.teams[team]) == 0 || int(person) < len(m.strangers) && m.strangers[person] {
		return false, false
	}
	if of := m.teams[team].of(person); of != nil {
		for _, span := range of.spans {
			if span.begin <= moment && moment < span.end {
				return true, false
			}
		}
	}
	return false, true
}

func readMemberships(ctx context.Context, tx *sql.Tx) (*memberships, error) {
	m := &memberships{}
	err := tx.Each(ctx, `
		SELECT
		    team_id,
		    person_id,
		    COALESCE(epoch_us(since_at), -9223372036854775808),
		    COALESCE(epoch_us(left_at), 9223372036854775807)
		FROM facts.team_members
		ORDER BY team_id, person_id`, func(row []sql.Value) error {
		team, person := row[0].(int32), row[1].(int32)
		m.teams = grown(m.teams, team+1)
		members := &m.teams[team]
		if n := len(*members); n == 0 || (*members)[n-1].person != person {
			*members = append(*members, seat{person: person})
		}
		last := &(*members)[len(*members)-1]
		last.spans = append(last.spans, shift{row[2].(int64), row[3].(int64)})
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
		person := row[0].(int32)
		m.strangers = grown(m.strangers, person+1)
		m.strangers[person] = true
		return nil
	})
}
