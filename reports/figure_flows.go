package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// How many services and people a chart of who responds to what names; the others are one each.
const (
	mostSources = 10
	mostTargets = 8
)

// ends adds up flows by one of their ends, the largest first.
func ends[K cmp.Ordered](flows []flow, key func(flow) K) (list []K, sums map[K]int64) {
	sums = map[K]int64{}
	for _, f := range flows {
		if _, ok := sums[key(f)]; !ok {
			list = append(list, key(f))
		}
		sums[key(f)] += f.responses
	}
	slices.SortFunc(list, func(a, b K) int { return cmp.Or(cmp.Compare(sums[b], sums[a]), cmp.Compare(a, b)) })
	return list, sums
}

// flowsChart is who of a team, and beside it, responds to which of its services.
func (e entity) flowsChart() (*chart, error) {
	services, byService := ends(e.flows, func(f flow) string { return f.service })
	persons, byPerson := ends(e.flows, func(f flow) int64 { return f.id })
	if len(services) < 2 || len(persons) < 2 { // there is nothing that could part
		return nil, nil
	}
	names := seriesNames{}
	left, right := map[string]string{}, map[int64]string{}
	var nodes []opts.SankeyNode
	titles, people := map[string]string{}, map[int64]string{}
	for _, f := range e.flows {
		titles[f.service], people[f.id] = f.title, f.name
	}
	add := func(name string, depth int) string {
		nodes = append(nodes, opts.SankeyNode{Name: name, Depth: opts.Int(depth)})
		return name
	}
	for i, s := range services {
		switch {
		case i < mostSources || len(services) == mostSources+1:
			left[s] = add(names.unique(titles[s]), 0)
		case i == mostSources:
			left[s] = add(names.unique("Other services"), 0)
		default:
			left[s] = left[services[mostSources]]
		}
	}
	for i, p := range persons {
		switch {
		case i < mostTargets || len(persons) == mostTargets+1:
			right[p] = add(names.unique(people[p]), 1)
		case i == mostTargets:
			right[p] = add(names.unique("Everyone else"), 1)
		default:
			right[p] = right[persons[mostTargets]]
		}
	}
	sums := map[[2]string]int64{}
	var pairs [][2]string
	var all int64
	t := table{ID: "flows-table", Tall: len(e.flows) > 15, Caption: "Responses of the last 13 weeks by service and person, most first.", Columns: []column{{Title: "Service"}, {Title: "Person"}, {"Responses", true}, {"Share of the service's", true}}}
	s := newSheet(false, "service", "service_name", "person", "name", "responses")
	for _, f := range e.flows {
		pair := [2]string{left[f.service], right[f.id]}
		if sums[pair] == 0 {
			pairs = append(pairs, pair)
		}
		sums[pair] += f.responses
		all += f.responses
		share := float64(f.responses) / float64(byService[f.service])
		t.Rows = append(t.Rows, []cell{
			nameCell(f.title, "../services/"+keySlug(f.service)+".html"), {Text: shown(f.name), Name: true}, countCell(&f.responses), numberCell(tenths(&share), &share),
		})
		s.row(f.service, f.title, f.person, f.name, number(strconv.FormatInt(f.responses, 10)))
	}
	var links []opts.SankeyLink
	for _, pair := range pairs {
		links = append(links, opts.SankeyLink{Source: pair[0], Target: pair[1], Value: float32(sums[pair])})
	}
	c := charts.NewSankey()
	c.SetGlobalOptions(charts.WithTooltipOpts(opts.Tooltip{Trigger: "item"}))
	c.AddSeries("Responses", nodes, links)
	text, err := island{Kind: "flows", Unit: "responses"}.marshal(c)
	if err != nil {
		return nil, err
	}
	top := float64(byPerson[persons[0]]) / float64(all)
	reached := 0
	for _, f := range e.flows {
		if f.id == persons[0] {
			reached++
		}
	}
	says := fmt.Sprintf("%s gave %s of the %s of the last 13 weeks, on %d of the %d services that had any.",
		shown(people[persons[0]]), tenths(&top), counted(all, "response", "responses"), reached, len(services))
	return &chart{
		ID: "flows", Title: "Who responds to what", Says: says, Data: text, Size: "flows", Basis: e.coverage.says("pages"),
		Alt:   "Flows from the services on the left to the people on the right who responded to them, as thick as the number of responses. " + says + " The table below has every number.",
		Table: t, csv: ownCSV{"flows", "responses by service and person", s.bytes()},
	}, nil
}
