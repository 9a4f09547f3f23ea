package metrics

import (
	"context"
	"errors"
	"slices"

	"github.com/fewhands/fewhands/sql"
)

// mostBearing is of how many people a page says what their leaving means; mostHeirs is on how many others the load is said to fall.
const (
	mostBearing = 3
	mostHeirs   = 3
)

// computeDepartures writes what the leaving of one person means for each service and team, as of the last kept week.
//
// findings.departures has one row per service and team: last_responders, how many single people there are whose leaving leaves
// it with nobody who responded in the 13 weeks, last_resolvers of tickets likewise, last_authors those without whom over half
// of the files have no active author; NULL where there is too little data. last_people are those of any of these.
//
// findings.removals has one row per service and team, person of the three with the largest share of all work there, and channel
// in which they have a part: their items and share, and how few would be left; in the channel code the items are files. In
// findings.heirs are the three on whom most of it falls.
func computeDepartures(ctx context.Context, tx *sql.Tx) error {
	for _, stmt := range []string{`
		CREATE OR REPLACE TABLE findings.departures (
		    scope           VARCHAR NOT NULL,
		    entity          VARCHAR NOT NULL,
		    last_responders INTEGER,
		    last_resolvers  INTEGER,
		    last_authors    INTEGER,
		    last_people     INTEGER NOT NULL
		)`, `
		CREATE OR REPLACE TABLE findings.removals (
		    scope                  VARCHAR NOT NULL,
		    entity                 VARCHAR NOT NULL,
		    rank                   INTEGER NOT NULL,
		    person_id              INTEGER NOT NULL,
		    channel                VARCHAR NOT NULL,
		    items                  BIGINT NOT NULL,
		    share                  DOUBLE NOT NULL,
		    people_before          INTEGER NOT NULL, -- of code: the active truck factor
		    people_after           INTEGER NOT NULL,
		    people_for_half_before DOUBLE,
		    people_for_half_after  DOUBLE,
		    top_share_before       DOUBLE,
		    top_share_after        DOUBLE,
		    is_last                BOOLEAN NOT NULL  -- nobody active is left
		)`, `
		CREATE OR REPLACE TABLE findings.heirs (
		    scope     VARCHAR NOT NULL,
		    entity    VARCHAR NOT NULL,
		    person_id INTEGER NOT NULL,
		    channel   VARCHAR NOT NULL,
		    rank      INTEGER NOT NULL,
		    heir_id   INTEGER NOT NULL,
		    items     DOUBLE NOT NULL, -- of 13 weeks
		    share     DOUBLE NOT NULL  -- of what falls on others
		)`,
	} {
		if err := tx.Exec(ctx, stmt); err != nil {
			return err
		}
	}
	s, err := readSituation(ctx, tx)
	if errors.Is(err, ErrNotBuilt) {
		return nil
	}
	if err != nil {
		return err
	}
	d := &departures{s: s, byTeam: s.servicesByTeam()}
	for table, into := range map[string]**sql.Appender{
		"findings.departures": &d.rows, "findings.removals": &d.removals, "findings.heirs": &d.heirs,
	} {
		if *into, err = tx.Appender(table); err != nil {
			return err
		}
	}
	for _, p := range s.places {
		if p.scope == "service" || p.scope == "team" {
			if err := d.write(p); err != nil {
				return err
			}
		}
	}
	return errors.Join(d.rows.Flush(), d.removals.Flush(), d.heirs.Flush())
}

// departures are the tables while they are written.
type departures struct {
	s                     *Situation
	byTeam                map[string][]*standingPlace
	rows, removals, heirs *sql.Appender
}

