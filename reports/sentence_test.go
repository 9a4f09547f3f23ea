package reports

import "testing"

func TestOrganisationIsSummedUpInOneHonestSentence(t *testing.T) {
	with := func(half ...int64) (repos []Repo) {
		for _, h := range half {
			r := Repo{}
			if h > 0 {
				r.PeopleForHalf = &h
			}
			repos = append(repos, r)
		}
		return repos
	}
	for _, c := range []struct {
		repos []Repo
		want  string
	}{
		{with(), "No repository has been read yet."},
		{with(0), "Too little happened in the last 13 weeks to say how many people carry the repository."},
		{with(0, 0), "Too little happened in the last 13 weeks to say how many people carry any of the 2 repositories."},
		{with(1), "The work of the last 13 weeks rests on one person."},
		{with(3), "The work of the last 13 weeks does not rest on one person alone."},
		{with(1, 1, 2, 3, 4, 9), "In 2 of 6 repositories the work of the last 13 weeks rests on one person."},
		{with(1, 2, 0), "In 1 of the 2 repositories with enough data, the work of the last 13 weeks rests on one person."},
		{with(2, 2, 2), "In none of the 3 repositories does the work of the last 13 weeks rest on one person."},
		{with(1, 1), "In both repositories the work of the last 13 weeks rests on one person."},
		{with(1, 1, 1), "In all 3 repositories the work of the last 13 weeks rests on one person."},
		{with(1, 0, 0), "In the one repository with enough data, the work of the last 13 weeks rests on one person."},
		{with(2, 0), "In the one repository with enough data, the work of the last 13 weeks does not rest on one person."},
	} {
		if got := orgHeadline(c.repos).Says; got != c.want {
			t.Errorf("%d repositories: %q, want %q", len(c.repos), got, c.want)
		}
	}
}

func TestRepositoryIsSummedUpInOneHonestSentence(t *testing.T) {
	steps := func(active ...bool) (r []Removal) {
		for _, a := range active {
			r = append(r, Removal{Active: a})
		}
		return r
	}
	for _, c := range []struct {
		repo Repo
		want string
	}{
		{Repo{}, "x could not be read."},
		{Repo{Commits: new(int64(0))}, "x has no commits yet."},
		{Repo{Commits: new(int64(3))}, "x has too little history to say how many people hold its code."},
		{Repo{Commits: new(int64(30)), TruckFactor: new(int64(1)), Removed: steps(true)}, "x: 1 person holds over half of the code; that person was active in the last 180 days."},
		{Repo{Commits: new(int64(30)), TruckFactor: new(int64(1)), Removed: steps(false)}, "x: 1 person holds over half of the code; that person was not active in the last 180 days."},
		{Repo{Commits: new(int64(30)), TruckFactor: new(int64(2)), Removed: steps(true, false)}, "x: 2 people hold over half of the code; 1 of them was active in the last 180 days."},
		{Repo{Commits: new(int64(30)), TruckFactor: new(int64(2)), Removed: steps(true, true)}, "x: 2 people hold over half of the code; both were active in the last 180 days."},
		{Repo{Commits: new(int64(30)), TruckFactor: new(int64(3)), Removed: steps(false, false, false)}, "x: 3 people hold over half of the code; none of them was active in the last 180 days."},
		{Repo{Commits: new(int64(30)), TruckFactor: new(int64(0))}, "x: over half of the files have no author at all."},
	} {
		c.repo.Repo = "x"
		if got := repoHeadline(c.repo).Says; got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
	for _, c := range []struct {
		repo Repo
		want string
	}{
		{Repo{}, "Nobody committed in the last 13 weeks."},
		{Repo{RecentCommits: new(int64(9))}, "In the last 13 weeks there were only 9 contributions: too few to say who carries the work."},
		{Repo{RecentCommits: new(int64(36))}, "In the last 13 weeks there were 36 contributions, the first under 30 days before their end: too early to say who carries the work."},
		{Repo{RecentCommits: new(int64(36)), PeopleForHalf: new(int64(1)), EligiblePeople: new(int64(4))},
			"In the last 13 weeks 1 person made at least half of 36 contributions; 4 people are eligible."},
	} {
		if got := recentWork(c.repo); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
