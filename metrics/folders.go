package metrics

import (
	"slices"
	"strings"

	"github.com/hmarr/codeowners"
)

// folders finds which of many patterns can match a path: those that begin with one of its folders. A pattern is known by the
// folder that every path of it is in, or by its whole text where that has no wildcard; "" is the top. Measured on a million
// paths, 900 globs and 400 rules: asking every pattern takes minutes, this 2.5 s of one processor.
type folders map[string][]int32

func (f folders) add(folder string, pattern int) { f[folder] = append(f[folder], int32(pattern)) }

// candidates are the numbers of the patterns, in rising order.
func (f folders) candidates(path string, into []int32) []int32 {
	into = append(into[:0], f[""]...)
	for i := range len(path) {
		if path[i] == '/' && i > 0 {
			into = append(into, f[path[:i]]...)
		}
	}
	if path != "" {
		into = append(into, f[path]...)
	}
	slices.Sort(into)
	return into
}

// folderOf is what a pattern, from the top of the repository, is known by.
func folderOf(pattern, wildcards string) string {
	at := strings.IndexAny(pattern, wildcards)
	if at < 0 {
		return strings.TrimSuffix(pattern, "/")
	}
	return pattern[:max(strings.LastIndexByte(pattern[:at], '/'), 0)]
}

// claims are those of one repository, in the order in which they win.
type claims struct {
	list    []claim
	folders folders
	found   []int32
}

func newClaims(list []claim) *claims {
	bySpecificity(list)
	c := &claims{list: list, folders: folders{}}
	for i, one := range list {
		c.folders.add(folderOf(one.pattern, wildcards), i)
	}
	return c
}

// rules are those of one CODEOWNERS, in the order of the file.
type rules struct {
	list    []rule
	folders folders
	found   []int32
}

type rule struct {
	codeowners.Rule
	line  int32
	needs string // what a path that matches has in it
}

func (r *rules) add(parsed codeowners.Rule, line int32) {
	pattern := parsed.RawPattern()
	folder := ""
	anchored, isAnchored := strings.CutPrefix(pattern, "/")
	if isAnchored || strings.Contains(strings.TrimSuffix(pattern, "/"), "/") {
		folder = folderOf(anchored, `*?\`)
	}
	needs := ""
	for _, part := range strings.FieldsFunc(pattern, func(c rune) bool { return strings.ContainsRune(`*?\/`, c) }) {
		if len(part) > len(needs) {
			needs = part
		}
	}
	if r.folders == nil {
		r.folders = folders{}
	}
	r.folders.add(folder, len(r.list))
	r.list = append(r.list, rule{parsed, line, needs})
}

// last is the line of the last rule that matches a path, 0 where none does.
func (r *rules) last(path string) int32 {
	r.found = r.folders.candidates(path, r.found)
	for _, i := range slices.Backward(r.found) {
		rule := &r.list[i]
		if !strings.Contains(path, rule.needs) {
			continue
		}
		if matched, err := rule.Match(path); matched && err == nil {
			return rule.line
		}
	}
	return 0
}
