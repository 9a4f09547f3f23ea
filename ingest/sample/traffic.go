package sample

import (
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"
)

// Request is a request as the server saw it.
type Request struct {
	Method string
	Path   string
	Query  url.Values
	Body   []byte
	At     time.Time // on the clock
	Status int       // 0: the connection was reset
	Fault  Fault     // what went wrong on purpose, or empty
	Early  bool      // sent although an answer 429 before it named a later reset
}

// response is an answer before it is written. Status 0 is none yet.
type response struct {
	status      int
	header      map[string]string
	contentType string // empty: JSON
	body        []byte
}

func (r *response) set(name, value string) {
	if r.header == nil {
		r.header = map[string]string{}
	}
	r.header[name] = value
}

// traffic is what all stand-ins do alike: answer one request at a time, remember it, fail some on purpose, and count
// them against rate limits.
type traffic struct {
	clock   *Clock
	faults  Faults
	per     time.Duration // what the rate limits count in
	between sync.Mutex    // one change at a time

	mu       sync.Mutex // held while a request is answered, and while the data changes
	requests []Request
	buckets  map[string]*bucket // by what is counted together
	failed   int                // requests in a row that a fault took
}

// bucket counts the requests of one key in a window that begins with its first request.
type bucket struct {
	began   time.Time
	used    int
	blocked time.Time // the reset that the last 429 named
}

func newTraffic(clock *Clock, faults Faults, per time.Duration) *traffic {
	if per == 0 {
		per = time.Minute
	}
	return &traffic{clock: clock, faults: faults, per: per, buckets: map[string]*bucket{}}
}

// Requests returns all requests so far, in the order they came.
func (t *traffic) Requests() []Request {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Clone(t.requests)
}

// serve remembers the request and answers it. answer is called alone, with how many came before.
func (t *traffic) serve(w http.ResponseWriter, r *http.Request, body []byte, answer func(n int, seen *Request) (response, Fault)) {
	t.mu.Lock()
	n := len(t.requests)
	t.requests = append(t.requests, Request{Method: r.Method, Path: r.URL.Path, Query: r.URL.Query(), Body: body})
	t.mu.Unlock()
	if t.faults.Between != nil {
		t.between.Lock()
		t.faults.Between(n) // may call Do
		t.between.Unlock()
	}
	sent, fault := t.answered(n, answer)
	write(w, sent, fault)
}

func (t *traffic) answered(n int, answer func(n int, seen *Request) (response, Fault)) (response, Fault) {
	t.mu.Lock()
	defer t.mu.Unlock()
	seen := &t.requests[n]
	seen.At = t.clock.Now()
	sent, fault := answer(n, seen)
	seen.Status, seen.Fault = sent.status, fault
	if fault == ConnectionReset {
		seen.Status = 0
	}
	return sent, fault
}

// fault chooses what happens to request n.
func (t *traffic) fault(n int) Fault {
	f := t.faults
	if f.StopAfter > 0 && n >= f.StopAfter {
		return []Fault{BadGateway, ConnectionReset}[n%2]
	}
	most := f.MostInRow
	if most == 0 {
		most = 4
	}
	dice := mix(f.Seed + uint64(n)*0x9E3779B97F4A7C15)
	if share(dice) >= f.Share || t.failed >= most {
		t.failed = 0
		return ""
	}
	t.failed++
	kinds := f.Kinds
	if kinds == nil {
		kinds = AllFaults
	}
	return kinds[mix(dice)%uint64(len(kinds))]
}

// share makes a number from 0 to 1 of any.
func share(dice uint64) float64 { return float64(dice>>11) / (1 << 53) }

func (t *traffic) bucket(name string, now time.Time) *bucket {
	b := t.buckets[name]
	if b == nil || !now.Before(b.began.Add(t.per)) && !now.Before(b.blocked) {
		b = &bucket{began: now}
		t.buckets[name] = b
	}
	return b
}

// wholeSeconds rounds up, as servers do that say how long to wait.
func wholeSeconds(d time.Duration) int { return int((d + time.Second - 1) / time.Second) }
