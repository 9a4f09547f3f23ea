package ingest

import (
	"net/http"
	"testing"
	"time"
)

func TestWaitsAreReadAsEachSourceWritesThem(t *testing.T) {
	now := time.Date(2026, 1, 5, 3, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		name, value string
		want        time.Duration
		ok          bool
	}{
		{"Retry-After", "7", 7 * time.Second, true},
		{"Retry-After", "Mon, 05 Jan 2026 03:00:09 GMT", 9 * time.Second, true},
		{"Ratelimit-Reset", "2.5", 2500 * time.Millisecond, true},
		{"X-RateLimit-Reset", "2026-01-05T03:00:30Z", 30 * time.Second, true},
		{"X-RateLimit-Reset", "2026-01-05T04:01+01:00", time.Minute, true},
		{"X-RateLimit-Reset", "2026-01-05T02:00:00Z", 0, true}, // it is over
		{"X-RateLimit-Reset", "1767582030", 0, false},
		{"Retry-After", "soon", 0, false},
	} {
		h := http.Header{}
		h.Set(test.name, test.value)
		if got, ok := waitAsked(h, now); got != test.want || ok != test.ok {
			t.Errorf("%s: %s is %s, %t", test.name, test.value, got, ok)
		}
	}
}
