package metrics

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"
)

// twoRepositories builds three weeks of two repositories: Ana works in both, Bo only in the second.
func twoRepositories(t *testing.T) smallWarehouse {
	t.Helper()
	w := newSmallWarehouse(t)
	w.build(t, 3, []string{"search", "payments"}, []history{
		{{1, 20, 5}, {1, 2, 6}, {1, 1, 6}, {1, 0, 6}},
		{{1, 20, 5}, {1, 3, 12}, {2, 3, 4}},
	})
	return w
}

func TestValuesAreInOrder(t *testing.T) {
	w := twoRepositories(t)
	values, err := Values(context.Background(), w.db, Filter{})
	if err != nil {
		t.Fatal(err)
	}
	var keys, want []string
	for _, v := range values {
		keys = append(keys, fmt.Sprint(v.Metric, " ", v.Scope, " ", v.Entity, " ", v.Week.Format(time.DateOnly)))
	}
	for _, m := range Catalog {
		if !m.Channels {
			continue // nothing is known of the files here
		}
		for _, entity := range []string{"org organisation", "repo payments", "repo search"} {
			for _, week := range []string{"2025-12-22", "2025-12-29", "2026-01-05"} {
				want = append(want, m.Name+" "+entity+" "+week)
			}
		}
	}
	if !slices.Equal(keys, want) {
		t.Errorf("got %d rows, want %d: %v", len(keys), len(want), keys)
	}
}

func TestValuesOfAFilter(t *testing.T) {
	w := twoRepositories(t)
	values, err := Values(context.Background(), w.db, Filter{Metric: "top_share", Scope: "repo", Entity: "search", LastWeeks: 2})
	if err != nil {
		t.Fatal(err)
	}
	if len(values) != 2 {
		t.Fatalf("got %d rows: %v", len(values), values)
	}
	v := values[1]
	if v.Metric != "top_share" || v.Channel != "commits" || !v.Week.Equal(lastWeek) || v.EntityName != "search" || v.Unit != "share" ||
		v.N != 18 || v.Value == nil || *v.Value != 1 {
		t.Errorf("got %+v", v)
	}
	if v.Coverage != nil {
		t.Errorf("coverage is %v where no commit is known", *v.Coverage)
	}
	if early := values[0]; !early.Week.Equal(lastWeek.AddDate(0, 0, -7)) || early.N != 12 {
		t.Errorf("got %+v", early)
	}
}

func TestValuesOfTheOrganisation(t *testing.T) {
	w := twoRepositories(t)
	values, err := Values(context.Background(), w.db, Filter{Metric: "top_share", Scope: "org", LastWeeks: 1})
	if err != nil {
		t.Fatal(err)
	}
	// Ana's 18 commits in search and 12 in payments are one person's 30 of 34.
	if len(values) != 1 || values[0].EntityName != "Organisation" || *values[0].Value != 30.0/34 || values[0].N != 34 {
		t.Errorf("got %+v", values)
	}
}

func TestValuesOfAnUnknownMetric(t *testing.T) {
	w := twoRepositories(t)
	if _, err := Values(context.Background(), w.db, Filter{Metric: "burnout"}); err == nil {
		t.Error("burnout has values")
	}
}

func TestAQuietWeekIsZeroNotMissing(t *testing.T) {
	w := newSmallWarehouse(t)
	w.build(t, 2, []string{"quiet"}, []history{{{1, 13, 30}, {2, 60, 30}}})
	values, err := Values(context.Background(), w.db, Filter{Metric: "participation", Scope: "repo"})
	if err != nil {
		t.Fatal(err)
	}
	if len(values) != 2 || *values[0].Value != 1 || values[1].N != 0 || values[1].Value != nil {
		t.Errorf("got %+v", values)
	}
	if s := w.spreads(t)["quiet"][0]; s.items != 0 || s.people != 0 || s.eligible != 1 || s.hasConcentration {
		t.Errorf("got %+v", s)
	}
}
