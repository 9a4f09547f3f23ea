package ingest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"
)

// attempts makes one attempt of a request: it waits for the rate limit, sends, and reads the whole body, so that a body
// cut short is an error inside the loop that tries again.
type attempts struct {
	opts  HTTPOptions
	limit *limiter
	pool  *http.Transport
}

var errTooLarge = errors.New("answer too large")

func (a *attempts) RoundTrip(req *http.Request) (*http.Response, error) {
	bucket := bucketOf(a.opts, req)
	if err := a.limit.acquire(req.Context(), bucket); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(req.Context(), a.opts.Timeout)
	defer cancel()
	resp, err := a.pool.RoundTrip(req.WithContext(ctx))
	if err != nil {
		a.limit.release(bucket, nil)
		return nil, a.explain(req.Context(), ctx, err)
	}
	defer resp.Body.Close()
	a.limit.release(bucket, resp.Header)
	body, err := io.ReadAll(io.LimitReader(resp.Body, a.opts.MaxBytes+1))
	if err != nil {
		return nil, a.explain(req.Context(), ctx, fmt.Errorf("body cut short: %w", err))
	}
	if int64(len(body)) > a.opts.MaxBytes {
		return nil, fmt.Errorf("%w: over %d bytes", errTooLarge, a.opts.MaxBytes)
	}
	if a.opts.JSON && resp.StatusCode/100 == 2 && len(body) > 0 && !json.Valid(body) {
		return nil, errors.New("an answer that is not JSON")
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	resp.ContentLength = int64(len(body))
	return resp, nil
}

// explain tells our own timeout, which may be tried again, from the caller's end.
func (a *attempts) explain(caller, ours context.Context, err error) error {
	if caller.Err() == nil && ours.Err() != nil {
		return fmt.Errorf("no answer within %s", a.opts.Timeout)
	}
	return err
}

func bucketOf(opts HTTPOptions, req *http.Request) string {
	if opts.Bucket == nil {
		return ""
	}
	return opts.Bucket(req)
}

// waitAsked reads how long the source wants us to stay away: Retry-After in seconds or as a date, or else the seconds
// of ratelimit-reset (PagerDuty) or the time of x-ratelimit-reset (Jira).
func waitAsked(h http.Header, now time.Time) (time.Duration, bool) {
	if after := h.Get("Retry-After"); after != "" {
		if wait, ok := seconds(after); ok {
			return wait, true
		}
		if at, err := http.ParseTime(after); err == nil {
			return max(0, at.Sub(now)), true
		}
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00"} {
		if at, err := time.Parse(layout, h.Get("X-Ratelimit-Reset")); err == nil {
			return max(0, at.Sub(now)), true
		}
	}
	return seconds(h.Get("Ratelimit-Reset"))
}

func seconds(text string) (time.Duration, bool) {
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || !(n >= 0 && n < 1e9) {
		return 0, false
	}
	return time.Duration(n * float64(time.Second)), true
}
