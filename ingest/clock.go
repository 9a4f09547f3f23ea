package ingest

import (
	"context"
	"time"
)

// Clock is the time a source works by. Everything that waits does so through one, so that a test in virtual time waits
// for nothing and still sees every wait.
type Clock interface {
	Now() time.Time

	// Sleep returns after d, or with the error of ctx as soon as ctx is done.
	Sleep(ctx context.Context, d time.Duration) error
}

// SystemClock is the clock on the wall.
type SystemClock struct{}

// Now returns the time in UTC.
func (SystemClock) Now() time.Time { return time.Now().UTC() }

// Sleep waits for d or for ctx.
func (SystemClock) Sleep(ctx context.Context, d time.Duration) error {
	if err := ctx.Err(); err != nil || d <= 0 {
		return err
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
