package metrics

// concentration is how the work of a quarter is spread over people, per channel.
var concentration = []Metric{
	{
		Name:     "top_share",
		Title:    "Share of the top person",
		Question: "How much of the work does the busiest person carry?",
		Counts:   "The largest share that one person has in the items of the window. " + workItems,
		Ignores:  workIgnores,
		Formula:  "largest number of items of one person / items of all people",
		Source:   fewhands,
		Constants: []Constant{
			window,
			tooFewItems,
		},
		Unit:   Share,
		Better: Lower,
		Thresholds: []Threshold{
			{Text: "one person carries it", Over: new(0.5), Source: ownChoice + ": more than all others together"},
		},
		Channels: true,
		Basis:    "commits",
	},
	{
		Name:     "people_for_half",
		Title:    "People for half of the work",
		Question: "How few people do half of the work?",
		Counts: "The fewest people who together have at least half of the items of the window: the contributor absence factor, " +
			"once called bus factor. " + workItems,
		Ignores: workIgnores + " It says who did the work, not who knows the code; see truck_factor. Where it is two or more, and half of the eligible " +
			"people or more, pages name no band: two of four is as even as it can be.",
		Formula: "smallest k such that the k busiest people have at least 1/2 of all items",
		Source:  "CHAOSS, Contributor Absence Factor",
		Constants: []Constant{
			{Name: "half", Value: "1/2 of the items", Source: "CHAOSS, Contributor Absence Factor"},
			window,
			tooFewItems,
		},
		Unit:   People,
		Better: Higher,
		Thresholds: []Threshold{
			{Text: "very high concentration", UpTo: new(1.0), Source: absenceBands},
			{Text: "high concentration", Over: new(1.0), UpTo: new(2.0), Source: absenceBands},
			{Text: "moderate concentration", Over: new(2.0), UpTo: new(5.0), Source: absenceBands},
			{Text: "low concentration", Over: new(5.0), Source: absenceBands},
		},
		Channels: true,
		Basis:    "commits",
	},
	{
		Name:     "people_for_most",
		Title:    "People for most of the work",
		Question: "How few people do four fifths of the work?",
		Counts:   "The fewest people who together have at least 80 % of the items of the window. " + workItems,
		Ignores:  workIgnores,
		Formula:  "smallest k such that the k busiest people have at least 4/5 of all items",
		Source:   fewhands + ", after CHAOSS, Contributor Absence Factor",
		Constants: []Constant{
			{Name: "most", Value: "4/5 of the items", Source: ownChoice},
			window,
			tooFewItems,
		},
		Unit:     People,
		Better:   Higher,
		Channels: true,
		Basis:    "commits",
	},
	{
		Name:     "effective_people",
		Title:    "Effective number of people",
		Question: "With how many people would the work feel like this if they all did the same?",
		Counts: "The number of people who, with equal shares, would be as concentrated as these: 4 people with a quarter each are 4, " +
			"4 people of whom one does nearly everything are close to 1. Read it beside the number of eligible people. " + workItems,
		Ignores: workIgnores,
		Formula: "1 / sum over people of (items of the person / items of all people)²",
		Source:  "Hill 1973, Diversity and Evenness (number of order 2); the inverse of the Herfindahl-Hirschman index",
		Constants: []Constant{
			window,
			tooFewItems,
		},
		Unit:     People,
		Better:   Higher,
		Channels: true,
		Basis:    "commits",
	},
	{
		Name:     "concentration",
		Title:    "Concentration",
		Question: "How far is the work from being shared evenly by everyone who could do it?",
		Counts: "0 when all eligible people do the same, 1 when one of them does everything: the Herfindahl-Hirschman index, " +
			"normalised for the number of eligible people. Those who did nothing count. " + workItems,
		Ignores: workIgnores + " A single eligible person has no value: there is nobody to share with.",
		Formula: "(sum of share² − 1/N) / (1 − 1/N), with N eligible people",
		Source: "Herfindahl-Hirschman index, normalised. The bands known from merger control are not used: on that scale five " +
			"people with equal shares score 2,000, which there is called highly concentrated",
		Constants: []Constant{
			eligibility,
			window,
			tooFewItems,
		},
		Unit:     Index,
		Better:   Lower,
		Channels: true,
		Basis:    "commits",
	},
	{
		Name:     "gini",
		Title:    "Gini coefficient",
		Question: "How unequal are the shares of everyone who could do the work?",
		Counts: "0 when all eligible people do the same, 1 when one of them does everything. Those who did nothing count. It reacts " +
			"to differences all along the line, where concentration reacts to the top. " + workItems,
		Ignores: workIgnores + " A single eligible person has no value.",
		Formula: "(N + 1 − 2 × sum of (rank × share)) / (N − 1), with N eligible people ranked from most to least items",
		Source:  "Gini 1912; small-sample correction n / (n − 1) of Deltas 2003, The Small-Sample Bias of the Gini Coefficient",
		Constants: []Constant{
			eligibility,
			window,
			tooFewItems,
		},
		Unit:     Index,
		Better:   Lower,
		Channels: true,
		Basis:    "commits",
	},
	{
		Name:     "participation",
		Title:    "Participation",
		Question: "How many of those who could do the work did any of it?",
		Counts:   "The share of the eligible people who have at least one item in the window. " + workItems,
		Ignores:  workIgnores + " How much each one did; see concentration.",
		Formula:  "people with an item / eligible people",
		Source:   fewhands,
		Constants: []Constant{
			eligibility,
			window,
			tooFewItems,
		},
		Unit:     Share,
		Better:   Higher,
		Channels: true,
		Basis:    "commits",
	},
	{
		Name:     "incumbency",
		Title:    "Overlap of the top people with last quarter's",
		Question: "Are the busiest people still the same as a quarter ago?",
		Counts: "How far the busiest people of this window are those of the window 13 weeks before: 1 when they are the same people, " +
			"0 when they are all others (Jaccard index of the two groups). " + workItems,
		Ignores: workIgnores + " The order within the group.",
		Formula: "people in both groups / people in either group, the groups being the 2 busiest people (3 where over 9 are eligible) " +
			"of this window and of the window that ended 13 weeks earlier",
		Source: fewhands + "; overlap by Jaccard 1901",
		Constants: []Constant{
			{Name: "top", Value: "2 people, 3 where over 9 are eligible in the week", Source: ownChoice},
			{Name: "order of equals", Value: "more items in 52 weeks, then the earlier first week", Source: ownChoice},
			{Name: "step back", Value: "13 weeks", Source: ownChoice},
			window,
			tooFewItems,
		},
		Unit:   Share,
		Better: Neither,
		Thresholds: []Threshold{
			{
				Text: "the same people as a quarter ago; four quarters running make a habit", Over: new(0.99),
				Source: ownChoice,
			},
		},
		Channels: true,
		Basis:    "commits",
	},
	{
		Name:     "top_tenure",
		Title:    "Tenure of the top person",
		Question: "For how long has the busiest person been the same?",
		Counts: "Consecutive quarters, this one included, in which the same person had the most items, looking back in steps of 13 weeks " +
			"over all known history. " + workItems,
		Ignores: workIgnores + " Who was on top between the steps. A quarter without an item ends the count.",
		Formula: "number of windows ending 0, 13, 26, … weeks before the week's end with the same busiest person",
		Source:  fewhands,
		Constants: []Constant{
			{Name: "order of equals", Value: "more items in 52 weeks, then the earlier first week", Source: ownChoice},
			{Name: "step back", Value: "13 weeks", Source: ownChoice},
			window,
			tooFewItems,
		},
		Unit:   Quarters,
		Better: Neither,
		Thresholds: []Threshold{
			{Text: "a year or longer", Over: new(3.0), Source: ownChoice},
		},
		Channels: true,
		Basis:    "commits",
	},
}

const absenceBands = ownChoice + "; CHAOSS names no bands"
