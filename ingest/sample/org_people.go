package sample

import (
	"slices"
	"time"
)

// Where people live. The account's own zone is Stockholm.
const (
	inStockholm = "Europe/Stockholm"
	inLondon    = "Europe/London"
	inParis     = "Europe/Paris"
	inNewYork   = "America/New_York"
	inDenver    = "America/Denver"
	inAuckland  = "Pacific/Auckland"
	zoneUnset   = "" // lives in Stockholm and never told the account
)

// person is one line of the staff list. hired and left are weeks before the as-of date; 0 is before all history, and
// not yet.
type person struct {
	login, name, zone, team, title string
	hired, left                    int
}

const (
	developer = "Software engineer"
	operator  = "Site reliability engineer"
	tester    = "QA engineer"
	support   = "Support engineer"
	manager   = "Engineering manager"
	head      = "Head of engineering"
	product   = "Product owner"
)

// roles is what org.yaml calls a title.
var roles = map[string]string{
	developer: "developer", operator: "operations", tester: "qa", support: "support", manager: "manager", head: "manager", product: "product",
}

// staff is everyone who was ever there. The Growth team is no more: two of its accounts were deleted, one was forgotten.
var staff = []person{
	{"ana.lind", "Ana Lind", inStockholm, "Payments", developer, 0, 0},
	{"bo.marklund", "Bo Marklund", inStockholm, "Payments", operator, 0, 0},
	{"priya.raman", "Priya Raman", inLondon, "Payments", developer, 0, 0},
	{"jonas.ek", "Jonas Ek", inStockholm, "Payments", developer, 0, 0},
	{"seun.adeyemi", "Oluwaseun Adeyemi", inLondon, "Payments", developer, 0, 0},
	{"marta.kowalska", "Marta Kowalska", zoneUnset, "Payments", tester, 0, 0},
	{"henrik.dahlgren", "Henrik Dahlgren", inStockholm, "Payments", manager, 0, 0},
	{"leila.haddad", "Leila Haddad", inLondon, "Payments", developer, 0, 0},

	{"tomas.rivera", "Tomás Rivera", inDenver, "Search", developer, 0, 0},
	{"grace.kim", "Grace Kim", inNewYork, "Search", manager, 0, 0},
	{"dmitri.volkov", "Dmitri Volkov", inNewYork, "Search", developer, 0, 0},
	{"aisha.bello", "Aisha Bello", inNewYork, "Search", operator, 0, 0},
	{"caleb.whitehorse", "Caleb Whitehorse", inDenver, "Search", developer, 0, 0},
	{"meilin.chen", "Mei-Lin Chen", inNewYork, "Search", developer, newHire, 0},

	{"hugo.ferreira", "Hugo Ferreira", inLondon, "Accounts", operator, 0, 0},
	{"siobhan.byrne", "Siobhán Byrne", inLondon, "Accounts", manager, 0, 0},
	{"kwame.mensah", "Kwame Mensah", inLondon, "Accounts", developer, 0, 0},
	{"aroha.ngata", "Aroha Ngata", inAuckland, "Accounts", developer, 0, 0},
	{"wiremu.parata", "Wiremu Parata", inAuckland, "Accounts", developer, 0, 0},
	{"nikhil.deshmukh", "Nikhil Deshmukh", inAuckland, "Accounts", tester, 0, 0},

	{"sven.ostberg", "Sven Östberg", inStockholm, "Platform", operator, 0, 0},
	{"yuki.tanaka", "Yuki Tanaka", inStockholm, "Platform", operator, 0, 0},
	{"fatima.idrissi", "Fatima Zahra Idrissi", inParis, "Platform", developer, 0, 0},
	{"emil.sundqvist", "Emil Sundqvist", zoneUnset, "Platform", developer, 0, 0},
	{"ingrid.sandvik", "Ingrid Sandvik", inStockholm, "Platform", head, 0, 0},

	{"chloe.laurent", "Chloé Laurent", inParis, "Storefront", manager, 0, 0},
	{"daniel.okafor", "Daniel Okafor", inLondon, "Storefront", developer, 0, 0},
	{"linnea.holm", "Linnéa Holm", inStockholm, "Storefront", developer, growsFirst, 0},
	{"zoltan.nagy", "Zoltán Nagy", zoneUnset, "Storefront", support, growsSecond, 0},

	{"viktor.halasz", "Viktor Halász", inStockholm, "Growth", developer, 0, orphaned + 14},
	{"beatriz.fonseca", "Beatriz Fonseca", inLondon, "Growth", developer, 0, orphaned + 7},
	{"owen.gallagher", "Owen Gallagher", inLondon, "Growth", developer, 0, orphaned},
}

