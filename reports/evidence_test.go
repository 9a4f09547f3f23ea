package reports

import (
	"testing"

	"github.com/fewhands/fewhands/metrics/findings"
)

func TestEvidenceHasTheTitleAndTheUnitOfItsMetric(t *testing.T) {
	value := func(v float64) *float64 { return &v }
	list := []findings.Evidence{
		{Name: "rotation_size", Value: value(8)},
		{Name: "rotation_size", Of: "before it began", Value: value(1)},
		{Name: "top_share", Channel: "pages", Value: value(0.8125)},
		{Name: "time_to_acknowledge", Of: "of the organisation", Value: value(3.25)},
		{Name: "share", Title: "Their share", Unit: "share", Channel: "tickets", Value: value(0.999)},
		{Name: "owning_team", Title: "Owning team", Text: "none"},
		{Name: "runbook_coverage"},
	}
	const people = "People on the rota: 8 people; People on the rota before it began: 1 person; Share of the top person (pages): 81 %; " +
		"Time to acknowledge of the organisation: 3.2 minutes; Their share (tickets): > 99 %; Owning team: none; Incidents with a runbook: –"
	if got := evidenceText(list); got != people {
		t.Errorf("people read\n%s\nwant\n%s", got, people)
	}
	const file = "rotation_size=8; rotation_size before it began=1; top_share of pages=0.8125; time_to_acknowledge of the organisation=3.25; " +
		"share of tickets=0.999; owning_team=none; runbook_coverage="
	var got string
	for i, e := range list {
		if i > 0 {
			got += "; "
		}
		got += e.String()
	}
	if got != file {
		t.Errorf("files have\n%s\nwant\n%s", got, file)
	}
}
