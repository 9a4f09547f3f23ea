package metrics

import (
	"cmp"
	"maps"
	"math"
	"slices"
)

// naive computes truck factors a second time, straight from the rules: one week at a time and from scratch, with
// maps and lists of events as the published tool has them, sharing nothing with the real code but the row it fills.
type naive struct {
	repositories []naiveRepository
	names        map[int32]string // by person_id
	bots         map[int32]bool
	seen         []sighting
	left         map[int32]int // by person_id: the day they left
}

type naiveRepository struct {
	name    string
	since   int // first week whose tree is known
	counted map[string]bool
	events  []naiveEvent
	stays   []naiveStay
	owner   map[string]int32 // by path: the service it belongs to; missing: none
}

// naiveEvent is a file changed by a commit. Weeks may be before the first one and after the last.
type naiveEvent struct {
	week      int
	status    string
	path, old string
	person    int32
	isLeftOut bool
}

type naiveStay struct {
	path         string
	since, until int // until is 999 for a file still there
}

// sighting is a commit by or with a person, a response or a change of a ticket, on a day counted from the Monday of week 0.
type sighting struct {
	person int32
	day    int
	in     string // the table of facts that has it
}

// work is the history of one file: what every developer did.
type work struct{ adds, changes map[int32]int }

func (n *naive) isActive(person int32, week int) bool {
	end := 7 * (week + 1)
	if left, ok := n.left[person]; ok && left < end {
		return false
	}
	return !n.bots[person] && slices.ContainsFunc(n.seen, func(s sighting) bool {
		return s.person == person && s.day < end && s.day >= end-180
	})
}

// everyService is the filter of row that lets every path through.
func everyService(int32) bool { return true }

// row is the row of a week, nil if there is none, of the paths whose service (0 is none) is in; the organisation's is that of
// all repositories.
func (n *naive) row(repositories []naiveRepository, week int, in func(service int32) bool) *truckFactors {
	row := &truckFactors{top: nobody}
	var histories, remaining []work
	events := [2]map[int32]int{{}, {}}
	any := false
	for _, repo := range repositories {
		files := repo.files(week)
		if week < repo.since {
			continue
		}
		for i, list := range repo.histories(files, week) {
			if !in(repo.owner[files[i]]) {
				continue
			}
			any = true
			if list == nil {
				row.withoutHistory++
				continue
			}
			row.files++
			histories = append(histories, toWork(list))
			left := slices.DeleteFunc(slices.Clone(list), func(e naiveEvent) bool { return e.isLeftOut })
			if len(left) > 0 {
				row.activeFiles++
				remaining = append(remaining, toWork(left))
			}
		}
	}
	if !any {
		return nil
	}
	for _, repo := range repositories {
		for _, e := range repo.until(week) {
			if !in(repo.owner[e.path]) {
				continue
			}
			events[0][e.person]++
			if !e.isLeftOut {
				events[1][e.person]++
			}
		}
	}
	everyone := make([]map[int32]bool, len(histories))
	for i, w := range histories {
		everyone[i] = w.authors()
	}
	row.removed[everything], row.authors, row.top, row.topFiles = n.greedy(everyone, int(row.files), events[0])

	active := make([]map[int32]bool, len(remaining))
	for i, w := range remaining {
		all := w.authors()
		active[i] = maps.Clone(all)
		maps.DeleteFunc(active[i], func(person int32, _ bool) bool { return !n.isActive(person, week) })
		if len(active[i]) == 0 {
			row.activeWithoutAuthor++
			if len(all) > 0 {
				row.departed++
			}
		}
		for person := range n.names {
			share := float64(w.adds[person]+w.changes[person]) / float64(w.total())
			if share >= 0.95 && n.isActive(person, week) {
				row.islands++
			}
		}
	}
	row.removed[kept], _, _, _ = n.greedy(active, int(row.activeFiles), events[1])
	return row
}

