package reports

import (
	"context"
	"fmt"
	"time"

	"github.com/fewhands/fewhands/metrics"
	"github.com/fewhands/fewhands/sql"
)

// record is everything that is read for the page of one organisation, team, service or repository.
type record struct {
	scope, key string
	all        []metrics.History // every metric and channel; what is withheld has no value
	withheld   map[*metrics.Metric][]bool
	tallies    map[[2]string][]*float64 // by channel and what is counted, one for each kept week
	authorship map[time.Time]authorship
	covers     map[string][]covered  // by basis, one for each kept week
	carriers   map[string][]*carrier // by channel
	leavers    []*leaver
	behind     map[string][]behind // by channel, newest first

	duties  []duty // of the last window, those with most responses first
	hours   *hours // of the last window; nil where there is no page with a local time
	nights  []night
	flows   []flow
	folders []folder
}

// records reads those of the entities of a scope from one key to another, both included, by key. It asks once for all of
// them: for the pages of 2,000 services a query for each and metric would take an hour. The caller keeps the range small, since
// all of it is in memory.
func (p period) records(ctx context.Context, db *sql.DB, scope, from, to string) (map[string]*record, error) {
	all := map[string]*record{}
	at := func(key string) *record {
		r := all[key]
		if r == nil {
			r = newRecord(scope, key)
			all[key] = r
		}
		return r
	}
	histories, err := metrics.Histories(ctx, db, scope, from, to, p.weeks)
	if err != nil {
		return nil, err
	}
	for key, list := range histories {
		at(key).all = list
		at(key).withhold(p.privacy, p.weeks)
	}
	authorship, err := readAuthorship(ctx, db, scope, from, to, time.Time{})
	if err != nil {
		return nil, err
	}
	for _, a := range authorship {
		at(a.entity).authorship[a.week] = a
	}
	for _, read := range []struct {
		what string
		read func(context.Context, *sql.DB, string, string, string, func(string) *record) error
	}{
		{"concentration", p.readCounts}, {"coverage", p.readCoverage}, {"who carried the work", p.readCarriers}, {"who may leave", p.readLeavers}, {"what is behind the numbers", p.readBehind},
		{"who was on call and who responded", p.readDuties}, {"hours of pages", p.readHours}, {"nights with pages", p.readNights},
		{"who responds to what", p.readFlows}, {"folders", p.readFolders},
	} {
		if err := read.read(ctx, db, scope, from, to, at); err != nil {
			return nil, fmt.Errorf("read %s: %w", read.what, err)
		}
	}
	return all, nil
}

func newRecord(scope, key string) *record {
	return &record{
		scope: scope, key: key, withheld: map[*metrics.Metric][]bool{}, tallies: map[[2]string][]*float64{}, authorship: map[time.Time]authorship{},
		covers: map[string][]covered{}, carriers: map[string][]*carrier{},
	}
}

// latest reads the metrics of all entities of a scope in the last kept week, and nothing else of them.
func (p period) latest(ctx context.Context, db *sql.DB, scope string) (map[string]*record, error) {
	all := map[string]*record{}
	if len(p.weeks) == 0 {
		return all, nil
	}
	histories, err := metrics.Histories(ctx, db, scope, "", lastKey, []time.Time{p.week})
	for key, list := range histories {
		all[key] = newRecord(scope, key)
		all[key].all = list
		all[key].withhold(p.privacy, []time.Time{p.week})
	}
	return all, err
}

// lastKey comes after every key: nothing in UTF-8 begins with a higher character.
const lastKey = "\U0010FFFF\U0010FFFF"

// record reads one alone.
func (p period) record(ctx context.Context, db *sql.DB, scope, key string) (*record, error) {
	all, err := p.records(ctx, db, scope, key, key)
	if err != nil {
		return nil, err
	}
	return p.of(all, scope, key), nil
}

// of is the record of an entity, an empty one where nothing is known of it.
func (p period) of(all map[string]*record, scope, key string) *record {
	if r := all[key]; r != nil {
		return r
	}
	return newRecord(scope, key)
}

// withhold takes away what is about the load or rest of too few people. weeks are those of the values.
func (r *record) withhold(privacy Privacy, weeks []time.Time) {
	for i := range r.all {
		h := &r.all[i]
		if !h.Metric.IsPersonal {
			continue
		}
		withheld := make([]bool, len(h.Values))
		for w := range h.Values {
			v := metrics.Value{
				Metric: h.Metric.Name, Channel: h.Channel, Week: weeks[w], Scope: r.scope, Entity: r.key, Value: h.Values[w], N: h.N[w],
			}
			withheld[w] = privacy.withhold(&v)
			h.Values[w] = v.Value
		}
		r.withheld[h.Metric] = withheld
	}
}

// between are the arguments of a query of the entities from one key to another over the kept weeks.
func (p period) between(scope, from, to string) []any {
	return []any{scope, from, to, day(p.weeks[0]), day(p.week)}
}

// tally is a series by week of a record, made when it is first asked for.
func (r *record) tally(channel, name string, weeks int) []*float64 {
	series := r.tallies[[2]string{channel, name}]
	if series == nil {
		series = make([]*float64, weeks)
		r.tallies[[2]string{channel, name}] = series
	}
	return series
}

// readCounts reads items, people and eligible people of each channel, and of pages incidents, pages and responses too.
func (p period) readCounts(ctx context.Context, db *sql.DB, scope, from, to string, at func(string) *record) error {
	if len(p.weeks) == 0 {
		return nil
	}
	for _, counted := range []struct {
		query string
		names [3]string
	}{
		{`
			SELECT entity, channel, list((week - $4::DATE) // 7), list(items::DOUBLE), list(people::DOUBLE), list(eligible_people::DOUBLE)
			FROM weekly.concentration
			WHERE scope = $1 AND entity BETWEEN $2 AND $3 AND week BETWEEN $4::DATE AND $5::DATE
			GROUP BY entity, channel`, [3]string{"items", "people", "eligible"}},
		{`
			SELECT entity, 'pages', list((week - $4::DATE) // 7), list(incidents::DOUBLE), list(pages::DOUBLE), list(responses::DOUBLE)
			FROM weekly.incidents
			WHERE scope = $1 AND entity BETWEEN $2 AND $3 AND week BETWEEN $4::DATE AND $5::DATE
			GROUP BY entity`, [3]string{"incidents", "pages", "responses"}},
	} {
		rows, err := db.Query(ctx, counted.query, p.between(scope, from, to)...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var key, channel string
			var weeks any
			var lists [3]any
			if err := rows.Scan(&key, &channel, &weeks, &lists[0], &lists[1], &lists[2]); err != nil {
				return err
			}
			for l, name := range counted.names {
				for i, n := range lists[l].([]any) {
					if v, ok := n.(float64); ok {
						at(key).tally(channel, name, len(p.weeks))[weeks.([]any)[i].(int64)] = &v
					}
				}
			}
		}
		if err := rows.Err(); err != nil {
			return err
		}
	}
	return nil
}
