package reports

import (
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/fewhands/fewhands/metrics"
)

// scorecard is the quarter of every team and service beside the one before: the headline numbers that leaders open.
type scorecard struct {
	From, To time.Time // the first and the last day of the quarter, 13 full weeks
	Rows     []score   // teams, then services, each by name
}

// score is the row of one team or service.
type score struct {
	Scope, Entity, Name string
	Team                string // key of the team that owns a service, "" where nobody does
	TeamName            string
	Figures             map[string]figure // by name, one for each of scoreFigures
}

// figure is one number of a quarter and of the one before. nil is not known, and never zero.
type figure struct {
	Now, Before                   *float64
	IsWithheld, WasWithheldBefore bool // about the load or rest of a small group
}

// Change is the difference of the two quarters, where both numbers may be told.
func (f figure) Change() *float64 {
	if f.Now == nil || f.Before == nil {
		return nil
	}
	return new(*f.Now - *f.Before)
}

// scoreFigure is one of the numbers of a scorecard.
type scoreFigure struct {
	Name    string // as exported, once for this quarter; "_before" and "_change" follow it
	Title   string
	Unit    metrics.Unit
	Better  metrics.Direction
	About   string
	metric  string // of the catalogue, "" where it is none
	channel string
}

// scoreFigures are all numbers of a scorecard, in the order of its columns.
var scoreFigures = listFigures()

func listFigures() []scoreFigure {
	var list []scoreFigure
	for _, work := range []channel{pageWork, ticketWork, fixWork, allWork} {
		for _, name := range []string{"people_for_half", "eligible", "top_share", "effective_people"} {
			if name == "eligible" {
				list = append(list, scoreFigure{
					Name: work.name + "_eligible", Title: work.title + ": eligible people", Unit: metrics.People, Better: metrics.Neither, channel: work.name,
					About: "How many people could have done the work of the channel " + work.name + "; those who did nothing count.",
				})
				continue
			}
			f := ofMetric(name, work.name)
			f.Title = work.title + ": " + lower(f.Title)
			list = append(list, f)
		}
	}
	for _, name := range []string{"rotation_size", "rota_gap", "off_call_response_share", "time_to_acknowledge"} {
		list = append(list, ofMetric(name, ""))
	}
	list = append(list, scoreFigure{
		Name: "sleep_pages", Title: "Pages in sleeping hours", Unit: metrics.Pages, Better: metrics.Lower,
		About: "Pages to anybody that came in that person's sleeping hours, in the quarter; empty where the local time of no page is known.",
	})
	for _, name := range []string{"people_over_norm", "truck_factor", "active_truck_factor", "last_active_people"} {
		list = append(list, ofMetric(name, ""))
	}
	return append(list, scoreFigure{
		Name: "findings", Title: "Findings", Unit: "findings", Better: metrics.Lower,
		About: "How many findings hold at the end of the quarter, good ones left out; empty where nothing is known of the team or service.",
	})
}

// ofMetric is a metric of the catalogue, as of the last week of a quarter.
func ofMetric(name, channel string) scoreFigure {
	m, ok := metrics.Find(name)
	if !ok {
		panic("no metric " + name)
	}
	f := scoreFigure{Name: name, Title: m.Title, Unit: m.Unit, Better: m.Better, metric: name, channel: channel}
	f.About = "The metric " + name + " as of the last week of the quarter."
	if channel != "" {
		f.Name = channel + "_" + name
		f.About = "The metric " + name + " of the channel " + channel + " as of the last week of the quarter."
	}
	if m.IsPersonal {
		f.About += " Withheld where the group is small."
	}
	return f
}

// withheld lists the columns of a row that are empty because the group is small, in the order of the columns.
func (s score) withheld() []string {
	var list []string
	for _, f := range scoreFigures {
		one := s.Figures[f.Name]
		if one.IsWithheld {
			list = append(list, f.Name)
		}
		if one.WasWithheldBefore {
			list = append(list, f.Name+"_before")
		}
	}
	return list
}

// lower begins a text with a small letter.
func lower(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToLower(first)) + text[size:]
}
