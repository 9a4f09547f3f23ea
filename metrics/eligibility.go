package metrics

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/fewhands/fewhands/sql"
)

// computeEligibility writes who could have done what work, and how many they are.
//
// weekly.eligibility: one row per series of work, person and span of weeks, from since until before until, in which the person could
// have done the work of the 13 weeks that end with a week, whether they did any or not: everyone who did some, in a repository in the
// 52 weeks that end with it; and those of weekly.standing. Of the channel 'all' they are those of any of its channels. Spans of one
// person do not touch. What a person did so long ago that it is in no window of a kept week is not here.
//
// weekly.eligible: one row per series of work and kept week since the first contribution: eligible_people are how many could have done
// the work of the 13 weeks that end with the week, those of weekly.eligibility.
//
// In SQL all contributions would be sorted together; here they are sorted series by series, as numbers.
func computeEligibility() sql.Compute {
	return func(ctx context.Context, tx *sql.Tx) error {
		weeks, err := keptWeeks(ctx, tx)
		if err != nil {
			return err
		}
		var families []*eligibleFamily
		if len(weeks) > 0 {
			if families, err = readEligibility(ctx, tx, dayOf(weeks[0].UnixMicro())); err != nil {
				return fmt.Errorf("read who did what: %w", err)
			}
			// One that takes long must not be the last.
			slices.SortStableFunc(families, func(a, b *eligibleFamily) int { return cmp.Compare(b.size(), a.size()) })
		}
		err = sql.CreateMade(ctx, tx, "weekly.eligibility", `
			SELECT series_id, person_id, DATE '1970-01-01' + since AS since, DATE '1970-01-01' + until AS until
			FROM made`, sql.Made[eligibleRow]{
			Columns: []sql.Column{
				{Name: "series_id", Type: sql.Integer}, {Name: "person_id", Type: sql.Integer}, {Name: "since", Type: sql.Integer}, {Name: "until", Type: sql.Integer},
			},
			Next: eachOf(families, (*eligibleFamily).rows),
			Put: func(row *sql.MadeRow, r *eligibleRow) {
				row.Int32(r.series)
				row.Int32(r.person)
				row.Int32(r.since)
				row.Int32(r.until)
			},
		})
		if err != nil {
			return err
		}
		var all []*eligibleSeries
		for _, f := range families {
			all = append(all, f.series()...)
		}
		return sql.CreateMade(ctx, tx, "weekly.eligible", `
			SELECT series.series_id, series.channel, series.scope, series.entity, DATE '1970-01-01' + made.day AS week, made.eligible_people
			FROM made
			JOIN weekly.series AS series
			    ON series.series_id = made.series_id`, sql.Made[eligibleCount]{
			Columns: []sql.Column{{Name: "series_id", Type: sql.Integer}, {Name: "day", Type: sql.Integer}, {Name: "eligible_people", Type: sql.Integer}},
			Next:    eachOf(all, func(s *eligibleSeries) []eligibleCount { return s.counts(weeks) }),
			Put: func(row *sql.MadeRow, r *eligibleCount) {
				row.Int32(r.series)
				row.Int32(r.day)
				row.Int32(r.people)
			},
		})
	}
}

// personSpan is a span of days, since 1970, of a person: from since until before until.
type personSpan struct{ person, since, until int32 }

// weeks are those of so many weeks from a first Monday on that begin in the span: the first of them, and the first one after them.
func (s personSpan) weeks(first int32, n int) (since, until int) {
	at := func(day int32) int { return min(int(max(day-first+6, 0))/7, n) }
	return at(s.since), at(s.until)
}

// eligibleRow is a row of weekly.eligibility, eligibleCount one of weekly.eligible.
type eligibleRow struct {
	series int32
	personSpan
}

type eligibleCount struct {
	series int32
	day    int32 // the week's Monday, since 1970
	people int32
}

// eligibleFamily are the series of an entity that are one series together, or a series that is in no other.
type eligibleFamily struct {
	parts []*eligibleSeries
	all   *eligibleSeries // nil where there is none
}

// eligibleSeries is a series of work.
type eligibleSeries struct {
	id      int32
	days    int32 // of the window that counts
	firstOn int32 // day of the first contribution, since 1970

	did      []uint64 // a person, and a week in which they did some, in the upper and the lower half
	standing []personSpan
	spans    []personSpan // in which people are eligible, once they are known
}

func (f *eligibleFamily) size() (n int) {
	for _, s := range f.parts {
		n += len(s.did)
	}
	return n
}

func (f *eligibleFamily) series() []*eligibleSeries {
	if f.all == nil {
		return f.parts
	}
	return append(slices.Clip(f.parts), f.all)
}

// rows finds the spans of all series of the family.
func (f *eligibleFamily) rows() (rows []eligibleRow) {
	for _, s := range f.series() {
		if s == f.all {
			for _, part := range f.parts {
				s.standing = append(s.standing, part.spans...)
			}
		}
		s.follow()
		for _, span := range s.spans {
			rows = append(rows, eligibleRow{s.id, span})
		}
	}
	return rows
}

// follow finds the spans.
func (s *eligibleSeries) follow() {
	slices.Sort(s.did)
	for _, one := range s.did {
		since := int32(uint32(one))
		s.spans = joined(s.spans, personSpan{int32(one >> 32), since, since + s.days})
	}
	if len(s.standing) > 0 {
		list := append(s.spans, s.standing...)
		slices.SortFunc(list, func(a, b personSpan) int {
			return cmp.Or(cmp.Compare(a.person, b.person), cmp.Compare(a.since, b.since))
		})
		s.spans = list[:0]
		for _, span := range list {
			s.spans = joined(s.spans, span)
		}
	}
	s.did, s.standing = nil, nil
}

// joined appends a span that does not begin before the last one of its person, or makes that longer where they touch.
func joined(list []personSpan, span personSpan) []personSpan {
	if n := len(list); n > 0 && list[n-1].person == span.person && list[n-1].until >= span.since {
		list[n-1].until = max(list[n-1].until, span.until)
		return list
	}
	return append(list, span)
}

// counts are how many are eligible in every kept week since the first contribution.
func (s *eligibleSeries) counts(weeks []time.Time) []eligibleCount {
	first := dayOf(weeks[0].UnixMicro())
	changes := make([]int32, len(weeks)+1)
	for _, span := range s.spans {
		since, until := span.weeks(first, len(weeks))
		changes[since]++
		changes[until]--
	}
	var people int32
	list := make([]eligibleCount, 0, len(weeks))
	for week := range weeks {
		people += changes[week]
		if day := first + 7*int32(week); day+7 > s.firstOn {
			list = append(list, eligibleCount{s.id, day, people})
		}
	}
	return list
}
