package ingest_test

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/fewhands/fewhands/ingest"
)

var noon = time.Date(2026, 1, 5, 12, 0, 0, 0, time.UTC)

const token = "secret+Token/42"

// call makes one request with a client on a virtual clock and returns the status and body it got.
func call(t *testing.T, clock *virtualClock, url string, opts ingest.HTTPOptions) (int, string, error) {
	t.Helper()
	opts.Clock, opts.Seed, opts.Secrets = clock, 1, []string{token}
	client := ingest.NewHTTPClient(opts)
	defer client.CloseIdleConnections()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Token token="+token)
	resp, err := client.Do(req)
	if err != nil {
		return 0, "", err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(body), nil
}

// server answers each request with the next of the answers, and the last one for ever.
func server(t *testing.T, answers ...http.HandlerFunc) (string, *atomic.Int64) {
	t.Helper()
	var n atomic.Int64
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answers[min(int(n.Add(1)), len(answers))-1](w, r)
	}))
	t.Cleanup(s.Close)
	return s.URL, &n
}

func status(code int, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(code)
		fmt.Fprint(w, `{"ok":true}`)
	}
}

func truncated(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "1000")
	_, _ = w.Write([]byte(`{"ok":`))
	panic(http.ErrAbortHandler)
}

func TestWhatIsTransientIsTriedAgain(t *testing.T) {
	for name, first := range map[string]http.HandlerFunc{
		"408": status(408), "425": status(425), "429": status(429), "500": status(500), "502": status(502), "503": status(503), "504": status(504),
		"cut short": truncated,
		"reset":     func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"not JSON":  func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<html>maintenance</html>") },
	} {
		clock := newClock(noon)
		url, _ := server(t, first, first, status(200))
		code, body, err := call(t, clock, url, ingest.HTTPOptions{JSON: true})
		if code != 200 || body != `{"ok":true}` || err != nil {
			t.Errorf("%s: %d %q %v", name, code, body, err)
		}
		if waited := clock.Now().Sub(noon); waited < time.Second || waited > 10*time.Second {
			t.Errorf("%s: waited %s", name, waited)
		}
	}
}

func TestWhatIsFinalIsAskedOnce(t *testing.T) {
	for _, code := range []int{200, 400, 401, 403, 404, 410, 501} {
		clock := newClock(noon)
		url, n := server(t, status(code))
		if got, _, err := call(t, clock, url, ingest.HTTPOptions{}); got != code || err != nil || n.Load() != 1 || clock.Now() != noon {
			t.Errorf("%d: got %d, %v, %d requests, at %s", code, got, err, n.Load(), clock.Now())
		}
	}
}

func TestRetriesAreBoundedAndBackOff(t *testing.T) {
	clock := newClock(noon)
	var at []time.Duration
	url, _ := server(t, func(w http.ResponseWriter, r *http.Request) {
		at = append(at, clock.Now().Sub(noon))
		status(503)(w, r)
	})
	code, _, err := call(t, clock, url, ingest.HTTPOptions{Failures: 9, MaxBackoff: 20 * time.Second})
	if code != 503 || err != nil || len(at) != 9 {
		t.Fatalf("%d, %v, requests at %v", code, err, at)
	}
	for i, most := range []time.Duration{1, 2, 4, 8, 16, 20, 20, 20} {
		if wait := at[i+1] - at[i]; wait < most*time.Second/2 || wait > most*time.Second {
			t.Errorf("wait %d is %s, want %ds/2 to %ds", i, wait, most, most)
		}
	}
}

func TestJitterIsTheSameForTheSameSeed(t *testing.T) {
	var ends []time.Time
	for range 2 {
		clock := newClock(noon)
		url, _ := server(t, status(500))
		if _, _, err := call(t, clock, url, ingest.HTTPOptions{}); err != nil {
			t.Fatal(err)
		}
		ends = append(ends, clock.Now())
	}
	if ends[0] != ends[1] {
		t.Errorf("ended at %s and %s", ends[0], ends[1])
	}
}

func TestRedirectToAnotherHostIsRefused(t *testing.T) {
	followed := false
	other, _ := server(t, func(http.ResponseWriter, *http.Request) { followed = true })
	url, n := server(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, other, http.StatusFound) })
	if _, _, err := call(t, newClock(noon), url, ingest.HTTPOptions{}); err == nil || !strings.Contains(err.Error(), "redirect") {
		t.Errorf("got %v", err)
	}
	if followed || n.Load() != 1 {
		t.Errorf("followed: %v, %d requests", followed, n.Load())
	}
	var authorization string
	url, _ = server(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/there", http.StatusFound) },
		func(w http.ResponseWriter, r *http.Request) { authorization = r.Header.Get("Authorization") })
	if code, _, err := call(t, newClock(noon), url, ingest.HTTPOptions{}); code != 200 || err != nil || authorization != "Token token="+token {
		t.Errorf("on the same host: %d %v %q", code, err, authorization)
	}
}

