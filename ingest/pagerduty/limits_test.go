package pagerduty

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/fewhands/fewhands/ingest"
	"github.com/fewhands/fewhands/ingest/sample"
	"github.com/fewhands/fewhands/ingest/sourcetest"
	"github.com/fewhands/fewhands/sql"
)

func run(t testing.TB, db *sql.DB, s *Source) []ingest.Result {
	t.Helper()
	results, err := ingest.Run(t.Context(), db, s, ingest.Options{Clock: s.clock})
	if err != nil {
		t.Fatal(err)
	}
	return results
}

func (w *world) copied(t testing.TB, db *sql.DB, some ...string) {
	t.Helper()
	sourcetest.Copied(t, db, &sourcetest.Server{Want: w.api().Objects}, some...)
}

// busy is an account whose month has more incidents than the API pages through. Only the last days keep their log
// entries: 200,000 of them would take the test's minute.
func busy(incidents int) *sample.PagerDutyData {
	data := sample.RandomPagerDuty(8, incidents, now.AddDate(0, 0, -25), now)
	data.LogEntries = data.LogEntries[len(data.LogEntries)*19/20:]
	return data
}

func TestThirtyThousandIncidentsInAMonthUnderFaultsLimitsAndChanges(t *testing.T) {
	var changing atomic.Pointer[world]
	w := serve(t, busy(30_000), sample.PagerDutyOptions{RateLimit: 60, RateWindow: 2 * time.Second, Faults: sample.Faults{
		Share: 0.2, Seed: 3, Between: func(n int) {
			if w := changing.Load(); w != nil && n%25 == 0 {
				w.change()
			}
		},
	}})
	changing.Store(w)
	db := sourcetest.Warehouse(t)
	run(t, db, w.source(t))
	changing.Store(nil)
	run(t, db, w.source(t))
	w.copied(t, db, tables...)
}

// One at a time, because a request already under way when another is turned away is no disrespect.
func TestNoRequestBeforeTheReset(t *testing.T) {
	w := serve(t, sample.RandomPagerDuty(5, 400, since, now), sample.PagerDutyOptions{
		RateLimit: 20, RateWindow: 2 * time.Second, OnCallRateLimit: 10, Faults: sample.Faults{Share: 0.3, Seed: 9},
	})
	run(t, sourcetest.Warehouse(t), w.source(t, func(c *Config) { c.Parallel = 1 }))
	limited := 0
	for i, r := range w.api().Requests() {
		if r.Early {
			t.Errorf("request %d to %s came before the reset", i, r.Path)
		}
		if r.Status == http.StatusTooManyRequests {
			limited++
		}
	}
	if limited == 0 {
		t.Error("nothing was ever limited")
	}
}

// What the answers say is left is never overdrawn, also by requests under way together; and nothing is left unused.
func TestLimitIsMetWithoutEverBeingTurnedAway(t *testing.T) {
	w := serve(t, busy(3_000), sample.PagerDutyOptions{RateLimit: 30, RateWindow: 2 * time.Second, OnCallRateLimit: 7})
	run(t, sourcetest.Warehouse(t), w.source(t))
	requests, onCalls := w.api().Requests(), 0
	for i, r := range requests {
		if r.Status != http.StatusOK {
			t.Errorf("request %d to %s was answered %d", i, r.Path, r.Status)
		}
		if r.Path == "/oncalls" {
			onCalls++
		}
	}
	most := time.Duration((len(requests)-onCalls)/30+onCalls/7+2) * 2 * time.Second
	if took := w.clock.Now().Sub(now); took > most*12/10 {
		t.Errorf("%d requests took %s on the clock, the limit allows %s", len(requests), took, most)
	}
}

// An API that does not count for us: the windows are halved when it refuses a page.
func TestWindowsAreHalvedUntilTheyFit(t *testing.T) {
	w := serve(t, busy(4_000), sample.PagerDutyOptions{})
	var refused atomic.Int64
	uncounted := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		q.Del("total")
		// Its pages end earlier than we know: the refusal has to come from the API.
		if len(q.Get("offset")) >= 4 && strings.HasSuffix(r.URL.Path, "/incidents") {
			q.Set("offset", "10000")
			refused.Add(1)
		}
		r.URL.RawQuery = q.Encode()
		w.api().ServeHTTP(out, r)
	}))
	defer uncounted.Close()
	db := sourcetest.Warehouse(t)
	run(t, db, w.source(t, func(c *Config) { c.URL = uncounted.URL }))
	w.copied(t, db, "pagerduty_incidents", "pagerduty_log_entries")
	if refused.Load() == 0 {
		t.Error("no page was refused")
	}
}

// At the usual time an answer takes, one request after the other would not reach the rate limit.
func TestRequestsAreUnderWayTogether(t *testing.T) {
	const together = 4
	w := serve(t, sample.RandomPagerDuty(8, 700, now.AddDate(0, 0, -25), now), sample.PagerDutyOptions{})
	var mu sync.Mutex
	waiting, released := 0, make(chan struct{})
	slow := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/log_entries" && r.URL.Query().Get("total") == "" {
			mu.Lock()
			if waiting++; waiting == together {
				close(released)
			}
			mu.Unlock()
			<-released // would wait for ever if they came one by one
		}
		w.api().ServeHTTP(out, r)
	}))
	defer slow.Close()
	run(t, sourcetest.Warehouse(t), w.source(t, func(c *Config) { c.URL = slow.URL }))
}

func TestQuietNightAsksLittle(t *testing.T) {
	data := sample.RandomPagerDuty(5, 500, since, now)
	for _, i := range data.Incidents {
		if i.Status != "resolved" { // open ones are asked for every night
			data.Resolve(i, now.Add(-48*time.Hour), data.Users[0].Reference(), "website")
		}
	}
	w := serve(t, data, sample.PagerDutyOptions{})
	db := sourcetest.Warehouse(t)
	run(t, db, w.source(t))
	before := len(w.api().Requests())
	if err := w.clock.Sleep(t.Context(), 24*time.Hour); err != nil {
		t.Fatal(err)
	}
	old := data.Incidents[10]
	w.api().Do(func(d *sample.PagerDutyData) {
		for range 3 {
			d.Trigger(d.Services[0], now.Add(time.Hour), "high", "New")
		}
		d.Note(old, now.Add(2*time.Hour), d.Users[0].Reference(), "Found it")
	})
	run(t, db, w.source(t))
	w.copied(t, db, tables...)
	asked := map[string]int{}
	for _, r := range w.api().Requests()[before:] {
		asked[r.Path]++
	}
	// The window since the last night, and one for the old incident that was touched.
	if asked["/log_entries"] != 1 || asked["/incidents"] != 2 {
		t.Errorf("asked %v", asked)
	}
}

// Objects created the same second on the border of windows, and more than a page of them.
func TestManyInOneSecond(t *testing.T) {
	data := sample.RandomPagerDuty(5, 20, since, now)
	at := since.Add(span)
	for range 2*pageSize + 50 {
		data.Trigger(data.Services[0], at, "high", "Storm")
	}
	w := serve(t, data, sample.PagerDutyOptions{})
	db := sourcetest.Warehouse(t)
	run(t, db, w.source(t))
	run(t, db, w.source(t))
	w.copied(t, db, tables...)
}
