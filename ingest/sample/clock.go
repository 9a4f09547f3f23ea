package sample

import (
	"context"
	"sync"
	"time"
)

// Clock is the time of a test or a demo: it moves only when someone sleeps, and then at once. A server and its client
// share one, so a rate limit of a minute costs no time at all. Safe for concurrent use.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// NewClock returns a clock that stands at t.
func NewClock(t time.Time) *Clock {
	return &Clock{now: t}
}

// Now returns the time the clock shows.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Sleep moves the clock on by d and returns at once. A context that is done returns its error and leaves the clock alone.
func (c *Clock) Sleep(ctx context.Context, d time.Duration) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if d > 0 {
		c.mu.Lock()
		c.now = c.now.Add(d)
		c.mu.Unlock()
	}
	return nil
}