func TestAnswerHasABound(t *testing.T) {
	url, n := server(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(make([]byte, 5_000)) })
	if _, _, err := call(t, newClock(noon), url, ingest.HTTPOptions{MaxBytes: 4_999}); err == nil || n.Load() != 1 {
		t.Errorf("%v, %d requests", err, n.Load())
	}
	if code, body, err := call(t, newClock(noon), url, ingest.HTTPOptions{MaxBytes: 5_000}); code != 200 || len(body) != 5_000 || err != nil {
		t.Errorf("%d, %d bytes, %v", code, len(body), err)
	}
}

// A server that never answers: each attempt ends by itself, and is one of the failures.
func TestAttemptHasATimeout(t *testing.T) {
	url, n := server(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	_, _, err := call(t, newClock(noon), url, ingest.HTTPOptions{Timeout: 5 * time.Millisecond, Failures: 2})
	if !errors.Is(err, ingest.ErrUnreachable) || errors.Is(err, context.DeadlineExceeded) || n.Load() != 2 {
		t.Errorf("%v, %d requests", err, n.Load())
	}
}

// Cancelled while it waits for an answer, for a backoff, and for the rate limit.
func TestCancelledMeansAtOnce(t *testing.T) {
	for name, first := range map[string]http.HandlerFunc{"backoff": status(500), "limit": status(429, "Retry-After", "60"), "answer": nil} {
		ctx, cancel := context.WithCancel(t.Context())
		clock := &stopClock{virtualClock: newClock(noon), stop: cancel}
		if first == nil {
			first = func(_ http.ResponseWriter, r *http.Request) { cancel(); <-r.Context().Done() }
		}
		url, n := server(t, first)
		client := ingest.NewHTTPClient(ingest.HTTPOptions{Clock: clock})
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err = client.Do(req); !errors.Is(err, context.Canceled) || n.Load() != 1 {
			t.Errorf("%s: %v after %d requests", name, err, n.Load())
		}
		client.CloseIdleConnections()
		cancel()
	}
}

// stopClock cancels whoever sleeps.
type stopClock struct {
	*virtualClock
	stop func()
}

func (c *stopClock) Sleep(ctx context.Context, d time.Duration) error {
	c.stop()
	return c.virtualClock.Sleep(ctx, d)
}

func TestConnectionIsUsedAgain(t *testing.T) {
	opened := 0
	s := httptest.NewUnstartedServer(status(200))
	s.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			opened++
		}
	}
	s.Start()
	client := ingest.NewHTTPClient(ingest.HTTPOptions{Clock: newClock(noon)})
	for range 10 {
		resp, err := client.Get(s.URL)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
	}
	client.CloseIdleConnections()
	s.Close()
	if opened != 1 {
		t.Errorf("%d connections", opened)
	}
}

func TestNoErrorHoldsASecret(t *testing.T) {
	for _, form := range []string{
		token, url.QueryEscape(token), url.PathEscape(token),
		base64.StdEncoding.EncodeToString([]byte(token)), base64.URLEncoding.EncodeToString([]byte(token)),
	} {
		err := ingest.Redact(fmt.Errorf("get https://example.com/?key=%s: %w", form, context.Canceled), token)
		if strings.Contains(err.Error(), form) || !errors.Is(err, context.Canceled) {
			t.Errorf("%v", err)
		}
		for inner := errors.Unwrap(err); inner != nil; inner = errors.Unwrap(inner) {
			if strings.Contains(inner.Error(), form) {
				t.Errorf("inside: %v", inner)
			}
		}
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener.Close()
	_, _, err = call(t, newClock(noon), "http://"+listener.Addr().String()+"/?key="+url.QueryEscape(token), ingest.HTTPOptions{})
	if !errors.Is(err, ingest.ErrUnreachable) || !strings.Contains(err.Error(), "refused") {
		t.Errorf("got %v", err)
	}
	// What http.Client puts around an error is the URL, which no client library of ours gives a secret; we still redact.
	if err = ingest.Redact(err, token); strings.Contains(err.Error(), url.QueryEscape(token)) {
		t.Errorf("got %v", err)
	}
}
