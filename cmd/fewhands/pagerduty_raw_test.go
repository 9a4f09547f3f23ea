package main

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/fewhands/fewhands/ingest"
	"github.com/fewhands/fewhands/ingest/sample"
	"github.com/fewhands/fewhands/metrics"
	"github.com/fewhands/fewhands/sql"
)

// buildAccount makes a warehouse of what a perfect copy of an account holds at a time, without the reading of it, and
// builds it. more changes the raw tables before.
func buildAccount(t *testing.T, data *sample.PagerDutyData, at time.Time, more ...string) *sql.DB {
	t.Helper()
	ctx := context.Background()
	db, err := sql.Open(ctx, "", sql.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	server := sample.NewPagerDuty(data, sample.PagerDutyOptions{Clock: sample.NewClock(at)})
	err = db.Update(ctx, func(tx *sql.Tx) error {
		for _, stream := range []string{
			"pagerduty_incidents", "pagerduty_log_entries", "pagerduty_users", "pagerduty_teams", "pagerduty_team_members",
			"pagerduty_services", "pagerduty_escalation_policies", "pagerduty_schedules", "pagerduty_priorities", "pagerduty_oncalls",
		} {
			if err := copyStream(tx, stream, server.Objects(stream), at); err != nil {
				return err
			}
		}
		if err := copyReferences(tx, data, at); err != nil {
			return err
		}
		for _, statement := range more {
			if err := tx.Exec(ctx, statement); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := metrics.Build(ctx, db, metrics.BuildOptions{Settings: sql.Settings{AsOf: at}}); err != nil {
		t.Fatal(err)
	}
	return db
}

func copyStream(tx *sql.Tx, stream string, objects map[string]json.RawMessage, at time.Time) error {
	columns := []string{"id", "created_at", "payload", "readable", "fetched_at"}
	isShifts := stream == "pagerduty_oncalls"
	if isShifts {
		columns = append(columns, "start_at", "end_at", "confirmed_at")
	}
	rows, err := tx.Appender("raw."+stream, columns...)
	if err != nil {
		return err
	}
	for id, payload := range objects {
		var times struct {
			Created *time.Time `json:"created_at"`
			Start   *time.Time `json:"start"`
			End     *time.Time `json:"end"`
		}
		if err := json.Unmarshal(payload, &times); err != nil {
			return err
		}
		row := []sql.Value{id, orNull(times.Created), string(payload), ingest.Readable(string(payload)), at}
		if isShifts {
			row = append(row, orNull(times.Start), orNull(times.End), at)
		}
		if err := rows.Append(row...); err != nil {
			return err
		}
	}
	return rows.Flush()
}

// copyReferences keeps deleted users by the references that log entries hold.
func copyReferences(tx *sql.Tx, data *sample.PagerDutyData, at time.Time) error {
	rows, err := tx.Appender("raw.pagerduty_users", "id", "payload", "fetched_at", "gone_at", "is_reference")
	if err != nil {
		return err
	}
	kept := map[string]bool{}
	for _, e := range data.LogEntries {
		for _, user := range append([]*sample.PagerDutyReference{e.User, e.Agent}, e.Assignees...) {
			if user == nil || !strings.HasPrefix(user.Type, "user") || kept[user.ID] || data.User(user.ID) != nil {
				continue
			}
			kept[user.ID] = true
			var payload bytes.Buffer
			if err := json.NewEncoder(&payload).Encode(user); err != nil {
				return err
			}
			if err := rows.Append(user.ID, payload.String(), at, at, true); err != nil {
				return err
			}
		}
	}
	return rows.Flush()
}

func orNull(t *time.Time) sql.Value {
	if t == nil {
		return nil
	}
	return t.UTC()
}
