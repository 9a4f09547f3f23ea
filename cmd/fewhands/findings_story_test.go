package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/fewhands/fewhands/ingest/sample"
	"github.com/fewhands/fewhands/metrics/findings"
	"github.com/fewhands/fewhands/sql"
)

// Each story that is planted in the sample organisation gives its finding, on its team or its services, and nothing else gives any: not the
// healthy teams, a long holiday, a new hire or a team that grows. One seed takes a minute of processor time, so there is one;
// FEWHANDS_SEEDS=10 looks at ten, FEWHANDS_SEEDS=101-110 at ten others.
func TestEveryStoryIsFoundAndNothingElse(t *testing.T) {
	if testing.Short() {
		t.Skip("writes and reads a whole organisation")
	}
	first, last, err := seedsOf(textOr(os.Getenv("FEWHANDS_SEEDS"), "1"))
	if err != nil {
		t.Fatal(err)
	}
	for seed := first; seed <= last; seed++ {
		t.Run(fmt.Sprint(seed), func(t *testing.T) { lookForStories(t, seed) })
	}
}

// seedsOf reads "10", which is 1 to 10, or "101-110".
func seedsOf(text string) (first, last uint64, err error) {
	from, to, isRange := strings.Cut(text, "-")
	if !isRange {
		from, to = "1", text
	}
	if first, err = strconv.ParseUint(from, 10, 32); err != nil {
		return 0, 0, err
	}
	last, err = strconv.ParseUint(to, 10, 32)
	return first, last, err
}

func textOr(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

func lookForStories(t *testing.T, seed uint64) {
	dir, asOf := filepath.Join(t.TempDir(), "demo"), sampleDay
	if seed == sampleSeed {
		dir = newSample(t)
	} else {
		g := &globals{asOf: asOf.Format(time.DateOnly), logFormat: "text", noProgress: true}
		if err := runDemo(t.Context(), g, demoOptions{dir: dir, seed: seed}, io.Discard, io.Discard); err != nil {
			t.Fatal(err)
		}
	}
	db, err := sql.Open(t.Context(), filepath.Join(dir, "fewhands.duckdb"), sql.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	list, err := findings.List(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	expected := map[int]bool{}
	for _, story := range sample.NewOrganisation(seed, asOf).Stories() {
		if story.Finding == "" {
			continue
		}
		i := slices.IndexFunc(list, func(f findings.Finding) bool { return f.Kind == story.Finding && isAbout(f, story) })
		if i < 0 {
			t.Errorf("%s: no %s", story.Name, story.Finding)
			continue
		}
		expected[i] = true
		f := list[i]
		t.Logf("%s: %s: %s (since %s, first seen %s) %q", f.Kind, f.EntityName, f.Headline, f.Since.Format(time.DateOnly), f.FirstSeen.Format(time.DateOnly), f.Who)
		if story.Finding != "quiet_drift" {
			continue
		}
		if late := f.FirstSeen.Sub(story.Onset); late < 0 || late > 8*7*24*time.Hour {
			t.Errorf("%s began %s and was first seen %s", story.Name, story.Onset, f.FirstSeen)
		}
		if off := f.Since.Sub(story.Onset).Abs(); off > 4*7*24*time.Hour {
			t.Errorf("%s began %s, not %s", story.Name, story.Onset, f.Since)
		}
		people := slices.Sorted(slices.Values(story.People))
		var found []string
		for _, one := range f.Who {
			found = append(found, one.Name)
		}
		if !slices.Equal(found, people) {
			t.Errorf("%s is about %q, not %q", story.Name, people, found)
		}
	}
	for i, f := range list {
		if !expected[i] {
			t.Errorf("unexpected: %s of %s: %s", f.Kind, f.EntityName, f.Headline)
		}
		for _, one := range f.Who {
			if strings.Contains(f.Headline+f.Evidence+f.Suggestion, one.Name) {
				t.Errorf("a headline names %s: %s", one.Name, f.Headline)
			}
		}
	}
}

func isAbout(f findings.Finding, story sample.Story) bool {
	switch f.Scope {
	case "team":
		return f.EntityName == story.Team
	case "service":
		return slices.Contains(story.Services, f.EntityName)
	}
	return f.Scope == "repo" && f.Entity == story.Repository
}
