package reports

// ownCSV is a CSV file of a chart alone: what its name ends in, what it is, and its text.
type ownCSV struct {
	suffix, says string
	text         []byte
}

// addFiles gives the charts that have a file of their own its name, which begins with that of the page's other files, and lists it
// among those. The others keep the one they have.
func addFiles(list []chart, files []file, base string) []file {
	for i := range list {
		if own := list[i].csv; own.text != nil {
			list[i].CSV = base + "." + own.suffix + ".csv"
			files = append(files, file{list[i].CSV, own.says, own.text})
		}
	}
	return files
}
