package findings

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/fewhands/fewhands/metrics/drift"
	"github.com/fewhands/fewhands/sql"
)

// looksBack is how many weeks before the first kept one the drift test reads: the first kept week needs a baseline too.
const looksBack = 52

// driftBatch is how many items of work are read at once.
const driftBatch = 500_000

// drifts tests every channel of every service and repository for a quiet drift, and writes findings.tests: what could be
// tested at all. A service has one such finding at a time: that of pages if there is one, else of tickets, else of commits.
func (b *book) drifts(ctx context.Context, tx *sql.Tx) error {
	tests, err := newTests(ctx, tx)
	if err != nil {
		return err
	}
	if len(b.weeks) == 0 {
		return nil
	}
	d, err := b.newDrifter(ctx, tx)
	if err != nil {
		return err
	}
	tested := 0
	err = d.eachPlace(ctx, tx, func(p *driftPlace) error {
		var runs []*run
		for _, channel := range []string{"pages", "tickets", "commits"} {
			h := p.channels[channel]
			if h == nil {
				continue
			}
			found, state := d.test(p, channel, h)
			if err := tests.Append(p.scope, p.entity, channel, string(state)); err != nil {
				return err
			}
			if state != drift.TooLittle {
				tested++
			}
			for _, r := range found {
				if !slices.ContainsFunc(runs, func(o *run) bool { return r.seen < o.until && o.seen < r.until }) {
					runs = append(runs, r)
				}
			}
		}
		b.runs = append(b.runs, runs...)
		return nil
	})
	if err != nil {
		return err
	}
	if err := b.complete(ctx, tx); err != nil {
		return err
	}
	b.sure(tested)
	return tests.Flush()
}

func newTests(ctx context.Context, tx *sql.Tx) (*sql.Appender, error) {
	err := tx.Exec(ctx, `
		CREATE OR REPLACE TABLE findings.tests (
		    scope   VARCHAR NOT NULL,
		    entity  VARCHAR NOT NULL,
		    channel VARCHAR NOT NULL,
		    state   VARCHAR NOT NULL -- of the drift test in the last kept week: too little data, none, alarm
		)`)
	if err != nil {
		return nil, err
	}
	return tx.Appender("findings.tests")
}

// drifter knows what all histories have in common.
type drifter struct {
	book    *book
	start   int64 // second of the Monday on which week 0 of the histories begins
	weeks   int   // of the histories
	names   [3]map[int32]string
	rotas   map[string]*roster
	left    map[int32]int // week in which a person left
	members map[string][]drift.Member
}

// driftPlace is a service or repository and what happened there.
type driftPlace struct {
	scope, entity string
	channels      map[string]*channelHistory
}

type channelHistory struct {
	drift.History
	rostered int
}

