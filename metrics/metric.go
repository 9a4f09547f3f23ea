// Package metrics says what every number means: its catalogue has one entry per metric, with definition, constants,
// thresholds and their sources, and everything that shows a number reads it from there. The rule that keeps it simple:
// a metric is three places, sql/metrics/<name>.sql, its entry in the catalogue, and its worked example in testdata.
package metrics

// Metric is the entry of one metric in the catalogue. The method page, the data dictionary and `fewhands metrics NAME`
// are generated from it.
type Metric struct {
	Name       string      // as exported: snake_case, never renamed
	Title      string      // for people: "Share of the top person"
	Question   string      // what it answers
	Counts     string      // what goes in, and what the number is
	Ignores    string      // what stays out, and where that is shown instead
	Formula    string      // in the words of Counts
	Source     string      // who defined it
	Constants  []Constant  // every number in the formula that someone chose
	Unit       Unit        // of the value
	Better     Direction   // which way is healthier
	Thresholds []Threshold // bands that do not overlap, in rising order; none where no number is known to be healthy
	Channels   bool        // computed per channel (commits, pages, tickets, all); otherwise the channel is ""
	Private    bool        // its rows are of people: they are in private exports only
	IsPersonal bool        // about people's load or rest: withheld from public exports where n, the people, is under 5
	Basis      string      // which rows of weekly.coverage say how much of the data it could use; per channel, the channel's own
}

// Constant is a number that a definition fixes, and who fixed it.
type Constant struct {
	Name   string
	Value  string // with its unit
	Source string
}

// Threshold is a band of values and how to read it. It holds values over Over, up to and including UpTo; nil is no bound.
type Threshold struct {
	Text   string // such as "one person carries it"
	Over   *float64
	UpTo   *float64
	Source string
}

// Contains tells whether v lies in the band.
func (t Threshold) Contains(v float64) bool {
	return (t.Over == nil || v > *t.Over) && (t.UpTo == nil || v <= *t.UpTo)
}

// Unit is what a value is measured in.
type Unit string

// The units of the catalogue.
const (
	Share    Unit = "share"    // 0 to 1, shown as a percentage
	Index    Unit = "index"    // 0 to 1, without a unit of its own
	People   Unit = "people"   // a number of people, whole or not
	Quarters Unit = "quarters" // of 13 ISO weeks

	Ratio       Unit = "ratio"        // of two numbers of one kind; 1 is equal
	Minutes     Unit = "minutes"      // whole or not
	PerIncident Unit = "per incident" // a mean number for each incident
	PerShift    Unit = "per shift"    // a mean number for 12 hours on call

	Pages     Unit = "pages"
	Hours     Unit = "hours"    // whole or not
	Mornings  Unit = "mornings" // Monday to Friday
	Nights    Unit = "nights"
	Days      Unit = "days"
	Weeks     Unit = "weeks"
	Incidents Unit = "incidents"
	Responses Unit = "responses"
	Commits   Unit = "commits"
	Tickets   Unit = "tickets"
	Acts      Unit = "acts" // on tickets
	Roles     Unit = "roles"

	PerWeek   Unit = "per week"
	PerPerson Unit = "per person"
	Points    Unit = "points" // of 5
)

// Direction says which way a value is healthier.
type Direction string

// The directions of the catalogue. Neither is for a number that is read beside others.
const (
	Higher  Direction = "higher"
	Lower   Direction = "lower"
	Neither Direction = "neither"
)

// Reading is the threshold that v lies in; false when v is nil, which is never read as healthy, or in no band.
func (m Metric) Reading(v *float64) (Threshold, bool) {
	if v == nil {
		return Threshold{}, false
	}
	for _, t := range m.Thresholds {
		if t.Contains(*v) {
			return t, true
		}
	}
	return Threshold{}, false
}
