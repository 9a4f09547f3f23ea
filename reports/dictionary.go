package reports

import "github.com/fewhands/fewhands/metrics"

// dictionaryCSV is the data dictionary: every column of every export, and every metric.
func dictionaryCSV(excel bool) []byte {
	s := newSheet(excel, metrics.DefinitionColumns...)
	for _, d := range metrics.Dictionary() {
		record := d.Record()
		cells := make([]any, len(record))
		for i, text := range record {
			cells[i] = text
		}
		s.row(cells...)
	}
	return s.bytes()
}