func (r *naiveRepository) until(week int) (list []naiveEvent) {
	for _, e := range r.events {
		if e.week <= week && (e.status == "A" || e.status == "M" || e.status == "R") {
			list = append(list, e)
		}
	}
	return list
}

// files is what git ls-files would give, without what is not counted.
func (r *naiveRepository) files(week int) (list []string) {
	for _, s := range r.stays {
		if s.since <= week && week < s.until && r.counted[s.path] {
			list = append(list, s.path)
		}
	}
	slices.Sort(list)
	return list
}

// histories are the events of every file, nil where its path has none. This is the published tool's expandCommitFileList.
func (r *naiveRepository) histories(files []string, week int) (histories [][]naiveEvent) {
	events := r.until(week)
	byPath := map[string][]int{}
	for i, e := range events {
		byPath[e.path] = append(byPath[e.path], i)
	}
	treated := map[int]bool{}
	for _, file := range files {
		in := map[int]bool{}
		for _, i := range byPath[file] {
			in[i] = true
		}
		for again := true; again; {
			again = false
			for i := range maps.Clone(in) {
				if events[i].status == "R" && !treated[i] {
					for _, more := range byPath[events[i].old] {
						in[more] = true
					}
					treated[i] = true
					again = true
				}
			}
		}
		var history []naiveEvent
		for i := range in {
			history = append(history, events[i])
		}
		histories = append(histories, history)
	}
	return histories
}

func toWork(events []naiveEvent) work {
	w := work{map[int32]int{}, map[int32]int{}}
	for _, e := range events {
		if e.status == "A" {
			w.adds[e.person]++
		} else {
			w.changes[e.person]++
		}
	}
	return w
}

func (w work) total() (n int) {
	for _, did := range []map[int32]int{w.adds, w.changes} {
		for _, count := range did {
			n += count
		}
	}
	return n
}

func (w work) authors() map[int32]bool {
	changes := 0
	for _, n := range w.changes {
		changes += n
	}
	degrees := map[int32]float64{}
	best := 0.0
	for _, did := range []map[int32]int{w.adds, w.changes} {
		for person := range did {
			created := 0.0
			if w.adds[person] > 0 {
				created = 1
			}
			own := w.changes[person]
			degrees[person] = 3.293 + 1.098*created + 0.164*float64(own) - 0.321*math.Log(1+float64(changes-own))
			best = max(best, degrees[person])
		}
	}
	authors := map[int32]bool{}
	for person, degree := range degrees {
		if best > 0 && degree/best > 0.75 && (degree >= 3.293 || w.adds[person] > 0) {
			authors[person] = true
		}
	}
	return authors
}

// greedy removes author after author, counting the files with an author left anew each time.
func (n *naive) greedy(files []map[int32]bool, of int, events map[int32]int) (removed []removal, authors int32, top, topFiles int32) {
	authored := map[int32]int32{}
	for _, of := range files {
		for person := range of {
			authored[person]++
		}
	}
	authors, top = int32(len(authored)), nobody
	first := true
	for of > 0 {
		covered := 0
		for _, of := range files {
			if slices.ContainsFunc(slices.Collect(maps.Keys(of)), func(p int32) bool { return authored[p] > 0 }) {
				covered++
			}
		}
		if len(removed) > 0 {
			removed[len(removed)-1].coverage = float64(covered) / float64(of)
		}
		if len(authored) == 0 {
			break
		}
		next := slices.MinFunc(slices.Collect(maps.Keys(authored)), func(a, b int32) int {
			return cmp.Or(cmp.Compare(authored[b], authored[a]), cmp.Compare(events[b], events[a]),
				cmp.Compare(n.names[a], n.names[b]), cmp.Compare(a, b))
		})
		if first {
			top, topFiles, first = next, authored[next], false
		}
		if float64(covered)/float64(of) < 0.5 {
			break
		}
		removed = append(removed, removal{person: next, files: authored[next]})
		delete(authored, next)
	}
	return removed, authors, top, topFiles
}
