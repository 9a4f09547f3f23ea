package metrics

// sharedOwnership is who shares the work across roles, teams and duties, and what comes of it.
var sharedOwnership = []Metric{
	{
		Name:     "cross_team_commit_share",
		Title:    "Share of commits across teams",
		Question: "“It's not my area, someone else owns it”: does anybody write code for another team?",
		Counts: "The share of the commits to services that were written by people who were not then members of the team that owns the " +
			"service, once for each person who wrote one. Every commit counts, not only reliability work.",
		Ignores: "Merges, and commits by bots. Services that no team with members owns; people who are in no team: which one they belong " +
			"to is not known.",
		Formula: "commits by people outside the owning team / commits of which it is known",
		Source:  fewhands,
		Constants: []Constant{
			window,
			leastData("30 days since the first commit and 10 such commits in the window"),
		},
		Unit:   Share,
		Better: Neither,
		Thresholds: []Threshold{
			{Text: "teams that keep to themselves, where it lasts for 26 weeks", UpTo: new(0.02), Source: ownChoice},
		},
		Basis: "commit_teams",
	},
	{
		Name:     "review_participation",
		Title:    "People in post-incident reviews",
		Question: "“It's how it has always worked here”: how many look back at incidents together?",
		Counts: "The share of the people eligible for tickets who wrote, edited or commented on a post-incident review in the window. A " +
			"ticket is one by its type, a label or its summary: postmortem, post-incident, incident review, retrospective or report, " +
			"root cause analysis. n is how often they did.",
		Ignores: "Reviews that are written elsewhere, and who only read them or sat in the meeting.",
		Formula: "people with an act on a review / eligible people",
		Source:  fewhands,
		Constants: []Constant{
			eligibility,
			window,
			leastData("30 days since the first review and 10 acts on reviews in the window"),
		},
		Unit:   Share,
		Better: Higher,
		Basis:  "tickets",
	},
	{
		Name:     "role_mix",
		Title:    "Effective number of roles",
		Question: "Do developers, operations, QA and support answer incidents together?",
		Counts: "The number of roles that, with equal shares of the responses, would be as mixed as these: 1 where one role does all, 4 where " +
			"four do the same. Roles are those of org.yaml.",
		Ignores: "Responses by people whose role is not known; the coverage beside the value says how many.",
		Formula: "1 / sum over roles of (responses of the role / responses of all roles)²",
		Source:  "Hill 1973, Diversity and Evenness (number of order 2)",
		Constants: []Constant{
			window,
			leastData("30 days since the first response and 10 responses by people with a role in the window"),
		},
		Unit:   Roles,
		Better: Higher,
		Basis:  "roles",
	},
	{
		Name:     "multi_role_incidents",
		Title:    "Critical incidents with several roles",
		Question: "How many critical incidents did several roles handle together?",
		Counts: "Incidents of high priority opened in the window and resolved since, to which people of at least two roles responded. n is how " +
			"many there are of which the role of every responder is known.",
		Ignores: "Incidents that were merged into another, and those with a responder whose role is not known.",
		Formula: "number of incidents of high priority with two roles or more",
		Source:  fewhands,
		Constants: []Constant{
			highPriority,
			window,
			leastData("30 days since the first and 10 incidents of high priority in the window"),
		},
		Unit:   Incidents,
		Better: Neither,
		Basis:  "roles",
	},
	{
		Name:     "multi_role_resolution_ratio",
		Title:    "Time to resolve with several roles, to one",
		Question: "Do several roles together resolve critical incidents sooner than one?",
		Counts: "The median time from opening to resolution of incidents of high priority to which several roles responded, divided by that of " +
			"those to which one did. 1 is no difference; under 1, several are sooner. It compares, and proves no cause: who calls " +
			"others may have the harder incident.",
		Ignores: "Incidents that are not resolved, were merged, or have a responder whose role is not known.",
		Formula: "median time to resolve with several roles / with one role",
		Source:  fewhands,
		Constants: []Constant{
			highPriority,
			window,
			leastData("30 days since the first and 5 incidents of each kind in the window"),
		},
		Unit:   Ratio,
		Better: Lower,
		Basis:  "roles",
	},
	{
		Name:     "release_frequency",
		Title:    "Releases per week",
		Question: "How often does what was built reach its users?",
		Counts: "Commits with a tag, in the week of the oldest of its tags; of services without a tag in any repository, fix versions of " +
			"their tickets, on the day on which the last ticket of the version was resolved. A repository that several services share " +
			"counts for each of them.",
		Ignores: "Versions with a ticket that is not resolved. Whether a tag is a release: nightly builds that are tagged count too.",
		Formula: "releases in the window / 13",
		Source:  "after Forsgren, Humble, Kim 2018, Accelerate (deployment frequency)",
		Constants: []Constant{
			window,
			leastData("30 days since the first release"),
		},
		Unit:   PerWeek,
		Better: Neither,
		Basis:  "releases",
	},
	{
		Name:     "customer_ticket_days",
		Title:    "Days to resolve a customer's ticket",
		Question: "How long does a customer wait for an answer that ends the matter?",
		Counts: "The median of days from the creation of a customer's ticket to its resolution, of those resolved in the window: half of them " +
			"took longer. A customer's ticket has one of the labels or types under jira.customer in fewhands.yaml.",
		Ignores: "Tickets that are open. Time in which the customer was asked back.",
		Formula: "median of days from creation to resolution",
		Source:  fewhands,
		Constants: []Constant{
			window,
			leastData("30 days since the first and 10 customers' tickets resolved in the window"),
		},
		Unit:   Days,
		Better: Lower,
		Basis:  "tickets",
	},
	{
		Name:     "morale",
		Title:    "Pulse",
		Question: "How do the people who do the work say they are?",
		Counts: "The mean score, 1 to 5, of all answers to the pulse in the window. n is the fewest answers that one question got on one day, " +
			"because the file does not say who answered.",
		Ignores: "What was asked: the mean is over all questions. Answers of teams that are not known count in the organisation only.",
		Formula: "sum of scores / answers",
		Source:  "the file named under morale in fewhands.yaml",
		Constants: []Constant{
			window,
		},
		Unit:       Points,
		Better:     Higher,
		Basis:      "morale",
		IsPersonal: true,
	},
	{
		Name:     "dual_owner_coverage",
		Title:    "Services with two owners",
		Question: "Has every service a technical and a product owner, both of them there?",
		Counts: "The share of the services that have a technical owner and a product owner, two people, both active. Owners are those declared " +
			"today; activity is as of the week. Of a service it is 100 % or 0 %.",
		Ignores: "Services that are deleted. Where nobody is declared an owner of anything, there is no value.",
		Formula: "services with two different active owners / services",
		Source:  fewhands,
		Constants: []Constant{
			{
				Name:   "active",
				Value:  "a commit, merges included, a response or an act on a ticket, anywhere, in the 90 days up to the week's Sunday",
				Source: ownChoice,
			},
		},
		Unit:   Share,
		Better: Higher,
		Basis:  "owners",
	},
	{
		Name:     "duty_mismatch",
		Title:    "Owners who do the other's job",
		Question: "Does the product owner do technical work, or the technical owner set the product's priorities?",
		Counts: "The larger of two shares: of what the product owner did on the service, commits and responses; of what the technical owner did " +
			"there, filing and prioritising tickets of product work. What somebody did is commits, responses and acts on tickets. Of a " +
			"team or the organisation, the same of all its owners together.",
		Ignores: "Whoever owns a service in both duties, and an owner with under 10 items in the window.",
		Formula: "max(commits and responses of the product owner / all items of the product owner, product tickets filed and prioritised by " +
			"the technical owner / all items of the technical owner)",
		Source: fewhands,
		Constants: []Constant{
			productTicket,
			window,
			leastData("10 items of an owner in the window"),
		},
		Unit:   Share,
		Better: Lower,
		Thresholds: []Threshold{
			{Text: "one owner does much of the other's job", Over: new(0.5), Source: ownChoice},
		},
		Basis: "owners",
	},
	{
		Name:     "build_run_overlap",
		Title:    "Builders who also run it",
		Question: "Do those who build the service answer its pages?",
		Counts: "The share of the people with a commit to the service in the window who in the window also responded to one of its pages. n is " +
			"how many people have a commit.",
		Ignores: "Merges, and bots. Services without any response ever: whether they are paged is not known.",
		Formula: "people who both committed and responded / people who committed",
		Source:  fewhands,
		Constants: []Constant{
			window,
			leastData("30 days since the first commit and the first response, and 10 commits in the window"),
		},
		Unit:   Share,
		Better: Higher,
		Basis:  "pages",
	},
	{
		Name:     "engineer_filed_tickets",
		Title:    "Product tickets filed by engineers",
		Question: "Do engineers say what the product should become?",
		Counts: "Tickets of product work that people with a commit to the service in the 52 weeks before reported in the window. n is how many " +
			"tickets of product work were reported.",
		Ignores: "Tickets reported by bots or nobody that is named. Where not one committer is known in Jira there is no value; see identities_resolved.",
		Formula: "number of product tickets reported by committers",
		Source:  fewhands,
		Constants: []Constant{
			productTicket,
			engineer,
			window,
			leastData("30 days since the first and 10 product tickets in the window"),
		},
		Unit:   Tickets,
		Better: Neither,
		Basis:  "tickets",
	},
	{
		Name:     "follow_through",
		Title:    "Quality tickets closed by those who built it",
		Question: "Do those who built it stay for latency, errors and the experience of users?",
		Counts: "Tickets about quality that were resolved in the window by people with a commit to the service in the 52 weeks before. n is how " +
			"many tickets about quality somebody resolved. A ticket is about quality where its type, labels or summary speak of latency, " +
			"slowness, performance, timeouts, retries, errors, exceptions, crashes, hanging, freezing, flakiness, something broken, user " +
			"experience, usability, accessibility or something confusing.",
		Ignores: "Tickets that were resolved by bots or nobody that is named.",
		Formula: "number of quality tickets resolved by committers",
		Source:  fewhands,
		Constants: []Constant{
			engineer,
			window,
			leastData("30 days since the first and 10 quality tickets resolved in the window"),
		},
		Unit:   Tickets,
		Better: Neither,
		Basis:  "tickets",
	},
	{
		Name:     "helping_hand",
		Title:    "Comments on tickets of others",
		Question: "Do engineers help with what is somebody else's?",
		Counts: "Comments by engineers in the window on tickets that were then assigned to somebody else, divided by the number of engineers. n " +
			"is how many comments there are by people who are known.",
		Ignores: "Comments on tickets that were nobody's, comments by people without a commit, and comments that were deleted.",
		Formula: "comments by committers on tickets of others / committers",
		Source:  fewhands,
		Constants: []Constant{
			engineer,
			window,
			leastData("30 days since the first and 10 comments in the window"),
		},
		Unit:   PerPerson,
		Better: Higher,
		Basis:  "tickets",
	},
}

var (
	highPriority = Constant{
		Name: "high priority",
		Value: "an incident whose priority is called P0 to P2, SEV0 to SEV2, critical, highest, high, major or blocker; where no incident " +
			"of the account has a priority, one of high urgency",
		Source: ownChoice,
	}
	productTicket = Constant{
		Name: "product ticket",
		Value: "of the type story, user story, feature, new feature, feature request, improvement, enhancement, epic, initiative or idea, or " +
			"with the label product, feature, enhancement or roadmap; and neither reliability work nor a post-incident review",
		Source: ownChoice,
	}
	engineer = Constant{
		Name:   "engineer",
		Value:  "somebody with a commit to the service, team or organisation in the 52 weeks that end with the week",
		Source: ownChoice,
	}
)
