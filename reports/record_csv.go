package reports

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/fewhands/fewhands/metrics"
)

// csv has one row per metric, channel and week: the rows of metrics.csv, for all kept weeks. name is that of the entity. Text is
// put together by hand, since there are millions of these rows: what is the same in all rows of a metric is written once.
func (r *record) csv(p period, name string) []byte {
	s := newSheet(false, metricColumns...)
	text := s.bytes()
	days := days(p.weeks)
	entity := csvText(r.scope) + "," + csvText(p.privacy.placeKey(r.key)) + "," + csvText(name)
	shares := map[string][]string{} // coverage as text: all metrics of a basis have the same
	for basis, cover := range r.covers {
		for _, c := range cover {
			shares[basis] = append(shares[basis], string(appendExact(nil, c.share())))
		}
	}
	text = slices.Grow(text, len(r.all)*len(days)*(len(entity)+60))
	for _, h := range r.all {
		withheld := r.withheld[h.Metric]
		before, after := h.Metric.Name+","+h.Channel+",", ","+entity+","
		share := shares[basisOf(h)]
		for w, has := range h.Has {
			if !has {
				continue
			}
			text = append(text, before...)
			text = append(text, days[w]...)
			text = append(text, after...)
			text = appendExact(text, h.Values[w])
			text = append(text, ',')
			text = strconv.AppendInt(text, h.N[w], 10)
			text = append(text, ',')
			text = append(text, h.Metric.Unit...)
			text = append(text, ',')
			if share != nil {
				text = append(text, share[w]...)
			}
			text = append(text, ',')
			text = strconv.AppendBool(text, withheld != nil && withheld[w])
			text = append(text, '\n')
		}
	}
	return text
}

// metricColumns are those of metrics.csv.
var metricColumns = metricsDataset.names()

// basisOf is the name of the coverage of a metric: for one per channel that of the channel.
func basisOf(h metrics.History) string {
	if h.Channel != "" {
		return h.Channel
	}
	return h.Metric.Basis
}

func appendExact(text []byte, v *float64) []byte {
	if v == nil || math.IsNaN(*v) || math.IsInf(*v, 0) {
		return text
	}
	return strconv.AppendFloat(text, *v, 'f', -1, 64)
}

// csvText is one cell of text, as a sheet writes it.
func csvText(cell string) string {
	s := newSheet(false)
	s.row("x", cell)
	line := string(s.bytes())
	_, line, _ = strings.Cut(line, "x,")
	return strings.TrimSuffix(line, "\n")
}
