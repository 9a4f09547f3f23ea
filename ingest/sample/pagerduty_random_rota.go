package sample

import (
	"sort"
	"time"
)

// rota is a schedule with who is on call over the account's history, in order.
type rota struct {
	schedule *PagerDutySchedule
	shifts   []PagerDutyShift
}

// at returns who is on call, or nil.
func (r rota) at(t time.Time) *PagerDutyReference {
	n := sort.Search(len(r.shifts), func(n int) bool { return r.shifts[n].End.After(t) })
	if n == len(r.shifts) || r.shifts[n].Start.After(t) {
		return nil
	}
	return r.shifts[n].User
}

// addRotas makes a weekly rota of all of a team, with an override now and then, and a daily one of three, split into
// day and night. Layers end when one of their people leaves, and others take their place.
func (a *account) addRotas(t *randomTeam, zone string, left time.Time) []rota {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		panic("sample: " + err.Error())
	}
	day := a.From.In(loc).AddDate(0, 0, -7)
	monday := time.Date(day.Year(), day.Month(), day.Day()-(int(day.Weekday())+6)%7, 9, 0, 0, 0, loc)
	layer := func(name string, days int, start time.Time, end *time.Time, people []*PagerDutyReference) *PagerDutyLayer {
		return &PagerDutyLayer{
			ID: a.NewID("P", 7), Name: name, Start: start, End: end, VirtualStart: monday, TurnSeconds: days * 86400, Users: people,
		}
	}
	primary := a.addSchedule(t, " primary", zone, t.people)
	primary.Layers = []*PagerDutyLayer{
		layer("Weekly now", 7, left, nil, t.people[1:]), layer("Weekly before", 7, monday, &left, t.people),
	}
	for week := monday.AddDate(0, 0, 21); week.Before(a.To); week = week.AddDate(0, 0, 28+7*a.rnd.IntN(6)) {
		start := week.Add(time.Duration(a.rnd.IntN(120)) * time.Hour)
		primary.Overrides = append(primary.Overrides, PagerDutyShift{
			Start: start, End: start.Add(time.Duration(1+a.rnd.IntN(30)) * time.Hour), User: t.people[1+a.rnd.IntN(5)],
		})
	}
	secondary := a.addSchedule(t, " secondary", zone, t.people[3:])
	days := layer("Days", 1, monday, nil, t.people[3:])
	days.Restrictions = []PagerDutyRestriction{{Type: "daily_restriction", StartTimeOfDay: "08:00:00", DurationSeconds: 10 * 3600}}
	nights := layer("Nights and weekends", 1, monday, nil, t.people[1:3])
	weekends := layer("Weekends", 7, monday, nil, t.people[4:])
	weekends.Restrictions = []PagerDutyRestriction{
		{Type: "weekly_restriction", StartTimeOfDay: "00:00:00", StartDayOfWeek: 6, DurationSeconds: 2 * 86400},
	}
	secondary.Layers = []*PagerDutyLayer{weekends, days, nights}
	return []rota{{primary, primary.Final(a.From, a.To)}, {secondary, secondary.Final(a.From, a.To)}}
}

func (a *account) addSchedule(t *randomTeam, name, zone string, people []*PagerDutyReference) *PagerDutySchedule {
	s := &PagerDutySchedule{
		ID: a.NewID("P", 7), Name: t.team.Name + name, TimeZone: zone, Users: append([]*PagerDutyReference{}, people...),
		Teams: []*PagerDutyReference{t.team.Reference()}, Policies: []*PagerDutyReference{},
	}
	a.Schedules = append(a.Schedules, s)
	return s
}
