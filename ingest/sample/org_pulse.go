package sample

import (
	"bytes"
	"fmt"
	"math"
	"time"
)

// pulseQuestions is what everybody in a team is asked every four weeks.
var pulseQuestions = []string{"I can switch off after work", "I would know what to do when something breaks", "Help is near when I need it"}

// Pulse returns the answers as CSV: team, date, question, score from 1 to 5; one row is one answer, without a name.
// Payments goes down while Checkout falls to two people, Accounts goes up after its rotation.
func (o *Organisation) Pulse() []byte {
	var b bytes.Buffer
	b.WriteString("team,date,question,score\n")
	rnd := o.random("pulse")
	for before := historyWeeks - 2; before >= 0; before -= 4 {
		day := o.week(before).AddDate(0, 0, 2)
		if !day.Before(o.AsOf) {
			continue
		}
		for _, team := range []string{"Payments", "Search", "Accounts", "Platform", "Storefront"} {
			for range o.others(day, func(c *colleague) bool { return c.team == team }) {
				for _, question := range pulseQuestions {
					score := math.Round(o.mood(team, day) + 0.8*rnd.NormFloat64())
					fmt.Fprintf(&b, "%s,%s,%s,%d\n", slug(team), day.Format(time.DateOnly), question, int(max(1, min(5, score))))
				}
			}
		}
	}
	return b.Bytes()
}

// mood is what people of a team answer on average.
func (o *Organisation) mood(team string, at time.Time) float64 {
	switch team {
	case "Payments":
		return 3.9 - 0.9*clamp(o.since(driftOnset, at)/driftWeeks)
	case "Accounts":
		return 2.8 + 1.1*clamp(o.since(rotation, at)/(2*rotateWeeks))
	case "Platform":
		return 3.2
	}
	return 3.8
}
