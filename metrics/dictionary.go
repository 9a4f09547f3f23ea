package metrics

import "github.com/fewhands/fewhands/metrics/findings"

// Definition is one row of data_dictionary: a metric or a kind of finding. Fields that do not apply are "".
type Definition struct {
	File       string // the export that has it: metrics.csv for a metric, whose name is a value of its column metric
	Kind       string // "metric" or "finding"
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

// Dictionary defines every metric, then every kind of finding. What the columns of the exports are is said where they are written.
func Dictionary() []Definition {
	var rows []Definition
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
	for _, k := range findings.Kinds {
		d := Definition{
			File: "findings.csv", Kind: "finding", Name: k.Name, Title: k.Title, Direction: string(Neither),
			Definition: k.Question + " " + k.Raised, Thresholds: k.LimitsText(), Sources: k.Source,
		}
		if k.Name == "recovered" {
			d.Direction = string(Higher)
		}
		rows = append(rows, d)
	}
	return rows
}
