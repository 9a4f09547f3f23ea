package pagerduty

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"
)

// window is a span of time of which a list is read: from its first moment to its last.
type window struct {
	from, until time.Time
	cut         bool // made to fit: it is not cut again for being large, only for being too large
}

const (
	span   = 30 * 24 * time.Hour // of a window before it is cut; the API's most is six months
	handy  = 1_000               // objects we want in a window: they are in memory together and lost together
	moment = time.Second         // the API's times have seconds; windows overlap by one, whichever end belongs to one
)

// spans cuts a time into windows, oldest first.
func spans(from, until time.Time) []window {
	var all []window
	for from.Before(until) {
		next := from.Add(span)
		if next.After(until) {
			next = until
		}
		all = append(all, window{from: from, until: next})
		from = next
	}
	return all
}

// since and to are the ends as a request has them. They carry an offset: naive times would be read in the account's zone.
func (w window) since() string { return w.from.Add(-moment).UTC().Format(time.RFC3339) }
func (w window) to() string {
	return w.until.Add(moment - 1).UTC().Truncate(moment).Format(time.RFC3339)
}

// String is how an error names the window: by days where it is made of days.
func (w window) String() string {
	layout := time.DateOnly
	day := 24 * time.Hour
	if !w.from.Truncate(day).Equal(w.from) || !w.until.Truncate(day).Equal(w.until) {
		layout = time.RFC3339
	}
	return w.from.UTC().Format(layout) + ".." + w.until.UTC().Format(layout)
}

// split cuts a window into n or fewer parts of whole seconds.
func (w window) split(n int) ([]window, error) {
	length := w.until.Sub(w.from)
	part := max(moment, (length/time.Duration(n) + moment - 1).Truncate(moment))
	if part >= length {
		return nil, fmt.Errorf("%w: over %d in %s", errTooMany, pageCap, length)
	}
	var parts []window
	for from := w.from; from.Before(w.until); from = from.Add(part) {
		until := from.Add(part)
		if until.After(w.until) {
			until = w.until
		}
		parts = append(parts, window{from: from, until: until, cut: true})
	}
	return parts, nil
}

// splitError says that a window should be read in parts.
type splitError struct{ parts int }

func (e *splitError) Error() string { return fmt.Sprintf("read it in %d parts", e.parts) }

// fits looks at the first page of a window. One that holds more than the API pages through must be cut; one that holds
// much is better cut while nothing has been read of it.
func (w window) fits(first page) error {
	switch {
	case first.total > pageCap, first.total > 2*handy && !w.cut:
		return &splitError{max(2, (first.total+handy-1)/handy)}
	}
	return nil
}

// reading is one window that is being read.
type reading struct {
	window
	done    chan struct{} // nil: not begun
	objects []json.RawMessage
	err     error
}

// inOrder reads windows several at a time and hands them to store one after the other, in their order: what is stored is
// always all there is up to some moment. A window that turns out too large is cut into smaller ones in its place.
func (s *Source) inOrder(ctx context.Context, windows []window,
	read func(ctx context.Context, w window) ([]json.RawMessage, error),
	store func(w window, objects []json.RawMessage) error,
) error {
	ctx, cancel := context.WithCancel(ctx)
	var readers sync.WaitGroup
	defer readers.Wait()
	defer cancel()
	seats := make(chan struct{}, s.parallel)
	queue := make([]*reading, len(windows))
	for i, w := range windows {
		queue[i] = &reading{window: w}
	}
	for len(queue) > 0 {
		for _, r := range queue[:min(s.parallel, len(queue))] {
			if r.done != nil {
				continue
			}
			r.done = make(chan struct{})
			readers.Go(func() {
				defer close(r.done)
				seats <- struct{}{}
				r.objects, r.err = read(ctx, r.window)
				<-seats
			})
		}
		head := queue[0]
		<-head.done
		parts, err := head.parts()
		if err == nil && parts == nil {
			err = store(head.window, head.objects)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", head.window, err)
		}
		queue = append(parts, queue[1:]...)
	}
	return nil
}

// parts is what to read instead of a window that was too large; none where it was read.
func (r *reading) parts() ([]*reading, error) {
	n := 2 // the API told us by refusing a page
	var split *splitError
	switch {
	case r.err == nil:
		return nil, nil
	case errors.As(r.err, &split):
		n = split.parts
	case !errors.Is(r.err, errTooMany):
		return nil, r.err
	}
	windows, err := r.split(n)
	if err != nil {
		return nil, err
	}
	parts := make([]*reading, len(windows))
	for i, w := range windows {
		parts[i] = &reading{window: w}
	}
	return parts, nil
}
