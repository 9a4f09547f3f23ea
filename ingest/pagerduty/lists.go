package pagerduty

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/PagerDuty/go-pagerduty"

	"github.com/fewhands/fewhands/ingest"
)

// object makes an object with an id of its own of one element of a list.
func object(raw json.RawMessage) (ingest.Object, error) {
	id := idOf(raw)
	if id == "" {
		return ingest.Object{}, errors.New("an object without an id")
	}
	return ingest.Object{ID: id, Payload: raw}, nil
}

// all is a stream that is small enough to be read whole every night and stored at once.
func (s *Source) all(name, key string, ask list) ingest.Stream {
	return ingest.Stream{
		Name:  name,
		Table: "raw.pagerduty_" + key,
		Read: func(ctx context.Context, store *ingest.Store) error {
			objects, err := s.objects(ctx, key, ask)
			if errors.Is(err, errNoRight) {
				store.Progress.Note("pagerduty: " + name + ": " + errNoRight.Error())
				return nil
			}
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			_, err = store.Put(ctx, ingest.Batch{Objects: objects, Whole: true})
			return err
		},
	}
}

func (s *Source) objects(ctx context.Context, key string, ask list) ([]ingest.Object, error) {
	raw, err := s.whole(ctx, key, ask, nil)
	if err != nil {
		return nil, err
	}
	objects := make([]ingest.Object, len(raw))
	for i := range raw {
		if objects[i], err = object(raw[i]); err != nil {
			return nil, err
		}
	}
	return objects, nil
}

func (s *Source) teams() ingest.Stream {
	return s.all("teams", "teams", func(ctx context.Context, offset uint, _ bool) error {
		_, err := s.api.ListTeamsWithContext(ctx, pagerduty.ListTeamOptions{Limit: pageSize, Offset: offset})
		return err
	})
}

func (s *Source) services() ingest.Stream {
	return s.all("services", "services", func(ctx context.Context, offset uint, _ bool) error {
		_, err := s.api.ListServicesWithContext(ctx, pagerduty.ListServiceOptions{Limit: pageSize, Offset: offset})
		return err
	})
}

func (s *Source) escalationPolicies() ingest.Stream {
	return s.all("escalation policies", "escalation_policies", func(ctx context.Context, offset uint, _ bool) error {
		_, err := s.api.ListEscalationPoliciesWithContext(ctx,
			pagerduty.ListEscalationPoliciesOptions{Limit: pageSize, Offset: offset})
		return err
	})
}

func (s *Source) schedules() ingest.Stream {
	return s.all("schedules", "schedules", func(ctx context.Context, offset uint, _ bool) error {
		_, err := s.api.ListSchedulesWithContext(ctx, pagerduty.ListSchedulesOptions{Limit: pageSize, Offset: offset})
		return err
	})
}

func (s *Source) priorities() ingest.Stream {
	return s.all("priorities", "priorities", func(ctx context.Context, offset uint, _ bool) error {
		_, err := s.api.ListPrioritiesWithContext(ctx, pagerduty.ListPrioritiesOptions{Limit: pageSize, Offset: offset})
		if errors.Is(meaning(err), errNotFound) {
			return errNoRight // priorities are switched off
		}
		return err
	})
}

// teamMembers asks for the members of each team: the list of teams does not hold them.
func (s *Source) teamMembers() ingest.Stream {
	const name = "team members"
	return ingest.Stream{
		Name:  name,
		Table: "raw.pagerduty_team_members",
		Read: func(ctx context.Context, store *ingest.Store) error {
			teams, err := column(ctx, store, "SELECT id FROM raw.pagerduty_teams WHERE gone_at IS NULL ORDER BY id")
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			var members []ingest.Object
			for _, team := range teams {
				of, err := s.members(ctx, team)
				if err != nil {
					return fmt.Errorf("%s of %s: %w", name, team, err)
				}
				members = append(members, of...)
			}
			_, err = store.Put(ctx, ingest.Batch{Objects: members, Whole: true})
			return err
		},
	}
}

func (s *Source) members(ctx context.Context, team string) ([]ingest.Object, error) {
	raw, err := s.whole(ctx, "members", func(ctx context.Context, offset uint, _ bool) error {
		_, err := s.api.ListTeamMembers(ctx, team, pagerduty.ListTeamMembersOptions{Limit: pageSize, Offset: offset})
		return err
	}, nil)
	if errors.Is(err, errNotFound) {
		return nil, nil // deleted since the teams were read
	}
	if err != nil {
		return nil, err
	}
	members := make([]ingest.Object, len(raw))
	for i := range raw {
		var m struct {
			User struct{ ID string }
		}
		if err := json.Unmarshal(raw[i], &m); err != nil || m.User.ID == "" {
			return nil, errors.New("a member without a user")
		}
		members[i] = ingest.Object{ID: team + "/" + m.User.ID, Payload: raw[i]}
	}
	return members, nil
}