func (b *book) newDrifter(ctx context.Context, tx *sql.Tx) (*drifter, error) {
	start := b.weeks[0].AddDate(0, 0, -7*looksBack)
	d := &drifter{
		book: b, start: start.Unix(), weeks: looksBack + len(b.weeks), left: map[int32]int{}, members: map[string][]drift.Member{},
	}
	for rank, query := range []string{1: "SELECT service_id, service FROM facts.services", 2: "SELECT repo_id, repo FROM facts.repositories"} {
		d.names[rank] = map[int32]string{}
		if query == "" {
			continue
		}
		err := tx.Each(ctx, query, func(row []sql.Value) error {
			d.names[rank][row[0].(int32)] = row[1].(string)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	err := tx.Each(ctx, "SELECT person_id, left_on FROM facts.people WHERE left_on IS NOT NULL", func(row []sql.Value) error {
		d.left[row[0].(int32)] = d.week(row[1].(time.Time))
		return nil
	})
	if err != nil {
		return nil, err
	}
	if d.rotas, err = readRosters(ctx, tx); err != nil {
		return nil, err
	}
	return d, d.readMembers(ctx, tx)
}

// week is the week of the histories that holds a day; it may lie outside them.
func (d *drifter) week(day time.Time) int {
	seconds := day.Unix() - d.start
	if seconds < 0 {
		return -1
	}
	return int(seconds / drift.Week)
}

// readMembers reads who could be expected to do work and when. A span of weekly.standing goes on for 13 weeks after what it
// is about.
func (d *drifter) readMembers(ctx context.Context, tx *sql.Tx) error {
	const query = `
		SELECT series.channel, series.scope, series.entity, standing.person_id, standing.since, standing.until
		FROM weekly.standing AS standing
		JOIN weekly.series AS series ON series.series_id = standing.series_id
		WHERE series.channel IN ('pages', 'tickets') AND series.scope = 'service'
		ORDER BY series.channel, series.entity, standing.person_id, standing.since`
	return tx.Each(ctx, query, func(row []sql.Value) error {
		person := row[3].(int32)
		m := drift.Member{Person: person, From: max(d.week(row[4].(time.Time)), 0), To: min(d.week(row[5].(time.Time))-12, d.weeks)}
		if left, ok := d.left[person]; ok {
			m.To = min(m.To, left+1)
		}
		if m.From < m.To {
			key := row[0].(string) + " " + row[1].(string) + " " + row[2].(string)
			d.members[key] = append(d.members[key], m)
		}
		return nil
	})
}

// eachPlace calls fn with every service and then every repository that has any work, in the order of their numbers.
func (d *drifter) eachPlace(ctx context.Context, tx *sql.Tx, fn func(*driftPlace) error) error {
	batches, err := d.batches(ctx, tx)
	if err != nil {
		return err
	}
	for _, batch := range batches {
		query := fmt.Sprintf(`
			SELECT number, source, happened_second, item, policy, other_policy, person_id
			FROM findings.answers
			WHERE scope_rank = %d AND number BETWEEN %d AND %d AND happened_second >= %d AND happened_second < %d
			ORDER BY number, source, happened_second, item, person_id`,
			batch.rank, batch.from, batch.to, d.start, d.start+int64(d.weeks)*drift.Week)
		var place *driftPlace
		var number int32
		var item int64
		var last *channelHistory
		flush := func() error {
			if place == nil {
				return nil
			}
			return fn(place)
		}
		err := tx.Each(ctx, query, func(row []sql.Value) error {
			if place == nil || row[0].(int32) != number {
				if err := flush(); err != nil {
					return err
				}
				number, last = row[0].(int32), nil
				place = &driftPlace{scope: []string{1: "service", 2: "repo"}[batch.rank], entity: d.names[batch.rank][number], channels: map[string]*channelHistory{}}
			}
			channel := row[1].(string)
			h := place.channels[channel]
			if h == nil {
				h = &channelHistory{}
				place.channels[channel] = h
			}
			if h != last || row[3].(int64) != item {
				h.add(d, row[2].(int64), text(row[4]), text(row[5]))
				last, item = h, row[3].(int64)
			}
			if person, ok := row[6].(int32); ok {
				one := &h.Incidents[len(h.Incidents)-1]
				one.Responders = append(one.Responders, person)
			}
			return nil
		})
		if err == nil {
			err = flush()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func text(v sql.Value) string {
	s, _ := v.(string)
	return s
}

func (h *channelHistory) add(d *drifter, second int64, policies ...string) {
	one := drift.Incident{At: second - d.start}
	for _, policy := range policies {
		people, known := d.rotas[policy].at(second)
		one.Roster = one.Roster || known
		for _, p := range people {
			if !slices.Contains(one.OnCall, p) {
				one.OnCall = append(one.OnCall, p)
			}
		}
	}
	if one.Roster {
		h.rostered++
	}
	h.Incidents = append(h.Incidents, one)
}

type batch struct {
	rank     int
	from, to int32
}

// batches cuts the places into ranges of numbers that hold about driftBatch items each.
func (d *drifter) batches(ctx context.Context, tx *sql.Tx) ([]batch, error) {
	var list []batch
	var n int64
	const query = "SELECT scope_rank, number, count(*) FROM findings.answers GROUP BY scope_rank, number ORDER BY scope_rank, number"
	err := tx.Each(ctx, query, func(row []sql.Value) error {
		rank, number, items := int(row[0].(int32)), row[1].(int32), row[2].(int64)
		if len(list) == 0 || list[len(list)-1].rank != rank || n+items > driftBatch {
			list, n = append(list, batch{rank, number, number}), 0
		}
		list[len(list)-1].to = number
		n += items
		return nil
	})
	return list, err
}

// test runs the test on one channel. Where less than half of the incidents have a known roster, none counts.
func (d *drifter) test(p *driftPlace, channel string, c *channelHistory) ([]*run, drift.State) {
	h := &c.History
	h.Weeks = d.weeks
	h.Rota = channel == "pages" && 2*c.rostered >= len(h.Incidents)
	h.Members = d.members[channel+" "+p.scope+" "+p.entity]
	if channel == "commits" {
		h.Members = d.authors(h)
	}
	slices.SortFunc(h.Members, func(a, b drift.Member) int {
		return cmp.Or(cmp.Compare(a.Person, b.Person), cmp.Compare(a.From, b.From))
	})
	first := c.begin()
	result := drift.Detect(h)
	state, _ := result.At(h.Weeks - 1)
	if state == drift.None && c.recent() < 10 {
		state = drift.TooLittle
	}
	var runs []*run
	for i := range result.Runs {
		if r := d.run(p, channel, c, first, &result.Runs[i]); r != nil {
			runs = append(runs, r)
		}
	}
	return runs, state
}

// begin makes the history begin with the week of the first incident that counts, and tells which that was: weeks before
// anything was recorded are no baseline.
func (c *channelHistory) begin() int {
	h := &c.History
	counts := func(i drift.Incident) bool { return i.Roster || !h.Rota }
	first := int(h.Incidents[max(slices.IndexFunc(h.Incidents, counts), 0)].At / drift.Week)
	h.Weeks -= first
	h.Incidents = slices.DeleteFunc(h.Incidents, func(i drift.Incident) bool { return i.At < int64(first)*drift.Week })
	for i := range h.Incidents {
		h.Incidents[i].At -= int64(first) * drift.Week
	}
	for i := range h.Members {
		h.Members[i].From, h.Members[i].To = max(h.Members[i].From-first, 0), h.Members[i].To-first
	}
	h.Members = slices.DeleteFunc(h.Members, func(m drift.Member) bool { return m.To <= m.From })
	return first
}

// recent counts the incidents of the last 13 weeks that count.
func (c *channelHistory) recent() int {
	n := 0
	for _, i := range c.Incidents {
		if int(i.At/drift.Week) >= c.Weeks-13 && (i.Roster || !c.Rota) {
			n++
		}
	}
	return n
}

// authors are there from their first commit to 13 weeks after the last.
func (d *drifter) authors(h *drift.History) []drift.Member {
	at := map[int32]int{}
	var list []drift.Member
	for i := range h.Incidents {
		week := int(h.Incidents[i].At / drift.Week)
		for _, p := range h.Incidents[i].Responders {
			k, ok := at[p]
			if !ok {
				k = len(list)
				at[p] = k
				list = append(list, drift.Member{Person: p, From: week})
			}
			list[k].To = min(week+13, d.weeks)
		}
	}
	for i := range list {
		if left, ok := d.left[list[i].Person]; ok {
			list[i].To = min(list[i].To, max(left, list[i].From)+1)
		}
	}
	return list
}

// run makes a run of a drift's; nil where it was over before the first kept week, or
// what it is about is small. first is the week of the drifter in which the
// history begins.
func (d *drifter) run(p *driftPlace, channel string, c *channelHistory, first int, found *drift.Run) *run {
	kept := first - looksBack // the kept week in which the history begins
	if found.End+kept <= 0 {
		return nil
	}
	r := &run{
		kind: &Kinds[0], since: found.Since() + kept, seen: found.Begin + kept, end: found.End - 1 + kept, until: found.End + kept,
		held: found.End - found.Begin,
	}
	if found.Running {
		r.until = forever
	}
	s := &state{channel: channel, scope: p.scope, entity: p.entity, week: r.end, of: -1, names: driftNumbers, numbers: make([]float64, len(driftNumbers))}
	var before, after, statistic float64
	for _, one := range found.People {
		statistic = max(statistic, one.Statistic)
		if one.To < found.End {
			continue
		}
		s.persons = append(s.persons, one.Person)
		before, after = max(before, one.Before), max(after, one.After)
	}
	slices.Sort(s.persons)
	s.people = len(s.persons)
	// What has been so for less than a quarter is counted from when it began.
	from := max(found.Since(), found.End-13)
	theirs, all := c.responses(s.persons, from, found.End)
	theirsBefore, allBefore := c.responses(s.persons, found.Since()-52, found.Since())
	level := drift.Level
	if !c.Rota {
		level = drift.ShareLevel
	}
	for i, n := range []float64{
		float64(found.End - from), all, ratio(theirs, all), ratio(theirsBefore, allBefore), before, after, statistic, level,
		flag(c.Rota), 0, 0, 0, 0, float64(min(found.Since(), 52)),
	} {
		s.numbers[i] = n
	}
	r.last = s
	if s.number("share") < s.number("share_before")+leastShareRise {
		return nil
	}
	return r
}

// leastShareRise is how much more of the work than before must be theirs now for a drift to be told, leastTimesFair how many
// times what it would be if everybody on the rota did the same.
const leastShareRise, leastTimesFair = 0.15, 1.5

func flag(is bool) float64 {
	if is {
		return 1
	}
	return 0
}

// driftNumbers are the numbers of a drift's state. rota and rota_before are filled in where they are known, is_sure where it stands
// among all that was tested.
var driftNumbers = []string{
	"weeks", "items", "share", "share_before", "rate_before", "rate", "statistic", "level", "has_rota", "rota", "rota_before", "is_sure",
	"since", "weeks_before",
}

// responses counts those of some people and of all, in the weeks from one to before another.
func (c *channelHistory) responses(people []int32, from, to int) (theirs, all float64) {
	for i := range c.Incidents {
		week := int(c.Incidents[i].At / drift.Week)
		if week < from || week >= to {
			continue
		}
		for _, p := range c.Incidents[i].Responders {
			all++
			if slices.Contains(people, p) {
				theirs++
			}
		}
	}
	return theirs, all
}

// complete adds to the drifts what the weekly tables know: who was eligible, and how many took turns on call before and now.
// Those that are in proportion to the rota after all are left out.
func (b *book) complete(ctx context.Context, tx *sql.Tx) error {
	gone := map[*run]bool{}
	for _, r := range b.runs {
		if r.kind.Name != "quiet_drift" {
			continue
		}
		s := r.last
		var eligible, now, before *int64
		err := tx.QueryRow(ctx, `
			SELECT
				(SELECT max(eligible_people) FROM weekly.eligible WHERE channel = $1 AND scope = $2 AND entity = $3 AND week = $4::DATE),
				(SELECT max(people) FROM weekly.rotation WHERE scope = $2 AND entity = $3 AND week = $4::DATE),
				(SELECT max(people) FROM weekly.rotation WHERE scope = $2 AND entity = $3 AND week = $5::DATE)`,
			s.channel, s.scope, s.entity, b.day(r.end).Format(time.DateOnly), b.day(max(r.since-1, 0)).Format(time.DateOnly)).Scan(&eligible, &now, &before)
		if err != nil {
			return err
		}
		if eligible != nil {
			s.of = int(*eligible)
		}
		s.set("since", float64(b.day(r.since).Unix()))
		if s.number("has_rota") == 1 && now != nil && before != nil {
			s.set("rota", float64(*now))
			s.set("rota_before", float64(*before))
			gone[r] = s.number("share")*float64(*now) < leastTimesFair*float64(s.people)
		}
	}
	b.drop(gone)
	return nil
}

// perYear is how often a healthy service gives a false alarm in a year, by package drift's measurements.
const perYear = 0.007

// sure finds which of the drifts that hold stand up among all that was tested: so that of those at most one in ten is
// expected to be chance.
func (b *book) sure(tested int) {
	years := float64(len(b.weeks)) / 52
	var holding []*run
	var chances []float64
	for _, r := range b.runs {
		if r.kind.Name == "quiet_drift" && r.holds() {
			found := drift.Run{People: []drift.Suspect{{Statistic: r.last.number("statistic")}}}
			holding = append(holding, r)
			chances = append(chances, found.PValue(years, perYear, r.last.number("level")))
		}
	}
	for len(chances) < tested {
		chances = append(chances, 1)
	}
	for i, is := range drift.Discoveries(chances, 0.1) {
		if is && i < len(holding) {
			holding[i].last.set("is_sure", 1)
		}
	}
}
