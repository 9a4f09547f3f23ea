package git

import (
	"context"
	"fmt"
	"strings"
)

// mapIdentities gives what the .mailmap of a commit makes of each identity, by git's own reading of it.
func mapIdentities(ctx context.Context, l local, tip string, all []identity) ([]identity, error) {
	mapped := make([]identity, len(all))
	copy(mapped, all)
	var asked strings.Builder
	var places []int
	for i, who := range all {
		if who.parseable() {
			fmt.Fprintf(&asked, "%s <%s>\n", who.name, who.email)
			places = append(places, i)
		}
	}
	if len(places) == 0 || tip == "" {
		return mapped, nil
	}
	out, err := l.output(ctx, strings.NewReader(asked.String()), "-c", "mailmap.blob="+tip+":.mailmap", "check-mailmap", "--stdin")
	if err != nil {
		return nil, err
	}
	lines := strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
	if len(lines) != len(places) {
		return nil, fmt.Errorf("git check-mailmap: %d answers to %d questions", len(lines), len(places))
	}
	for n, place := range places {
		line := lines[n]
		open := strings.LastIndexByte(line, '<')
		if open < 0 || !strings.HasSuffix(line, ">") {
			continue
		}
		name, email := strings.TrimSuffix(line[:open], " "), line[open+1:len(line)-1]
		was := all[place]
		if strings.TrimSpace(name) != strings.TrimSpace(was.name) || strings.TrimSpace(email) != strings.TrimSpace(was.email) { // git trims what it echoes
			mapped[place] = identity{decodeText([]byte(name)), decodeText([]byte(email))}
		}
	}
	return mapped, nil
}
