package reports

import (
	"fmt"
	"strings"
)

// headline is what a page says first, in one sentence, and the sentence that supports it.
type headline struct {
	Says     string
	Supports string
}

// orgHeadline says in how many repositories the work rests on one person. Repositories with too little data are never
// counted as healthy.
func orgHeadline(repos []Repo) headline {
	var known, one, total int64
	for _, r := range repos {
		total++
		if r.PeopleForHalf != nil {
			known++
			if *r.PeopleForHalf == 1 {
				one++
			}
		}
	}
	if total == 0 {
		return headline{Says: "No repository has been read yet.", Supports: "Name one in the configuration, ingest it, and build again."}
	}
	h := headline{Supports: orgFragility(repos)}
	const work = "the work of the last 13 weeks"
	switch {
	case known == 0 && total == 1:
		h.Says = "Too little happened in the last 13 weeks to say how many people carry the repository."
	case known == 0:
		h.Says = fmt.Sprintf("Too little happened in the last 13 weeks to say how many people carry any of the %s repositories.", grouped(total))
	case total == 1 && one == 1:
		h.Says = "The work of the last 13 weeks rests on one person."
	case total == 1:
		h.Says = "The work of the last 13 weeks does not rest on one person alone."
	case one == 0 && known == 1:
		h.Says = fmt.Sprintf("In the one repository with enough data, %s does not rest on one person.", work)
	case one == 0:
		h.Says = fmt.Sprintf("In none of %s does %s rest on one person.", the(repositories.of(known, total)), work)
	case one == known:
		h.Says = fmt.Sprintf("In %s %s rests on one person.", comma(repositories.every(known, total)), work)
	default:
		h.Says = fmt.Sprintf("In %s of %s %s rests on one person.", grouped(one), comma(repositories.of(known, total)), work)
	}
	if quiet := total - known; known > 0 && quiet > 0 {
		h.Supports = counted(quiet, "repository has", "repositories have") + " too little data to say. " + h.Supports
	}
	if known > 0 {
		h.Supports = "Work rests on one person where that person made at least half of the contributions. " + h.Supports
	}
	return h
}

// things are what a sentence counts.
type things struct{ one, many string }

var repositories = things{"repository", "repositories"}

func (t things) of(known, total int64) string {
	if known == total {
		return counted(total, t.one, t.many)
	}
	return "the " + counted(known, t.one, t.many) + " with enough data"
}

// comma ends a long beginning.
func comma(what string) string {
	if strings.HasSuffix(what, "with enough data") {
		return what + ","
	}
	return what
}

func the(what string) string {
	if strings.HasPrefix(what, "the ") {
		return what
	}
	return "the " + what
}

func (t things) every(known, total int64) string {
	switch {
	case total == 1:
		return "the one " + t.one
	case known == 1:
		return "the one " + t.one + " with enough data"
	case known == total && total == 2:
		return "both " + t.many
	case known == total:
		return "all " + grouped(total) + " " + t.many
	}
	return "all " + grouped(known) + " " + t.many + " with enough data"
}

// orgFragility says in how many repositories the code rests on one person.
func orgFragility(repos []Repo) string {
	var fragile, known int64
	total := int64(len(repos))
	for _, r := range repos {
		if r.TruckFactor != nil {
			known++
			if *r.TruckFactor <= 1 {
				fragile++
			}
		}
	}
	switch {
	case known == 0:
		return "There is too little history to say who holds the code."
	case total == 1 && fragile == 1:
		return "If one person left, over half of its files would have no author left."
	case total == 1:
		return "No single person's leaving would leave over half of its files without an author."
	}
	return fmt.Sprintf("In %s of %s, over half of the files would have no author left if one person left.",
		grouped(fragile), repositories.of(known, total))
}

// repoHeadline says how few people hold the code of a repository, and how few did its recent work.
func repoHeadline(r Repo) headline {
	name := shown(r.Name())
	h := headline{Supports: recentWork(r)}
	switch {
	case r.Commits == nil:
		return headline{Says: name + " could not be read.", Supports: "Nothing is known of it; that is not the same as nothing to see."}
	case *r.Commits == 0:
		return headline{Says: name + " has no commits yet.", Supports: "There is nothing to count."}
	case r.TruckFactor == nil:
		h.Says = name + " has too little history to say how many people hold its code."
	case *r.TruckFactor == 0:
		h.Says = name + ": over half of the files have no author at all."
	default:
		var active int64
		for _, step := range r.Removed {
			if step.Active {
				active++
			}
		}
		h.Says = fmt.Sprintf("%s: %s over half of the code; %s", name,
			counted(*r.TruckFactor, "person holds", "people hold"), stillActive(active, *r.TruckFactor))
	}
	return h
}

func stillActive(active, of int64) string {
	const when = "active in the last 180 days."
	switch {
	case of == 1 && active == 1:
		return "that person was " + when
	case of == 1:
		return "that person was not " + when
	case active == 0:
		return "none of them was " + when
	case active == of && of == 2:
		return "both were " + when
	case active == of:
		return "all of them were " + when
	case active == 1:
		return "1 of them was " + when
	}
	return grouped(active) + " of them were " + when
}

// leastItems is how much work it takes to say how it is spread, 30 days after it began.
const leastItems = 10

func recentWork(r Repo) string {
	switch {
	case r.RecentCommits == nil || *r.RecentCommits == 0:
		return "Nobody committed in the last 13 weeks."
	case r.PeopleForHalf == nil && *r.RecentCommits >= leastItems:
		return fmt.Sprintf("In the last 13 weeks there were %s, the first under 30 days before their end: too early to say who carries the work.",
			counted(*r.RecentCommits, "contribution", "contributions"))
	case r.PeopleForHalf == nil:
		return fmt.Sprintf("In the last 13 weeks there were only %s: too few to say who carries the work.",
			counted(*r.RecentCommits, "contribution", "contributions"))
	}
	return fmt.Sprintf("In the last 13 weeks %s at least half of %s; %s eligible.",
		counted(*r.PeopleForHalf, "person made", "people made"), counted(*r.RecentCommits, "contribution", "contributions"),
		counted(*r.EligiblePeople, "person is", "people are"))
}
