package main

import (
	"time"

	"github.com/robfig/cron/v3"
)

// wallClock is a cron expression by the clock on the wall of a time zone: each time that the clock shows comes once. One that is
// skipped in the night in which the clock is put forward comes as long after the change as it would have come, had the clock not
// been changed; one that is shown twice counts the first time. A night is then never left out and never done twice.
type wallClock struct {
	schedule cron.Schedule
	zone     *time.Location
}

// IsValid is for gocron, which asks it before the first Next. The expression has been read before.
func (w wallClock) IsValid(string, *time.Location, time.Time) error { return nil }

// Next is the first time after last, in last's own time zone.
func (w wallClock) Next(last time.Time) time.Time {
	shown := onTheWall(last.In(w.zone))
	for {
		shown = w.schedule.Next(shown)
		if shown.IsZero() {
			return shown
		}
		if at := w.at(shown); at.After(last) {
			return at.In(last.Location())
		}
	}
}

// onTheWall is what the clock shows, as if it were in UTC.
func onTheWall(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
}

// at is when the clock shows a time.
func (w wallClock) at(shown time.Time) time.Time {
	_, offset := shown.Add(-w.offset(shown)).Add(-3 * time.Hour).In(w.zone).Zone() // that of before a change nearby
	first := shown.Add(-time.Duration(offset) * time.Second)
	if onTheWall(first.In(w.zone)).Equal(shown) {
		return first
	}
	later := shown.Add(-w.offset(shown))
	if onTheWall(later.In(w.zone)).Equal(shown) {
		return later
	}
	return first // the clock never shows it
}

// offset is by how much the zone is ahead of UTC when its clock shows a time, or about then.
func (w wallClock) offset(shown time.Time) time.Duration {
	local := time.Date(shown.Year(), shown.Month(), shown.Day(), shown.Hour(), shown.Minute(), shown.Second(), 0, w.zone)
	_, offset := local.Zone()
	return time.Duration(offset) * time.Second
}
