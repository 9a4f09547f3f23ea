package metrics

import (
	"cmp"
	"slices"
)

// removal is one step of the greedy removal.
type removal struct {
	person   int32   // person_id
	files    int32   // of which the person is an author
	coverage float64 // share of files that have an author left after the step, 0 to 1
}

// truckFactors is a row of weekly.authorship with its rows of weekly.removals.
type truckFactors struct {
	files          int32 // with history, in the tree at the end of the week, and counted
	withoutHistory int32
	authors        int32 // people who are an author of a file
	top            int32 // person_id of the author of most files, or nobody
	topFiles       int32

	activeFiles         int32 // files with a kept event
	activeWithoutAuthor int32 // of those, files without an active author
	islands             int32 // of those, files with one active person behind at least 95 % of the kept events
	departed            int32 // of those, files that have authors, none of them active

	removed [variants][]removal // the truck factor is how many
}

// scope is a set of files that truck factors are computed of: those of a repository, a service, a team or the organisation.
type scope struct {
	people  []int32   // the scope's number for a person -> person_id
	ranks   []int32   // by person_id: place by name
	parts   []*kinds  // the files, by part of a repository
	numbers [][]int32 // by part: the repository's number for a person -> the scope's; nil where they are the same

	withoutHistory int32
	files          int32
	authored       [variants][]int32 // by person: files of which they are an author
	done           [variants][]int32 // by person: events, which decide between authors of equally many files

	tallies [variants]tally
}

// tally is one greedy removal; it holds what is reused from week to week.
type tally struct {
	order []int32 // candidates, in the order they are removed
	place []int32 // by person: place in order, or nobody
	lost  []int32 // by place: files whose last author is removed there
	files int32   // that have an author among the candidates
}

func newScope(people, ranks []int32) *scope {
	s := &scope{people: people, ranks: ranks}
	for v := range variants {
		s.authored[v] = make([]int32, len(people))
		s.done[v] = make([]int32, len(people))
		s.tallies[v].place = slices.Repeat([]int32{nobody}, len(people))
	}
	return s
}

// apply adds the changes of a week in one part to the sums by person.
func (s *scope) apply(part int, changes []change) {
	kinds := s.parts[part]
	for _, c := range changes {
		kind := &kinds.list[c.kind]
		s.files += c.files
		for v := range variants {
			for _, person := range kinds.authorsOf(kind, v) {
				s.authored[v][s.number(part, person)] += c.files
			}
		}
	}
}

func (s *scope) number(part int, person int32) int32 {
	if s.numbers == nil {
		return person
	}
	return s.numbers[part][person]
}

// measure computes the row of one week; isActive is by person_id.
func (s *scope) measure(isActive []bool) truckFactors {
	row := truckFactors{files: s.files, withoutHistory: s.withoutHistory, top: nobody}
	all, active := &s.tallies[everything], &s.tallies[kept]

	s.rank(everything, func(int32) bool { return true })
	for part := range s.parts {
		s.countEverything(part)
	}
	row.removed[everything] = s.remove(everything, s.files)
	row.authors = int32(len(all.order))
	if len(all.order) > 0 {
		row.top = s.people[all.order[0]]
		row.topFiles = s.authored[everything][all.order[0]]
	}
	s.unrank(everything)

	s.rank(kept, func(person int32) bool { return isActive[s.people[person]] })
	for part := range s.parts {
		s.countKept(part, isActive, &row)
	}
	row.removed[kept] = s.remove(kept, row.activeFiles)
	row.activeWithoutAuthor = row.activeFiles - active.files
	s.unrank(kept)
	return row
}

// rank orders the authors by what the greedy step removes first: most files, then most events, then name. The counts
// are not weighed anew after a removal, so the order never changes.
func (s *scope) rank(variant int, may func(person int32) bool) {
	t := &s.tallies[variant]
	authored, done := s.authored[variant], s.done[variant]
	t.order = t.order[:0]
	for person, files := range authored {
		if files > 0 && may(int32(person)) {
			t.order = append(t.order, int32(person))
		}
	}
	slices.SortFunc(t.order, func(a, b int32) int {
		return cmp.Or(
			cmp.Compare(authored[b], authored[a]),
			cmp.Compare(done[b], done[a]),
			cmp.Compare(s.ranks[s.people[a]], s.ranks[s.people[b]]),
		)
	})
	for place, person := range t.order {
		t.place[person] = int32(place)
	}
	t.lost = append(t.lost[:0], make([]int32, len(t.order))...)
	t.files = 0
}

func (s *scope) unrank(variant int) {
	t := &s.tallies[variant]
	for _, person := range t.order {
		t.place[person] = nobody
	}
}

// lose notes that n files have their last author removed at the place; nobody means they have none.
func (t *tally) lose(place, n int32) {
	if place != nobody {
		t.lost[place] += n
		t.files += n
	}
}

// last is the place of the author who is removed last, nobody if none of them is a candidate.
func (s *scope) last(part, variant int, kind *kind) int32 {
	place := nobody
	for _, person := range s.parts[part].authorsOf(kind, variant) {
		place = max(place, s.tallies[variant].place[s.number(part, person)])
	}
	return place
}

func (s *scope) countEverything(part int) {
	kinds := s.parts[part]
	for i, files := range kinds.files {
		if files > 0 {
			s.tallies[everything].lose(s.last(part, everything, &kinds.list[i]), files)
		}
	}
}

func (s *scope) countKept(part int, isActive []bool, row *truckFactors) {
	kinds := s.parts[part]
	for i, files := range kinds.files {
		kind := &kinds.list[i]
		if files == 0 || !kind.isKept {
			continue
		}
		row.activeFiles += files
		place := s.last(part, kept, kind)
		s.tallies[kept].lose(place, files)
		if place == nobody && kind.authors[kept] > 0 {
			row.departed += files
		}
		if kind.keeper != nobody && isActive[kinds.people[kind.keeper]] {
			row.islands += files
		}
	}
}

// remove takes authors away while at least half of the files have one left.
func (s *scope) remove(variant int, files int32) (removed []removal) {
	t := &s.tallies[variant]
	left := t.files
	for place, person := range t.order {
		if 2*left < files {
			break
		}
		left -= t.lost[place]
		removed = append(removed, removal{
			person:   s.people[person],
			files:    s.authored[variant][person],
			coverage: float64(left) / float64(files),
		})
	}
	return removed
}
