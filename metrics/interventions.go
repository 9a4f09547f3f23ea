package metrics

import (
	"cmp"
	"context"
	"fmt"
	"hash/fnv"
	"slices"
	"time"

	"github.com/fewhands/fewhands/sql"
)

// Effect is one metric of the scope of an intervention, before and after: of the 13 whole weeks before the week of the change, and
// of those after it, up to 13. Numbers are nil where there is too little data; Low and High bound the difference.
type Effect struct {
	Scope, Entity, EntityName string
	HappenedOn                time.Time
	What                      string
	Metric                    string
	Before, After             *float64
	Difference, Low, High     *float64
	NBefore, NAfter           int64 // items that the metric is computed from
	WeeksBefore, WeeksAfter   int64
	Verdict                   string // better, worse, no_clear_change, too_little_data
	People                    int64  // who responded in these weeks: the group that a metric of load is about
}

// The verdicts of an effect.
const (
	VerdictBetter  = "better"
	VerdictWorse   = "worse"
	VerdictUnclear = "no_clear_change"
	VerdictTooFew  = "too_little_data"
)

// Outcomes are the metrics that interventions are held against, in the order in which they are told. They are counted over whole
// weeks; sleep_pages are those to anybody, per week.
var Outcomes = []string{"top_share", "people_for_half", "effective_people", "off_call_response_share", "time_to_acknowledge", "sleep_pages"}

// daysAfter is how long after a change nothing is said of it.
const daysAfter = 30

// observed is a week of a scope: what the outcomes are computed from.
type observed struct {
	responses      map[int32]int // by person
	rostered, away int           // responses of which it is known whether the person was on call, and by people who were not
	waits          []float64     // minutes until an incident was acknowledged
	local, asleep  int           // pages of which the local time is known, and in sleeping hours
}

// outcome computes a metric of some weeks, and how many items it is of.
func outcome(metric string, weeks []*observed) (value float64, n int) {
	switch metric {
	case "top_share", "people_for_half", "effective_people":
		return spreadOf(metric, weeks)
	case "off_call_response_share":
		away := 0
		for _, w := range weeks {
			n += w.rostered
			away += w.away
		}
		return float64(away) / float64(max(n, 1)), n
	case "time_to_acknowledge":
		var all []float64
		for _, w := range weeks {
			all = append(all, w.waits...)
		}
		if len(all) == 0 {
			return 0, 0
		}
		slices.Sort(all)
		return (all[(len(all)-1)/2] + all[len(all)/2]) / 2, len(all)
	default: // sleep_pages
		asleep := 0
		for _, w := range weeks {
			n += w.local
			asleep += w.asleep
		}
		return float64(asleep) / float64(len(weeks)), n
	}
}

func spreadOf(metric string, weeks []*observed) (value float64, n int) {
	people := map[int32]int{}
	for _, w := range weeks {
		for person, items := range w.responses {
			people[person] += items
			n += items
		}
	}
	if n == 0 {
		return 0, 0
	}
	items := make([]int, 0, len(people))
	squares := 0
	for _, k := range people {
		items = append(items, k)
		squares += k * k
	}
	slices.SortFunc(items, func(a, b int) int { return cmp.Compare(b, a) })
	switch metric {
	case "top_share":
		return float64(items[0]) / float64(n), n
	case "effective_people":
		return float64(n) * float64(n) / float64(squares), n
	}
	half, running := 0, 0
	for 2*running < n {
		running += items[half]
		half++
	}
	return float64(half), n
}

// compare makes the effects of one intervention from the weeks before and after it. isLong tells whether enough time has gone
// by; seed makes the interval the same in every run.
func compare(e Effect, before, after []*observed, isLong bool, seed uint64) []Effect {
	e.WeeksBefore, e.WeeksAfter = int64(len(before)), int64(len(after))
	people := map[int32]bool{}
	for _, w := range slices.Concat(before, after) {
		for person := range w.responses {
			people[person] = true
		}
	}
	e.People = int64(len(people))
	var list []Effect
	for i, metric := range Outcomes {
		one := e
		one.Metric, one.Verdict = metric, VerdictTooFew
		var was, is float64
		var nBefore, nAfter int
		if len(before) > 0 {
			was, nBefore = outcome(metric, before)
		}
		if len(after) > 0 {
			is, nAfter = outcome(metric, after)
		}
		one.NBefore, one.NAfter = int64(nBefore), int64(nAfter)
		if isLong && min(nBefore, nAfter) >= fewestItems && min(len(before), len(after)) > 1 {
			of := func(weeks []*observed) (float64, bool) { v, n := outcome(metric, weeks); return v, n > 0 }
			low, high := blockInterval(before, after, of, is-was, seed+uint64(i))
			one.Before, one.After, one.Difference, one.Low, one.High = new(was), new(is), new(is-was), new(low), new(high)
			one.Verdict = verdict(metric, low, high)
		}
		list = append(list, one)
	}
	return list
}

