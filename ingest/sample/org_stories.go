package sample

import "time"

// Story is something that happens in the sample organisation. Each is planted once, by the constants below.
type Story struct {
	Name       string
	Tells      string    // one sentence
	Team       string    // name in PagerDuty
	Services   []string  // names in PagerDuty; none: the team itself
	Repository string    // name of the git repository, or empty
	People     []string  // who carries it, by name
	Finding    string    // the kind of finding that must follow, or empty: none may
	Changed    string    // what the team changed at the onset, as org.yaml would have it among interventions, or empty
	Onset      time.Time // when it begins, a Monday at midnight UTC
}

// When things happen, in weeks before the Monday on or before the as-of date.
const (
	driftOnset  = 20 // Checkout begins to fall to two people …
	driftWeeks  = 8  // … and has done so after these
	sleepless   = 10 // the nightly index build begins to fail, and one person has the nights
	orphaned    = 31 // the last of the Growth team leaves
	rotation    = 30 // Accounts begins to rotate …
	rotateWeeks = 4  // … and after these answers as it is on call
	longHoliday = 16
	newHire     = 25 // in Search
	growsFirst  = 66 // Storefront, from two people to three …
	growsSecond = 44 // … and to four
	walledOff   = 36 // nobody from elsewhere works on Search any more, nor they on anything else
	ownerLeft   = 19 // a product owner leaves, and stays the owner in org.yaml
	ownerIdle   = 18 // another one turns to other work
	idleWeeks   = 13 // 90 days and a day
)

// openTeam asks other teams for help and gets it.
const openTeam = "Storefront"

// walled says that a team keeps to itself.
func (o *Organisation) walled(team string, at time.Time) bool {
	return team == "Search" && o.since(walledOff, at) >= 0
}

// Who answers for others, two of each.
var (
	checkoutCarriers = []string{"ana.lind", "bo.marklund"}
	accountsCarriers = []string{"hugo.ferreira", "siobhan.byrne"}
	platformCarriers = []string{"sven.ostberg", "yuki.tanaka"}
	carriers         = append(append(append([]string{"tomas.rivera"}, checkoutCarriers...), accountsCarriers...), platformCarriers...)
)

