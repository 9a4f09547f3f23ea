package identity

import (
	"strings"
	"time"
)

// mostUsed is what most commits of a person carry; of equals the one used last, then the first by the alphabet, which
// decides only between texts never used on a commit, or in the same second. Blank text only where there is no other.
func mostUsed(identities []Identity, group []int, text func(*Identity) string) string {
	if len(group) == 1 {
		return text(&identities[group[0]])
	}
	type use struct {
		commits int64
		last    time.Time
	}
	uses := make(map[string]use, len(group))
	for _, i := range group {
		id := &identities[i]
		u := uses[text(id)]
		u.commits += id.Commits
		if id.Last.After(u.last) {
			u.last = id.Last
		}
		uses[text(id)] = u
	}
	var best string
	var most use
	found := false
	for t, u := range uses {
		better := u.commits > most.commits
		if u.commits == most.commits {
			better = u.last.After(most.last) || (u.last.Equal(most.last) && t < best)
		}
		if blank := strings.TrimSpace(t) == ""; blank != (strings.TrimSpace(best) == "") {
			better = !blank
		}
		if !found || better {
			best, most, found = t, u, true
		}
	}
	return best
}
