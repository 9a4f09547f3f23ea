package metrics

import (
	"cmp"
	"context"
	"slices"
)

// standingCode is the files of a place with a kept event, by their authors, at the end of the last kept week.
type standingCode struct {
	scope     *scope          // with one part; its people are numbered as they come
	numbers   map[int32]int32 // by person_id: the scope's number
	files     int32
	hasEnough bool // the metrics of code have a value
}

func newStandingCode(ranks []int32) *standingCode {
	return &standingCode{scope: &scope{ranks: ranks, parts: []*kinds{{}}}, numbers: map[int32]int32{}}
}

func (c *standingCode) number(person int32) int32 {
	n, ok := c.numbers[person]
	if !ok {
		n = int32(len(c.scope.people))
		c.numbers[person] = n
		c.scope.people = append(c.scope.people, person)
		for v := range variants {
			c.scope.authored[v] = append(c.scope.authored[v], 0)
			c.scope.done[v] = append(c.scope.done[v], 0)
			c.scope.tallies[v].place = append(c.scope.tallies[v].place, nobody)
		}
	}
	return n
}

// add adds files that have the same authors.
func (c *standingCode) add(files int32, authors []int32) {
	k := c.scope.parts[0]
	kind := kind{at: int32(len(k.members)), keeper: nobody, isKept: true}
	kind.authors[kept] = int32(len(authors))
	for _, person := range authors {
		n := c.number(person)
		k.members = append(k.members, n)
		c.scope.authored[kept][n] += files
	}
	k.list = append(k.list, kind)
	k.files = append(k.files, files)
	c.files += files
}

func (c *standingCode) effort(person, events int32) { c.scope.done[kept][c.number(person)] += events }

// left are the steps of the greedy removal among active people who stay: as many as the active truck factor is.
func (c *standingCode) left(isActive []bool, gone map[int32]bool) []removal {
	s := c.scope
	s.rank(kept, func(n int32) bool { return isActive[s.people[n]] && !gone[s.people[n]] })
	var row truckFactors
	s.countKept(0, make([]bool, len(isActive)), &row)
	removed := s.remove(kept, c.files)
	s.unrank(kept)
	return removed
}

// authors are the active authors, most files first.
func (c *standingCode) authors(isActive []bool) []part {
	var list []part
	for n, files := range c.scope.authored[kept] {
		if person := c.scope.people[n]; files > 0 && isActive[person] {
			list = append(list, part{person, float64(files)})
		}
	}
	slices.SortFunc(list, func(a, b part) int { return cmp.Or(cmp.Compare(b.items, a.items), cmp.Compare(a.person, b.person)) })
	return list
}

// alone are the active authors without whom over half of the files would have no active author, though now half or more have
// one.
func (c *standingCode) alone(isActive []bool) []int32 {
	k := c.scope.parts[0]
	sole := map[int32]int32{}
	var covered int32
	for i := range k.list {
		who, n := nobody, 0
		for _, number := range k.authorsOf(&k.list[i], kept) {
			if person := c.scope.people[number]; isActive[person] {
				who, n = person, n+1
			}
		}
		if n > 0 {
			covered += k.files[i]
		}
		if n == 1 {
			sole[who] += k.files[i]
		}
	}
	var list []int32
	for person, files := range sole {
		if 2*covered >= c.files && 2*(covered-files) < c.files {
			list = append(list, person)
		}
	}
	slices.Sort(list)
	return list
}

func (s *Situation) readCode(ctx context.Context, db querier) error {
	var repo string
	var service, person *int32
	var kind, files, events int32
	type group struct {
		places  []*standingPlace
		kind    int32
		files   int32
		authors []int32
	}
	var at group
	flush := func() {
		for _, p := range at.places {
			p.code.add(at.files, at.authors)
		}
	}
	err := each(ctx, db, `
		SELECT repo, service_id, kind, files, person_id
		FROM weekly.file_authors
		ORDER BY kind, person_id`, nil, []any{&repo, &service, &kind, &files, &person}, func() error {
		if kind != at.kind {
			flush()
			at = group{places: s.codePlaces(repo, service), kind: kind, files: files}
		}
		if person != nil {
			at.authors = append(at.authors, *person)
		}
		return nil
	})
	if err != nil {
		return err
	}
	flush()
	var who int32
	return each(ctx, db, "SELECT repo, service_id, person_id, events FROM weekly.file_efforts ORDER BY ALL", nil,
		[]any{&repo, &service, &who, &events}, func() error {
			for _, p := range s.codePlaces(repo, service) {
				p.code.effort(who, events)
			}
			return nil
		})
}

func (s *Situation) readEnoughCode(ctx context.Context, db querier) error {
	var scope, entity string
	return each(ctx, db, `
		SELECT scope, entity
		FROM metrics.active_truck_factor
		WHERE week = $1::DATE AND value IS NOT NULL`, []any{s.day()}, []any{&scope, &entity}, func() error {
		if p := s.byPlace[placeKey{scope, entity}]; p != nil && p.code != nil {
			p.code.hasEnough = true
		}
		return nil
	})
}

// codePlaces are the places that files of a repository and service are the code of.
func (s *Situation) codePlaces(repo string, service *int32) []*standingPlace {
	list := []*standingPlace{s.place("repo", repo), s.place("org", "organisation")}
	if service != nil {
		p := s.place("service", s.services[*service])
		list = append(list, p)
		if p.team != "" {
			list = append(list, s.place("team", p.team))
		}
	}
	for _, p := range list {
		if p.code == nil {
			p.code = newStandingCode(s.ranks)
		}
	}
	return list
}
