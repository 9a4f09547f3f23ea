package findings

import (
	"slices"
	"testing"
)

func held(kind, scope, entity string, since, seen, end, until int) *run {
	k, _ := Find(kind)
	return &run{kind: &k, last: &state{scope: scope, entity: entity, people: 1, of: 5}, since: since, seen: seen, end: end, until: until}
}

func told(b *book) []string {
	var list []string
	for _, r := range b.runs {
		list = append(list, r.kind.Name+" "+r.last.entity)
	}
	slices.Sort(list)
	return list
}

func TestAThingIsSaidOnceOfATeamAndItsServices(t *testing.T) {
	teams := map[string]string{"bus": "platform", "cluster": "platform", "shop": "store"}
	for _, c := range []struct {
		name string
		runs []*run
		want []string
	}{
		{"one service", []*run{held("habit", "team", "platform", 0, 5, 9, forever), held("habit", "service", "bus", 0, 5, 9, forever)}, []string{"habit bus"}},
		{"two services", []*run{
			held("habit", "team", "platform", 0, 5, 9, forever), held("habit", "service", "bus", 0, 5, 9, forever), held("habit", "service", "cluster", 0, 6, 9, forever),
		}, []string{"habit platform"}},
		{"the team alone", []*run{held("habit", "team", "platform", 0, 5, 9, forever)}, []string{"habit platform"}},
		{"another team's service", []*run{held("habit", "team", "platform", 0, 5, 9, forever), held("habit", "service", "shop", 0, 5, 9, forever)}, []string{"habit platform", "habit shop"}},
		{"another kind", []*run{held("habit", "team", "platform", 0, 5, 9, forever), held("paper_rota", "service", "bus", 0, 5, 9, forever)}, []string{"habit platform", "paper_rota bus"}},
		{"a service later than the team", []*run{
			held("habit", "team", "platform", 0, 1, 3, 4), held("habit", "service", "bus", 6, 7, 9, forever), held("habit", "service", "cluster", 6, 7, 9, forever),
		}, []string{"habit bus", "habit cluster", "habit platform"}},
	} {
		b := &book{teams: teams, runs: c.runs}
		b.fold()
		if got := told(b); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestWhatAnotherFindingSaysIsNotSaidAgain(t *testing.T) {
	for _, c := range []struct {
		name string
		runs []*run
		want []string
	}{
		{"a rota on paper since a drift", []*run{held("paper_rota", "service", "bus", 5, 8, 9, forever), held("quiet_drift", "service", "bus", 2, 4, 9, forever)}, []string{"quiet_drift bus"}},
		{"a drift within a rota on paper", []*run{held("paper_rota", "service", "bus", 0, 3, 9, forever), held("quiet_drift", "service", "bus", 2, 4, 9, forever)}, []string{"paper_rota bus"}},
		{"a drift within the team's rota on paper", []*run{held("paper_rota", "team", "platform", 0, 3, 9, forever), held("quiet_drift", "service", "bus", 2, 4, 9, forever)}, []string{"paper_rota platform"}},
		{"an orphan has no owner", []*run{held("orphaned", "service", "bus", 0, 3, 9, forever), held("owner_missing", "service", "bus", 0, 3, 9, forever)}, []string{"orphaned bus"}},
		{"after it ended", []*run{held("orphaned", "service", "bus", 0, 3, 4, 5), held("owner_missing", "service", "bus", 0, 3, 9, forever)}, []string{"orphaned bus", "owner_missing bus"}},
		{"of another service", []*run{held("orphaned", "service", "bus", 0, 3, 9, forever), held("owner_missing", "service", "shop", 0, 3, 9, forever)}, []string{"orphaned bus", "owner_missing shop"}},
	} {
		b := &book{teams: map[string]string{"bus": "platform"}, runs: c.runs}
		b.yield()
		if got := told(b); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestARosterIsKnownFromItsFirstMomentToItsLast(t *testing.T) {
	r := newRoster([]duty{{100, 200, 1}, {200, 300, 2}, {150, 250, 3}, {320, 400, 1}})
	for _, c := range []struct {
		second int64
		want   []int32
		known  bool
	}{
		{99, nil, false}, {100, []int32{1}, true}, {150, []int32{1, 3}, true}, {200, []int32{2, 3}, true}, {250, []int32{2}, true},
		{300, nil, true}, {399, []int32{1}, true}, {400, nil, false},
	} {
		if got, known := r.at(c.second); known != c.known || !slices.Equal(got, c.want) {
			t.Errorf("at %d: %v, %v, want %v, %v", c.second, got, known, c.want, c.known)
		}
	}
	var none *roster
	if _, known := none.at(5); known {
		t.Error("no roster is known")
	}
}
