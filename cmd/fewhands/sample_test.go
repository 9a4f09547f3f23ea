package main

import (
	"bytes"
	"context"
	"time"

	"github.com/fewhands/fewhands/ingest/sample"
)

// onSampleDay runs the program, and returns all that it says.
func onSampleDay(ctx context.Context, args ...string) (code int, out string) {
	var both bytes.Buffer
	code = run(ctx, append(args, "--as-of", sampleDay.Format(time.DateOnly)), &both, &both, sample.NewClock(sampleDay))
	return code, both.String()
}
