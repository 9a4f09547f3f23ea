package reports

import (
	"context"
	"time"
)

// truckFactor has one row per entity and week with a counted file. Its truck factors are those of metrics.
func (e exporter) truckFactor() dataset {
	people := func(name, title, about string) field {
		f := measure(name, title, "people", about)
		f.AtLeast = new(0.0)
		return f
	}
	return dataset{
		Name: "truck_factor", Title: "Who holds the code, by week",
		About: "One row per entity and week with a file that the truck factor counts.",
		Key:   []string{"scope", "entity", "week"},
		Fields: []field{
			scopeField,
			entityField.saying("Key of the entity within its scope, as in metrics."),
			dated("week", "Week", "Monday of the ISO week, UTC; files and authors as of that week's end.").required(),
			tally("files", "Files", "files", "Files that the truck factor counts: in the tree, of the counted kinds, with a recorded change.").required(),
			tally("authors", "Authors", "people", "People who are an author of at least one of the files.").required(),
			people("truck_factor", "Truck factor", "The metric truck_factor; empty where there is too little data."),
			people("active_truck_factor", "Truck factor of active people", "The metric active_truck_factor; empty where there is too little data."),
			share("top1_share", "Share of the top author", "Share of the files that the person with most authored files is an author of."),
		},
		rows: all(
			func(ctx context.Context, weeks int) ([]authorship, error) {
				since := time.Time{}
				if week, ok := e.period.ago(weeks - 1); ok {
					since = week
				}
				return readAuthorship(ctx, e.db, "", "", "", since)
			},
			func(a authorship) []any {
				return []any{a.scope, a.entity, a.week, a.files, a.authors, a.truckFactor, a.activeTruckFactor, a.topShare}
			}),
	}
}
