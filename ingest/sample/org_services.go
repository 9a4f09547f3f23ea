package sample

import "time"

// sampleService is one line of the list of services. It is paged weekly times in a week, the share high of that with
// high urgency, and at hours that are busier than others.
type sampleService struct {
	name, team, policy, zone string
	weekly, high             float64
	busy                     *[24]float64 // by local hour
	officeHours              bool         // urgency is low outside of Monday to Friday, 08:00 to 18:00
	runbook                  bool         // linked from the service
	checks                   []string     // what its alerts are called; %d is a number
}

var (
	shoppers  = &[24]float64{1, 1, 1, 1, 1, 1, 2, 5, 9, 10, 11, 11, 11, 11, 11, 10, 10, 10, 10, 9, 7, 4, 2, 1}
	batches   = &[24]float64{1, 1, 2, 2, 2, 1, 3, 6, 10, 11, 11, 10, 9, 9, 9, 9, 8, 7, 6, 5, 4, 2, 1, 1}
	worldwide = &[24]float64{7, 7, 8, 8, 9, 9, 9, 9, 10, 10, 10, 9, 9, 9, 9, 9, 9, 9, 10, 10, 9, 8, 7, 7}
	workday   = &[24]float64{0, 0, 0, 0, 0, 0, 1, 4, 10, 12, 12, 10, 8, 11, 12, 11, 9, 5, 2, 1, 1, 1, 0, 0}
)

// portfolio is all services. No team owns the last one.
var portfolio = []*sampleService{
	{name: "Checkout", team: "Payments", policy: "Payments", zone: inStockholm, weekly: 8, high: 0.85, busy: shoppers,
		checks: []string{"Checkout error rate %d/min", "Card authorisations failing at acquirer %d", "Checkout p99 latency %d ms", "Basket service timeouts"}},
	{name: "Payouts", team: "Payments", policy: "Payments", zone: inStockholm, weekly: 3.5, high: 0.7, busy: batches, runbook: true,
		checks: []string{"Payout batch %d late", "Bank file rejected", "Reconciliation off by %d rows"}},
	{name: "Invoicing", team: "Payments", policy: "Payments", zone: inLondon, weekly: 1.5, high: 0.5, busy: workday, runbook: true,
		checks: []string{"Invoice queue %d deep", "PDF renderer out of memory"}},
	{name: "Search API", team: "Search", policy: "Search", zone: inNewYork, weekly: 6, high: 0.8, busy: shoppers, runbook: true,
		checks: []string{"Search p95 latency %d ms", "Replica %d out of sync", "Query errors above budget", "Cache hit rate %d %%"}},
	{name: "Indexer", team: "Search", policy: "Search", zone: inDenver, weekly: 3, high: 0.7, busy: workday,
		checks: []string{"Index lag %d min", "Shard %d has no leader", "Feed parser failing"}},
	{name: "Recommendations", team: "Search", policy: "Search", zone: inNewYork, weekly: 2.5, high: 0.6, busy: workday, runbook: true,
		checks: []string{"Model older than %d h", "Empty recommendations for segment %d"}},
	{name: "Login", team: "Accounts", policy: "Accounts", zone: inLondon, weekly: 6, high: 0.85, busy: worldwide, runbook: true,
		checks: []string{"Failed logins %d/min", "Session store latency %d ms", "Token signing key expires in %d h", "One-time codes not delivered"}},
	{name: "Profiles", team: "Accounts", policy: "Accounts", zone: inLondon, weekly: 3.5, high: 0.7, busy: worldwide, runbook: true,
		checks: []string{"Profile writes failing", "Replication lag %d s", "Avatar storage %d %% full"}},
	{name: "Event bus", team: "Platform", policy: "Platform", zone: inStockholm, weekly: 10, high: 0.6, busy: batches,
		checks: []string{"Consumer group %d lagging", "Broker %d disk above 85 %%", "Under-replicated partitions: %d", "Dead letters growing"}},
	{name: "Kubernetes", team: "Platform", policy: "Platform", zone: inStockholm, weekly: 6, high: 0.6, busy: batches, runbook: true,
		checks: []string{"Node %d not ready", "Pods of checkout crash looping", "Pods of search pending", "Ingress 5xx %d/min", "Certificate renewal failed", "etcd slow"}},
	{name: "CI runners", team: "Platform", policy: "Platform", zone: inStockholm, weekly: 3, high: 0.15, busy: workday,
		checks: []string{"Build queue %d deep", "Runner %d lost", "Artifact store %d %% full"}},
	{name: "Web shop", team: "Storefront", policy: "Storefront", zone: inLondon, weekly: 4, high: 0.8, busy: workday, officeHours: true, runbook: true,
		checks: []string{"Page weight above budget: %d kB", "Synthetic purchase failed", "Browser errors %d/min"}},
	{name: "Content", team: "Storefront", policy: "Storefront", zone: inLondon, weekly: 0.7, high: 0.6, busy: workday, officeHours: true,
		checks: []string{"Publishing stuck", "Broken images: %d"}},
	{name: "Coupons", team: "", policy: "Coupons", zone: inLondon, weekly: 2.5, high: 0.6, busy: shoppers, officeHours: true,
		checks: []string{"Coupon import failed", "Coupon validation errors %d/min", "Campaign %d has no rules"}},
}

// alert is something that a service is going to be paged for.
type alert struct {
	at      time.Time
	service *sampleService
	check   string // its name, where it is not just one of the service's
	first   *alert // of a burst; nil for what comes alone, itself for the first
	nightly bool   // the index build
}

// alerts returns what a service is paged for, in no order.
func (o *Organisation) alerts(s *sampleService) []*alert {
	rnd := o.random("alerts of " + s.name)
	loc := location(s.zone)
	var all []*alert
	add := func(a *alert) {
		if span := (span{o.From, o.AsOf}); span.holds(a.at) {
			a.service = s
			all = append(all, a)
		}
	}
	for before := historyWeeks; before >= 0; before-- {
		monday := o.week(before)
		moment := func() time.Time {
			day := weighted(rnd, []float64{10, 10, 10, 10, 10, 6, 6})
			return time.Date(monday.Year(), monday.Month(), monday.Day()+day, weighted(rnd, s.busy[:]), rnd.IntN(60), rnd.IntN(60), 0, loc)
		}
		for range poisson(rnd, s.weekly) {
			add(&alert{at: moment()})
		}
		if s.weekly > 1 && chance(rnd, 0.012) {
			first := &alert{at: moment(), check: pick(rnd, s.checks)}
			first.first = first
			add(first)
			for range 4 + rnd.IntN(8) {
				add(&alert{at: first.at.Add(between(rnd, 20*time.Second, 25*time.Minute)), check: first.check, first: first})
			}
		}
		if s.name == "Indexer" && before <= sleepless {
			for night := range 5 { // from Sunday evening to Friday morning
				for _, build := range []struct {
					share float64
					hour  int
				}{{0.95, 1}, {0.3, 4}} {
					if chance(rnd, build.share) {
						at := time.Date(monday.Year(), monday.Month(), monday.Day()+night, build.hour+rnd.IntN(3), rnd.IntN(60), rnd.IntN(60), 0, loc)
						add(&alert{at: at, check: "Nightly index build failed", nightly: true})
					}
				}
			}
		}
	}
	return all
}
