package ingest_test

import (
	"fmt"
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/fewhands/fewhands/ingest"
)

func TestWaitsAsLongAsItIsAskedTo(t *testing.T) {
	for name, c := range map[string]struct {
		code   int
		header []string
		want   time.Duration
	}{
		"seconds":            {429, []string{"Retry-After", "37"}, 37 * time.Second},
		"a date":             {429, []string{"Retry-After", noon.Add(90 * time.Second).Format(http.TimeFormat)}, 90 * time.Second},
		"reset":              {429, []string{"ratelimit-limit", "960", "ratelimit-remaining", "0", "ratelimit-reset", "41"}, 41 * time.Second},
		"reset alone":        {429, []string{"ratelimit-reset", "41"}, 41 * time.Second},
		"503 in maintenance": {503, []string{"Retry-After", "120"}, 2 * time.Minute},
	} {
		clock := newClock(noon)
		url, _ := server(t, status(c.code, c.header...), status(200))
		if code, _, err := call(t, clock, url, ingest.HTTPOptions{}); code != 200 || err != nil {
			t.Errorf("%s: %d %v", name, code, err)
		}
		if got := clock.Now().Sub(noon); got != c.want {
			t.Errorf("%s: waited %s, want %s", name, got, c.want)
		}
	}
	clock := newClock(noon)
	url, n := server(t, status(429, "Retry-After", "90000"))
	if _, _, err := call(t, clock, url, ingest.HTTPOptions{}); err == nil || n.Load() != 1 || clock.Now() != noon {
		t.Errorf("a day is too long: %v, %d requests, until %s", err, n.Load(), clock.Now())
	}
}

func TestNothingIsSentWhenNothingIsLeft(t *testing.T) {
	clock := newClock(noon)
	var at []time.Duration
	url, _ := server(t, func(w http.ResponseWriter, r *http.Request) {
		at = append(at, clock.Now().Sub(noon))
		status(200, "ratelimit-limit", "2", "ratelimit-remaining", strconv.Itoa(1-(len(at)-1)%2), "ratelimit-reset", "30")(w, r)
	})
	client := ingest.NewHTTPClient(ingest.HTTPOptions{Clock: clock})
	defer client.CloseIdleConnections()
	for range 5 {
		resp, err := client.Get(url)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
	}
	if got := fmt.Sprint(at); got != "[0s 0s 30s 30s 1m0s]" {
		t.Errorf("requests at %s", got)
	}
}
