package metrics

const (
	avelino = "Avelino, Passos, Hora, Valente 2016, A Novel Approach for Estimating Truck Factors"

	truckFactorBands = ownChoice + "; 65 % of the 133 popular projects studied by Avelino et al. 2016 have 2 or less"
)

var authorship = []Constant{
	{
		Name:   "degree of authorship",
		Value:  "3.293 + 1.098 × created it + 0.164 × own changes − 0.321 × ln(1 + others' changes)",
		Source: avelino,
	},
	{
		Name:   "author",
		Value:  "degree over 0.75 of the file's highest, and the file created or a degree of at least 3.293",
		Source: avelino + ", as in their published tool",
	},
	{Name: "covered", Value: "at least 1/2 of the files have an author left", Source: avelino + ", as in their published tool"},
}

// knowledge is who knows the code, as far as its history tells.
var knowledge = []Metric{
	{
		Name:     "truck_factor",
		Title:    "Truck factor",
		Question: "How many people would have to leave before over half of the files have no author left?",
		Counts: "The authors of a file are those who created it or changed it most. People are taken away one after the other, first " +
			"whoever is an author of most files, until over half of the files have no author left; the truck factor is how many that takes.",
		Ignores: "Merges, co-authors, files of kinds that the build does not count, and files without any recorded change (the coverage " +
			"beside the value tells their part). Whether the authors are still around; see active_truck_factor.",
		Formula:    "number of people removed, most files first (then most changes, then name), until under half of the files have an author",
		Source:     avelino,
		Constants:  append(authorship[:len(authorship):len(authorship)], tooYoung),
		Unit:       People,
		Better:     Higher,
		Thresholds: truckFactorThresholds,
		Basis:      "code",
	},
	{
		Name:     "active_truck_factor",
		Title:    "Truck factor of active people",
		Question: "How many of the people still active would have to leave before over half of the files have no active author left?",
		Counts: "The truck factor with the authors who are still active. 0 means that it has happened already: over half of the files " +
			"have no active author.",
		Ignores: "Merges, co-authors, bots, large commits, and files without a change left after that. Idle people keep their " +
			"authorship, but save no file.",
		Formula:    "number of active people removed, in the same order, until under half of the files have an active author",
		Source:     fewhands + ", after " + avelino,
		Constants:  append(authorship[:len(authorship):len(authorship)], idle, large, tooYoung),
		Unit:       People,
		Better:     Higher,
		Thresholds: activeTruckFactorThresholds,
		Basis:      "code",
	},
	{
		Name:     "knowledge_islands",
		Title:    "Knowledge islands",
		Question: "How much of the code has hardly anyone touched but one person?",
		Counts:   "The share of files in which one active person made at least 95 % of the changes.",
		Ignores:  "Merges, co-authors, bots, large commits, and files without a change left after that. Creating a file is a change of it.",
		Formula:  "files with one active person behind at least 95 % of their changes / files with a change",
		Source:   fewhands,
		Constants: []Constant{
			{Name: "one person", Value: "95 % of the file's changes", Source: ownChoice},
			idle,
			large,
			tooYoung,
		},
		Unit:   Share,
		Better: Lower,
		Basis:  "code",
	},
	{
		Name:     "departed_code_share",
		Title:    "Code of departed authors",
		Question: "How much of the code has nobody left who wrote it?",
		Counts:   "The share of files whose every author has been idle for over 180 days, as those are who have left.",
		Ignores:  "Merges, co-authors, bots, large commits, and files without a change left after that.",
		Formula:  "files with authors, none of them active / files with a change",
		Source:   fewhands,
		Constants: append(authorship[:2:2],
			idle,
			large,
			tooYoung,
		),
		Unit:   Share,
		Better: Lower,
		Thresholds: []Threshold{
			{Text: "over half of the files have no author left", Over: new(0.5), Source: ownChoice},
		},
		Basis: "code",
	},
	{
		Name:     "last_active_people",
		Title:    "Last active people",
		Question: "How many people would have to leave before nobody is left who answers it, fixes it or knows its code?",
		Counts: "The fewest active people whose loss leaves the service with nobody who responded to its incidents, nobody who resolved " +
			"its tickets, or over half of its files without an active author: whichever of the three comes first. It is a number of " +
			"services and teams.",
		Ignores: "Who is marked as left by the end of the week. A channel without enough data is not one of the three; where none has " +
			"enough, there is no value.",
		Formula: "the least of: active people with a response in the window, active people with a resolved ticket in the window, " +
			"truck factor of active people",
		Source:    fewhands,
		Constants: []Constant{window, idle, leastData("of a channel, 30 days since its first item and 10 items in the window; of the code, 30 days and 10 commits in all")},
		Unit:      People,
		Better:    Higher,
		Thresholds: []Threshold{
			{Text: "nobody is left", UpTo: new(0.0), Source: "follows from the definition"},
			{Text: "rests on one person", Over: new(0.0), UpTo: new(1.0), Source: ownChoice},
		},
		Basis: "all",
	},
}

var truckFactorThresholds = []Threshold{
	{Text: "depends on one person", UpTo: new(1.0), Source: truckFactorBands},
	{Text: "depends on two people", Over: new(1.0), UpTo: new(2.0), Source: truckFactorBands},
}

var activeTruckFactorThresholds = []Threshold{
	{Text: "over half of the files have no active author already", UpTo: new(0.0), Source: "follows from the definition"},
	{Text: "depends on one person", Over: new(0.0), UpTo: new(1.0), Source: truckFactorBands},
	{Text: "depends on two people", Over: new(1.0), UpTo: new(2.0), Source: truckFactorBands},
}
