package reports

// dayPartsChart is when the pages came, by week.
func (e entity) dayPartsChart() (*chart, error) {
	business, off, asleep := e.series["business_pages"], e.series["off_hours_pages"], e.series["sleep_pages"]
	if !anyValue(business, off, asleep) {
		return nil, nil
	}
	i, drawn := linesChart(e.period.weeks, "people", []line{
		{Name: "Business hours", Dash: "dotted", Steps: true, Values: business},
		{Name: "Off hours", Dash: "dashed", Steps: true, Values: off},
		{Name: "Sleeping hours", Dash: "solid", Steps: true, Values: asleep},
	})
	data, err := i.marshal(drawn)
	if err != nil {
		return nil, err
	}
	says := "Pages to you by week, by the part of your own day."
	return &chart{
		ID: "day-parts", Title: "When pages reached you", Says: says, Data: data, Basis: "Weeks of which your time zone is not known are missing.",
		Alt:   "Line chart by week of the pages in business hours (dotted), off hours (dashed) and sleeping hours (solid). The table below has every number.",
		Table: e.loadTable(),
	}, nil
}

// hoursChart is how long the person was on call, by week.
func (e entity) hoursChart() (*chart, error) {
	first, backup := e.series["on_call_hours"], e.series["backup_hours"]
	if !anyValue(first, backup) {
		return nil, nil
	}
	i, drawn := linesChart(e.period.weeks, "people", []line{
		{Name: "On call", Dash: "solid", Steps: true, Values: first},
		{Name: "As backup", Dash: "dashed", Steps: true, Values: backup},
	})
	data, err := i.marshal(drawn)
	if err != nil {
		return nil, err
	}
	return &chart{
		ID: "hours", Title: "Hours on call by week", Says: "A week has 168 hours.", Data: data, Basis: "As the rotas were known.",
		Alt:   "Line chart by week of the hours on call (solid) and as backup (dashed). The table below has every number.",
		Table: e.onCallTable(),
	}, nil
}
