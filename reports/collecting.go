package reports

import (
	"math"
	"runtime/debug"
)

// lessCollecting lets the heap of Go grow further before it is collected, and gives back how to undo that. A large site is nearly all
// garbage: collecting it took a quarter of the time. The limit is what the design's 1.5 GiB leave beside DuckDB. What somebody set by
// GOGC or GOMEMLIMIT stays.
func lessCollecting() (undo func()) {
	percent := debug.SetGCPercent(400)
	if percent != 100 {
		debug.SetGCPercent(percent)
		return func() {}
	}
	limit := debug.SetMemoryLimit(900 << 20)
	if limit != math.MaxInt64 {
		debug.SetMemoryLimit(limit)
	}
	return func() {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(limit)
	}
}
