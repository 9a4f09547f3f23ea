package sample

import (
	"fmt"
	"slices"
	"time"
)

// rotaPlan is one line of the list of schedules.
type rotaPlan struct {
	name, team, zone string
	layers           []layerPlan
}

// layerPlan is people who take turns of so many days, which change hands at an hour of a weekday.
type layerPlan struct {
	name        string
	people      []string // in the order of their turns
	from, until int      // weeks before the as-of date; 0: always was, still is
	day         time.Weekday
	hour, days  int
	hours       int  // on call in a day, from that hour on; 0: all of them
	weekdays    bool // Monday to Friday only
}

var (
	paymentsRota = []string{"ana.lind", "seun.adeyemi", "jonas.ek", "leila.haddad", "bo.marklund", "priya.raman", "henrik.dahlgren", "marta.kowalska"}
	searchRota   = []string{"tomas.rivera", "grace.kim", "aisha.bello", "caleb.whitehorse", "dmitri.volkov"}
	searchGrown  = append(slices.Clone(searchRota), "meilin.chen")
	platformRota = []string{"sven.ostberg", "chloe.laurent", "fatima.idrissi", "yuki.tanaka", "daniel.okafor", "emil.sundqvist", "ingrid.sandvik"}
	platformMore = append(slices.Clone(platformRota), "linnea.holm")
	platformNine = append(slices.Clone(platformMore), "zoltan.nagy")
	accountsUK   = []string{"siobhan.byrne", "kwame.mensah", "hugo.ferreira"}
	accountsNZ   = []string{"aroha.ngata", "wiremu.parata", "nikhil.deshmukh"}
	storefront   = []string{"chloe.laurent", "daniel.okafor", "linnea.holm", "zoltan.nagy"}
	growth       = []string{"owen.gallagher", "beatriz.fonseca", "viktor.halasz"}
)

// timetable is all schedules.
var timetable = []rotaPlan{
	{"Payments primary", "Payments", inStockholm, weekly(time.Thursday, 10, layerPlan{name: "Weekly", people: paymentsRota})},
	{"Payments backup", "Payments", inStockholm, weekly(time.Thursday, 10, layerPlan{name: "Weekly", people: turned(paymentsRota)})},
	{"Search primary", "Search", inNewYork, weekly(time.Wednesday, 10,
		layerPlan{name: "Weekly, six", people: searchGrown, from: newHire},
		layerPlan{name: "Weekly, five", people: searchRota, until: newHire})},
	{"Search backup", "Search", inNewYork, weekly(time.Wednesday, 10,
		layerPlan{name: "Weekly, six", people: turned(searchGrown), from: newHire},
		layerPlan{name: "Weekly, five", people: turned(searchRota), until: newHire})},
	{"Accounts", "Accounts", inLondon, append(
		weekly(time.Monday, 8, layerPlan{name: "The two of us", people: accountsCarriers, until: rotation}),
		layerPlan{name: "London days", people: accountsUK, from: rotation, day: time.Monday, hour: 8, days: 1, hours: 12},
		layerPlan{name: "Auckland days", people: accountsNZ, from: rotation, day: time.Monday, hour: 20, days: 1, hours: 12})},
	{"Platform primary", "Platform", inStockholm, weekly(time.Tuesday, 10,
		layerPlan{name: "Weekly, nine", people: platformNine, from: growsSecond},
		layerPlan{name: "Weekly, eight", people: platformMore, from: growsFirst, until: growsSecond},
		layerPlan{name: "Weekly, seven", people: platformRota, until: growsFirst})},
	{"Platform backup", "Platform", inStockholm, weekly(time.Tuesday, 10,
		layerPlan{name: "Weekly, nine", people: turned(platformNine), from: growsSecond},
		layerPlan{name: "Weekly, eight", people: turned(platformMore), from: growsFirst, until: growsSecond},
		layerPlan{name: "Weekly, seven", people: turned(platformRota), until: growsFirst})},
	{"Storefront office hours", "Storefront", inLondon, officeHours(
		layerPlan{name: "Weekly, four", people: storefront, from: growsSecond},
		layerPlan{name: "Weekly, three", people: storefront[:3], from: growsFirst, until: growsSecond},
		layerPlan{name: "Weekly, two", people: storefront[:2], until: growsFirst})},
	{"Coupons office hours", "", inLondon, officeHours(
		layerPlan{name: "Weekly, three", people: growth, until: orphaned + 14},
		layerPlan{name: "Weekly, two", people: growth[:2], from: orphaned + 14, until: orphaned + 7},
		layerPlan{name: "The last one", people: growth[:1], from: orphaned + 7, until: orphaned})},
}

func weekly(day time.Weekday, hour int, layers ...layerPlan) []layerPlan {
	for i := range layers {
		layers[i].day, layers[i].hour, layers[i].days = day, hour, 7
	}
	return layers
}

func officeHours(layers ...layerPlan) []layerPlan {
	layers = weekly(time.Monday, 8, layers...)
	for i := range layers {
		layers[i].hours, layers[i].weekdays = 10, true
	}
	return layers
}

// turned lets the second half begin, so that nobody is their own backup.
func turned(people []string) []string {
	half := len(people) / 2
	return append(slices.Clone(people[half:]), people[:half]...)
}

// addSchedules makes the schedules, with who covers for whom.
func (a *sampleAccount) addSchedules() {
	for _, plan := range timetable {
		s := &PagerDutySchedule{
			ID: a.NewID("P", 7), Name: plan.name, TimeZone: plan.zone, Users: []*PagerDutyReference{}, Teams: []*PagerDutyReference{},
			Policies: []*PagerDutyReference{},
		}
		if team := a.teams[plan.team]; team != nil {
			s.Teams = append(s.Teams, team.Reference())
		}
		for _, l := range plan.layers {
			s.Layers = append(s.Layers, a.layer(l, s.location()))
			for _, login := range l.people {
				if user := a.users[login]; a.o.person(login).left == 0 && !slices.Contains(s.Users, user) {
					s.Users = append(s.Users, user)
				}
			}
		}
		a.addCovers(s)
		a.Schedules = append(a.Schedules, s)
		a.rotas[plan.name] = rota{s, s.Final(a.From, a.To.AddDate(0, 0, 1))}
	}
}

func (a *sampleAccount) layer(plan layerPlan, loc *time.Location) *PagerDutyLayer {
	turn := func(before int) time.Time {
		monday := a.o.week(before)
		return time.Date(monday.Year(), monday.Month(), monday.Day()+int(plan.day)-1, plan.hour, 0, 0, 0, loc)
	}
	l := &PagerDutyLayer{
		ID: a.NewID("P", 7), Name: plan.name, VirtualStart: turn(historyWeeks + 2), TurnSeconds: plan.days * 86400, Users: a.refer(plan.people),
	}
	l.Start = l.VirtualStart
	if plan.from > 0 {
		l.Start = turn(plan.from)
	}
	if plan.until > 0 {
		end := turn(plan.until)
		l.End = &end
	}
	restriction := PagerDutyRestriction{
		Type: "daily_restriction", StartTimeOfDay: fmt.Sprintf("%02d:00:00", plan.hour), DurationSeconds: plan.hours * 3600,
	}
	switch {
	case plan.weekdays:
		restriction.Type = "weekly_restriction"
		for restriction.StartDayOfWeek = 1; restriction.StartDayOfWeek <= 5; restriction.StartDayOfWeek++ {
			l.Restrictions = append(l.Restrictions, restriction)
		}
	case plan.hours > 0:
		l.Restrictions = []PagerDutyRestriction{restriction}
	}
	return l
}
