package drift

// Result is what Detect found in a history.
type Result struct {
	// First is the first week at whose end there was enough data to find anything; -1 where there never was.
	First int
	// Runs are in order of Begin and do not overlap.
	Runs []Run
}

// State is what is known of a service at the end of a week.
type State string

// The states. TooLittle is never to be shown as healthy.
const (
	TooLittle State = "too little data"
	None      State = "none"
	Alarm     State = "alarm"
)

// At returns the state at the end of a week, and the run where there is one.
func (r *Result) At(week int) (State, *Run) {
	for i := range r.Runs {
		if r.Runs[i].Begin <= week && week < r.Runs[i].End {
			return Alarm, &r.Runs[i]
		}
	}
	if r.First < 0 || week < r.First {
		return TooLittle, nil
	}
	return None, nil
}

// Run is a time for which the rule held.
type Run struct {
	Begin   int  // the first week at whose end it held: first_seen
	End     int  // the first week at whose end it no longer did; the number of weeks where it still does
	Running bool // it still does
	People  []Suspect
}

// Since is the week in which the run's drift most likely began.
func (r *Run) Since() int {
	since := r.People[0].Since
	for _, p := range r.People[1:] {
		since = min(since, p.Since)
	}
	return since
}

// Suspect is a person of a run.
type Suspect struct {
	Person    int32
	Since     int     // the onset of maximum likelihood, as of From
	From, To  int     // weeks in the run, To not included
	Before    float64 // what they did in the baseline: responses while not on call by incident, or their share
	After     float64 // the same since the onset, in the week of the run in which it was highest
	N         float64 // incidents since the onset for which they were not on call; clusters count once, as of that week
	Statistic float64 // the most that spoke for it: compare with Level
}
