package git

import "bytes"

// paths numbers the distinct paths of a repository from 1.
type paths struct {
	ids map[string]int32 // by the path as git has it, or as it is stored
	new []string         // those met here for the first time, as they are stored, in the order of their numbers
	max int32
}

func newPaths() *paths { return &paths{ids: map[string]int32{}} }

// add takes one that is stored already.
func (s *paths) add(id int32, stored string) {
	s.ids[stored] = id
	s.max = max(s.max, id)
}

// id gives the number of a path as git wrote it.
func (s *paths) id(raw []byte) int32 {
	if id, ok := s.ids[string(raw)]; ok && (bytes.IndexByte(raw, '\\') < 0 || !encoded(raw)) {
		return id // a path that is stored in another form than its own has a backslash, or is no UTF-8 and so no key
	}
	stored := encodePath(raw)
	if id, ok := s.ids[stored]; ok {
		return id
	}
	s.max++
	s.ids[stored] = s.max
	s.new = append(s.new, stored)
	return s.max
}
