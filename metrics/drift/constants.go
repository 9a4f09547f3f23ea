package drift

// The constants of the method. They were chosen on simulated services with other seeds than those of Measured.
const (
	// Level is how much must speak for a drift of one of six people to begin a run, as the natural logarithm of a sum of
	// likelihood ratios, one for each week in which it may have begun; ShareLevel is the same where no rota is known. With
	// more people it is higher by ln(people/6), with fewer lower (Bonferroni): one service is one test.
	Level, ShareLevel = 7.1, 14.5
	// Thin is how much more where the baseline has fewer than thinPerWeek incidents a week: its rates are rough.
	Thin, thinPerWeek = 0.5, 2.0
	// PairLevel is how much must speak for two people together, of whom each has begun to drift in the same week; SharePairLevel
	// where no rota is known. PairLeast is how much must speak for each of them.
	PairLevel, SharePairLevel, PairLeast = 7.75, 15.2, 2.5
	// Joining is how much less it takes to add somebody to a run than to begin one.
	Joining = 1.5

	// LeastRate and LeastRise keep what is too small to matter from alarming, however certain: the rate since the onset, and
	// how far above the one before.
	LeastRate, LeastRise = 0.18, 0.10
	// ShareRate, ShareRise and ShareWeeks are for where no rota is known: shares rise when others are on holiday, so the rise
	// must be larger and have lasted longer than one.
	ShareRate, ShareRise, ShareWeeks = 0.4, 0.2, 6

	// LeastBaseline is how many weeks somebody must have been there before a drift can begin; MostBaseline how many are
	// looked at. Weeks of an earlier run are no baseline. The guard lies between baseline and onset.
	LeastBaseline, MostBaseline, guard = 13, 52, 2
	// leastIncidents is how many incidents the longest baseline must hold.
	leastIncidents = 20
	// window is how many weeks an onset may lie back when its run begins.
	window = 36
	// newcomerJoins is what a newcomer may respond to without surprise: they join to learn.
	newcomerJoins, newcomerTakes = 0.3, 0.06

	// Rates are shrunk towards the team's by this many incidents, raised by so many standard errors, and never lower than a
	// floor or what the rest of the team has done in the last teamWeeks.
	priorJoins, priorTakes = 30, 60
	standardErrors         = 0.6
	floorJoins, floorTakes = 0.03, 0.013
	teamWeeks              = 8

	// takesShare is how many of the incidents that fall to somebody in a drift nobody on call responds to.
	takesShare = 0.7
	// mostTaken bounds the share in the alternatives.
	mostTaken = 0.7
	// correlation is that of the incidents in a turn: n of them weigh as much as n/(1+(n-1)correlation).
	correlation = 0.045
	// One turn says at most mostPerTurn for a drift and mostAgainst against it.
	mostPerTurn, mostAgainst = 6, 2.5
	// coverChance is how often, in a healthy service, a turn is covered without the rota knowing it; absentAnswers is how much
	// more seldom who is called first answers an incident then, as they are not there.
	coverChance   = 0.02
	absentAnswers = 0.1
	// hopeless is where a candidate is given up.
	hopeless = -3

	// A run is over when recovered speaks for the return to the rate before, or when the person has left. A week in which a
	// person does nothing at all may be a holiday: it counts as much as absence.
	recovered = 4.0
	absence   = 0.5
)

// growth is by how much the share taken grows each week, in the alternatives: to 60 % in ten weeks, and in four.
var growth = [...]float64{0.06, 0.15}