// desk is who has no pager: product owners and customer support, who work with several teams and are of none.
var desk = []person{
	{"nora.vik", "Nora Vik", inStockholm, "", product, 0, 0},
	{"imani.cole", "Imani Cole", inNewYork, "", product, 0, 0},
	{"rasmus.toft", "Rasmus Toft", inLondon, "", product, 0, 0},
	{"peter.aalto", "Peter Aalto", inStockholm, "", product, 0, 0},
	{"lucia.marin", "Lucía Marín", inLondon, "", product, 0, 0},
	{"jasmin.farah", "Jasmin Farah", inLondon, "", product, 0, ownerLeft},
	{"ulla.brandt", "Ulla Brandt", inStockholm, "", product, 0, 0},
	{"amara.nwosu", "Amara Nwosu", inLondon, "", support, 0, 0},
	{"pelle.lindqvist", "Pelle Lindqvist", inStockholm, "", support, 0, 0},
	{"d.okafor", "Daniel Okafor", inLondon, "", support, 0, 0}, // not the engineer of that name
}

// colleague is a person of one organisation.
type colleague struct {
	person
	loc   *time.Location
	email string
	here  span   // of their contract
	away  []span // on holiday or leave
}

// leaves are the long ones: they begin so many weeks before the as-of date and last so many.
var leaves = map[string]struct{ begins, weeks int }{
	"kwame.mensah":     {longHoliday, 5},
	"caleb.whitehorse": {sleepless + 2, sleepless + 10}, // parental leave, why the nights fall to one person
	"ulla.brandt":      {ownerIdle, historyWeeks},       // on other work, and nobody has told org.yaml
}

// hire makes the people of both lists.
func (o *Organisation) hire() {
	for n, p := range slices.Concat(staff, desk) {
		c := &colleague{person: p, loc: location(p.zone), email: p.login + "@example.com", here: span{o.From.AddDate(-5, 0, 0), o.AsOf.AddDate(5, 0, 0)}}
		if p.zone == zoneUnset {
			c.loc = location(inStockholm)
		}
		if p.hired > 0 {
			c.here.from = o.week(p.hired)
		}
		if p.left > 0 {
			c.here.until = o.week(p.left)
		}
		if leave, ok := leaves[p.login]; ok {
			from := o.week(leave.begins)
			c.away = append(c.away, span{from, from.AddDate(0, 0, 7*leave.weeks)})
		}
		if n < len(staff) {
			o.people = append(o.people, c)
		}
		o.everyone = append(o.everyone, c)
	}
	for _, c := range o.everyone {
		o.plan(c)
	}
}

// plan gives a person up to three holidays of one to three weeks, never two people of a team at once. Who carries a
// story has none while it lasts, and who is left alone with a service neither.
func (o *Organisation) plan(c *colleague) {
	rnd := o.random("holidays of " + c.login)
	for third := range 3 {
		weeks := 1 + rnd.IntN(3)
		from := o.week(historyWeeks - 26*third - rnd.IntN(26-weeks))
		holiday := span{from, from.AddDate(0, 0, 7*weeks)}
		early := slices.Contains(carriers, c.login) || c.team == "Growth"
		taken := slices.ContainsFunc(o.everyone, func(mate *colleague) bool { return mate.team == c.team && mate.isAway(holiday) })
		if !taken && !holiday.until.After(o.AsOf) && (!early || third == 0) {
			c.away = append(c.away, holiday)
		}
	}
}

// isAway says whether any of the time is holiday or leave.
func (c *colleague) isAway(s span) bool {
	return slices.ContainsFunc(c.away, func(a span) bool { return a.from.Before(s.until) && s.from.Before(a.until) })
}

// present says whether the person is around to do something.
func (c *colleague) present(at time.Time) bool {
	return c.here.holds(at) && !slices.ContainsFunc(c.away, func(a span) bool { return a.holds(at) })
}

// person returns who has the login.
func (o *Organisation) person(login string) *colleague {
	return o.everyone[slices.IndexFunc(o.everyone, func(c *colleague) bool { return c.login == login })]
}

// others returns the people around, of those with a pager, who are as wanted.
func (o *Organisation) others(at time.Time, wanted func(*colleague) bool) []*colleague {
	var all []*colleague
	for _, c := range o.people {
		if wanted(c) && c.present(at) {
			all = append(all, c)
		}
	}
	return all
}
