package pagerduty

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/PagerDuty/go-pagerduty"

	"github.com/fewhands/fewhands/ingest"
	"github.com/fewhands/fewhands/sql"
)

// horizon is how far ahead the API knows who will be on call.
const horizon = 90 * 24 * time.Hour

// onCalls is a snapshot of every shift from the last snapshot to the horizon. The API gives rosters as they are now, so
// a shift is settled by the first snapshot after it, and what no snapshot saw is not known: see raw.pagerduty_oncalls.
func (s *Source) onCalls() ingest.Stream {
	const name = "on-calls"
	return ingest.Stream{
		Name:    name,
		Table:   "raw.pagerduty_oncalls",
		Columns: []string{"start_at", "end_at"},
		Read: func(ctx context.Context, store *ingest.Store) error {
			at, err := s.reached(ctx, store)
			if err != nil {
				return err
			}
			people, err := newMentions(ctx, store)
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			now := s.clock.Now()
			err = s.inOrder(ctx, spans(at.Until, now.Add(horizon)),
				func(ctx context.Context, w window) ([]json.RawMessage, error) {
					return s.windowed(ctx, store, name, "oncalls", w, s.listOnCalls(w))
				},
				func(w window, raw []json.RawMessage) error {
					if at.Until = w.until; at.Until.After(now) {
						at.Until = now // what is ahead may still change
					}
					return storeOnCalls(ctx, store, people, w, raw, now, at)
				})
			if err != nil {
				return fmt.Errorf("%s %w", name, err)
			}
			return nil
		},
	}
}

func (s *Source) listOnCalls(w window) list {
	return func(ctx context.Context, offset uint, total bool) error {
		_, err := s.api.ListOnCallsWithContext(ctx, pagerduty.ListOnCallOptions{
			Limit: pageSize, Offset: offset, Total: total, Since: w.since(), Until: w.to(),
		})
		return err
	}
}

func storeOnCalls(ctx context.Context, store *ingest.Store, people *mentions, w window, raw []json.RawMessage, now time.Time, at reached) error {
	shifts := make([]ingest.Object, len(raw))
	for i := range raw {
		var err error
		if shifts[i], err = shift(raw[i]); err != nil {
			return err
		}
		shifts[i] = store.Forgotten().Object(shifts[i])
		readFields(raw[i], people)
	}
	ids := idsOf(shifts)
	_, err := store.Put(ctx, ingest.Batch{Objects: shifts, Cursor: at,
		After: func(ctx context.Context, tx *sql.Tx, _ []ingest.Object) error {
			if err := settle(ctx, tx, w, ids, now); err != nil {
				return err
			}
			return people.store(ctx, tx, now)
		}})
	if err == nil {
		people.stored()
	}
	return err
}

// settle marks what the snapshot shows as confirmed, and what it should show and does not as gone. What is gone and had
// not begun when it was last confirmed never came to be: it leaves no row.
func settle(ctx context.Context, tx *sql.Tx, w window, ids []string, now time.Time) error {
	err := tx.Exec(ctx, "UPDATE raw.pagerduty_oncalls SET confirmed_at = $2 WHERE id IN (SELECT unnest($1::VARCHAR[]))", ids, now)
	if err != nil {
		return err
	}
	err = tx.Exec(ctx, `
		UPDATE raw.pagerduty_oncalls SET gone_at = $2
		WHERE gone_at IS NULL AND id NOT IN (SELECT unnest($1::VARCHAR[]))
		    AND (start_at IS NULL OR start_at < $4) AND (end_at IS NULL OR end_at > $3)`, ids, now, w.from, w.until)
	if err != nil {
		return err
	}
	return tx.Exec(ctx, "DELETE FROM raw.pagerduty_oncalls WHERE gone_at IS NOT NULL AND start_at >= confirmed_at")
}

// shift makes an object of an on-call. The API gives it no id: it is known by policy, level, schedule (empty for people
// who are targets themselves), person and start in UTC; its end may move.
func shift(raw json.RawMessage) (ingest.Object, error) {
	var o struct {
		Policy   struct{ ID string } `json:"escalation_policy"`
		Level    int                 `json:"escalation_level"`
		Schedule struct{ ID string } `json:"schedule"`
		User     struct{ ID string } `json:"user"`
		Start    string              `json:"start"`
		End      string              `json:"end"`
	}
	if err := json.Unmarshal(raw, &o); err != nil {
		return ingest.Object{}, err
	}
	if o.Policy.ID == "" || o.User.ID == "" {
		return ingest.Object{}, errors.New("an on-call without a policy or a user")
	}
	start, errStart := ingest.Instant(o.Start)
	end, errEnd := ingest.Instant(o.End)
	if err := errors.Join(errStart, errEnd); err != nil {
		return ingest.Object{}, err
	}
	from := ""
	if !start.IsZero() {
		from = start.Format(time.RFC3339)
	}
	return ingest.Object{
		ID:      strings.Join([]string{o.Policy.ID, strconv.Itoa(o.Level), o.Schedule.ID, o.User.ID, from}, "/"),
		Payload: raw,
		Extra:   []sql.Value{timeOrNull(start), timeOrNull(end)},
	}, nil
}

func timeOrNull(t time.Time) sql.Value {
	if t.IsZero() {
		return nil
	}
	return t
}
