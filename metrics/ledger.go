package metrics

import "slices"

// touch is one A, M or R of a file by a person.
type touch struct {
	path   int32 // in the order of git ls-files
	person int32 // the repository's number for the person
	week   uint16
	adds   bool // A
	isKept bool
}

// rename is one R, with both paths.
type rename struct {
	from, to int32
	week     uint16
}

// stay is a file that the truck factor counts being in the tree, from the first week up to before the other.
type stay struct {
	path        int32
	since, till uint16
}

// codeHistory is one repository as read. Weeks are numbered from 0, the first kept one, which also holds all before it.
type codeHistory struct {
	repo      string
	paths     int
	folders   []string // in the order of git ls-files, as far as a path of it goes: up to three levels
	folder    []int32  // by path: which of them it is in
	part      []int32  // by path: the part of the repository it belongs to; nil: there is only part 0
	services  []int32  // by part: the service_id that the part belongs to, nobody for part 0, which belongs to none
	people    []int32  // the repository's number for a person -> person_id
	firstWeek int      // since when the tree is known
	touches   []touch
	renames   []rename
	stays     []stay
}

// ledger follows the files of one repository from week to week, so that a week costs what changed in it and not what
// is there.
type ledger struct {
	history *codeHistory
	touches weekly[touch]
	renames weekly[rename]
	joining weekly[stay]
	leaving weekly[stay]

	credits [][]credit // by path: who did what under that path
	isFile  []bool     // by path: in the tree and counted
	kind    []int32    // by path: kind of the file among those of its part, noKind for what is no file or has no history
	lineage *lineage
	parts   []ledgerPart

	isDirty  []bool // by path
	dirty    []int32
	position []int32 // by person: place in merged, or nobody

	// Reused from file to file.
	merged    []credit
	all       []int32
	remaining []int32
}

// ledgerPart is what a ledger knows of the files that belong to one service, or to none.
type ledgerPart struct {
	kinds *kinds
	files int               // in the tree and counted
	done  [variants][]int32 // by person: events so far
}

// partOf is the part that a path belongs to.
func (h *codeHistory) partOf(path int32) int32 {
	if h.part == nil {
		return 0
	}
	return h.part[path]
}

func newLedger(h *codeHistory, weeks int) *ledger {
	l := &ledger{
		history:  h,
		touches:  byWeek(h.touches, weeks, func(t *touch) int { return int(t.week) }),
		renames:  byWeek(h.renames, weeks, func(r *rename) int { return int(r.week) }),
		joining:  byWeek(h.stays, weeks, func(s *stay) int { return int(s.since) }),
		leaving:  byWeek(h.stays, weeks, func(s *stay) int { return int(s.till) }),
		credits:  make([][]credit, h.paths),
		isFile:   make([]bool, h.paths),
		kind:     slices.Repeat([]int32{noKind}, h.paths),
		lineage:  newLineage(h.paths),
		parts:    make([]ledgerPart, max(1, len(h.services))),
		isDirty:  make([]bool, h.paths),
		position: slices.Repeat([]int32{nobody}, len(h.people)),
	}
	for i := range l.parts {
		l.parts[i].kinds = &kinds{people: h.people, numbers: map[string]int32{}}
		for v := range variants {
			l.parts[i].done[v] = make([]int32, len(h.people))
		}
	}
	return l
}

// advance moves to the end of the next week.
func (l *ledger) advance(week int) {
	for _, s := range l.leaving.in(week) {
		l.setFile(s.path, false)
	}
	for _, s := range l.joining.in(week) {
		l.setFile(s.path, true)
	}
	for _, r := range l.renames.in(week) {
		l.lineage.rename(r.from, r.to)
	}
	l.lineage.trace(l.isFile, l.mark)
	touches := l.touches.in(week)
	for i := range touches {
		l.credit(&touches[i])
	}
	for i := range touches {
		l.mark(touches[i].path)
		for _, file := range l.lineage.users[touches[i].path] {
			l.mark(file)
		}
	}
	for _, path := range l.dirty {
		l.isDirty[path] = false
		l.judgeFile(path)
	}
	l.dirty = l.dirty[:0]
	for i := range l.parts {
		l.parts[i].kinds.endWeek()
	}
}

func (l *ledger) setFile(path int32, is bool) {
	if l.isFile[path] == is {
		return
	}
	l.isFile[path] = is
	if part := &l.parts[l.history.partOf(path)]; is {
		part.files++
	} else {
		part.files--
	}
	l.lineage.treeChanged(path)
	l.mark(path)
}

func (l *ledger) mark(path int32) {
	if !l.isDirty[path] {
		l.isDirty[path] = true
		l.dirty = append(l.dirty, path)
	}
}

func (l *ledger) credit(t *touch) {
	list := l.credits[t.path]
	at := slices.IndexFunc(list, func(c credit) bool { return c.person == t.person })
	if at < 0 {
		at = len(list)
		list = append(list, credit{person: t.person})
		l.credits[t.path] = list
	}
	done, so := &list[at].done, &l.parts[l.history.partOf(t.path)].done
	for v := range variants {
		if v == kept && !t.isKept {
			break
		}
		so[v][t.person]++
		if t.adds {
			done[v].adds++
		} else {
			done[v].changes++
		}
	}
}

// judgeFile finds the kind of a file again.
func (l *ledger) judgeFile(path int32) {
	was, kinds := l.kind[path], l.parts[l.history.partOf(path)].kinds
	if !l.isFile[path] || len(l.credits[path]) == 0 {
		// The published tool skips a file without an event of its own path, whatever its renames.
		kinds.move(was, noKind)
		l.kind[path] = noKind
		return
	}
	history := l.historyOf(path)
	sums := summarise(history)
	isKept := sums[kept].events > 0
	l.all = authorsOf(l.all[:0], history, everything, &sums[everything])
	remaining := l.all
	if sums[kept].events < sums[everything].events {
		l.remaining = authorsOf(l.remaining[:0], history, kept, &sums[kept])
		remaining = l.remaining
	}
	keeper := sums[kept].keeper()
	if was != noKind && kinds.is(was, l.all, remaining, keeper, isKept) {
		return
	}
	now := kinds.find(l.all, remaining, keeper, isKept)
	kinds.move(was, now)
	l.kind[path] = now
}

// historyOf sums up the credits of all the paths that are a file's history; the list is good until the next call.
func (l *ledger) historyOf(path int32) []credit {
	past := l.lineage.of(path)
	if len(past) == 0 {
		return l.credits[path]
	}
	l.merged = l.merged[:0]
	for _, path := range past {
		for i := range l.credits[path] {
			c := &l.credits[path][i]
			at := l.position[c.person]
			if at == nobody {
				l.position[c.person] = int32(len(l.merged))
				l.merged = append(l.merged, *c)
				continue
			}
			sum := &l.merged[at].done
			for v := range variants {
				sum[v].adds += c.done[v].adds
				sum[v].changes += c.done[v].changes
			}
		}
	}
	for i := range l.merged {
		l.position[l.merged[i].person] = nobody
	}
	return l.merged
}
