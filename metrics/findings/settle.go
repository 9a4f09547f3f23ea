package findings

import (
	"cmp"
	"slices"
)

// settle leaves out what another finding already says, and puts the rest into the order in which it is told: what holds
// first, then by severity, kind and entity.
func (b *book) settle() {
	b.fold()
	b.yield()
	said := map[*run]int{}
	for _, r := range b.runs {
		said[r] = slices.Index(severities, r.kind.describe(r.last).severity)
	}
	place := func(r *run) int {
		return slices.IndexFunc(Kinds, func(k Kind) bool { return k.Name == r.kind.Name })
	}
	slices.SortFunc(b.runs, func(x, y *run) int {
		return cmp.Or(
			cmp.Compare(order(!x.holds()), order(!y.holds())),
			cmp.Compare(said[x], said[y]),
			cmp.Compare(place(x), place(y)),
			cmp.Compare(x.last.scope, y.last.scope),
			cmp.Compare(x.last.entity, y.last.entity),
			cmp.Compare(x.seen, y.seen),
		)
	})
}

func order(later bool) int {
	if later {
		return 1
	}
	return 0
}

// fold says a thing once that holds for a team and for services of it: of the service where it is one, of the team where it is
// more or none.
func (b *book) fold() {
	services := map[string][]*run{} // by kind and team
	for _, r := range b.runs {
		if team := b.teams[r.last.entity]; r.last.scope == "service" && team != "" {
			key := r.kind.Name + " " + team
			services[key] = append(services[key], r)
		}
	}
	gone := map[*run]bool{}
	for _, team := range b.runs {
		if team.last.scope != "team" {
			continue
		}
		var parts []*run
		entities := map[string]bool{}
		for _, s := range services[team.kind.Name+" "+team.last.entity] {
			if s.seen < team.until && team.seen < s.until {
				parts = append(parts, s)
				entities[s.last.entity] = true
			}
		}
		switch {
		case len(entities) == 0:
		case len(entities) == 1 && !slices.ContainsFunc(parts, func(s *run) bool { return s.covers(team.end) }):
		case len(entities) == 1:
			gone[team] = true
		default:
			for _, s := range parts {
				if team.covers(s.end) {
					gone[s] = true
				}
			}
		}
	}
	b.drop(gone)
}

// yields lists which kinds leave the word to which others of the same entity.
var yields = map[string][]string{
	"habit":          {"quiet_drift", "single_point"},
	"single_point":   {"orphaned"},
	"thin_knowledge": {"orphaned"},
	"owner_missing":  {"orphaned"},
}

func (b *book) yield() {
	said := map[string][]*run{} // by kind, scope and entity
	key := func(kind, scope, entity string) string { return kind + " " + scope + " " + entity }
	for _, r := range b.runs {
		k := key(r.kind.Name, r.last.scope, r.last.entity)
		said[k] = append(said[k], r)
	}
	gone := map[*run]bool{}
	each := func(r *run, kind string, fn func(other *run) bool) {
		list := said[key(kind, r.last.scope, r.last.entity)]
		if r.last.scope == "service" {
			list = slices.Concat(list, said[key(kind, "team", b.teams[r.last.entity])])
		}
		for _, other := range list {
			if other.covers(r.end) && fn(other) {
				gone[r] = true
			}
		}
	}
	for _, r := range b.runs {
		switch r.kind.Name {
		case "paper_rota": // of these two, what came first explains the other
			each(r, "quiet_drift", func(o *run) bool { return o.since < r.since })
		case "quiet_drift":
			each(r, "paper_rota", func(o *run) bool { return o.since <= r.since })
			each(r, "single_point", func(o *run) bool { return r.last.channel != "pages" && slices.Equal(o.last.persons, r.last.persons) })
		}
		for _, kind := range yields[r.kind.Name] {
			for _, other := range said[key(kind, r.last.scope, r.last.entity)] {
				if other.covers(r.end) {
					gone[r] = true
				}
			}
		}
	}
	b.drop(gone)
}

func (b *book) drop(gone map[*run]bool) {
	b.runs = slices.DeleteFunc(b.runs, func(r *run) bool { return gone[r] })
}
