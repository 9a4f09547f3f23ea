package metrics

import "slices"

// lineage knows which paths' events are the history of a file: its own path's and, through renames, those of the paths
// it had before. As in the published tool, time plays no part in that, and the renames into a path lead on only for the
// first file, in the order of git ls-files, that reaches the path; later ones get the path's events and stop there.
// Paths are numbered in that order.
type lineage struct {
	olds    [][]int32 // by path: what was renamed into it
	holders []int32   // paths with olds, rising once sorted
	sorted  bool
	changed bool // renames or files since the last trace

	past    []span    // by path: its file's whole path set in arena, empty where that is its own path alone
	arena   []int32   //
	before  []int32   // the arena before the last trace
	users   [][]int32 // by path: files, beside its own, with the path in their past
	used    []int32   // paths with users
	treated []int32   // by path: trace in which a file followed its renames
	seen    []int32   // by path: walk that saw it
	traces  int32
	walks   int32
}

type span struct{ from, to int32 }

func newLineage(paths int) *lineage {
	return &lineage{
		olds:    make([][]int32, paths),
		past:    make([]span, paths),
		users:   make([][]int32, paths),
		treated: make([]int32, paths),
		seen:    make([]int32, paths),
	}
}

// rename notes that a commit renamed a file from one path to another.
func (l *lineage) rename(from, to int32) {
	if slices.Contains(l.olds[to], from) {
		return
	}
	if len(l.olds[to]) == 0 {
		l.holders = append(l.holders, to)
		l.sorted = false
	}
	l.olds[to] = append(l.olds[to], from)
	l.changed = true
}

// treeChanged notes that a path became or ceased to be a file.
func (l *lineage) treeChanged(path int32) {
	if len(l.olds[path]) > 0 {
		l.changed = true
	}
}

// of is the path set of a file; the file's own path comes first.
func (l *lineage) of(file int32) []int32 {
	s := l.past[file]
	return l.arena[s.from:s.to]
}

// trace finds the path sets anew after renames or a changed tree, and calls touched for every file whose set is another.
func (l *lineage) trace(isFile []bool, touched func(file int32)) {
	if !l.changed {
		return
	}
	l.changed = false
	if !l.sorted {
		slices.Sort(l.holders)
		l.sorted = true
	}
	for _, path := range l.used {
		l.users[path] = l.users[path][:0]
	}
	l.used = l.used[:0]
	l.arena, l.before = l.before[:0], l.arena
	l.traces++
	for _, file := range l.holders {
		was := l.before[l.past[file].from:l.past[file].to]
		l.past[file] = span{}
		if isFile[file] {
			l.past[file] = l.walk(file)
		}
		now := l.of(file)
		if !slices.Equal(was, now) {
			touched(file)
		}
		for _, path := range now[min(1, len(now)):] {
			if len(l.users[path]) == 0 {
				l.used = append(l.used, path)
			}
			l.users[path] = append(l.users[path], file)
		}
	}
}

// walk appends the path set of a file to the arena.
func (l *lineage) walk(file int32) span {
	l.walks++
	from := int32(len(l.arena))
	l.arena = append(l.arena, file)
	l.seen[file] = l.walks
	for next := from; next < int32(len(l.arena)); next++ {
		path := l.arena[next]
		if l.treated[path] == l.traces {
			continue
		}
		l.treated[path] = l.traces
		for _, old := range l.olds[path] {
			if l.seen[old] != l.walks {
				l.seen[old] = l.walks
				l.arena = append(l.arena, old)
			}
		}
	}
	if len(l.arena) == int(from)+1 {
		l.arena = l.arena[:from]
		return span{}
	}
	return span{from, int32(len(l.arena))}
}
