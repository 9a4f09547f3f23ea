package sample

import (
	"encoding/json"
	"slices"
	"time"
)

// PagerDutySchedule is a rota: layers, of which an earlier one in the list covers a later one, and overrides above all.
type PagerDutySchedule struct {
	ID          string                `json:"id"`
	Name        string                `json:"name"`
	TimeZone    string                `json:"time_zone"`
	Description *string               `json:"description"`
	Policies    []*PagerDutyReference `json:"escalation_policies"`
	Users       []*PagerDutyReference `json:"users"`
	Teams       []*PagerDutyReference `json:"teams"`
	Layers      []*PagerDutyLayer     `json:"-"`
	Overrides   []PagerDutyShift      `json:"-"`
	Extra       Object                `json:"-"` // fields on top of these, or in their place
	ref         *PagerDutyReference
}

// PagerDutyLayer is people who take turns. Hand-overs stay at the same time of day where clocks change.
type PagerDutyLayer struct {
	ID           string
	Name         string
	Start        time.Time
	End          *time.Time // nil: it does not end
	VirtualStart time.Time  // when the first of Users had their first turn
	TurnSeconds  int        // by the clock on the wall
	Users        []*PagerDutyReference
	Restrictions []PagerDutyRestriction
}

// PagerDutyRestriction limits a layer to part of each day or week.
type PagerDutyRestriction struct {
	Type            string `json:"type"` // daily_restriction or weekly_restriction
	StartTimeOfDay  string `json:"start_time_of_day"`
	StartDayOfWeek  int    `json:"start_day_of_week,omitempty"` // 1 is Monday
	DurationSeconds int    `json:"duration_seconds"`
}

// PagerDutyShift is one person on call from a time until another.
type PagerDutyShift struct {
	Start time.Time           `json:"start"`
	End   time.Time           `json:"end"`
	User  *PagerDutyReference `json:"user"`
}

// Reference returns the shared reference to the schedule.
func (s *PagerDutySchedule) Reference() *PagerDutyReference {
	return once(&s.ref, "schedule", s.ID, s.Name)
}

// location returns the schedule's zone; a name that nobody knows is UTC.
func (s *PagerDutySchedule) location() *time.Location {
	if loc, err := time.LoadLocation(s.TimeZone); err == nil {
		return loc
	}
	return time.UTC
}

// encode returns the schedule as the list of schedules shows it, without layers.
func (s *PagerDutySchedule) encode() json.RawMessage {
	return encode(struct {
		*PagerDutySchedule
		addresses
	}{s, addressesOf("schedule", s.ID, s.Name)}, s.Extra)
}

// layerJSON is a layer, or the sub-schedule of overrides or of the final schedule, as the API shows it.
type layerJSON struct {
	ID           string                 `json:"id,omitempty"`
	Name         string                 `json:"name"`
	Start        *time.Time             `json:"start,omitempty"`
	End          *time.Time             `json:"end"`
	VirtualStart *time.Time             `json:"rotation_virtual_start,omitempty"`
	TurnSeconds  int                    `json:"rotation_turn_length_seconds,omitempty"`
	Users        []Object               `json:"users,omitempty"`
	Restrictions []PagerDutyRestriction `json:"restrictions,omitempty"`
	Entries      []PagerDutyShift       `json:"rendered_schedule_entries"`
	Coverage     *float64               `json:"rendered_coverage_percentage"`
}

// encodeWhole returns the schedule with its layers. With w, entries are rendered for that window, cut at its ends
// unless overflow is set; without, the lists of entries are empty.
func (s *PagerDutySchedule) encodeWhole(w *window, overflow bool) json.RawMessage {
	rendered := func(l layerJSON, shifts func(since, until time.Time) []PagerDutyShift) layerJSON {
		l.Entries = []PagerDutyShift{}
		if w == nil {
			return l
		}
		covered := time.Duration(0)
		for _, shift := range shifts(w.since, w.until) {
			cut := PagerDutyShift{later(shift.Start, w.since), earlier(shift.End, w.until), shift.User}
			covered += cut.End.Sub(cut.Start)
			if overflow {
				cut = shift
			}
			cut.Start, cut.End = cut.Start.In(s.location()), cut.End.In(s.location())
			l.Entries = append(l.Entries, cut)
		}
		percentage := 100 * covered.Seconds() / w.until.Sub(w.since).Seconds()
		l.Coverage = &percentage
		return l
	}
	layers := []layerJSON{}
	for _, layer := range s.Layers {
		l := layerJSON{
			ID: layer.ID, Name: layer.Name, Start: &layer.Start, End: layer.End, VirtualStart: &layer.VirtualStart,
			TurnSeconds: layer.TurnSeconds, Restrictions: layer.Restrictions,
		}
		for _, user := range layer.Users {
			l.Users = append(l.Users, Object{"user": user})
		}
		layers = append(layers, rendered(l, func(since, until time.Time) []PagerDutyShift {
			return layer.shifts(s.location(), since, until)
		}))
	}
	return encode(struct {
		*PagerDutySchedule
		addresses
		Layers    []layerJSON `json:"schedule_layers"`
		Overrides layerJSON   `json:"overrides_subschedule"`
		Final     layerJSON   `json:"final_schedule"`
	}{
		s, addressesOf("schedule", s.ID, s.Name), layers,
		rendered(layerJSON{Name: "Overrides"}, func(since, until time.Time) []PagerDutyShift {
			return slices.DeleteFunc(slices.Clone(s.Overrides), func(o PagerDutyShift) bool { return !o.overlaps(since, until) })
		}),
		rendered(layerJSON{Name: "Final Schedule"}, s.Final),
	}, s.Extra)
}
