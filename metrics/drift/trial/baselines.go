package trial

import (
	"github.com/fewhands/fewhands/metrics/drift"
	"github.com/fewhands/fewhands/metrics/drift/simulate"
)

// baseline is a rule that people use: the share of the top person, or how much someone's share has grown.
type baseline struct {
	called  string
	weeks   int     // of the window
	growth  bool    // against the window before
	usual   float64 // the threshold people use
	atLeast float64 // responses in a window
}

var baselines = []baseline{
	{called: "top share in 6 weeks", weeks: 6, usual: 0.5, atLeast: 10},
	{called: "90 days against the 90 before", weeks: 13, growth: true, usual: 0.2, atLeast: 10},
}

// rules are ours and the others.
func rules() []rule {
	list := []rule{detect{}}
	for _, b := range baselines {
		list = append(list, b)
	}
	return list
}

func (b baseline) name() string { return b.called }

func (b baseline) follow(s *simulate.Service) series {
	counts := map[int32][]float64{}
	all := make([]float64, s.Weeks)
	for _, i := range s.Incidents {
		week := int(i.At / drift.Week)
		for _, p := range i.Responders {
			if counts[p] == nil {
				counts[p] = make([]float64, s.Weeks)
			}
			counts[p][week]++
			all[week]++
		}
	}
	said := newSeries(s.Weeks)
	for week := 2*b.weeks - 1; week < s.Weeks; week++ {
		said.since[week] = week - b.weeks + 1
		now, before := sum(all, week, b.weeks), sum(all, week-b.weeks, b.weeks)
		if now < b.atLeast || b.growth && before < b.atLeast {
			continue
		}
		for p, own := range counts {
			share := sum(own, week, b.weeks) / now
			if b.growth {
				share -= sum(own, week-b.weeks, b.weeks) / before
			}
			if share > said.loud[week] || share == said.loud[week] && len(said.who[week]) > 0 && p < said.who[week][0] {
				said.loud[week], said.who[week] = share, []int32{p}
			}
		}
	}
	return said
}

func sum(counts []float64, last, weeks int) (total float64) {
	for week := last - weeks + 1; week <= last; week++ {
		total += counts[week]
	}
	return total
}
