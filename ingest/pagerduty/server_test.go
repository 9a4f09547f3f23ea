package pagerduty

import (
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/fewhands/fewhands/ingest"
	"github.com/fewhands/fewhands/ingest/sample"
	"github.com/fewhands/fewhands/ingest/sourcetest"
)

const goodToken = "u+good-Token_9xK2"

// The tests' "now" is no whole hour: no shift begins in the minutes that a run takes on the virtual clock.
var (
	now   = time.Date(2026, 1, 5, 3, 7, 0, 0, time.UTC)
	since = time.Date(2025, 11, 10, 0, 0, 0, 0, time.UTC)
)

var tables = []string{
	"pagerduty_incidents", "pagerduty_log_entries", "pagerduty_users", "pagerduty_teams", "pagerduty_team_members",
	"pagerduty_services", "pagerduty_escalation_policies", "pagerduty_schedules", "pagerduty_priorities", "pagerduty_oncalls",
}

var underTest = sourcetest.Source{
	Tables: tables,
	Token:  goodToken,
	Open: func(t testing.TB, url, token string, clock ingest.Clock) ingest.Source {
		t.Helper()
		s, err := New(Config{URL: url, Token: token, Since: since, Clock: clock, Seed: 1})
		if err != nil {
			t.Fatal(err)
		}
		return s
	},
	Serve: func(t testing.TB, c sourcetest.Conditions) *sourcetest.Server {
		t.Helper()
		data := sample.RandomPagerDuty(5, max(20, c.Objects/8), since, now) // an incident has about seven log entries
		w := serve(t, data, sample.PagerDutyOptions{
			RateLimit: c.RateLimit, RateWindow: c.RateWindow,
			Faults: sample.Faults{Share: c.FaultShare, Seed: 3, StopAfter: c.StopAfter, Between: c.Between},
		})
		return &sourcetest.Server{
			URL: w.URL, Clock: w.clock, Want: w.api().Objects, Requests: func() int { return len(w.api().Requests()) },
			Change: w.change, Mend: w.mend,
		}
	},
}

// world is an account, its server and the time they share.
type world struct {
	*httptest.Server
	data    *sample.PagerDutyData
	clock   *sample.Clock
	handler atomic.Pointer[sample.PagerDuty]

	mu   sync.Mutex
	dice *rand.Rand
}

func serve(t testing.TB, data *sample.PagerDutyData, opts sample.PagerDutyOptions) *world {
	t.Helper()
	w := &world{data: data, clock: sample.NewClock(now), dice: rand.New(rand.NewPCG(4, 4))}
	opts.Clock, opts.Token = w.clock, goodToken
	w.handler.Store(sample.NewPagerDuty(data, opts))
	w.Server = httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) { w.api().ServeHTTP(out, r) }))
	t.Cleanup(w.Close)
	return w
}

func (w *world) api() *sample.PagerDuty { return w.handler.Load() }

// mend makes a server that stopped for good work again.
func (w *world) mend() {
	w.handler.Store(sample.NewPagerDuty(w.data, sample.PagerDutyOptions{Clock: w.clock, Token: goodToken}))
}

// change is one thing of those that happen in an account in a day, to incidents of any age.
func (w *world) change() {
	w.mu.Lock()
	defer w.mu.Unlock()
	at := w.clock.Now()
	w.api().Do(func(d *sample.PagerDutyData) {
		incident := d.Incidents[w.dice.IntN(len(d.Incidents))]
		user := d.Users[w.dice.IntN(len(d.Users))]
		switch w.dice.IntN(9) {
		case 0, 1:
			i := d.Trigger(d.Services[w.dice.IntN(len(d.Services))], at, "high", "It is slow")
			d.Assign(i, "assign", at, nil, user.Reference())
			d.Notify(i, at, user.Reference(), "push")
		case 2:
			d.Acknowledge(incident, at, user.Reference())
		case 3:
			d.Resolve(incident, at, user.Reference(), "website")
		case 4:
			d.Reopen(incident, at, user.Reference())
		case 5:
			d.Note(incident, at, user.Reference(), "Looked at \u2603 again")
		case 6:
			d.Merge(incident, d.Incidents[len(d.Incidents)-1], at, user.Reference())
		case 7:
			zone := []string{"Asia/Tokyo", "Europe/London", "America/Denver"}[w.dice.IntN(3)]
			user.TimeZone = &zone
		case 8:
			if len(d.Users) > 12 {
				d.DeleteUser(user.ID, at)
			}
		}
	})
}

func (w *world) source(t testing.TB, change ...func(c *Config)) *Source {
	t.Helper()
	c := Config{URL: w.URL, Token: goodToken, Since: w.data.From, Clock: w.clock, Seed: 1}
	for _, with := range change {
		with(&c)
	}
	s, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
