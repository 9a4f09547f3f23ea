package git

import (
	"bytes"
	"fmt"
	"io"
)

// block is a run of commits in the order of the log. Those that are no merges are compared with their parent.
type block struct {
	first   int // place of the first commit in the whole reading, from 0
	commits []commit
	compare []int32 // places in commits of those to compare
	out     chan part
}

// change is one file changed by one commit.
type change struct {
	commit    int32 // place in the block
	status    byte  // A, M, D, R, C or T
	path      span
	oldPath   span  // empty unless renamed or copied
	additions int32 // lines; -1 for binary files and where lines are not counted
	deletions int32
}

// span is a piece of part.text.
type span struct{ from, to int32 }

// part is a number of changes of one block, all those of the commits it has any of.
type part struct {
	block   *block
	changes []change
	text    []byte // the paths
	last    bool   // nothing of this block follows
}

func (p *part) bytes(s span) []byte { return p.text[s.from:s.to] }

// endOfBlock is fed to git diff-tree after the commits of a block. It is no object name, so git writes it back as it is
// and flushes: the reader sees where the block ends, and nothing is left waiting in a buffer.
const endOfBlock = "next\n"

// fullPart is when a part is handed on before its block ends: memory stays flat however large the commits of a block.
const fullPart = 1 << 20 // bytes of paths

// changeReader parses the output of git diff-tree --stdin -r -z --raw [--numstat].
type changeReader struct {
	in    *tokens
	spare chan part // handed on and done with
}

// read parses the answer to one block. Parts are handed to emit, which gives them back through spare or keeps them.
func (r *changeReader) read(b *block, emit func(part) error) error {
	p := r.fresh(b)
	next := 0         // in b.compare
	current := -1     // the commit whose changes are being read
	counted := 0      // the change whose line counts come next
	inCounts := false // the files of the current commit are over
	var err error
	for err == nil {
		var c byte
		if c, err = r.in.peek(); err != nil {
			if err == io.EOF {
				err = io.ErrUnexpectedEOF
			}
			break
		}
		switch {
		case c == ':' && current >= 0:
			if inCounts {
				return fmt.Errorf("changes: a file after the line counts")
			}
			err = r.file(&p, int32(current))
		case c == endOfBlock[0]:
			var line []byte
			if line, err = r.in.next('\n'); err == nil && string(line)+"\n" != endOfBlock {
				return fmt.Errorf("changes: %q between commits", line[:min(len(line), 80)])
			}
			if err == nil {
				p.last = true
				return emit(p)
			}
		default:
			var token []byte
			if token, err = r.in.next(0); err != nil {
				break
			}
			if bytes.IndexByte(token, '\t') >= 0 && current >= 0 {
				inCounts = true
				counted, err = r.lines(&p, counted, token)
				break
			}
			if len(p.text) >= fullPart {
				if err := emit(p); err != nil {
					return err
				}
				p = r.fresh(b)
			}
			for next < len(b.compare) && b.commits[b.compare[next]].sha != string(token) {
				next++ // a commit without changes is not in the output
			}
			if next == len(b.compare) {
				return fmt.Errorf("changes: %q is no commit that was asked for", token[:min(len(token), 80)])
			}
			current = int(b.compare[next])
			next++
			counted, inCounts = len(p.changes), false
		}
	}
	return fmt.Errorf("changes: %w", err)
}

func (r *changeReader) fresh(b *block) part {
	select {
	case p := <-r.spare:
		return part{block: b, changes: p.changes[:0], text: p.text[:0]}
	default:
		return part{block: b}
	}
}

// file reads ":100644 100644 <old> <new> R086", a NUL, and one path, or the old and the new one.
func (r *changeReader) file(p *part, commit int32) error {
	head, err := r.in.next(0)
	if err != nil {
		return err
	}
	at := bytes.LastIndexByte(head, ' ')
	if at < 0 || at+1 == len(head) {
		return fmt.Errorf("%q has no status", head[:min(len(head), 120)])
	}
	ch := change{commit: commit, status: head[at+1], additions: -1, deletions: -1}
	switch ch.status {
	case 'A', 'M', 'D', 'T':
	case 'R', 'C':
		if ch.oldPath, err = r.path(p); err != nil {
			return err
		}
	default:
		return fmt.Errorf("status %q is unknown", head[at+1:min(len(head), at+20)])
	}
	if ch.path, err = r.path(p); err != nil {
		return err
	}
	p.changes = append(p.changes, ch)
	return nil
}

func (r *changeReader) path(p *part) (span, error) {
	path, err := r.in.next(0)
	if err != nil {
		return span{}, err
	}
	from := len(p.text)
	if from+len(path) > 1<<31-1 {
		return span{}, fmt.Errorf("a commit with more than 2 GiB of paths")
	}
	p.text = append(p.text, path...)
	return span{int32(from), int32(len(p.text))}, nil
}

// lines reads "12<tab>3<tab>path", or for a renamed file "12<tab>3<tab>", a NUL, the old and the new path. They come in
// the order of the files; git leaves out a file whose contents did not change.
func (r *changeReader) lines(p *part, at int, token []byte) (int, error) {
	added, rest, _ := bytes.Cut(token, []byte{'\t'})
	deleted, path, ok := bytes.Cut(rest, []byte{'\t'})
	additions, err := lineCount(added)
	if err != nil || !ok {
		return 0, fmt.Errorf("%q is no line count", token[:min(len(token), 120)])
	}
	deletions, err := lineCount(deleted)
	if err != nil {
		return 0, fmt.Errorf("%q is no line count", token[:min(len(token), 120)])
	}
	if len(path) == 0 {
		if err := r.in.skip(0); err != nil {
			return 0, err
		}
		if path, err = r.in.next(0); err != nil {
			return 0, err
		}
	}
	for ; at < len(p.changes); at++ {
		if ch := &p.changes[at]; bytes.Equal(p.bytes(ch.path), path) {
			ch.additions, ch.deletions = additions, deletions
			return at + 1, nil
		}
	}
	return 0, fmt.Errorf("line counts of %q, which is no changed file", path[:min(len(path), 120)])
}

// lineCount reads a number of lines, or "-" for a binary file, which is -1.
func lineCount(text []byte) (int32, error) {
	if len(text) == 1 && text[0] == '-' {
		return -1, nil
	}
	n := int64(0)
	for _, c := range text {
		if c < '0' || c > '9' || n > 1<<31 {
			return 0, fmt.Errorf("no number")
		}
		n = n*10 + int64(c-'0')
	}
	if len(text) == 0 {
		return 0, fmt.Errorf("no number")
	}
	return int32(min(n, 1<<31-1)), nil
}
