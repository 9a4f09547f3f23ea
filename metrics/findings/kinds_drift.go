package findings

import (
	"fmt"
	"time"

	"github.com/fewhands/fewhands/metrics/drift"
)

var quietDrift = Kind{
	Name:     "quiet_drift",
	Title:    "Quietly fallen to a few",
	Question: "Has the work begun to fall to one or two people without anybody deciding it?",
	Raised: "Somebody's part in the work has begun to grow out of proportion to their rota and to their own past. " + drift.Method +
		" It is looked for in pages, in tickets and in commits of every service, and in the commits of repositories of no service.",
	Ends: "When the evidence has turned the other way round, or the people have left.",
	Limits: append([]Limit{
		{"level", fmt.Sprintf("evidence of %.1f with a rota, %.1f without, as the logarithm of a sum of likelihood ratios; more where more people could", drift.Level, drift.ShareLevel), own},
		{"least baseline", fmt.Sprintf("%d weeks", drift.LeastBaseline), own},
		{"least rate", fmt.Sprintf("with a rota %.0f %% of the incidents while not on call and %.0f points more than before; without %.0f %% and %.0f points, for %d weeks",
			100*drift.LeastRate, 100*drift.LeastRise, 100*drift.ShareRate, 100*drift.ShareRise, drift.ShareWeeks), own},
		{"share", fmt.Sprintf("%.0f points more of the work in the last 13 weeks (since it began, if that is less) than in the year before", 100*leastShareRise), own},
		{"fair share", fmt.Sprintf("where a rota is known, %.1f times what it would be if all on it did the same", leastTimesFair), own},
		{"many services", "high where at most one in ten of what is said is expected to be chance, else medium", "Benjamini and Hochberg 1995"},
	}, measured()...),
	Suggests: []string{talk, "Let whoever is on call answer first, with these people as backup.", shadow, share, review},
	Source:   "Page 1954; Shiryaev 1963; Roberts 1966; Lorden 1971; Lai 1995; the rest: " + own,
	inGo:     true,
	describe: describeDrift,
}

// measured is what the test alone was measured to do, in words: what is too small to be told is still in it.
func measured() []Limit {
	var list []Limit
	for _, m := range drift.Measured {
		list = append(list, Limit{
			Name: fmt.Sprintf("measured where %s, %s a week", m.Setting, counted(int(m.PerWeek), "incident", "incidents")),
			Value: fmt.Sprintf("%.2f false alarms in 100 healthy years of a service (95 %% interval %.2f to %.2f). Of drifts in which one of six people comes to take 70 %% in "+
				"eight weeks %s of %s were found, half of them after %s and nine of ten after %d, with a median error of %s in “since”; of one or two people who come to take less, or more slowly, %s of %s",
				m.Rate, m.Low, m.High, grouped(m.Reference.Found), grouped(m.Reference.Of), counted(m.Reference.Delay, "week", "weeks"), m.Reference.Delay90,
				counted(m.Reference.Since, "week", "weeks"), grouped(m.Mixed.Found), grouped(m.Mixed.Of)),
			Source: "fewhands benchmark-drift, on made-up services",
		})
	}
	return list
}

func describeDrift(s *state) words {
	first, second := s.lets()
	w := words{severity: Medium, suggestion: sentences(talk, first, second)}
	if s.number("is_sure") == 1 {
		w.severity = High
	}
	since := time.Unix(int64(s.number("since")), 0).UTC().Format(time.DateOnly)
	earlier := "in the year before it began"
	if n := s.whole("weeks_before"); n < 52 {
		earlier = fmt.Sprintf("in the %d weeks before it began", n)
	}
	share, before := s.number("share"), s.number("share_before")
	was := part(before)
	if before == 0 {
		was = "none"
	}
	w.headline = fmt.Sprintf("%s %s %s of the %s %s of the last %s, %s %s; it began about %s%s.",
		s.fewOf("eligible people"), s.did(), part(share), grouped(s.whole("items")), s.work(), counted(s.whole("weeks"), "week", "weeks"),
		was, earlier, since, s.whileRota())
	theirs := Evidence{Name: "share", Title: "Their share", Unit: "share", Channel: s.channel}
	w.evidence = append(w.evidence, theirs.is(share), theirs.of(earlier).is(before))
	if s.has("rota") {
		w.evidence = append(w.evidence, value("rotation_size", s.number("rota")))
		if s.has("rota_before") {
			w.evidence = append(w.evidence, value("rotation_size", s.number("rota_before")).of("before it began"))
		}
	}
	if s.number("has_rota") == 1 {
		answered := Evidence{Name: "answered_off_call", Title: "Incidents answered while not on call", Unit: "share"}
		w.evidence = append(w.evidence, answered.is(s.number("rate")), answered.of("before it began").is(s.number("rate_before")))
	}
	w.evidence = append(w.evidence, fact("evidence", "Evidence", fmt.Sprintf("%s, where %s raises it", decimal(s.number("statistic")), decimal(s.number("level")))))
	return w
}

// whileRota says what the rota did while the work drifted, as far as that is known. That it stayed as it was is said where it
// was so in every week since the one before.
func (s *state) whileRota() string {
	if !s.has("rota") {
		return ""
	}
	now := s.whole("rota")
	switch {
	case !s.has("rota_before"):
		return fmt.Sprintf(", and the rota is %d", now)
	case s.whole("rota_before") != now:
		return fmt.Sprintf(", while the rota went from %d to %d", s.whole("rota_before"), now)
	case s.whole("rota_least") == now && s.whole("rota_most") == now:
		return fmt.Sprintf(", while the rota stayed at %d", now)
	}
	return fmt.Sprintf(", and the rota was %d then and is %d now", now, now)
}