func (d *departures) write(p *standingPlace) error {
	last := d.last(p)
	anybody := map[int32]bool{}
	cells := []sql.Value{p.scope, p.entity}
	isKnown := false
	for _, people := range last {
		if people == nil {
			cells = append(cells, nil)
			continue
		}
		isKnown = true
		cells = append(cells, int32(len(people)))
		for _, person := range people {
			anybody[person] = true
		}
	}
	if !isKnown {
		return nil
	}
	if err := d.rows.Append(append(cells, int32(len(anybody)))...); err != nil {
		return err
	}
	for rank, person := range d.bearing(p) {
		if err := d.removal(p, int32(rank+1), person, last); err != nil {
			return err
		}
	}
	return nil
}

// last are the single people whose leaving leaves nobody who responded, nobody who resolved, and over half of the files without
// an active author; nil where there is too little data.
func (d *departures) last(p *standingPlace) (last [3][]int32) {
	for i, channel := range []int{pagesWork, ticketsWork} {
		work := p.works[channel]
		if work == nil || !work.hasSome {
			continue
		}
		here := []int32{}
		for _, one := range work.people {
			if d.s.isHere(one.person) {
				here = append(here, one.person)
			}
		}
		last[i] = here
		if len(here) > 1 {
			last[i] = []int32{}
		}
	}
	if p.code != nil && p.code.hasEnough {
		last[2] = append([]int32{}, p.code.alone(d.s.isActive)...)
	}
	return last
}

// bearing are the people with the largest shares of all channels together; where there is one channel, of that.
func (d *departures) bearing(p *standingPlace) (people []int32) {
	for _, channel := range []int{allWork, pagesWork, ticketsWork, commitsWork} {
		if work := p.works[channel]; work != nil && work.hasSome {
			for _, one := range work.people {
				if d.s.isHere(one.person) && len(people) < mostBearing {
					people = append(people, one.person)
				}
			}
			break
		}
	}
	return people
}

func (d *departures) removal(p *standingPlace, rank, person int32, last [3][]int32) error {
	w := &without{s: d.s, gone: map[int32]bool{person: true}, byTeam: d.byTeam}
	for n, work := range p.works {
		if work == nil || !slices.ContainsFunc(work.people, w.isGone) {
			continue
		}
		c := w.channel(p, n)
		items := itemsOf(work, person)
		if n == allWork {
			items = 0
		}
		isLast := n < 2 && slices.Contains(last[n], person)
		err := d.removals.Append(p.scope, p.entity, rank, person, c.Channel, int64(items), c.Share, int32(c.People.Before), int32(c.People.After),
			orMissing(c.PeopleForHalf.Before), orMissing(c.PeopleForHalf.TakenOut), orMissing(c.TopShare.Before), orMissing(c.TopShare.TakenOut), isLast)
		if err != nil {
			return err
		}
		if n != allWork {
			if err := d.fallen(w, p, n, person); err != nil {
				return err
			}
		}
	}
	if p.code == nil || !p.code.hasEnough {
		return nil
	}
	i := w.code(p.code)
	if i.Authored == 0 {
		return nil
	}
	return d.removals.Append(p.scope, p.entity, rank, person, "code", i.Authored, float64(i.Authored)/float64(i.Files),
		int32(*i.ActiveTruckFactor.Before), int32(*i.ActiveTruckFactor.After), nil, nil, nil, nil, slices.Contains(last[2], person))
}

// fallen notes on whom most of it falls.
func (d *departures) fallen(w *without, p *standingPlace, channel int, person int32) error {
	after, _ := w.fall(p, channel)
	before := map[int32]float64{}
	for _, one := range p.works[channel].people {
		before[one.person] = one.items
	}
	var more []part
	for _, one := range after {
		if extra := one.items - before[one.person]; extra > 1e-9 {
			more = append(more, part{one.person, extra})
		}
	}
	slices.SortFunc(more, busiest)
	total := sum(more)
	for i, one := range more[:min(mostHeirs, len(more))] {
		err := d.heirs.Append(p.scope, p.entity, person, workChannels[channel], int32(i+1), one.person, one.items, one.items/total)
		if err != nil {
			return err
		}
	}
	return nil
}

func orMissing(v *float64) sql.Value {
	if v == nil {
		return nil
	}
	return *v
}
