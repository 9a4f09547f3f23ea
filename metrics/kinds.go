package metrics

import (
	"encoding/binary"
	"slices"
)

// kind is what the truck factors need to know of a file. There are far fewer kinds than files.
type kind struct {
	at      int32           // its authors in kinds.members: those by everything, then those by what is kept
	authors [variants]int32 // how many of each
	keeper  int32           // who made at least 95 % of the kept events, or nobody
	isKept  bool            // it has a kept event
}

// kinds are the kinds of file that one repository ever had, and how many files of each it has at the moment. The
// changes of every week are remembered: the organisation is counted from them.
type kinds struct {
	people  []int32 // the repository's number for a person -> person_id
	list    []kind
	members []int32 // in the repository's numbers
	files   []int32 // by kind
	numbers map[string]int32

	changes []change // of all weeks, in order
	ends    []int32  // by week: where its changes end
	net     []int32  // by kind: change in this week
	touched []int32  // kinds with a change in this week
	key     []byte
}

// change says how many files of a kind a week added or took away.
type change struct{ kind, files int32 }

// noKind is the kind of paths that are no file, or a file without history.
const noKind int32 = -1

// authorsOf are the authors of a kind of file, in rising order of the repository's numbers.
func (k *kinds) authorsOf(kind *kind, variant int) []int32 {
	at := kind.at
	if variant == kept {
		at += kind.authors[everything]
	}
	return k.members[at : at+kind.authors[variant]]
}

// is tells whether a file described by the other arguments is of the kind.
func (k *kinds) is(number int32, all, remaining []int32, keeper int32, isKept bool) bool {
	kind := &k.list[number]
	return kind.keeper == keeper && kind.isKept == isKept &&
		slices.Equal(k.authorsOf(kind, everything), all) && slices.Equal(k.authorsOf(kind, kept), remaining)
}

// find is the number of the kind so described.
func (k *kinds) find(all, remaining []int32, keeper int32, isKept bool) int32 {
	k.key = binary.AppendVarint(k.key[:0], int64(len(all)))
	for _, list := range [variants][]int32{all, remaining} {
		for _, person := range list {
			k.key = binary.AppendVarint(k.key, int64(person))
		}
	}
	k.key = binary.AppendVarint(k.key, int64(keeper))
	if isKept {
		k.key = append(k.key, 1)
	}
	if number, ok := k.numbers[string(k.key)]; ok {
		return number
	}
	number := int32(len(k.list))
	k.numbers[string(k.key)] = number
	k.list = append(k.list, kind{
		at:      int32(len(k.members)),
		authors: [variants]int32{int32(len(all)), int32(len(remaining))},
		keeper:  keeper,
		isKept:  isKept,
	})
	k.members = append(append(k.members, all...), remaining...)
	k.files = append(k.files, 0)
	k.net = append(k.net, 0)
	return number
}

// move makes a file one of another kind; noKind is none.
func (k *kinds) move(from, to int32) {
	for _, c := range [2]change{{from, -1}, {to, 1}} {
		if c.kind == noKind {
			continue
		}
		if k.net[c.kind] == 0 {
			k.touched = append(k.touched, c.kind)
		}
		k.net[c.kind] += c.files
		k.files[c.kind] += c.files
	}
}

// endWeek closes the changes of a week.
func (k *kinds) endWeek() {
	for _, number := range k.touched {
		if k.net[number] != 0 {
			k.changes = append(k.changes, change{number, k.net[number]})
			k.net[number] = 0
		}
	}
	k.touched = k.touched[:0]
	k.ends = append(k.ends, int32(len(k.changes)))
}

// in are the changes of one week.
func (k *kinds) in(week int) []change {
	if week == 0 {
		return k.changes[:k.ends[0]]
	}
	return k.changes[k.ends[week-1]:k.ends[week]]
}

// atEnd is how many files of each kind there are after the last week.
func (k *kinds) atEnd() []int32 {
	files := make([]int32, len(k.list))
	for _, c := range k.changes {
		files[c.kind] += c.files
	}
	return files
}

// finish drops what only further weeks would need.
func (k *kinds) finish() {
	k.numbers, k.net, k.touched, k.key = nil, nil, nil, nil
	clear(k.files)
	k.list, k.members, k.changes = slices.Clip(k.list), slices.Clip(k.members), slices.Clip(k.changes)
}
