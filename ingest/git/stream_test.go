package git

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

// written is a change as a generator of git's format has it.
type written struct {
	commit             int32
	status             byte
	path, old          string
	additions, deleted int32
}

// writeBlock writes what git diff-tree would say of a block. Lines counts of files that are not in omit follow.
func writeBlock(b *bytes.Buffer, blk *block, changes []written, counts bool) {
	for i := 0; i < len(changes); {
		commit := changes[i].commit
		b.WriteString(blk.commits[commit].sha + "\x00")
		end := i
		for ; end < len(changes) && changes[end].commit == commit; end++ {
			c := changes[end]
			score := ""
			if c.status == 'R' || c.status == 'C' {
				score = "086"
			}
			fmt.Fprintf(b, ":100644 100755 %040d %040d %c%s\x00", 1, 2, c.status, score)
			if score != "" {
				b.WriteString(c.old + "\x00")
			}
			b.WriteString(c.path + "\x00")
		}
		for ; counts && i < end; i++ {
			c := changes[i]
			if c.additions < 0 {
				b.WriteString("-\t-\t")
			} else {
				fmt.Fprintf(b, "%d\t%d\t", c.additions, c.deleted)
			}
			if c.status == 'R' || c.status == 'C' {
				b.WriteString("\x00" + c.old + "\x00")
			}
			b.WriteString(c.path + "\x00")
		}
		i = end
	}
	b.WriteString(endOfBlock)
}

func parseBlock(in io.Reader, b *block) ([]written, error) {
	var got []written
	r := changeReader{in: newTokens(in)}
	err := r.read(b, func(p part) error {
		for _, c := range p.changes {
			got = append(got, written{c.commit, c.status, string(p.bytes(c.path)), string(p.bytes(c.oldPath)), c.additions, c.deletions})
		}
		return nil
	})
	return got, err
}

func randomBlock(random *rand.Rand, counts bool) (*block, []written) {
	b := &block{}
	var changes []written
	bytesOf := func() string {
		raw := make([]byte, 1+random.IntN(40))
		for i := range raw {
			raw[i] = []byte("\n\t\":-/n\\ \xff0a\x01")[random.IntN(13)]
			if random.IntN(3) == 0 {
				raw[i] = byte(1 + random.IntN(255))
			}
		}
		return string(raw)
	}
	for i := range int32(random.IntN(20)) {
		b.commits = append(b.commits, commit{sha: fmt.Sprintf("%08x%032x", random.Uint32(), i)})
		if random.IntN(5) == 0 {
			continue // a merge
		}
		b.compare = append(b.compare, i)
		for range random.IntN(6) {
			c := written{commit: i, status: "AMDTRC"[random.IntN(6)], path: bytesOf(), additions: -1, deleted: -1}
			if c.status == 'R' || c.status == 'C' {
				c.old = bytesOf()
			}
			if counts && random.IntN(4) > 0 {
				c.additions, c.deleted = random.Int32N(1000), random.Int32()
			}
			changes = append(changes, c)
		}
	}
	return b, changes
}

func TestWhatGitWritesIsParsedBackExactly(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 2000 {
		counts := random.IntN(2) == 0
		b, want := randomBlock(random, counts)
		var text bytes.Buffer
		writeBlock(&text, b, want, counts)
		in := io.Reader(&text)
		if random.IntN(4) == 0 {
			in = iotest.OneByteReader(in)
		}
		got, err := parseBlock(in, b)
		if err != nil {
			t.Fatalf("%v of %q", err, text.String())
		}
		if len(got)+len(want) > 0 && !reflect.DeepEqual(got, want) {
			t.Fatalf("got %q\nwant %q", got, want)
		}
	}
}

func TestFileWithoutLineCountsIsSkippedOver(t *testing.T) {
	sha := strings.Repeat("a", 40)
	b := &block{commits: []commit{{sha: sha}}, compare: []int32{0}}
	text := sha + "\x00:100644 100644 1 2 M\x00same\x00:100644 100644 1 2 M\x00other\x003\t4\tother\x00" + endOfBlock
	got, err := parseBlock(strings.NewReader(text), b)
	if err != nil || !slices.Equal(got, []written{{0, 'M', "same", "", -1, -1}, {0, 'M', "other", "", 3, 4}}) {
		t.Errorf("%q, %v", got, err)
	}
}

func TestBrokenStreamsAreErrors(t *testing.T) {
	sha := strings.Repeat("a", 40)
	file := ":100644 100644 1 2 M\x00path\x00"
	for name, text := range map[string]string{
		"nothing":                     "",
		"no end":                      sha + "\x00" + file,
		"half a path":                 sha + "\x00:100644 100644 1 2 M\x00pa",
		"another commit":              strings.Repeat("b", 40) + "\x00" + endOfBlock,
		"twice the same commit":       sha + "\x00" + file + sha + "\x00" + file + endOfBlock,
		"a file before any commit":    file + endOfBlock,
		"unknown status":              sha + "\x00:100644 100644 1 2 X\x00path\x00" + endOfBlock,
		"no status":                   sha + "\x00:\x00path\x00" + endOfBlock,
		"another end":                 sha + "\x00" + file + "nothing\n",
		"counts of no file":           sha + "\x00" + file + "1\t2\tother\x00" + endOfBlock,
		"counts that are none":        sha + "\x00" + file + "1\tx\tpath\x00" + endOfBlock,
		"counts without end":          sha + "\x00" + file + "1\t\x00" + endOfBlock,
		"huge counts":                 sha + "\x00" + file + "99999999999999999999\t1\tpath\x00" + endOfBlock,
		"a file after counts":         sha + "\x00" + file + "1\t2\tpath\x00" + file + endOfBlock,
		"a path beyond all bounds":    sha + "\x00:100644 100644 1 2 M\x00" + strings.Repeat("x", 3*maxToken) + "\x00" + endOfBlock,
		"a header beyond all bounds":  sha + "\x00:" + strings.Repeat("x", 3*maxToken),
		"counts before any file":      sha + "\x001\t2\tpath\x00" + endOfBlock,
		"counts twice":                sha + "\x00" + file + "1\t2\tpath\x001\t2\tpath\x00" + endOfBlock,
		"counts before any commit":    "1\t2\tpath\x00" + endOfBlock,
		"old path of a rename absent": sha + "\x00:100644 100644 1 2 R100\x00" + endOfBlock,
	} {
		b := &block{commits: []commit{{sha: sha}}, compare: []int32{0}}
		if got, err := parseBlock(strings.NewReader(text), b); err == nil {
			t.Errorf("%s: no error, %q", name, got)
		}
	}
}

