package metrics

// Definition is one row of data_dictionary.csv: a column of an export, or a metric. Fields that do not apply are "".
type Definition struct {
	File       string // the export that has it; metrics.csv for a metric, whose name is a value of its column metric
	Kind       string // "column" or "metric"
	Name       string
	Title      string
	Unit       string
	Direction  string // which way is healthier: higher, lower, neither
	Definition string
	Formula    string
	Constants  string // one per line
	Thresholds string // one per line
	Sources    string
}

// DefinitionColumns are the columns of data_dictionary.csv.
var DefinitionColumns = []string{
	"file", "kind", "name", "title", "unit", "direction", "definition", "formula", "constants", "thresholds", "sources",
}

// Record is the definition as a row under DefinitionColumns.
func (d Definition) Record() []string {
	return []string{
		d.File, d.Kind, d.Name, d.Title, d.Unit, d.Direction, d.Definition, d.Formula, d.Constants, d.Thresholds, d.Sources,
	}
}

// Dictionary defines every column of every export, in their order, and then every metric.
func Dictionary() []Definition {
	var rows []Definition
	for _, export := range exports {
		for _, column := range export.columns {
			rows = append(rows, Definition{
				File: export.file, Kind: "column", Name: column.name, Title: column.title, Unit: column.unit, Definition: column.text,
			})
		}
	}
	for _, m := range Catalog {
		rows = append(rows, Definition{
			File: "metrics.csv", Kind: "metric", Name: m.Name, Title: m.Title, Unit: string(m.Unit), Direction: string(m.Better),
			Definition: m.Question + " " + m.Counts + " Leaves out: " + m.Ignores,
			Formula:    m.Formula,
			Constants:  m.constantsText(),
			Thresholds: m.thresholdsText(),
			Sources:    m.Source,
		})
	}
	return rows
}

type column struct{ name, title, unit, text string }

type export struct {
	file    string
	columns []column
}

// exports are the files with stable columns. Parquet and Excel carry the same tables.
var exports = []export{
	{"metrics.csv", []column{
		{"metric", "Metric", "", "Name of the metric in the catalogue."},
		{"channel", "Channel", "", "The kind of work, such as commits; empty where the metric is not computed per channel."},
		{"week", "Week", "date", "Monday of the ISO week, UTC. Trailing windows end with that week's Sunday."},
		{"scope", "Scope", "", "What the row is about: org or repo."},
		{"entity", "Entity", "", "Key of the organisation or repository within its scope."},
		{"entity_name", "Name", "", "The entity's name for people."},
		{"value", "Value", "see unit", "The metric's value; empty where there is too little data to say."},
		{"n", "Items", "count", "How many items the value is computed from: commits, or files."},
		{"unit", "Unit", "", "Unit of the value: share and index run from 0 to 1, people and quarters are counted."},
		{"coverage", "Coverage", "share", "Share of the data that could be used; empty where there was none."},
		{"suppressed", "Suppressed", "", "true where the value is withheld because the group is small. An empty value without it is too little data."},
	}},
	{"truck_factor.csv", []column{
		{"scope", "Scope", "", "What the row is about: org or repo."},
		{"entity", "Entity", "", "Key of the organisation or repository within its scope."},
		{"week", "Week", "date", "Monday of the ISO week, UTC; files and authors as of that week's end."},
		{"files", "Files", "files", "Files that the truck factor counts: in the tree, of the counted kinds, with a recorded change."},
		{"authors", "Authors", "people", "People who are an author of at least one of the files."},
		{"truck_factor", "Truck factor", "people", "The metric truck_factor; empty where there is too little data."},
		{"active_truck_factor", "Truck factor of active people", "people", "The metric active_truck_factor; empty where there is too little data."},
		{"top1_share", "Share of the top author", "share", "Share of the files that the person with most authored files is an author of."},
	}},
	{"data_dictionary.csv", []column{
		{"file", "File", "", "The export that has the column; metrics.csv for a metric."},
		{"kind", "Kind", "", "column or metric."},
		{"name", "Name", "", "Name of the column, or of the metric as in metrics.csv."},
		{"title", "Title", "", "The name for people."},
		{"unit", "Unit", "", "Unit of the value."},
		{"direction", "Direction", "", "Which way is healthier: higher, lower or neither."},
		{"definition", "Definition", "", "What it counts and what it leaves out."},
		{"formula", "Formula", "", "How it is computed."},
		{"constants", "Constants", "", "Numbers fixed by the definition, one per line, each with who fixed it."},
		{"thresholds", "Thresholds", "", "Bands of values and how to read them, one per line, each with its source."},
		{"sources", "Sources", "", "Who defined the metric."},
	}},
}
