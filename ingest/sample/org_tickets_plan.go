package sample

import "time"

// board is one line of the list of Jira projects. Growth's was left behind with the service that it was for.
type board struct {
	key, name, team string
	done            string  // what the team calls its last column
	engineers       float64 // share of the stories that engineers file
	reopened        float64 // share of the tickets
}

var boards = []board{
	{"PAY", "Payments", "Payments", "Done", 0.1, 0.04},
	{"SRCH", "Search and recommendations", "Search", "Done", 0.05, 0.04},
	{"ACC", "Accounts", "Accounts", "Done", 0.35, 0.03},
	{"PLAT", "Platform", "Platform", "Live", 0.2, 0.05},
	{"WEB", "Storefront", "Storefront", "Released", 0.6, 0.03},
	{"GROW", "Growth", "Growth", "Done", 0.1, 0.05},
}

// The labels of tickets, as the config names them.
var (
	reliabilityLabels = []string{"reliability", "toil", "on-call", "incident"}
	customerLabels    = []string{"customer", "support"}
	qualityLabels     = []string{"latency", "retries", "errors", "experience"}
)

// demandKind is why a ticket is filed.
type demandKind int

const (
	upkeep   demandKind = iota // reliability work that nobody outside sees
	reported                   // by a customer, to support
	wanted                     // a story of the product
	polish                     // latency, retries, errors, experience
	lookBack                   // a review after an incident
	followUp                   // what a review asks for
)

// pace is how long a ticket of a kind waits and how long work on it takes, in half of all cases.
var pace = map[demandKind]struct{ waits, takes time.Duration }{
	upkeep:   {30 * time.Hour, 30 * time.Hour},
	wanted:   {6 * 24 * time.Hour, 3 * 24 * time.Hour},
	polish:   {5 * 24 * time.Hour, 2 * 24 * time.Hour},
	lookBack: {8 * time.Hour, 4 * 24 * time.Hour},
	followUp: {3 * 24 * time.Hour, 2 * 24 * time.Hour},
}

// complaints is how many tickets a week customers cause.
var complaints = map[string]float64{
	"Checkout": 1.6, "Payouts": 0.5, "Invoicing": 0.8, "Search API": 0.8, "Recommendations": 0.3, "Login": 1.4, "Profiles": 0.9, "Web shop": 1.4,
	"Content": 0.5, "Coupons": 0.5,
}

// demanded is how many tickets of a kind a service gets in a week.
func (o *Organisation) demanded(s *sampleService, kind demandKind, at time.Time) float64 {
	switch kind {
	case upkeep:
		rate := 0.4 + 0.2*s.weekly
		if s.team == "Accounts" {
			rate *= 1 - 0.4*clamp(o.since(rotation, at)/(2*rotateWeeks)) // what woke six was mended
		}
		return rate
	case reported:
		return complaints[s.name]
	case wanted:
		if s.team == "" && o.since(orphaned, at) >= 0 {
			return 0
		}
		if s.team == openTeam {
			return 1.2
		}
		if s.name == "Invoicing" {
			return 1.5
		}
		return 0.5 + 0.12*s.weekly
	case polish:
		return 0.15 + 0.03*s.weekly
	}
	return 0
}

// patience is how long a customer waits for a ticket of a service to be closed, in half of all cases.
func (o *Organisation) patience(s *sampleService, at time.Time) time.Duration {
	days := map[string]float64{"Payments": 5, "Search": 6, "Accounts": 9, "Platform": 6, "Storefront": 2.5, "": 7}[s.team]
	switch {
	case s.name == "Checkout":
		days *= 1 + 0.8*clamp(o.since(driftOnset, at)/driftWeeks)
	case s.team == "Accounts":
		days *= 1 - 0.6*clamp(o.since(rotation, at)/rotateWeeks)
	}
	return time.Duration(days * 24 * float64(time.Hour))
}

// owners are the technical and the product owner of each service, as org.yaml declares them; empty: nobody.
var owners = map[string]struct{ technical, product string }{
	"Checkout":        {"bo.marklund", "nora.vik"},
	"Payouts":         {"leila.haddad", "nora.vik"},
	"Invoicing":       {"henrik.dahlgren", "nora.vik"},
	"Search API":      {"aisha.bello", "imani.cole"},
	"Indexer":         {"tomas.rivera", "ulla.brandt"},
	"Recommendations": {"grace.kim", "imani.cole"},
	"Login":           {"kwame.mensah", "rasmus.toft"},
	"Profiles":        {"wiremu.parata", "jasmin.farah"},
	"Event bus":       {"sven.ostberg", "sven.ostberg"},
	"Kubernetes":      {"yuki.tanaka", "peter.aalto"},
	"CI runners":      {"fatima.idrissi", "peter.aalto"},
	"Web shop":        {"daniel.okafor", "lucia.marin"},
	"Content":         {"linnea.holm", ""},
}

// subjects is what tickets of a kind are called: the service, then something of its code.
var subjects = map[demandKind][]string{
	upkeep: {
		"%s: alert on %s is too noisy", "%s: automate the restart of %s", "%s: write a runbook for %s", "%s: raise the limit of %s before the sale",
		"%s: renew the credentials of %s", "%s: clean up after %s by a job, not by hand", "%s: move %s off the old hosts", "%s: restore test of %s",
	},
	reported: {
		"%s: customer cannot get past %s", "%s: customer sees somebody else's %s", "%s: wrong %s in an e-mail", "%s: %s is missing on phones",
		"%s: question about %s that we cannot answer",
	},
	wanted: {"%s: let shoppers choose the %s", "%s: show %s earlier", "%s: support a second %s", "%s: new %s for the autumn", "%s: drop the old %s"},
	polish: {
		"%s: latency of %s above 400 ms", "%s: retries of %s pile up", "%s: errors about %s say nothing", "%s: experience of %s on a slow line",
	},
	followUp: {"%s: limit what one bad %s can break", "%s: page earlier when %s stops", "%s: test that %s falls back"},
}
