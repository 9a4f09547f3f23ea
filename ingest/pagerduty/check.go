package pagerduty

import (
	"context"
	"errors"
	"time"

	"github.com/PagerDuty/go-pagerduty"

	"github.com/fewhands/fewhands/ingest"
)

// Check asks for the first page of everything that is read, and stores nothing. It ends where the rest would meet the same:
// credentials that are refused at once, or no answer.
func (s *Source) Check(ctx context.Context) []ingest.Access {
	since, until := s.clock.Now().Add(-24*time.Hour).UTC().Format(time.RFC3339), s.clock.Now().UTC().Format(time.RFC3339)
	var list []ingest.Access
	for _, part := range []struct {
		name string
		ask  func(ctx context.Context) error
	}{
		{"users", func(ctx context.Context) error {
			_, err := s.api.ListUsersWithContext(ctx, pagerduty.ListUsersOptions{Limit: 1})
			return err
		}},
		{"teams", func(ctx context.Context) error {
			_, err := s.api.ListTeamsWithContext(ctx, pagerduty.ListTeamOptions{Limit: 1})
			return err
		}},
		{"services", func(ctx context.Context) error {
			_, err := s.api.ListServicesWithContext(ctx, pagerduty.ListServiceOptions{Limit: 1})
			return err
		}},
		{"escalation policies", func(ctx context.Context) error {
			_, err := s.api.ListEscalationPoliciesWithContext(ctx, pagerduty.ListEscalationPoliciesOptions{Limit: 1})
			return err
		}},
		{"schedules", func(ctx context.Context) error {
			_, err := s.api.ListSchedulesWithContext(ctx, pagerduty.ListSchedulesOptions{Limit: 1})
			return err
		}},
		{"log entries", func(ctx context.Context) error {
			_, err := s.api.ListLogEntriesWithContext(ctx, pagerduty.ListLogEntriesOptions{Limit: 1, Since: since, Until: until})
			return err
		}},
		{"incidents", func(ctx context.Context) error {
			_, err := s.api.ListIncidentsWithContext(ctx, pagerduty.ListIncidentsOptions{Limit: 1, Since: since, Until: until})
			return err
		}},
		{"on-calls", func(ctx context.Context) error {
			_, err := s.api.ListOnCallsWithContext(ctx, pagerduty.ListOnCallOptions{Limit: 1, Since: since, Until: until})
			return err
		}},
	} {
		_, err := s.ask(ctx, part.ask)
		if errors.Is(err, errNoRight) { // as reading does: a plan without teams has none
			err = nil
		}
		list = append(list, ingest.Access{Part: part.name, Err: err})
		if ctx.Err() != nil || errors.Is(err, ingest.ErrUnreachable) || errors.Is(err, ingest.ErrRefused) && len(list) == 1 {
			break
		}
	}
	return list
}
