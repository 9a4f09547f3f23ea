package git

import (
	"bytes"
	"strconv"
	"time"
)

var (
	earliest = time.Unix(0, 0).UTC()
	latest   = time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)
)

// parseTime reads git's raw date, "seconds offset", such as "1700000000 +0130". A date that is missing, broken or
// outside 1970 to 9999 becomes the nearer end of that span. The offset is in minutes east of UTC; what is more than 14
// hours away is no place on Earth and counts as 0.
func parseTime(raw []byte) (at time.Time, offset int32) {
	seconds, zone, _ := bytes.Cut(bytes.TrimSpace(raw), []byte{' '})
	n, err := strconv.ParseInt(string(seconds), 10, 64)
	switch {
	case err != nil && len(seconds) > 0 && seconds[0] != '-' && allDigits(seconds):
		at = latest // more digits than an int64 has
	case err != nil || n < 0:
		at = earliest
	case n > latest.Unix():
		at = latest
	default:
		at = time.Unix(n, 0).UTC()
	}
	hhmm, err := strconv.Atoi(string(zone))
	if err != nil {
		return at, 0
	}
	minutes := hhmm/100*60 + hhmm%100
	if minutes < -14*60 || minutes > 14*60 {
		return at, 0
	}
	return at, int32(minutes)
}

func allDigits(text []byte) bool {
	for _, c := range text {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// monday is the first day of the ISO week of t, in UTC.
func monday(t time.Time) time.Time {
	t = t.UTC()
	day := (int(t.Weekday()) + 6) % 7
	return time.Date(t.Year(), t.Month(), t.Day()-day, 0, 0, 0, 0, time.UTC)
}
