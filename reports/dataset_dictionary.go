package reports

import (
	"context"
	"slices"

	"github.com/fewhands/fewhands/metrics"
)

// dataDictionary has every field of the datasets and its own, in their order, then every metric and every kind of finding.
func dataDictionary(datasets []dataset) dataset {
	d := dataset{
		Name: "data_dictionary", Title: "What everything means",
		About: "One row per field of every table, per metric and per kind of finding: what it counts, by which formula, with which constants, and whose they are.",
		Key:   []string{"file", "kind", "name"},
		Fields: []field{
			label("file", "File", "The file that has the field; metrics.csv for a metric, findings.csv for a finding. The same holds for Parquet and XLSX.").required(),
			field{Name: "kind", Title: "Kind", About: "column, metric or finding.", Values: []string{"column", "metric", "finding"}}.required(),
			label("name", "Name", "Name of the field, or of the metric as in metrics.csv.").required(),
			label("title", "Title", "The name for people."),
			label("unit", "Unit", "Unit of the value."),
			label("direction", "Direction", "Which way is healthier: higher, lower or neither."),
			label("definition", "Definition", "What it counts and what it leaves out."),
			label("formula", "Formula", "How it is computed."),
			label("constants", "Constants", "Numbers fixed by the definition, one per line, each with who fixed it."),
			label("thresholds", "Thresholds", "Bands of values and how to read them, one per line, each with its source."),
			label("sources", "Sources", "Who defined the metric."),
		},
	}
	described := append(slices.Clone(datasets), d)
	d.rows = func(_ context.Context, _ int, add func(...any) error) error {
		for _, one := range described {
			for _, f := range one.Fields {
				if err := add(one.Name+".csv", "column", f.Name, f.Title, f.Unit, "", f.About, "", "", "", ""); err != nil {
					return err
				}
			}
		}
		for _, def := range metrics.Dictionary() {
			err := add(def.File, def.Kind, def.Name, def.Title, def.Unit, def.Direction, def.Definition, def.Formula, def.Constants, def.Thresholds, def.Sources)
			if err != nil {
				return err
			}
		}
		return nil
	}
	return d
}