// verdict reads an interval of the difference: one that has zero in it says nothing.
func verdict(metric string, low, high float64) string {
	m, _ := Find(metric)
	switch {
	case low > 0 && m.Better == Higher || high < 0 && m.Better == Lower:
		return VerdictBetter
	case low > 0 && m.Better == Lower || high < 0 && m.Better == Higher:
		return VerdictWorse
	}
	return VerdictUnclear
}

// intervention is a row of facts.interventions.
type intervention struct {
	Effect
	column string // service_id or team_id
	id     int32
}

// computeInterventions writes findings.interventions: the effects of every intervention of a team or service.
func computeInterventions(ctx context.Context, tx *sql.Tx) error {
	err := tx.Exec(ctx, `
		CREATE OR REPLACE TABLE findings.interventions (
		    scope        VARCHAR NOT NULL,
		    entity       VARCHAR NOT NULL,
		    entity_name  VARCHAR NOT NULL,
		    happened_on  DATE NOT NULL,
		    what         VARCHAR NOT NULL,
		    metric       VARCHAR NOT NULL,
		    place        INTEGER NOT NULL, -- of the metric among those of an intervention
		    before       DOUBLE,           -- NULL: too little data
		    after        DOUBLE,
		    difference   DOUBLE,
		    low          DOUBLE,
		    high         DOUBLE,
		    n_before     BIGINT NOT NULL,
		    n_after      BIGINT NOT NULL,
		    weeks_before BIGINT NOT NULL,
		    weeks_after  BIGINT NOT NULL,
		    verdict      VARCHAR NOT NULL,
		    people       BIGINT NOT NULL
		)`)
	if err != nil {
		return err
	}
	list, err := readInterventions(ctx, tx)
	if err != nil {
		return fmt.Errorf("read interventions: %w", err)
	}
	out, err := tx.Appender("findings.interventions")
	if err != nil {
		return err
	}
	for _, one := range list {
		effects, err := one.effects(ctx, tx)
		if err != nil {
			return err
		}
		for place, e := range effects {
			err := out.Append(e.Scope, e.Entity, e.EntityName, e.HappenedOn, e.What, e.Metric, int32(place), orMissing(e.Before), orMissing(e.After),
				orMissing(e.Difference), orMissing(e.Low), orMissing(e.High), e.NBefore, e.NAfter, e.WeeksBefore, e.WeeksAfter, e.Verdict, e.People)
			if err != nil {
				return err
			}
		}
	}
	return out.Flush()
}

func readInterventions(ctx context.Context, db querier) (list []intervention, err error) {
	var one intervention
	err = each(ctx, db, `
		SELECT
			CASE WHEN services.service_id IS NOT NULL THEN 'service' ELSE 'team' END,
			COALESCE(services.service, teams.team),
			COALESCE(services.name, services.service, teams.name, teams.team),
			interventions.happened_on,
			interventions.what,
			COALESCE(services.service_id, teams.team_id)
		FROM facts.interventions AS interventions
		LEFT JOIN facts.services AS services
			ON services.service_id = interventions.service_id
		LEFT JOIN facts.teams AS teams
			ON teams.team_id = interventions.team_id
		WHERE COALESCE(services.service_id, teams.team_id) IS NOT NULL
		ORDER BY interventions.happened_on, 1, 2, interventions.what`, nil,
		[]any{&one.Scope, &one.Entity, &one.EntityName, &one.HappenedOn, &one.What, &one.id}, func() error {
			one.column = one.Scope + "_id"
			list = append(list, one)
			return nil
		})
	return list, err
}

