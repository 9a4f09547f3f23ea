package sample

import (
	"fmt"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
)

// sourceFile is a file of small functions; what they compute does not matter.
type sourceFile struct {
	path      string
	functions []function
	touched   map[string]int // commits by login
}

type function struct {
	name         string
	times, added int
}

// languages is what a function looks like, by the end of the file's name, after the file's first lines.
var languages = map[string]struct{ first, function string }{
	"go":   {"package %s\n", "\nfunc %s(n int) int {\n\treturn n*%d + %d\n}\n"},
	"py":   {"\"\"\"Part of %s.\"\"\"\n", "\n\ndef %s(n):\n    return n * %d + %d\n"},
	"rs":   {"//! Part of %s.\n", "\npub fn %s(n: i64) -> i64 {\n    n * %d + %d\n}\n"},
	"ts":   {"// Part of %s.\n", "\nexport function %s(n: number): number {\n  return n * %d + %d;\n}\n"},
	"rb":   {"# Part of %s.\n", "\ndef %s(n)\n  n * %d + %d\nend\n"},
	"yaml": {"# Part of %s.\n", "%s:\n  factor: %d\n  offset: %d\n"},
}

var verbs = []string{"check", "load", "store", "merge", "count", "split", "retry", "limit", "parse", "order", "match", "close"}

func (f *sourceFile) text() string {
	form := languages[strings.TrimPrefix(path.Ext(f.path), ".")]
	var b strings.Builder
	fmt.Fprintf(&b, form.first, path.Base(path.Dir(f.path)))
	for _, x := range f.functions {
		fmt.Fprintf(&b, form.function, x.name, x.times, x.added)
	}
	return b.String()
}

// edit changes a function or two and adds one now and then.
func (f *sourceFile) edit(rnd *rand.Rand, words []string) {
	for range 1 + rnd.IntN(2) {
		x := &f.functions[rnd.IntN(len(f.functions))]
		x.times, x.added = 1+rnd.IntN(99), rnd.IntN(1000)
	}
	if len(f.functions) < 24 && chance(rnd, 0.35) {
		f.grow(rnd, words)
	}
}

func (f *sourceFile) grow(rnd *rand.Rand, words []string) {
	name := pick(rnd, verbs) + "_" + pick(rnd, words)
	for slices.ContainsFunc(f.functions, func(x function) bool { return x.name == name }) {
		name += "_" + pick(rnd, words)
	}
	f.functions = append(f.functions, function{name, 1 + rnd.IntN(99), rnd.IntN(1000)})
}

// area is a directory while its history is made.
type area struct {
	areaPlan
	extension string
	files     []*sourceFile
	made      int
	runbook   string // its text
	alerts    string // theirs
}

// pipelinePath, runbookPath and alertsPath are where no code is, but what keeps it running.
const pipelinePath = ".github/workflows/test.yaml"

func (a *area) runbookPath() string { return "docs/runbooks/" + a.dir + ".md" }

func (a *area) alertsPath() string { return "alerts/" + a.dir + ".yaml" }

// add makes a new file of the area.
func (a *area) add(rnd *rand.Rand) *sourceFile {
	word := a.words[a.made%len(a.words)]
	f := &sourceFile{path: fmt.Sprintf("%s/%s_%s.%s", a.dir, word, verbs[a.made/len(a.words)%len(verbs)], a.extension), touched: map[string]int{}}
	if round := a.made / len(a.words) / len(verbs); round > 0 {
		f.path = strings.TrimSuffix(f.path, "."+a.extension) + fmt.Sprintf("%d.%s", round+1, a.extension)
	}
	a.made++
	for range 4 + rnd.IntN(6) {
		f.grow(rnd, a.words)
	}
	a.files = append(a.files, f)
	return f
}

// familiar returns a file of the area, rather one the person has worked on.
func (a *area) familiar(rnd *rand.Rand, login string) *sourceFile {
	best := pick(rnd, a.files)
	for range 3 {
		if other := pick(rnd, a.files); other.touched[login] > best.touched[login] {
			best = other
		}
	}
	return best
}
