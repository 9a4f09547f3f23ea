package metrics

import "slices"

// followParts computes the rows of a service, a team or the organisation: the files of all its parts as one. It has the
// counts of the parts to itself while it runs.
func followParts(parts []*followedPart, weeks int, crowd *crowd) (rows []weekRow) {
	s := scopeOf(parts, crowd)
	isSame := func(week int) bool {
		return week > 0 && !crowd.changed(week, s.people) && !slices.ContainsFunc(parts, func(part *followedPart) bool {
			return len(part.kinds.in(week))+len(part.efforts.in(week)) > 0 || part.withoutHistory[week] != part.withoutHistory[week-1]
		})
	}
	var last *truckFactors
	for week := range weeks {
		s.withoutHistory = 0
		for i, part := range parts {
			changes := part.kinds.in(week)
			for _, c := range changes {
				part.kinds.files[c.kind] += c.files
			}
			s.apply(i, changes)
			for _, e := range part.efforts.in(week) {
				for v := range variants {
					s.done[v][s.number(i, e.person)] += e.done[v]
				}
			}
			s.withoutHistory += part.withoutHistory[week]
		}
		if s.files+s.withoutHistory == 0 {
			last = nil
			continue
		}
		if last == nil || !isSame(week) {
			row := s.measure(crowd.isActive[week])
			last = &row
		}
		rows = append(rows, weekRow{week, *last})
	}
	return rows
}

// scopeOf numbers the people of some parts: those who wrote in them, and the authors of files that came from elsewhere.
func scopeOf(parts []*followedPart, crowd *crowd) *scope {
	numbers := map[int32]int32{} // by person_id
	var people []int32
	s := &scope{}
	for _, part := range parts {
		clear(part.kinds.files)
		list := slices.Repeat([]int32{nobody}, len(part.kinds.people))
		add := func(person int32) {
			if list[person] != nobody {
				return
			}
			id := part.kinds.people[person]
			number, ok := numbers[id]
			if !ok {
				number = int32(len(people))
				numbers[id] = number
				people = append(people, id)
			}
			list[person] = number
		}
		for _, person := range part.kinds.members {
			add(person)
		}
		for _, e := range part.efforts.list {
			add(e.person)
		}
		s.parts = append(s.parts, part.kinds)
		s.numbers = append(s.numbers, list)
	}
	whole := newScope(people, crowd.ranks)
	whole.parts, whole.numbers = s.parts, s.numbers
	return whole
}
