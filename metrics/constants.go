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
		Name: "eligible",
		Value: "commits of a repository: everyone with a commit in the 52 weeks that end with the week; of a service, a team or the " +
			"organisation the same, of commits of any kind. Pages: everyone on call in the window, at any level, members of the owning " +
			"team, and everyone who responded in the window. Tickets: the same people as for pages, and everyone who in the window had " +
			"a ticket assigned to them, resolved one, or took part in a post-incident review; to comment on other tickets is not " +
			"enough, because where trackers are open those who do are users. All: those of any of its channels",
		Source: ownChoice + ": a year holds every season of the code, and who is on a rota or in its team can answer a page",
	}
	tooFewItems = Constant{
		Name: "least data",
		Value: "30 days since the first item and 10 items in the window; below that the value is missing. In the channel all, a channel " +
			"below that does not take part, and with none left the value is missing",
		Source: ownChoice,
	}
	reliabilityTicket = Constant{
		Name: "reliability ticket",
		Value: "a ticket with one of the configured labels or types (jira.reliability in fewhands.yaml); where none is configured, every " +
			"ticket",
		Source: ownChoice,
	}
	tooFewIncidents = leastData("30 days since the first incident and 10 incidents in the window")
	tooFewPages     = leastData("30 days since the first incident and 10 pages in the window")
	tooFewResponses = leastData("30 days since the first incident and 10 such responses in the window")
	tooFewHours     = leastData("30 days since somebody was first on call and 10 hours on call in the window")
	firstLevel      = Constant{
		Name:   "level",
		Value:  "level 1 of the escalation policy, through a schedule or as a target of the policy",
		Source: ownChoice + ": it is the level that is paged first",
	}
	tooYoung = Constant{
		Name:   "least data",
		Value:  "30 days since the first commit, 10 commits by people in all and one counted file; below that the value is missing",
		Source: ownChoice,
	}
	idle = Constant{
		Name: "active",
		Value: "not marked as left, and seen in the 180 days up to the week's Sunday: author or co-author of a commit in any repository, " +
			"merges included, a response to an incident, or anything done to a ticket",
		Source: ownChoice,
	}
	large = Constant{
		Name:   "large commit",
		Value:  "over 1,000 files: an import or a reformatting, which shows no knowledge",
		Source: ownChoice,
	}
)

// leastData is the constant of a metric that has no value where there is less than this.
func leastData(least string) Constant {
	return Constant{Name: "least data", Value: least + "; below that the value is missing", Source: ownChoice}
}

// What the concentration metrics count and leave out, channel by channel.
const (
	workItems = "An item of commits is a commit, once for each person who wrote it: its author and everyone named in a " +
		"Co-authored-by trailer. Of a repository every commit counts; of a service, a team and the organisation those that are " +
		"reliability work: reverts, hotfixes, commits whose subject names an incident or a reliability ticket, and those that touch " +
		"operational paths (alerts, runbooks, deployment, infrastructure, CI; git.operational in fewhands.yaml has other globs). An " +
		"item of pages is a response: an incident, once for each person who acknowledged, joined or resolved it, or did anything to " +
		"it after it was reassigned to them. An item of tickets is a reliability ticket, credited to who resolved it; where no labels " +
		"or types are configured, every ticket. The channel all is of entities with at least two of these channels: a person's share " +
		"is the mean of their shares in the channels, and n is the sum of the items."
	workIgnores = "Merges, and commits by bots; what integrations and timeouts did to incidents, and who was only paged. " +
		"Tickets that were opened again and not resolved since, or that bots resolved. The coverage beside the value says how much had nobody that is known."
)

// Who resolved a ticket.
const resolvedTicket = "Who resolved it is who made the last change of its status into Jira's category done, whatever the status is " +
	"called; a reopening clears that. Where an archive has lost the whole changelog of a ticket, it is who had the ticket."

// What the metrics of pages and rotas leave out.
const (
	allIncidents = "Nothing: incidents of low urgency and those that were merged into another count too."
	otherLevels  = "Level 2 and up: they are called when level 1 does not answer."
)
