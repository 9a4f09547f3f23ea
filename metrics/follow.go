package metrics

// weekRow is a row of weekly.authorship.
type weekRow struct {
	week int
	truckFactors
}

// followed is what following a repository gave.
type followed struct {
	repo           string
	rows           []weekRow
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

// follow computes the rows of one repository.
func follow(history *codeHistory, weeks int, crowd *crowd) followed {
	l := newLedger(history, weeks)
	history.touches, history.renames, history.stays = nil, nil, nil // the ledger has its own
	s := newScope(history.people, crowd.ranks)
	s.parts = []*kinds{l.kinds}
	f := followed{repo: history.repo, kinds: l.kinds, withoutHistory: make([]int32, weeks)}
	var efforts []effort
	var last *truckFactors
	for week := range weeks {
		l.advance(week)
		changes := l.kinds.in(week)
		s.apply(0, changes)
		before := len(efforts)
		efforts = s.addEfforts(efforts, l, week)
		if s.withoutHistory = int32(l.files) - s.files; s.withoutHistory != f.withoutHistory[max(week-1, 0)] {
			last = nil
		}
		f.withoutHistory[week] = s.withoutHistory
		if len(changes) > 0 || len(efforts) > before || crowd.changed(week, history.people) {
			last = nil
		}
		if week < history.firstWeek || l.files == 0 {
			continue
		}
		if last == nil {
			row := s.measure(crowd.isActive[week])
			last = &row
		}
		f.rows = append(f.rows, weekRow{week, *last})
	}
	f.efforts = byWeek(efforts, weeks, func(e *effort) int { return int(e.week) })
	l.kinds.finish()
	return f
}

// addEfforts notes who had more events by this week than before.
func (s *scope) addEfforts(efforts []effort, l *ledger, week int) []effort {
	for person := range s.people {
		e := effort{person: int32(person), week: uint16(week)}
		for v := range variants {
			e.done[v] = l.done[v][person] - s.done[v][person]
			s.done[v][person] = l.done[v][person]
		}
		if e.done[everything] > 0 {
			efforts = append(efforts, e)
		}
	}
	return efforts
}

// followOrganisation computes the rows of the organisation: all the files of all repositories as one.
func followOrganisation(parts []*followed, weeks int, crowd *crowd) (rows []weekRow) {
	everyone := make([]int32, len(crowd.ranks))
	for person := range everyone {
		everyone[person] = int32(person)
	}
	s := newScope(everyone, crowd.ranks)
	for _, f := range parts {
		s.parts = append(s.parts, f.kinds)
		s.numbers = append(s.numbers, f.kinds.people)
	}
	for week := range weeks {
		s.withoutHistory = 0
		for part, f := range parts {
			changes := f.kinds.in(week)
			for _, c := range changes {
				f.kinds.files[c.kind] += c.files
			}
			s.apply(part, changes)
			for _, e := range f.efforts.in(week) {
				for v := range variants {
					s.done[v][s.number(part, e.person)] += e.done[v]
				}
			}
			s.withoutHistory += f.withoutHistory[week]
		}
		if s.files+s.withoutHistory > 0 {
			rows = append(rows, weekRow{week, s.measure(crowd.isActive[week])})
		}
	}
	return rows
}
