package sample

import (
	"slices"
	"time"
)

// overlaps says whether the shift has any time in [since, until), or holds the moment where both are the same.
func (s PagerDutyShift) overlaps(since, until time.Time) bool {
	if since.Equal(until) {
		return !s.Start.After(since) && s.End.After(since)
	}
	return s.Start.Before(until) && s.End.After(since)
}

// Final returns who is on call in truth between two times: overrides cover layers, earlier layers later ones. Shifts
// are whole, also those that begin before since or end after until, in order of start. Two turns in a row of one
// person are two shifts.
func (s *PagerDutySchedule) Final(since, until time.Time) []PagerDutyShift {
	// A piece of the final schedule is never longer than the turn or override it was cut from.
	reach := 24 * time.Hour
	for _, o := range s.Overrides {
		reach = max(reach, o.End.Sub(o.Start))
	}
	for _, l := range s.Layers {
		reach = max(reach, time.Duration(l.TurnSeconds)*time.Second+2*time.Hour)
	}
	from, to := since.Add(-reach), until.Add(reach)
	var final []PagerDutyShift
	for _, o := range slices.Backward(s.Overrides) { // the last one made wins
		if o.overlaps(from, to) {
			final = under(final, []PagerDutyShift{o})
		}
	}
	for _, l := range s.Layers {
		final = under(final, l.shifts(s.location(), from, to))
	}
	return slices.DeleteFunc(final, func(shift PagerDutyShift) bool { return !shift.overlaps(since, until) })
}

// shifts returns the layer's own shifts that overlap the window, whole, in order.
func (l *PagerDutyLayer) shifts(loc *time.Location, since, until time.Time) []PagerDutyShift {
	if len(l.Users) == 0 || l.TurnSeconds <= 0 {
		return nil
	}
	v := l.VirtualStart.In(loc)
	turn := func(k int) time.Time {
		return time.Date(v.Year(), v.Month(), v.Day(), v.Hour(), v.Minute(), v.Second()+k*l.TurnSeconds, 0, loc)
	}
	// The clock on the wall is at most some hours off, so two turns early is early enough.
	k := max(0, int(since.Sub(v)/time.Second)/l.TurnSeconds-2-7200/l.TurnSeconds)
	var shifts []PagerDutyShift
	for ; !turn(k).After(until); k++ {
		whole := PagerDutyShift{later(turn(k), l.Start), turn(k + 1), l.Users[k%len(l.Users)]}
		if l.End != nil {
			whole.End = earlier(whole.End, *l.End)
		}
		for _, shift := range l.restrict(whole, loc) {
			if shift.End.After(shift.Start) && shift.overlaps(since, until) {
				shifts = append(shifts, shift)
			}
		}
	}
	return shifts
}

// restrict cuts a turn down to the hours the layer is restricted to.
func (l *PagerDutyLayer) restrict(turn PagerDutyShift, loc *time.Location) []PagerDutyShift {
	if len(l.Restrictions) == 0 {
		return []PagerDutyShift{turn}
	}
	var parts []PagerDutyShift
	for _, r := range l.Restrictions {
		tod, err := time.Parse(time.TimeOnly, r.StartTimeOfDay)
		if err != nil {
			continue
		}
		day, step := turn.Start.In(loc), 1
		day = time.Date(day.Year(), day.Month(), day.Day()-1, 0, 0, 0, 0, loc)
		if r.Type == "weekly_restriction" {
			step = 7
			day = day.AddDate(0, 0, -(int(day.Weekday())+7-r.StartDayOfWeek%7)%7)
		}
		for ; day.Before(turn.End); day = day.AddDate(0, 0, step) {
			begin := tod.Hour()*3600 + tod.Minute()*60 + tod.Second()
			at := func(second int) time.Time {
				return time.Date(day.Year(), day.Month(), day.Day(), 0, 0, second, 0, loc)
			}
			part := PagerDutyShift{later(turn.Start, at(begin)), earlier(turn.End, at(begin+r.DurationSeconds)), turn.User}
			if part.End.After(part.Start) {
				parts = append(parts, part)
			}
		}
	}
	slices.SortFunc(parts, byStart)
	return parts
}

// under lays shifts under those that cover them already and returns all, in order of start. Both are in order.
func under(cover, shifts []PagerDutyShift) []PagerDutyShift {
	all, first := slices.Clone(cover), 0
	for _, shift := range shifts {
		for first < len(cover) && !cover[first].End.After(shift.Start) {
			first++
		}
		for _, c := range cover[first:] {
			if !c.Start.Before(shift.End) {
				break
			}
			if c.Start.After(shift.Start) {
				all = append(all, PagerDutyShift{shift.Start, c.Start, shift.User})
			}
			shift.Start = later(shift.Start, c.End)
		}
		if shift.End.After(shift.Start) {
			all = append(all, shift)
		}
	}
	slices.SortFunc(all, byStart)
	return all
}

func byStart(a, b PagerDutyShift) int { return a.Start.Compare(b.Start) }

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
