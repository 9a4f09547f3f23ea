package ingest

import (
	"context"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// limiter holds requests back until the source will take them. It believes what the answers said and counts what is
// under way, so that requests sent together do not pass a limit that each alone would keep.
type limiter struct {
	clock   Clock
	sleeper chan struct{} // one sleeps at a time; the others look again when it wakes

	mu      sync.Mutex
	buckets map[string]*bucket
}

type bucket struct {
	underway int
	answered chan struct{} // closed when a request under way ends
	limit    int           // requests per window; 0: never said
	window   time.Duration // the longest wait until a reset that was ever said
	left     int           // the fewest that any answer of this window left, whatever order answers came in
	reset    time.Time     // when this window ends
	until    time.Time     // nothing is sent before; set when the source turned a request away
}

func newLimiter(clock Clock) *limiter {
	return &limiter{clock: clock, sleeper: make(chan struct{}, 1), buckets: map[string]*bucket{}}
}

func (l *limiter) bucket(name string) *bucket {
	b := l.buckets[name]
	if b == nil {
		b = &bucket{answered: make(chan struct{})}
		l.buckets[name] = b
	}
	return b
}

// acquire returns when one more request may be sent; the caller must release it.
func (l *limiter) acquire(ctx context.Context, name string) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		wait, answered := l.take(name)
		switch {
		case answered != nil:
			select {
			case <-answered:
			case <-ctx.Done():
			}
		case wait > 0:
			if err := l.sleep(ctx, name); err != nil {
				return err
			}
		default:
			return nil
		}
	}
}

// sleep waits until the bucket may have room again. Who comes second finds the time already passed.
func (l *limiter) sleep(ctx context.Context, name string) error {
	select {
	case l.sleeper <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-l.sleeper }()
	l.mu.Lock()
	wait := l.bucket(name).wait(l.clock.Now())
	l.mu.Unlock()
	return l.clock.Sleep(ctx, wait)
}

// take counts one request as sent, or says what to wait for: a time, or the answer to another request.
func (l *limiter) take(name string) (time.Duration, <-chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.bucket(name)
	if wait := b.wait(l.clock.Now()); wait > 0 {
		return wait, nil
	}
	if b.limit > 0 && b.left <= b.underway {
		return 0, b.answered
	}
	b.underway++
	return 0, nil
}

// wait is how long nothing may be sent, whatever the requests under way bring.
func (b *bucket) wait(now time.Time) time.Duration {
	if wait := b.until.Sub(now); wait > 0 {
		return wait
	}
	if b.limit > 0 && !now.Before(b.reset) {
		b.left, b.reset = b.limit, now.Add(b.window)
	}
	if b.limit > 0 && b.left <= 0 {
		return b.reset.Sub(now)
	}
	return 0
}

// release counts a request as answered; h is nil where no answer came.
func (l *limiter) release(name string, h http.Header) {
	l.mu.Lock()
	defer l.mu.Unlock()
	b, now := l.bucket(name), l.clock.Now()
	b.underway--
	close(b.answered)
	b.answered = make(chan struct{})
	limit, errLimit := strconv.Atoi(h.Get("Ratelimit-Limit"))
	left, errLeft := strconv.Atoi(h.Get("Ratelimit-Remaining"))
	wait, ok := seconds(h.Get("Ratelimit-Reset"))
	if errLimit != nil || errLeft != nil || !ok || limit <= 0 {
		b.left-- // it may have been counted
		return
	}
	reset := now.Add(wait)
	// Seconds are rounded: a reset that moved by less than that is the same window.
	if b.limit == 0 || reset.Sub(b.reset) > time.Second {
		b.left, b.reset = left, reset
	} else {
		b.left, b.reset = min(b.left, left), later(b.reset, reset)
	}
	b.limit, b.window = limit, max(b.window, wait, time.Second)
}

// pause keeps every request of a bucket back for a while.
func (l *limiter) pause(name string, wait time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.bucket(name)
	b.until = later(b.until, l.clock.Now().Add(wait))
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
