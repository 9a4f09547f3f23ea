package reports

import (
	"context"
	"strings"
)

// shareChange is the unit of one share less another.
const shareChange = "difference of shares"

func (e exporter) scorecard() dataset {
	d := dataset{
		Name: "scorecard", Title: "The quarter of every team and service",
		About: "One row per team that owns a service, and per service, for the 13 full weeks before the day that the numbers are of: each number, that of the 13 " +
			"weeks before, and the change. Empty is not known, or too little data; what is withheld because the group is small is named in the last field.",
		Key: []string{"scope", "entity"},
		Fields: []field{
			field{Name: "scope", Title: "Scope", About: "What the row is about: team or service.", Values: []string{"team", "service"}}.required(),
			entityField.saying("Key of the entity within its scope, as in metrics."),
			entityNameField,
			label("team", "Team", "Key of the team that owns the service; empty where nobody does, and of teams."),
			dated("quarter_from", "From", "The first day of the quarter, a Monday.").required(),
			dated("quarter_to", "To", "The last day of the quarter, a Sunday.").required(),
		},
	}
	for _, f := range scoreFigures {
		unit := string(f.Unit)
		change := unit
		if unit == "share" {
			change = shareChange
		}
		d.Fields = append(d.Fields, measure(f.Name, f.Title, unit, f.About),
			measure(f.Name+"_before", f.Title+", the quarter before", unit, "The same of the 13 weeks before the quarter."),
			measure(f.Name+"_change", f.Title+", change", change, "The quarter's number less that of the quarter before; empty where one of them is."))
	}
	d.Fields = append(d.Fields, label("suppressed", "Suppressed",
		"Names of the fields that are withheld because the group is small, separated by spaces. An empty number that is not named is not known."))
	d.rows = func(ctx context.Context, _ int, add func(...any) error) error {
		card, err := e.period.scorecard(ctx, e.db, e.privacy)
		if err != nil {
			return err
		}
		return card.rows(add)
	}
	return d
}

// rows gives every row to add, in order.
func (c scorecard) rows(add func(row ...any) error) error {
	for _, s := range c.Rows {
		row := []any{s.Scope, s.Entity, s.Name, s.Team, c.From, c.To}
		for _, f := range scoreFigures {
			one := s.Figures[f.Name]
			row = append(row, one.Now, one.Before, one.Change())
		}
		if err := add(append(row, strings.Join(s.withheld(), " "))...); err != nil {
			return err
		}
	}
	return nil
}

// csv is the file that the site has beside the edition for leaders: the one of the exports.
func (c scorecard) csv() ([]byte, error) {
	d := exporter{}.scorecard()
	sheet := newSheet(false, d.names()...)
	err := c.rows(func(row ...any) error {
		if err := d.settle(row); err != nil {
			return err
		}
		sheet.row(d.csvRow(row)...)
		return nil
	})
	return sheet.bytes(), err
}