// effects reads the weeks around an intervention and compares them.
func (i intervention) effects(ctx context.Context, db querier) ([]Effect, error) {
	changed := monday(i.HappenedOn)
	first, last := changed.AddDate(0, 0, -7*windowWeeks), changed.AddDate(0, 0, 7*windowWeeks)
	var kept, began *time.Time
	err := each(ctx, db, "SELECT (SELECT MAX(week) FROM weekly.weeks), MIN(week) FROM facts.responses WHERE "+i.column+" = $1", []any{i.id},
		[]any{&kept, &began}, func() error { return nil })
	if err != nil {
		return nil, fmt.Errorf("read when responses began: %w", err)
	}
	weeks := map[string]*observed{}
	var before, after []*observed
	for week := first; !week.After(last) && kept != nil && began != nil && !week.After(*kept); week = week.AddDate(0, 0, 7) {
		if week.Before(*began) || week.Equal(changed) {
			continue
		}
		w := &observed{responses: map[int32]int{}}
		weeks[week.Format(time.DateOnly)] = w
		if week.Before(changed) {
			before = append(before, w)
		} else {
			after = append(after, w)
		}
	}
	if err := i.observe(ctx, db, first, last, weeks); err != nil {
		return nil, fmt.Errorf("read the weeks of an intervention: %w", err)
	}
	isLong := kept != nil && kept.AddDate(0, 0, 7).Sub(i.HappenedOn) >= daysAfter*24*time.Hour
	if len(before) < 5 { // 30 days before it too
		isLong = false
	}
	hash := fnv.New64a()
	fmt.Fprint(hash, i.Scope, i.Entity, i.HappenedOn.Format(time.DateOnly), i.What)
	return compare(i.Effect, before, after, isLong, hash.Sum64()), nil
}

func (i intervention) observe(ctx context.Context, db querier, first, last time.Time, weeks map[string]*observed) error {
	var week time.Time
	var person int32
	var n, rostered, away int
	args := []any{i.id, first.Format(time.DateOnly), last.Format(time.DateOnly)}
	where := i.column + " = $1 AND week BETWEEN $2::DATE AND $3::DATE"
	err := each(ctx, db, `
		SELECT week, person_id, COUNT(*), COUNT(is_on_call), COUNT(*) FILTER (WHERE NOT is_on_call)
		FROM facts.responses
		WHERE `+where+`
		GROUP BY ALL
		ORDER BY ALL`, args, []any{&week, &person, &n, &rostered, &away}, func() error {
		if w := weeks[week.Format(time.DateOnly)]; w != nil {
			w.responses[person] += n
			w.rostered += rostered
			w.away += away
		}
		return nil
	})
	if err != nil {
		return err
	}
	var minutes float64
	err = each(ctx, db, `
		SELECT week, greatest((epoch_us(acknowledged_at) - epoch_us(created_at)) // 1000000, 0) / 60.0
		FROM facts.incidents
		WHERE acknowledged_at IS NOT NULL AND `+where+`
		ORDER BY ALL`, args, []any{&week, &minutes}, func() error {
		if w := weeks[week.Format(time.DateOnly)]; w != nil {
			w.waits = append(w.waits, minutes)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return each(ctx, db, `
		SELECT week, COUNT(*), COUNT(*) FILTER (WHERE day_part = 'sleep')
		FROM facts.pages
		WHERE local_at IS NOT NULL AND `+where+`
		GROUP BY week
		ORDER BY week`, args, []any{&week, &n, &away}, func() error {
		if w := weeks[week.Format(time.DateOnly)]; w != nil {
			w.local += n
			w.asleep += away
		}
		return nil
	})
}

func monday(day time.Time) time.Time {
	return day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
}

// Effects reads findings.interventions, newest first, the metrics of one in order.
func Effects(ctx context.Context, db *sql.DB) ([]Effect, error) {
	var list []Effect
	var e Effect
	err := each(ctx, db, `
		SELECT scope, entity, entity_name, happened_on, what, metric, before, after, difference, low, high, n_before, n_after, weeks_before,
			weeks_after, verdict, people
		FROM findings.interventions
		ORDER BY happened_on DESC, scope, entity, what, place`, nil,
		[]any{
			&e.Scope, &e.Entity, &e.EntityName, &e.HappenedOn, &e.What, &e.Metric, &e.Before, &e.After, &e.Difference, &e.Low, &e.High, &e.NBefore,
			&e.NAfter, &e.WeeksBefore, &e.WeeksAfter, &e.Verdict, &e.People,
		}, func() error {
			list = append(list, e)
			return nil
		})
	if err != nil {
		return nil, fmt.Errorf("read effects of interventions: %w", err)
	}
	return list, nil
}
