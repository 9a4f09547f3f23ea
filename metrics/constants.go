package metrics

// Who defined a metric, or chose a constant, where the literature has no answer.
const (
	fewhands  = "Fewhands"
	ownChoice = "Fewhands' own choice"
)

// The constants that several metrics share.
var (
	window = Constant{
		Name:   "window",
		Value:  "the 13 ISO weeks (UTC) that end with the week",
		Source: ownChoice + ": a quarter, long enough for a weekly rota of nine to go round",
	}
	eligibility = Constant{
		Name:   "eligible",
		Value:  "everyone with a commit in the 52 weeks that end with the week",
		Source: ownChoice + ": a year holds every season of the work",
	}
	tooFewItems = Constant{
		Name:   "least data",
		Value:  "30 days since the first commit and 10 commits in the window; below that the value is missing",
		Source: ownChoice,
	}
	tooYoung = Constant{
		Name:   "least data",
		Value:  "30 days since the first commit, 10 commits by people in all and one counted file; below that the value is missing",
		Source: ownChoice,
	}
	idle = Constant{
		Name:   "active",
		Value:  "author or co-author of a commit in any repository, merges included, in the 180 days up to the week's Sunday",
		Source: ownChoice,
	}
	large = Constant{
		Name:   "large commit",
		Value:  "over 1,000 files: an import or a reformatting, which shows no knowledge",
		Source: ownChoice,
	}
)

// What the concentration metrics of the commits channel count and leave out.
const (
	commitItems   = "An item is a commit, once for each person who wrote it: its author and everyone named in a Co-authored-by trailer."
	commitsIgnore = "Merges, and commits by bots; the coverage beside the value says how many commits were left out."
)
