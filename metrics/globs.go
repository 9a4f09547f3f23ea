package metrics

import (
	"cmp"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// claim is a glob of paths that belong to a service.
type claim struct {
	service    int32
	pattern    string // "": the whole repository
	isBelieved bool   // declared in org.yaml, which wins over other sources whatever they claim

	start    string // what every path that matches begins with
	wildcard int    // characters of the pattern that stand for others
}

// wildcards are the characters of a glob that do not stand for themselves.
const wildcards = `*?[{\`

func newClaim(service int32, pattern string, isBelieved bool) claim {
	c := claim{service: service, pattern: pattern, isBelieved: isBelieved}
	c.start = pattern
	if at := strings.IndexAny(pattern, wildcards); at >= 0 {
		c.start = pattern[:at]
		c.wildcard = strings.Count(pattern, "*") + strings.Count(pattern, "?") + strings.Count(pattern, "[") + strings.Count(pattern, "{")
	}
	return c
}

// matches tells whether a path belongs to it. The name of a folder, without a wildcard, is all that is below it; so is the name and
// "/**", as in the matcher.
func (c *claim) matches(path string) bool {
	folder, all := strings.CutSuffix(c.pattern, "/**")
	if c.pattern == "" {
		return true
	}
	if c.start == c.pattern || all && len(c.start) == len(folder)+1 {
		rest, ok := strings.CutPrefix(path, folder)
		return ok && (rest == "" || rest[0] == '/')
	}
	if !strings.HasPrefix(path, c.start) {
		return false
	}
	matched, err := doublestar.Match(c.pattern, path)
	return matched && err == nil
}

// bySpecificity puts first what wins where several match: what org.yaml says, then what spells out more of the path from its
// top, then what has fewer wildcards, then the longer one. The order is total, so that a build gives what the last one gave.
func bySpecificity(claims []claim) {
	slices.SortFunc(claims, func(a, b claim) int {
		return cmp.Or(
			-compareBool(a.isBelieved, b.isBelieved),
			compareBool(a.pattern == "", b.pattern == ""),
			cmp.Compare(len(b.start), len(a.start)),
			cmp.Compare(a.wildcard, b.wildcard),
			cmp.Compare(len(b.pattern), len(a.pattern)),
			cmp.Compare(a.pattern, b.pattern),
			cmp.Compare(a.service, b.service),
		)
	})
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// contest is a service that lost paths to another whose globs match them too.
type contest struct{ service, other int32 }

// owner finds the service that a path belongs to, 0 where that is none. Whoever else claims it by a glob is
// counted; a claim of the whole repository, or by another source, is there to be overruled.
func (all *claims) owner(path string, overlaps map[contest]int64) int32 {
	var won *claim
	var seen []int32
	all.found = all.folders.candidates(path, all.found)
	for _, i := range all.found {
		c := &all.list[i]
		if won != nil && (c.pattern == "" || c.isBelieved != won.isBelieved) {
			break
		}
		if !c.matches(path) {
			continue
		}
		if won == nil {
			won = c
			continue
		}
		if c.service != won.service && !slices.Contains(seen, c.service) {
			seen = append(seen, c.service)
			overlaps[contest{won.service, c.service}]++
		}
	}
	if won == nil {
		return 0
	}
	return won.service
}
