package git

import (
	"bytes"
	"strings"

	"github.com/fewhands/fewhands/ingest"
)

// identity is a name and e-mail as a commit has them.
type identity struct{ name, email string }

// identities numbers the distinct ones of a repository from 1.
type identities struct {
	ids map[identity]int32
	raw map[string]int32 // by the bytes they were read from
	new []identity       // those met here for the first time, in the order of their numbers
	max int32
	key []byte

	gone *ingest.Forgotten
}

func newIdentities() *identities {
	return &identities{ids: map[identity]int32{}, raw: map[string]int32{}}
}

// add takes one that is stored already.
func (s *identities) add(id int32, who identity) {
	s.ids[who] = id
	s.max = max(s.max, id)
}

// id gives the number of a name and e-mail as git wrote them.
func (s *identities) id(name, email []byte) int32 {
	s.key = append(append(append(s.key[:0], name...), 0), email...)
	if id, ok := s.raw[string(s.key)]; ok {
		return id
	}
	who := identity{decodeText(name), decodeText(email)}
	who.name, who.email = s.gone.Identity(who.name, who.email)
	id, ok := s.ids[who]
	if !ok {
		s.max++
		id = s.max
		s.ids[who] = id
		s.new = append(s.new, who)
	}
	s.raw[string(s.key)] = id
	return id
}

// coauthor reads the value of a Co-authored-by trailer, "Name <e-mail>"; what follows the e-mail is ignored. A value
// without an e-mail in angle brackets names nobody we could recognise.
func coauthor(value []byte) (name, email []byte, ok bool) {
	open := bytes.IndexByte(value, '<')
	if open < 0 {
		return nil, nil, false
	}
	end := bytes.IndexByte(value[open:], '>')
	if end < 0 {
		return nil, nil, false
	}
	name = bytes.TrimSpace(value[:open])
	email = bytes.TrimSpace(value[open+1 : open+end])
	if len(email) == 0 || bytes.ContainsAny(email, " \t<") || bytes.IndexByte(name, '>') >= 0 {
		return nil, nil, false
	}
	return name, email, true
}

// parseable tells whether git check-mailmap can read "name <email>"; one that it cannot read ends it.
func (who identity) parseable() bool {
	return !strings.ContainsAny(who.name+who.email, "<>\n\r\x00") && strings.TrimSpace(who.email) != ""
}
