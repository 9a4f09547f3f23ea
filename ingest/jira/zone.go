package jira

import "time"

// zone is how Jira reads the times of a query: by the minute, on the clock of the zone in the profile of whose token it
// is. Times are moved to one that this clock shows only once, away from the span that is asked for; an hour that comes
// twice in autumn is then asked for whole.
type zone struct {
	*time.Location
	slack time.Duration // how wrong the location may be: where the profile names none that we know
}

// zoneOf is the zone of a profile.
func zoneOf(name string) zone {
	if location, err := time.LoadLocation(name); err == nil && name != "" && name != "Local" {
		return zone{Location: location}
	}
	return zone{Location: time.UTC, slack: 14 * time.Hour}
}

const hop = 15 * time.Minute

// floor is a time that a query can begin with, at or before t.
func (z zone) floor(t time.Time) time.Time {
	t = t.Add(-z.slack).Truncate(time.Minute)
	for z.comesTwice(t) {
		t = t.Add(-hop)
	}
	return t.UTC()
}

// ceil is a time that a query can end before, after t.
func (z zone) ceil(t time.Time) time.Time {
	t = t.Add(z.slack + time.Minute).Truncate(time.Minute)
	for z.comesTwice(t) {
		t = t.Add(hop)
	}
	return t.UTC()
}

// text is how a query writes a time of floor or ceil.
func (z zone) text(t time.Time) string { return t.In(z.Location).Format("2006-01-02 15:04") }

// comesTwice tells whether the clock shows the same at another moment.
func (z zone) comesTwice(t time.Time) bool {
	_, offset := t.In(z.Location).Zone()
	for _, near := range []time.Duration{-3 * time.Hour, 3 * time.Hour} {
		_, other := t.Add(near).In(z.Location).Zone()
		if other == offset {
			continue
		}
		twin := t.Add(time.Duration(offset-other) * time.Second)
		if _, there := twin.In(z.Location).Zone(); there == other {
			return true
		}
	}
	return false
}