func TestBigCommitsArePartedBetweenCommits(t *testing.T) {
	b := &block{}
	var want []written
	for i := range int32(4) {
		b.commits = append(b.commits, commit{sha: strings.Repeat(itoa(int(i)), 40)})
		b.compare = append(b.compare, i)
		for n := range 3 {
			want = append(want, written{i, 'A', strings.Repeat("x", fullPart/2) + itoa(n), "", -1, -1})
		}
	}
	var text bytes.Buffer
	writeBlock(&text, b, want, false)
	var got []string
	r := changeReader{in: newTokens(&text), spare: make(chan part, 1)}
	err := r.read(b, func(p part) error {
		commits := map[int32]bool{}
		for _, c := range p.changes {
			commits[c.commit] = true
		}
		got = append(got, fmt.Sprint(len(p.changes), len(commits), p.last))
		r.spare <- p
		<-r.spare
		return nil
	})
	if err != nil || !slices.Equal(got, []string{"3 1 false", "3 1 false", "3 1 false", "3 1 true"}) {
		t.Errorf("%v, %v", got, err)
	}
}

// stuck is a reader that gives nothing and no error.
type stuck struct{}

func (stuck) Read([]byte) (int, error) { return 0, nil }

func TestReaderThatGivesNothingEnds(t *testing.T) {
	if _, err := newTokens(stuck{}).peek(); !errors.Is(err, io.ErrNoProgress) {
		t.Error(err)
	}
}

func FuzzDiffTree(f *testing.F) {
	random := rand.New(rand.NewPCG(5, 6))
	for range 20 {
		b, changes := randomBlock(random, true)
		var text bytes.Buffer
		writeBlock(&text, b, changes, true)
		f.Add(text.Bytes())
	}
	sha := strings.Repeat("0123456789", 4)
	f.Add([]byte(sha + "\x00:100644 100644 1 2 R100\x00a\x00b\x001\t2\t\x00a\x00b\x00" + endOfBlock))
	f.Fuzz(func(t *testing.T, text []byte) {
		b := &block{commits: []commit{{sha: sha}, {sha: sha[1:] + "0"}}, compare: []int32{0, 1}}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		got, err := parseBlock(bytes.NewReader(text), b)
		runtime.ReadMemStats(&after)
		if used := after.TotalAlloc - before.TotalAlloc; used > 1<<20+100*uint64(len(text)) {
			t.Errorf("%d bytes allocated for %d bytes of input", used, len(text))
		}
		total := 0
		for _, c := range got {
			total += len(c.path) + len(c.old)
			if !strings.ContainsRune("AMDTRC", rune(c.status)) || c.additions < -1 || c.deleted < -1 {
				t.Errorf("%+v", c)
			}
		}
		if total > len(text) {
			t.Errorf("%d bytes of paths from %d bytes, %v", total, len(text), err)
		}
	})
}

func FuzzCommits(f *testing.F) {
	sha := strings.Repeat("0123456789", 4)
	f.Add([]byte(sha + "\x00" + sha + " " + sha + "\x00A\x00a@x\x001 +0000\x00B\x00b@x\x002 -0130\x00subject\x00C <c@x>\x01D <d@x>\x00"))
	f.Add([]byte(sha + "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"))
	f.Add([]byte("x\x00"))
	f.Fuzz(func(t *testing.T, text []byte) {
		people := newIdentities()
		read := 0
		_ = parseCommits(newTokens(bytes.NewReader(text)), people, func(c commit) error {
			read++
			if !isObjectName(c.sha) || c.authoredAt.Before(earliest) || c.committedAt.After(latest) || c.author < 1 || c.author > people.max {
				t.Errorf("%+v", c)
			}
			return nil
		})
		if read > len(text)/50 {
			t.Errorf("%d commits from %d bytes", read, len(text))
		}
	})
}

func TestLongTextsAreCutAndTheStreamGoesOn(t *testing.T) {
	sha := strings.Repeat("a", 40)
	record := func(subject string) string {
		return sha + "\x00\x00A\x00a@x\x001 +0000\x00B\x00b@x\x002 +0000\x00" + subject + "\x00\x00"
	}
	var subjects []int
	in := newTokens(strings.NewReader(record("one") + record(strings.Repeat("x", 5*maxToken)) + record("three")))
	err := parseCommits(in, newIdentities(), func(c commit) error {
		subjects = append(subjects, len(c.subject))
		return nil
	})
	if err != nil || !slices.Equal(subjects, []int{3, maxToken, 5}) {
		t.Errorf("%v, %v", subjects, err)
	}
}
