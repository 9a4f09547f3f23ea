package reports

import (
	"fmt"

	"github.com/fewhands/fewhands/metrics"
)

// paperChart is the rota on paper beside those who responded, as effective numbers of people.
func (e entity) paperChart() (*chart, error) {
	size, rota, responders := e.series["rotation_size"], e.series["effective_rotation"], e.series["effective_people"]
	if !anyValue(rota) || !anyValue(responders) {
		return nil, nil
	}
	i, drawn := linesChart(e.period.weeks, "people", []line{
		{Name: "People on the rota", Dash: "dotted", Steps: true, Values: size},
		{Name: "Effective number on the rota", Dash: "dashed", Values: rota},
		{Name: "Effective number of responders", Dash: "solid", Values: responders},
	}, e.marks...)
	data, err := i.marshal(drawn)
	if err != nil {
		return nil, err
	}
	m, _ := metrics.Find("effective_people")
	last := len(rota) - 1
	says := "Too little data in the last week."
	if rota[last] != nil && responders[last] != nil {
		says = fmt.Sprintf("In the last 13 weeks the hours on call were spread as over %s, the responses as over %s.",
			m.Format(rota[last]), m.Format(responders[last]))
	}
	const id = "rota-by-week"
	return &chart{
		ID: id, Title: "The rota on paper and in fact, by week", Says: says, Data: data, Marks: e.marksIn(size, rota, responders),
		Alt: "Line chart by week of people on the rota (dotted), the effective number of people by hours on call (dashed) and the " +
			"effective number of people by responses (solid), each of the trailing 13 weeks. " + says + " The table below has every number.",
		Basis: "Of the rota: " + e.coverage.says("rotas") + " Of the responses: " + e.coverage.says("pages"),
		Table: e.byWeek(id+"-table", "Rota and responses of the trailing 13 weeks, newest week first.",
			named("effective_people", "rotation_size", "effective_rotation", "rota_gap", "rota_reach"),
			[]column{{"Responses", true}},
			func(w int) []cell { return []cell{wholeCell(e.counts["items"][w])} }),
	}, nil
}

// offCallChart is the share of the responses by people who were not on call.
func (e entity) offCallChart() (*chart, error) {
	share := e.series["off_call_response_share"]
	if !anyValue(share) {
		return nil, nil
	}
	i, drawn := linesChart(e.period.weeks, "share", []line{{Name: "Responses off call", Dash: "solid", Values: share}}, e.marks...)
	data, err := i.marshal(drawn)
	if err != nil {
		return nil, err
	}
	says := "Too little data in the last week."
	if last := share[len(share)-1]; last != nil {
		m, _ := metrics.Find("off_call_response_share")
		says = m.Format(last) + " of the responses of the last 13 weeks came from people who were not on call then."
	}
	const id = "off-call-by-week"
	return &chart{
		ID: id, Title: "Responses by people who were not on call, by week", Says: says, Data: data, Size: "low", Marks: e.marksIn(share),
		Alt: "Line chart by week of the share of the responses of the trailing 13 weeks by people who were not on call then. " + says +
			" The table below has every number.",
		Basis: e.coverage.says("on_call"),
		Table: e.byWeek(id+"-table", "Responses of the trailing 13 weeks, newest week first.",
			named("off_call_response_share", "cross_team_response_share"),
			[]column{{"Incidents", true}, {"Pages", true}, {"Responses", true}},
			func(w int) []cell {
				return []cell{wholeCell(e.counts["incidents"][w]), wholeCell(e.counts["pages"][w]), wholeCell(e.counts["responses"][w])}
			}),
	}, nil
}
