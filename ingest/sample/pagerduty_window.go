package sample

import (
	"net/url"
	"time"
)

// window is a span of time, without its end.
type window struct {
	since, until time.Time
}

// timeLayouts are the ways in which the API takes a time; those without an offset are read in the request's zone.
var timeLayouts = []string{
	time.RFC3339Nano, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", time.DateOnly,
}

// zone returns the zone in which a request's naive times are read: its time_zone, else the account's.
func (s *PagerDuty) zone(q url.Values) (*time.Location, *response) {
	name := q.Get("time_zone")
	if name == "" {
		name = s.data.AccountTimeZone
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		return nil, invalid("time_zone is invalid.")
	}
	return loc, nil
}

// instant reads a time of the query; nil is none.
func (s *PagerDuty) instant(q url.Values, name string) (*time.Time, *response) {
	loc, bad := s.zone(q)
	if bad != nil || q.Get(name) == "" {
		return nil, bad
	}
	for _, layout := range timeLayouts {
		if t, err := time.ParseInLocation(layout, q.Get(name), loc); err == nil {
			return &t, nil
		}
	}
	return nil, invalid(name + " is invalid.")
}

func (s *PagerDuty) ends(q url.Values) (since, until *time.Time, bad *response) {
	if since, bad = s.instant(q, "since"); bad != nil {
		return nil, nil, bad
	}
	if until, bad = s.instant(q, "until"); bad != nil {
		return nil, nil, bad
	}
	if since != nil && until != nil && until.Before(*since) {
		return nil, nil, invalid("until must be after since.")
	}
	return since, until, nil
}

// window reads since and until as /incidents does: none is the last month, one is a month from it, and six months are
// the most. The API does not say how /log_entries takes them; here they are the same, the stricter reading.
func (s *PagerDuty) window(q url.Values) (window, *response) {
	since, until, bad := s.ends(q)
	switch {
	case bad != nil:
		return window{}, bad
	case since == nil && until == nil:
		now := s.opts.Clock.Now()
		return window{now.AddDate(0, -1, 0), now}, nil
	case until == nil:
		return window{*since, since.AddDate(0, 1, 0)}, nil
	case since == nil:
		return window{until.AddDate(0, -1, 0), *until}, nil
	case until.After(since.AddDate(0, 6, 0)):
		return window{}, invalid(" is invalid.") // what the API says, all of it
	}
	return window{*since, *until}, nil
}
