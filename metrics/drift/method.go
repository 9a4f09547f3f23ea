// Package drift finds out when the work of a service has begun to fall to one or two people, early and rarely wrong. The rule
// that keeps it simple: it sees one channel of one service as a list of incidents, and reads it once from the first week to
// the last; it knows no database, no clock and no names.
//
// Where a rota is known, nothing that a person does while on call counts, at any level: a weekly rota makes every single week
// look concentrated. What counts is to how many of the other incidents they respond, and whether anybody on call did too.
// Each person's rates are compared with their own in the 13 to 52 weeks before (shrunk towards the team's, as a beta-binomial
// model does, and raised by the uncertainty), and with what the rest of the team does now. For every week of the last 36 in
// which a drift may have begun, and two speeds at which it may grow, the logarithm of the likelihood ratio is summed up turn
// by turn, as in the generalised likelihood ratio form of Page's cumulative sum (Page 1954; Lorden 1971; Lai 1995, with a
// limited window). The week for which it is largest is the change point of maximum likelihood. The statistic is the logarithm of
// the sum over all of these weeks, as Shiryaev (1963) and Roberts (1966) have it: that it is not known when a drift began costs
// less than where only the likeliest week counts. For two people it is the largest sum of two of one week. Where no rota is
// known (tickets, commits) it is everyone's share of all.
//
// What would upset it is dealt with by name. Alerts of one cause are one incident. Incidents while the same people are on
// call are correlated and count for less (Kish's design effect). A turn that somebody covered without telling the rota is
// left out, and as a cover is part of the null hypothesis, with a small chance, a turn that looks much like one says little
// (as Huber 1965 has it, a bounded ratio makes a sequential test robust). The more who is called first answers in it, the less it
// looks like one. Newcomers have no baseline: only a drift far beyond learning is one. If all begin to do more, nobody drifts.
// What is small is left unsaid, however certain. Without a rota the evidence is divided by how much shares have varied from
// month to month in the service's own past, and the rise must have lasted longer than a holiday.
//
// Level fixes the rate of false alarms of one service in a year, so more services mean more false alarms but not more of each;
// within a service it rises with the number of people (Bonferroni). Discoveries bounds the share of false ones among those
// reported of many services instead (Benjamini and Hochberg 1995); it is on top of Level, not in its place. A run ends by a
// cumulative sum the other way round, or when the person leaves.
package drift

// Method is the text of the method page.
const Method = `Where a rota is known, we look at what each person does while not on call: to how many of the incidents they respond, and ` +
	`whether anybody on call responded too. Their rate is compared with their own in the year before and with the rest of the team now. ` +
	`A drift is reported when the evidence that the rate has begun to grow, summed up incident by incident and over the weeks in ` +
	`which it may have begun, passes a level that was set for at most one false alarm in 100 healthy years of a service. The week in which it most likely began is the one for which most speaks. ` +
	`Where no rota is known, everyone's share of the work is compared in the same way. ` +
	`Covers during holidays, swaps, bursts of alerts, newcomers who watch and teams in which all begin to join are allowed for. ` +
	`Sources: Page 1954, Continuous inspection schemes; Shiryaev 1963, On optimum methods in quickest detection problems; ` +
	`Roberts 1966, A comparison of some control chart procedures; Lorden 1971, Procedures for reacting to a change in distribution; ` +
	`Lai 1995, Sequential changepoint detection in quality control and dynamical systems; Siegmund 1985, Sequential Analysis; ` +
	`Huber 1965, A robust version of the probability ratio test; Benjamini and Hochberg 1995, Controlling the false discovery rate.`
