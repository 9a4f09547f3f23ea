package ingest

import (
	"context"
	"errors"
	"fmt"

	"github.com/fewhands/fewhands/sql"
)

// Run copies what changed at a source into the warehouse. Every batch is stored in one transaction with its cursor, so a
// run that ends anywhere, in any way, leaves a copy that the next run completes; a run over what is stored already
// changes nothing.
//
// A stream that cannot be read to its end is marked in raw.cursors and does not stop the others, unless they would meet
// the same: credentials refused, or a host that does not answer. The error then is ErrRefused, ErrUnreachable, or
// ErrIncomplete where a part of the source was read; or that of a context that is done.
func Run(ctx context.Context, db *sql.DB, source Source, opts Options) ([]Result, error) {
	if opts.Clock == nil {
		opts.Clock = SystemClock{}
	}
	if opts.Progress == nil {
		opts.Progress = silence{}
	}
	defer source.Close()
	forgotten, err := ReadForgotten(ctx, db)
	if err != nil {
		return nil, fmt.Errorf("%s: read who is forgotten: %w", source.Name(), err)
	}
	var results []Result
	var errs []error
	var stop error
	whole := 0
	for _, stream := range source.Streams() {
		s := &Store{db: db, source: source.Name(), stream: stream, clock: opts.Clock, Progress: opts.Progress, forgotten: forgotten}
		err := s.begin(ctx)
		if err == nil && stop != nil {
			err = fmt.Errorf("%s: not read: %w", stream.Name, stop)
		} else if err == nil {
			err = stream.Read(ctx, s)
		}
		var ended error
		if ctx.Err() == nil {
			ended = s.end(ctx, err)
		}
		if ctx.Err() != nil {
			ended = ctx.Err() // and not what DuckDB makes of being interrupted
		}
		if ended != nil {
			return results, fmt.Errorf("%s: %s: %w", source.Name(), stream.Name, ended)
		}
		if err == nil {
			whole++
		} else if stop == nil {
			errs = append(errs, fmt.Errorf("%s: %w", source.Name(), err))
		}
		switch {
		case stop != nil:
		case errors.Is(err, ErrUnreachable):
			stop = ErrUnreachable
		case errors.Is(err, ErrRefused) && whole == 0:
			stop = ErrRefused // of no use anywhere; later on it is one stream that the token may not read
		}
		results = append(results, Result{Stream: stream.Name, Read: s.read, Changed: s.changed, Err: err})
		whole += min(s.read, 1)
	}
	if len(errs) > 0 && whole > 0 {
		errs = append(errs, ErrIncomplete)
	}
	return results, errors.Join(errs...)
}

type silence struct{}

func (silence) Expect(int64) {}
func (silence) Done(int64)   {}
func (silence) Note(string)  {}
