package metrics

// weekRow is a row of weekly.authorship.
type weekRow struct {
	week int
	truckFactors
}

// followed is what following a repository gave.
type followed struct {
	repo  string
	rows  []weekRow
	parts []*followedPart

	folders []folderFiles // in the last week
}

// followedPart is what it gave of the files of one service, or of none.
type followedPart struct {
	service        int32 // service_id, nobody for files of no service
	kinds          *kinds
	withoutHistory []int32 // by week
	efforts        weekly[effort]
}

// effort is how many events one person had in one week.
type effort struct {
	person int32
	done   [variants]int32
	week   uint16
}

// follow computes the rows of one repository, and what the organisation, its teams and services are counted from.
func follow(history *codeHistory, weeks int, crowd *crowd) followed {
	l := newLedger(history, weeks)
	history.touches, history.renames, history.stays = nil, nil, nil // the ledger has its own
	s := newScope(history.people, crowd.ranks)
	f := followed{repo: history.repo}
	efforts := make([][]effort, len(l.parts))
	before := make([][variants][]int32, len(l.parts))
	known := make([]int32, len(l.parts)) // files with history
	for i := range l.parts {
		part := &followedPart{service: nobody, kinds: l.parts[i].kinds, withoutHistory: make([]int32, weeks)}
		if history.services != nil {
			part.service = history.services[i]
		}
		f.parts = append(f.parts, part)
		s.parts = append(s.parts, part.kinds)
		for v := range variants {
			before[i][v] = make([]int32, len(history.people))
		}
	}
	var last *truckFactors
	for week := range weeks {
		l.advance(week)
		isSame := week > 0 && !crowd.changed(week, history.people)
		s.withoutHistory = 0
		files := 0
		for i, part := range f.parts {
			changes := part.kinds.in(week)
			s.apply(i, changes)
			for _, c := range changes {
				known[i] += c.files
			}
			part.withoutHistory[week] = int32(l.parts[i].files) - known[i]
			files += l.parts[i].files
			s.withoutHistory += part.withoutHistory[week]
			so := len(efforts[i])
			efforts[i] = s.addEfforts(efforts[i], &before[i], &l.parts[i].done, week)
			isSame = isSame && len(changes) == 0 && len(efforts[i]) == so &&
				part.withoutHistory[week] == part.withoutHistory[max(week-1, 0)]
		}
		if !isSame {
			last = nil
		}
		if week < history.firstWeek || files == 0 {
			continue
		}
		if last == nil {
			row := s.measure(crowd.isActive[week])
			last = &row
		}
		f.rows = append(f.rows, weekRow{week, *last})
	}
	f.folders = l.byFolder(crowd.isActive[weeks-1])
	for i, part := range f.parts {
		part.efforts = byWeek(efforts[i], weeks, func(e *effort) int { return int(e.week) })
		part.kinds.finish()
	}
	return f
}

// addEfforts notes who had more events in a part by this week than before.
func (s *scope) addEfforts(efforts []effort, before, now *[variants][]int32, week int) []effort {
	for person, done := range now[everything] {
		if done == before[everything][person] {
			continue
		}
		e := effort{person: int32(person), week: uint16(week)}
		for v := range variants {
			e.done[v] = now[v][person] - before[v][person]
			before[v][person] = now[v][person]
			s.done[v][person] += e.done[v]
		}
		efforts = append(efforts, e)
	}
	return efforts
}
