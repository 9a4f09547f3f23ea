package jira

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/fewhands/fewhands/ingest"
	"github.com/fewhands/fewhands/sql"
)

// site is what every search depends on.
type site struct {
	zone zone
	now  time.Time // on the site's own clock, when this run began
}

var errNoSite = errors.New("not read: what the site is could not be asked")

// siteStream asks whose token it is and what the site is. It comes first: with a token that has expired the rest of the
// API says that there is nothing, not that it will not tell.
func (s *Source) siteStream() ingest.Stream {
	const name = "site"
	return ingest.Stream{
		Name:  name,
		Table: "raw.jira_site",
		Read: func(ctx context.Context, store *ingest.Store) error {
			s.site, s.projects = nil, nil
			if _, err := store.Put(ctx, ingest.Batch{After: s.storeSettings}); err != nil {
				return err
			}
			began := store.Now()
			myself, err := s.ask(ctx, func(ctx context.Context) error {
				_, _, err := s.api.User.GetSelfWithContext(ctx)
				return err
			})
			if err != nil {
				return fmt.Errorf("%s: myself: %w", name, err)
			}
			if userID(myself) == "" {
				return fmt.Errorf("%s: myself: %w: nobody is signed in", name, ingest.ErrRefused)
			}
			info, err := s.get(ctx, "rest/api/2/serverInfo")
			if err != nil {
				return fmt.Errorf("%s: serverInfo: %w", name, err)
			}
			if is := deploymentOf(info); is != s.Deployment {
				return fmt.Errorf("%s: jira.deployment: the site says that it is %s, not %s", name, is, s.Deployment)
			}
			now := began
			if at, err := ingest.Instant(ingest.Field(info, "serverTime")); err == nil && !at.IsZero() {
				now = at
			}
			_, err = store.Put(ctx, ingest.Batch{Whole: true, Objects: []ingest.Object{
				{ID: "myself", Payload: myself},
				{ID: "serverInfo", Payload: ingest.Without(info, func(name string) bool { return name == "serverTime" })},
			}})
			if err == nil {
				s.site = &site{zone: zoneOf(ingest.Field(myself, "timeZone")), now: now}
			}
			return err
		},
	}
}

// deploymentOf is what the site says it is. Old servers say nothing.
func deploymentOf(info json.RawMessage) string {
	if strings.EqualFold(ingest.Field(info, "deploymentType"), "cloud") {
		return Cloud
	}
	return DataCenter
}

// storeSettings keeps what the config says of tickets beside them, so that a build needs nothing but the warehouse.
func (s *Source) storeSettings(ctx context.Context, tx *sql.Tx, _ []ingest.Object) error {
	if err := tx.Exec(ctx, "DELETE FROM raw.jira_settings"); err != nil {
		return err
	}
	app, err := tx.Appender("raw.jira_settings", "kind", "value")
	if err != nil {
		return err
	}
	for _, setting := range []struct {
		kind   string
		values []string
	}{
		{"reliability_label", s.Reliability.Labels},
		{"reliability_type", s.Reliability.Types},
		{"customer_label", s.Customer.Labels},
		{"customer_type", s.Customer.Types},
	} {
		for _, value := range setting.values {
			if err := app.Append(setting.kind, value); err != nil {
				return err
			}
		}
	}
	return app.Flush()
}
