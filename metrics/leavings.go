package metrics

import (
	"cmp"
	"slices"
)

// Leaving says what would be left if one person left, or went on leave, as of the last kept week: counts and shares, and of nobody
// else by name.
type Leaving struct {
	Person int32
	Places []LeftPlace // where they have a part: what only they do first, then by their share
}

// LeftPlace is a service or a repository.
type LeftPlace struct {
	Scope  string
	Entity string
	Name   string
	Works  []LeftWork // channels in which they have a part
	Code   *LeftCode  // nil where they are an author of nothing
}

// LeftWork is one channel of work in the 13 weeks that end with the last kept week.
type LeftWork struct {
	Channel string
	Items   int64 // theirs
	All     int64
	Others  int     // who also did some and is not marked as left
	Most    float64 // of what would fall on the others by their past shares, the part of the one with most; 0 where there is nobody
	IsLast  bool    // nobody else is left, of enough work to say so
}

// LeftCode is the counted files.
type LeftCode struct {
	Authored int64 // of which they are an author
	Files    int64
	IsLast   bool // without them over half of the files have no active author
}

// Leavings tells it of everybody who has a part anywhere, in the order of their numbers. It goes through every place once, so it
// takes no longer for all than for one.
func (s *Situation) Leavings() []Leaving {
	all := map[int32]*Leaving{}
	for _, p := range s.places {
		if p.scope != "service" && p.scope != "repo" {
			continue
		}
		here := map[int32]*LeftPlace{}
		at := func(person int32) *LeftPlace {
			if here[person] == nil {
				here[person] = &LeftPlace{Scope: p.scope, Entity: p.entity, Name: p.name}
			}
			return here[person]
		}
		for n, work := range p.works[:allWork] {
			if work != nil {
				s.leftWorks(work, func(person int32, w LeftWork) {
					w.Channel = workChannels[n]
					at(person).Works = append(at(person).Works, w)
				})
			}
		}
		if p.code != nil && p.code.hasEnough {
			alone := p.code.alone(s.isActive)
			for _, one := range p.code.authors(s.isActive) {
				at(one.person).Code = &LeftCode{int64(one.items), int64(p.code.files), slices.Contains(alone, one.person)}
			}
		}
		for person, place := range here {
			if all[person] == nil {
				all[person] = &Leaving{Person: person}
			}
			all[person].Places = append(all[person].Places, *place)
		}
	}
	var list []Leaving
	for _, person := range keys(all) {
		places := all[person].Places
		slices.SortFunc(places, func(a, b LeftPlace) int {
			return cmp.Or(cmp.Compare(b.lost(), a.lost()), cmp.Compare(b.share(), a.share()), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Entity, b.Entity))
		})
		list = append(list, *all[person])
	}
	return list
}

// leftWorks tells of everybody who did some of a channel and is not marked as left what it is without them.
func (s *Situation) leftWorks(work *standingWork, tell func(int32, LeftWork)) {
	var here []part
	for _, one := range work.people {
		if s.isHere(one.person) {
			here = append(here, one)
		}
	}
	slices.SortFunc(here, busiest)
	all := sum(here)
	for i, one := range here {
		w := LeftWork{Items: int64(one.items), All: int64(sum(work.people)), Others: len(here) - 1, IsLast: work.hasSome && len(here) == 1}
		if len(here) > 1 {
			busiestOther := here[0]
			if i == 0 {
				busiestOther = here[1]
			}
			w.Most = busiestOther.items / (all - one.items)
		}
		tell(one.person, w)
	}
}

// lost is of how many kinds of work nobody is left.
func (p LeftPlace) lost() int {
	n := 0
	for _, w := range p.Works {
		if w.IsLast {
			n++
		}
	}
	if p.Code != nil && p.Code.IsLast {
		n++
	}
	return n
}

// share is the largest part that they have in any of it.
func (p LeftPlace) share() float64 {
	most := 0.0
	for _, w := range p.Works {
		most = max(most, float64(w.Items)/float64(w.All))
	}
	if p.Code != nil {
		most = max(most, float64(p.Code.Authored)/float64(p.Code.Files))
	}
	return most
}

// Alone tells how many services and repositories would be left with nobody for some kind of work.
func (l Leaving) Alone() int {
	n := 0
	for _, p := range l.Places {
		if p.lost() > 0 {
			n++
		}
	}
	return n
}
