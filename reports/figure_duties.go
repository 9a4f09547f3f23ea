package reports

import (
	"fmt"
	"strconv"
	"strings"
)

// dutiesChart is everybody's share of the hours on call beside their share of the responses.
func (e entity) dutiesChart() (*chart, error) {
	var seconds, responses int64
	for _, d := range e.duties {
		seconds += d.seconds
		responses += d.responses
	}
	if e.period.privacy.hidesTeam() || e.scope == "org" || seconds == 0 || responses < 10 || len(e.duties) < 2 {
		return nil, nil
	}
	var rows []string
	onCall, answered := dots{Name: "Share of the hours on call", Symbol: "diamond", Color: okabeIto[5]}, dots{Name: "Share of the responses", Symbol: "circle", Color: okabeIto[0]}
	t := table{
		ID: "duties-table", Tall: len(e.duties) > 15, Caption: "Hours on call at level 1 and responses of the last 13 weeks, most responses first.",
		Columns: []column{{Title: "Person"}, {"Hours on call", true}, {"Share of the hours", true}, {"Responses", true}, {"Share of the responses", true}},
	}
	s := newSheet(false, "person", "name", "on_call_hours", "on_call_share", "responses", "response_share")
	var off int64 // given by people who were never on call
	var strangers int
	for i, d := range e.duties {
		hours := float64(d.seconds) / 3600
		rota, fact := float64(d.seconds)/float64(seconds), float64(d.responses)/float64(responses)
		if i < mostDots {
			rows = append(rows, d.name)
			onCall.Values, answered.Values = append(onCall.Values, &rota), append(answered.Values, &fact)
		}
		if d.seconds == 0 {
			off += d.responses
			strangers++
		}
		t.Rows = append(t.Rows, []cell{
			nameCell(d.name, ""), numberCell(grouped(int64(hours+0.5)), &hours), numberCell(tenths(&rota), &rota), countCell(&d.responses), numberCell(tenths(&fact), &fact),
		})
		s.row(d.person, d.name, number(strconv.FormatFloat(hours, 'f', 2, 64)), number(exact(rota)), number(strconv.FormatInt(d.responses, 10)), number(exact(fact)))
	}
	i, c := dotsChart("Share of hours and of responses", rows, true, onCall, answered)
	text, err := i.marshal(c)
	if err != nil {
		return nil, err
	}
	says := "Everybody who responded was on call at some time."
	if strangers > 0 {
		share := float64(off) / float64(responses)
		says = fmt.Sprintf("%s of the responses came from %s not on call at any time.", upper(tenths(&share)), counted(int64(strangers), "person who was", "people who were"))
	}
	first := e.duties[0]
	rota, fact := float64(first.seconds)/float64(seconds), float64(first.responses)/float64(responses)
	says = fmt.Sprintf("%s had %s of the hours on call of the last 13 weeks and gave %s of the responses. ", shown(first.name), tenths(&rota), tenths(&fact)) + says
	if len(e.duties) > mostDots {
		says += fmt.Sprintf(" The chart shows the %d with most responses, the table all %d.", mostDots, len(e.duties))
	}
	return &chart{
		ID: "duties", Title: "The rota against reality", Says: says, Data: text, Size: dotsSize(len(rows)),
		Basis: "Of the rota: " + e.coverage.says("rotas") + " Of the responses: " + e.coverage.says("pages"),
		Alt:   "A row for each person, with a diamond at their share of the hours on call and a dot at their share of the responses. " + says + " The table below has every number.",
		Table: t, csv: ownCSV{"duties", "hours on call and responses by person", s.bytes()},
	}, nil
}

// leaveChart is how much of each kind of work would be lost with one person, of those who carry most.
func (e entity) leaveChart() (*chart, error) {
	if len(e.leavers) == 0 {
		return nil, nil
	}
	kinds := []struct {
		channel string
		dots    dots
	}{
		{"pages", dots{Name: "Responses", Symbol: "circle", Color: okabeIto[0]}}, {"tickets", dots{Name: "Tickets", Symbol: "triangle", Color: okabeIto[1]}},
		{"commits", dots{Name: "Reliability commits", Symbol: "rect", Color: okabeIto[2]}}, {"code", dots{Name: "Files as an author", Symbol: "diamond", Color: okabeIto[3]}},
	}
	var rows []string
	var drawn []dots
	for _, k := range kinds {
		for _, l := range e.leavers[:min(len(e.leavers), mostDots)] {
			var v *float64
			if share, ok := l.shares[k.channel]; ok {
				v = &share
			}
			k.dots.Values = append(k.dots.Values, v)
		}
		if anyValue(k.dots.Values) {
			drawn = append(drawn, k.dots)
		}
	}
	s := newSheet(false, "name", "channel", "share", "people_after", "is_last")
	var alone []string
	for i, l := range e.leavers {
		if i < mostDots {
			rows = append(rows, l.name)
		}
		for _, k := range kinds {
			share, ok := l.shares[k.channel]
			if !ok {
				continue
			}
			s.row(l.name, k.channel, number(exact(share)), number(strconv.FormatInt(l.after[k.channel], 10)), number(strconv.FormatBool(l.last[k.channel])))
			if l.last[k.channel] && k.channel != "commits" && (len(alone) == 0 || alone[len(alone)-1] != l.name) {
				alone = append(alone, l.name)
			}
		}
	}
	t := *e.leaveTable()
	t.ID = "leave-shares-table"
	i, c := dotsChart("Share that this person has", rows, false, drawn...)
	text, err := i.marshal(c)
	if err != nil {
		return nil, err
	}
	says := "Whoever of them leaves, somebody active is left for each kind of work."
	switch len(alone) {
	case 0:
	case 1:
		says = "If " + shown(alone[0]) + " leaves, nobody active is left of a kind that the table marks."
	default:
		says = fmt.Sprintf("For %d of these people, nobody active is left of a kind that the table marks if that one person leaves.", len(alone))
	}
	return &chart{
		ID: "leave-shares", Title: "What leaves with one person", Says: says, Data: text, Size: dotsSize(len(rows)),
		Basis: "Of the 13 weeks that end with the last week; files as they are now.",
		Alt:   "A row for each of the people who carry most, with a mark at their share of the responses, tickets, reliability commits and files. " + says + " The table below has every number.",
		Table: t, Open: true, csv: ownCSV{"leave", "what leaves with one person", s.bytes()},
	}, nil
}

// leaveBars is, over all services and over all teams, for how many any one person's leaving would leave nobody active of a kind.
func leaveBars(bars []bar, services []string, t table) (*chart, error) {
	if len(bars) == 0 {
		return nil, nil
	}
	t.ID = "leave-bars-table"
	i, c := barsChart("Would be left with nobody", bars)
	text, err := i.marshal(c)
	if err != nil {
		return nil, err
	}
	says := "If any one person leaves, of the services: " + strings.Join(services, "; ") + "."
	if len(services) == 0 {
		says = "For how many of the teams one person stands between them and nobody."
	}
	return &chart{
		ID: "leave-bars", Title: "If any one person leaves", Says: says, Data: text, Size: "bars", Open: true,
		Basis: "Of those with enough data; a person counts as leaving where it hurts most.",
		csv:   ownCSV{"leave", "if any one person leaves", barsCSV(bars)},
		Alt:   "Bars of the share of the services, and of the teams, that would be left with nobody active of a kind if one person left. " + says + " The table below has every number.",
		Table: t,
	}, nil
}
