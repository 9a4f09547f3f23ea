package metrics

import (
	"context"

	"github.com/fewhands/fewhands/sql"
)

// second and day in microseconds.
const (
	second = 1_000_000
	day    = 24 * 60 * 60 * second
)

// dayOf is the day of a moment, in days since 1970.
func dayOf(moment int64) int32 {
	n := moment / day
	if moment%day < 0 {
		n--
	}
	return int32(n)
}

// weekday is that of a day since 1970: 0 is Monday.
func weekday(day int32) int32 { return ((day+3)%7 + 7) % 7 }

// mondayOf is the Monday of the ISO week of a moment, in days since 1970.
func mondayOf(moment int64) int32 {
	on := dayOf(moment)
	return on - weekday(on)
}

// dayPart is PagerDuty's part of the day.
type dayPart uint8

const (
	business dayPart = iota // working hours from Monday to Friday
	offHours                // neither
	sleep
)

// dayParts are when the parts begin and end, in microseconds since midnight. One that ends before it begins goes over midnight.
type dayParts struct{ businessStart, businessEnd, sleepStart, sleepEnd int64 }

func (p *dayParts) of(local int64) dayPart {
	on := dayOf(local)
	at := local - int64(on)*day
	switch {
	case weekday(on) < 5 && isBetween(at, p.businessStart, p.businessEnd):
		return business
	case isBetween(at, p.sleepStart, p.sleepEnd):
		return sleep
	}
	return offHours
}

func isBetween(at, start, end int64) bool {
	if start <= end {
		return at >= start && at < end
	}
	return at >= start || at < end
}

func readDayParts(ctx context.Context, tx *sql.Tx) (p dayParts, err error) {
	err = tx.QueryRow(ctx, `
		SELECT
		    epoch_us(business_start),
		    epoch_us(business_end),
		    epoch_us(sleep_start),
		    epoch_us(sleep_end)
		FROM staging.settings`).Scan(&p.businessStart, &p.businessEnd, &p.sleepStart, &p.sleepEnd)
	return p, err
}
