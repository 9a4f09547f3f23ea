package reports

import (
	"time"

	"github.com/fewhands/fewhands/metrics/findings"
)

// span is some whole weeks that end with the last kept one, and as many before them: what an edition compares.
type span struct {
	weeks     int
	week      time.Time // Monday of its last week
	then      time.Time // of the last week before the span; zero where that is no longer kept
	asOf      time.Time
	HasBefore bool
}

// lastWeeks is a span; false where no week is kept.
func (p period) lastWeeks(weeks int) (span, bool) {
	if len(p.weeks) == 0 {
		return span{}, false
	}
	s := span{weeks: weeks, week: p.week, asOf: p.asOf}
	s.then, s.HasBefore = p.ago(weeks)
	return s, true
}

func (s span) first() time.Time { return s.week.AddDate(0, 0, -7*(s.weeks-1)) }

// Days are the first and the last day of the span.
func (s span) Days() string { return day(s.first()) + " to " + day(s.week.AddDate(0, 0, 6)) }

// Before are those of the weeks before it.
func (s span) Before() string {
	return day(s.first().AddDate(0, 0, -7*s.weeks)) + " to " + day(s.first().AddDate(0, 0, -1))
}

// began tells whether something first seen in a week is new in the span.
func (s span) began(week time.Time) bool { return !week.Before(s.first()) }

// isNew tells whether a finding was first met in the span; one that held in the first kept week already may be much older.
func (s span) isNew(f findings.Finding) bool { return s.began(f.FirstSeen) && !f.IsOlder }
