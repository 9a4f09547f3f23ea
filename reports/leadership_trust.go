package reports

import (
	"context"
	"fmt"
	"strings"

	"github.com/fewhands/fewhands/metrics"
)

// leaderTrust says how far to trust the numbers: how whole and fresh the sources are, how much could be used, and what is left out.
func (s *site) leaderTrust(ctx context.Context, few fewWeeks) ([]string, error) {
	list := []string{s.freshness()}
	var used []string
	for _, basis := range []string{"pages", "tickets", "commits"} {
		if v := s.org.coverage.percentUsed(basis); v != nil {
			kind := kindsOfCoverage[basis]
			have := s.org.coverage[basis]
			used = append(used, fmt.Sprintf("%s of %s", tenths(v), counted(have.used+have.leftOut, kind.one, kind.many)))
		}
	}
	if len(used) > 0 {
		list = append(list, "Used of what was read: "+strings.Join(used, "; ")+". The rest is of bots or of nobody that is known.")
	}
	if now := few.at(s.period.week); now.unknown() > 0 {
		list = append(list, fmt.Sprintf("%s of %s too little data to say who carries them: unknown, not healthy.", grouped(now.unknown()),
			counted(now.known()+now.unknown(), "service has", "services have")))
	}
	withheld, err := s.withheldGroups(ctx)
	if err != nil {
		return nil, err
	}
	switch {
	case withheld > 0:
		list = append(list, fmt.Sprintf("Load and rest are withheld of %s: fewer than %d people, or so few would be given away.",
			counted(withheld, "team or service", "teams and services"), s.opts.Privacy.group()))
	default:
		list = append(list, fmt.Sprintf("No group is so small that its load and rest are withheld (fewer than %d people).", s.opts.Privacy.group()))
	}
	return list, nil
}

// freshness says in one sentence how whole and how old the sources are.
func (s *site) freshness() string {
	if len(s.sources) == 0 {
		return "When the sources were read is not known."
	}
	if len(s.stale) > 0 {
		return strings.Join(s.stale, " ")
	}
	oldest := s.sources[0]
	for _, src := range s.sources {
		if src.readAt != nil && (oldest.readAt == nil || src.readAt.Before(*oldest.readAt)) {
			oldest = src
		}
	}
	if oldest.readAt == nil {
		return s.qualityHeadline().Says
	}
	return fmt.Sprintf("All %s were read to their end, the oldest on %s.", counted(int64(len(s.sources)), "source", "sources"), day(*oldest.readAt))
}

// withheldGroups counts the teams and services whose load and rest are withheld.
func (s *site) withheldGroups(ctx context.Context) (int64, error) {
	var n int64
	for _, scope := range []string{"team", "service"} {
		values, err := metrics.Values(ctx, s.db, metrics.Filter{Metric: "people_over_norm", Scope: scope, LastWeeks: 1})
		if err != nil {
			return 0, err
		}
		for _, v := range values {
			if s.opts.Privacy.withhold(&v) {
				n++
			}
		}
	}
	return n, nil
}
