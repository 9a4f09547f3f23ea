package sample

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"time"
)

// importStream is input for git fast-import: one branch, main, whose commits come with the files they change.
type importStream struct {
	bytes.Buffer
	marks, tip int
}

// change is what commits do to files.
type change struct {
	written map[string]string // contents by path
	removed []string
	renamed [][2]string // from, to: done first
}

// stamp is a person and a time of theirs, as git writes it.
func stamp(who string, at time.Time) string {
	return fmt.Sprintf("%s %d %s", who, at.Unix(), at.Format("-0700"))
}

func (s *importStream) data(text string) {
	fmt.Fprintf(s, "data %d\n%s\n", len(text), text)
}

func (s *importStream) mark() int {
	s.marks++
	fmt.Fprintf(s, "mark :%d\n", s.marks)
	return s.marks
}

// begin writes the head of a commit: author and committer are stamps.
func (s *importStream) begin(author, committer, message string, parents ...int) int {
	s.WriteString("commit refs/heads/main\n")
	mark := s.mark()
	fmt.Fprintf(s, "author %s\ncommitter %s\n", author, committer)
	s.data(message + "\n")
	for n, parent := range parents {
		fmt.Fprintf(s, "%s :%d\n", []string{"from", "merge"}[min(n, 1)], parent)
	}
	return mark
}

// commit adds a commit on main.
func (s *importStream) commit(author, committer, message string, c change) {
	var parents []int
	if s.tip > 0 {
		parents = []int{s.tip}
	}
	s.tip = s.begin(author, committer, message, parents...)
	s.files(c)
}

// merge adds a commit on a branch of its own, and its merge into main.
func (s *importStream) merge(author, committer, merger, message, merged string, c change) {
	main := s.tip
	branch := s.begin(author, committer, message, main)
	s.files(c)
	s.tip = s.begin(merger, merger, merged, main, branch)
	s.files(c)
}

func (s *importStream) files(c change) {
	for _, names := range c.renamed {
		fmt.Fprintf(s, "R %s %s\n", names[0], names[1])
	}
	for _, path := range c.removed {
		fmt.Fprintf(s, "D %s\n", path)
	}
	for _, path := range slices.Sorted(maps.Keys(c.written)) {
		fmt.Fprintf(s, "M 100644 inline %s\n", path)
		s.data(c.written[path])
	}
}

// tag names the tip: with a tagger, or without as a lightweight tag.
func (s *importStream) tag(name, tagger string) {
	if tagger == "" {
		fmt.Fprintf(s, "reset refs/tags/%s\nfrom :%d\n\n", name, s.tip)
		return
	}
	fmt.Fprintf(s, "tag %s\nfrom :%d\ntagger %s\n", name, s.tip, tagger)
	s.data("Release " + name + "\n")
}
