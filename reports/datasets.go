package reports

import (
	"context"
	"slices"

	"github.com/fewhands/fewhands/sql"
)

// exporter reads the datasets of a built warehouse.
type exporter struct {
	db      *sql.DB
	period  period
	privacy Privacy
}

// datasets are all tables of the exports, in the order in which they are listed everywhere. Those that are not private have no row
// of a person and no name of one.
func (e exporter) datasets() []dataset {
	list := []dataset{
		e.metrics(),
		e.findings(),
		e.interventions(),
		e.scorecard(),
		e.truckFactor(),
		e.peopleWeekly(),
		e.responses(),
		e.identities(),
	}
	for i := range list {
		if !list[i].Private {
			list[i] = e.masked(list[i])
		}
	}
	dictionary := dataDictionary(list)
	// Public datasets come before the private ones.
	return slices.Insert(list, slices.IndexFunc(list, func(d dataset) bool { return d.Private }), dictionary)
}

// masked is a dataset without the names of people in its texts.
func (e exporter) masked(d dataset) dataset {
	rows := d.rows
	d.rows = func(ctx context.Context, weeks int, add func(row ...any) error) error {
		return rows(ctx, weeks, func(row ...any) error {
			for i, f := range d.Fields {
				text, isText := row[i].(string)
				switch {
				case !isText || len(f.Values) > 0:
				case f.Name == "entity" || f.Name == "team":
					row[i] = e.privacy.placeKey(text)
				default:
					row[i] = e.privacy.placeText(text)
				}
			}
			return add(row...)
		})
	}
	return d
}

// all are the rows of a dataset in one piece, for those that have few.
func all[T any](read func(ctx context.Context, weeks int) ([]T, error), row func(T) []any) func(context.Context, int, func(...any) error) error {
	return func(ctx context.Context, weeks int, add func(...any) error) error {
		list, err := read(ctx, weeks)
		if err != nil {
			return err
		}
		for _, one := range list {
			if err := add(row(one)...); err != nil {
				return err
			}
		}
		return nil
	}
}

// The fields that several datasets share.
var (
	scopeField = field{
		Name: "scope", Title: "Scope", About: "What the row is about: org, team, service or repo.", Required: true,
		Values: []string{"org", "team", "service", "repo"},
	}
	entityField = field{
		Name: "entity", Title: "Entity", Required: true,
		About: "Key of the entity within its scope: the id of a team or service in org.yaml, or else in its source; the name of a repository.",
	}
	entityNameField = field{Name: "entity_name", Title: "Name", About: "The entity's name for people."}
	suppressedField = field{Name: "suppressed", Title: "Suppressed", Kind: flagField, Required: true}
)

// saying is a field with a text of its own.
func (f field) saying(about string) field {
	f.About = about
	return f
}

// share is a number from 0 to 1.
func share(name, title, about string) field {
	return field{Name: name, Title: title, Unit: "share", About: about, Kind: numberField, AtLeast: new(0.0), AtMost: new(1.0)}
}

// tally is a whole number of things.
func tally(name, title, unit, about string) field {
	return field{Name: name, Title: title, Unit: unit, About: about, Kind: wholeField, AtLeast: new(0.0)}
}

func measure(name, title, unit, about string) field {
	return field{Name: name, Title: title, Unit: unit, About: about, Kind: numberField}
}

func label(name, title, about string) field { return field{Name: name, Title: title, About: about} }

func dated(name, title, about string) field {
	return field{Name: name, Title: title, Unit: "date", About: about, Kind: dayField}
}

// required is a field that is never empty.
func (f field) required() field {
	f.Required = true
	return f
}