// Stories is the table of what is in the data and what must be found in it, or must not.
func (o *Organisation) Stories() []Story {
	return []Story{
		{
			Name: "quiet drift", Team: "Payments", Services: []string{"Checkout"}, Repository: "payments", People: o.names(checkoutCarriers...),
			Tells:   "Two of nine come to answer nearly everything on Checkout, on call or not, while the rota stays at eight.",
			Finding: "quiet_drift", Onset: o.week(driftOnset),
		},
		{
			Name: "lost sleep", Team: "Search", Services: []string{"Indexer"}, People: o.names("tomas.rivera"),
			Tells:   "A colleague is on leave and the nightly index build fails: one person has every night from Sunday to Thursday.",
			Finding: "sustained_load", Onset: o.week(sleepless),
		},
		{
			Name: "known by one", Team: "Search", Services: []string{"Indexer"}, Repository: "indexer", People: o.names("tomas.rivera"),
			Tells:   "The indexer was written by one person, who now also answers its pages.",
			Finding: "single_point", Onset: o.week(sleepless),
		},
		{
			Name: "orphan", Services: []string{"Coupons"}, Repository: "coupons", People: o.names("viktor.halasz", "beatriz.fonseca", "owen.gallagher"),
			Tells:   "The team that built Coupons is gone; it is still paged, and nobody owns it.",
			Finding: "orphaned", Onset: o.week(orphaned),
		},
		{
			Name: "paper rota", Team: "Platform", Services: []string{"Event bus", "Kubernetes", "CI runners"}, Repository: "platform", People: o.names(platformCarriers...),
			Tells:   "Nine names take turns on Platform's rota, and the same two answer whoever is on call; it was always so.",
			Finding: "paper_rota", Onset: o.From,
		},
		{
			Name: "recovery", Team: "Accounts", Services: []string{"Login", "Profiles"}, Repository: "accounts", People: o.names(accountsCarriers...),
			Tells:   "Two people were on call for Accounts around the clock; since six rotate between London and Auckland, six answer.",
			Finding: "recovered", Changed: "Rotating on-call between London and Auckland", Onset: o.week(rotation),
		},
		{
			Name: "always the same two", Team: "Platform", Services: []string{"Event bus", "Kubernetes"}, Repository: "platform", People: o.names(platformCarriers...),
			Tells:   "Who answers for Platform has been the same for six quarters; the same two write every review after an incident.",
			Finding: "habit", Onset: o.From,
		},
		{
			Name: "nobody's alerts", Services: []string{"Coupons"},
			Tells:   "What Coupons says concerns no team of the account, and never did; now its pages wait for three quarters of an hour.",
			Finding: "unclear_alerts", Onset: o.From,
		},
		{
			Name: "silo", Team: "Search", Repository: "search",
			Tells:   "Nobody from another team has answered, helped or committed at Search for over half a year.",
			Finding: "silo", Onset: o.week(walledOff),
		},
		{
			Name: "no product owner", Team: "Storefront", Services: []string{"Content"}, People: o.names("linnea.holm"),
			Tells:   "Content has a technical owner and no product owner.",
			Finding: "owner_missing", Onset: o.From,
		},
		{
			Name: "one person, two hats", Team: "Platform", Services: []string{"Event bus"}, People: o.names("sven.ostberg"),
			Tells:   "One person is both the technical and the product owner of the event bus.",
			Finding: "owner_missing", Onset: o.From,
		},
		{
			Name: "owner who left", Team: "Accounts", Services: []string{"Profiles"}, People: o.names("jasmin.farah"),
			Tells:   "The product owner of Profiles has left, and is still named.",
			Finding: "owner_missing", Onset: o.week(ownerLeft),
		},
		{
			Name: "idle owner", Team: "Search", Services: []string{"Indexer"}, People: o.names("ulla.brandt"),
			Tells:   "The product owner of the indexer has not been seen for four months.",
			Finding: "owner_missing", Onset: o.week(ownerIdle - idleWeeks),
		},

		// What is no finding.
		{
			Name: "both owners there", Team: "Payments", Services: []string{"Checkout", "Payouts"}, People: o.names("bo.marklund", "leila.haddad", "nora.vik"), Onset: o.From,
			Tells: "A technical and a product owner, two people, both at work.",
		},
		{
			Name: "prioritising engineer", Team: "Payments", Services: []string{"Invoicing"}, People: o.names("henrik.dahlgren"), Onset: o.From,
			Tells: "The technical owner of Invoicing mostly files and prioritises product tickets.",
		},
		{
			Name: "committing product owner", Team: "Storefront", Services: []string{"Web shop"}, Repository: "storefront", People: o.names("lucia.marin"), Onset: o.From,
			Tells: "The product owner of the web shop commits to it as often as its engineers.",
		},
		{
			Name: "open doors", Team: "Storefront", Repository: "storefront", Onset: o.From,
			Tells: "Other teams answer, commit and comment at Storefront, and its people with them; engineers file stories.",
		},
		{
			Name: "everybody reviews", Team: "Accounts", Services: []string{"Login"}, Onset: o.week(rotation),
			Tells: "Since the rotation the whole team writes in each review after an incident.",
		},
		{
			Name: "customers served sooner", Team: "Accounts", Services: []string{"Profiles"}, Onset: o.week(rotation),
			Tells: "Since the rotation, what customers report is closed in half of the days.",
		},
		{
			Name: "long holiday", Team: "Accounts", People: o.names("kwame.mensah"), Onset: o.week(longHoliday),
			Tells: "One of six is away for five weeks and the others cover.",
		},
		{
			Name: "new hire", Team: "Search", Services: []string{"Search API", "Recommendations"}, People: o.names("meilin.chen"), Onset: o.week(newHire),
			Tells: "A sixth person joins the rota of Search.",
		},
		{
			Name: "growing team", Team: "Storefront", Services: []string{"Web shop"}, People: o.names("linnea.holm", "zoltan.nagy"), Onset: o.week(growsFirst),
			Tells: "Storefront grows from two people to four.",
		},
		{
			Name: "healthy neighbours", Team: "Payments", Services: []string{"Payouts", "Invoicing"}, Onset: o.From,
			Tells: "The rota that Checkout has lost works as it should for the team's other services.",
		},
	}
}

func (o *Organisation) names(logins ...string) []string {
	var all []string
	for _, login := range logins {
		all = append(all, o.person(login).name)
	}
	return all
}

// carried returns the share of a service's incidents that its carriers take, whoever is on call, and who they are.
func (o *Organisation) carried(s *sampleService, at time.Time) (share float64, by []string) {
	switch {
	case s.name == "Checkout":
		return 0.83 * clamp(o.since(driftOnset, at)/driftWeeks), checkoutCarriers
	case s.name == "CI runners":
		return 0.85, platformCarriers
	case s.team == "Platform":
		return 0.95, platformCarriers
	case s.team == "Accounts":
		return 0.9 * (1 - clamp(o.since(rotation, at)/rotateWeeks)), accountsCarriers
	}
	return 0, nil
}

func clamp(share float64) float64 { return min(1, max(0, share)) }
