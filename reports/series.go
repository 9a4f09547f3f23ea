package reports

import (
	"slices"

	"github.com/fewhands/fewhands/metrics"
)

// entity is everything that a page shows of an organisation, team, service or repository, by kept week, and of one kind of
// its work.
type entity struct {
	*record
	name      string // its key in the warehouse
	work      channel
	prefix    string // of the ids of what is shown of it, where a page has several kinds of work
	period    period
	histories map[string]*metrics.History // by metric
	series    map[string][]*float64       // by metric, one for each kept week
	counts    map[string][]*float64       // items, people, eligible people, incidents and pages, one for each kept week
	coverage  coverage                    // of the last kept week
	marks     []mark                      // what was changed, for charts by week
}

// entity is what a page about this kind of work shows of a record.
func (p period) entity(r *record, work channel) entity {
	e := entity{
		record: r, name: r.key, work: work, period: p, histories: map[string]*metrics.History{}, series: map[string][]*float64{},
		counts: map[string][]*float64{}, coverage: r.lastCoverage(),
	}
	none := make([]*float64, len(p.weeks))
	for _, m := range metrics.Catalog {
		e.series[m.Name] = none
	}
	for i := range r.all {
		if h := &r.all[i]; work.shows(h.Channel) {
			e.histories[h.Metric.Name], e.series[h.Metric.Name] = h, h.Values
		}
	}
	for _, name := range []string{"items", "people", "eligible", "incidents", "pages", "responses"} {
		e.counts[name] = none
		if series, ok := r.tallies[[2]string{work.name, name}]; ok {
			e.counts[name] = series
		}
	}
	return e
}

// of is the same entity and another kind of its work.
func (e entity) of(work channel) entity {
	other := e.period.entity(e.record, work)
	other.prefix, other.marks = work.name+"-", e.marks
	return other
}

// known are the tiles of a group that there is anything to compute from.
func (e entity) known(group []metrics.Metric) []tile {
	return slices.DeleteFunc(e.tiles(group), func(t tile) bool { return t.Absent })
}

// habits are the tiles of who was at the top before, shown a second time where the page asks about habits.
func (e entity) habits() []tile {
	e.prefix = "habit-"
	return e.known(named("incumbency", "top_tenure"))
}

// tiles are metrics as of the last kept week.
func (e entity) tiles(group []metrics.Metric) []tile {
	var tiles []tile
	for _, m := range group {
		tiles = append(tiles, e.tile(m))
	}
	return tiles
}

// anyValue tells whether there is a value in one of the series at all: a chart of nothing says nothing.
func anyValue(series ...[]*float64) bool {
	for _, s := range series {
		for _, v := range s {
			if v != nil {
				return true
			}
		}
	}
	return false
}
