// Package findings says what has quietly happened, in few sentences that are true: which rules hold, since when, and what
// would help. Each rule is looked at in every kept week, so a finding needs no state of its own and a rerun gives the same. The
// rule that keeps it simple: when a rule holds is one SELECT in sql/findings, what that means in words is one entry of Kinds.
package findings

import "slices"

// Kind is a kind of finding: its entry in the catalogue, from which the method page and the dictionary are generated.
type Kind struct {
	Name       string // as exported: snake_case, never renamed
	Title      string // for people: "Carried by one person"
	Question   string // what it answers
	Raised     string // the rule in words
	Ends       string // where it does not end as the others do
	Limits     []Limit
	Suggests   []string // what teams found to help
	Source     string   // who defined the rule
	IsPersonal bool     // about load and rest: withheld from public files where of_people is small

	weeks    int  // how many held weeks make a run a finding; less is chance
	back     int  // how many weeks before the first held one the rule already speaks of
	inGo     bool // no SELECT says when it holds
	describe func(*state) words
}

// Limit is a number that a rule fixes, and who fixed it.
type Limit struct{ Name, Value, Source string }

// words is what a finding says.
type words struct {
	severity   string
	headline   string // without the entity's name in front, and without names of people
	evidence   []Evidence
	suggestion string
}

// Severities, the gravest first. Good is for what recovered.
const (
	High   = "high"
	Medium = "medium"
	Low    = "low"
	Good   = "good"
)

var severities = []string{High, Medium, Low, Good}

// Kinds is every kind of finding, in the order in which they are told.
var Kinds = []Kind{
	quietDrift,
	singlePoint,
	sustainedLoad,
	orphaned,
	paperRota,
	unclearAlerts,
	thinKnowledge,
	ownerMissing,
	silo,
	habit,
	recovered,
}

// Find gives the kind of that name.
func Find(name string) (Kind, bool) {
	i := slices.IndexFunc(Kinds, func(k Kind) bool { return k.Name == name })
	if i < 0 {
		return Kind{}, false
	}
	return Kinds[i], true
}

// gap is for how many weeks a rule may not hold without ending the finding.
const gap = 3

// own is the source of what no literature says.
const own = "Fewhands' own choice"
