package reports

import (
	"math"
	"strconv"
	"strings"
)

const (
	sparkWidth  = 200
	sparkHeight = 40
)

// spark is a small line of a metric over the kept weeks, drawn without JavaScript. It starts at zero: a line that fills
// its box whatever it shows would make noise look like change. Where values are below zero, zero is a line further up.
type spark struct {
	Path string // of SVG; a missing week is a gap
	Zero string // how far down zero is
	Says string // the same for those who do not see it
}

// newSpark draws one value per week, nil for a missing one; nothing is drawn of fewer than two values. top is the
// highest value of the unit, 0 where it has none.
func newSpark(values []*float64, top float64, format func(*float64) string) *spark {
	var first, last, low, high *float64
	n := 0
	for _, v := range values {
		if v == nil {
			continue
		}
		n++
		last = v
		if first == nil {
			first = v
		}
		if low == nil || *v < *low {
			low = v
		}
		if high == nil || *v > *high {
			high = v
		}
	}
	if n < 2 {
		return nil
	}
	top, bottom := max(top, *high), min(0, *low)
	if top == bottom {
		top = 1
	}
	down := func(v float64) float64 { return sparkHeight - (sparkHeight-2)*((v-bottom)/(top-bottom)) - 1 }
	var path strings.Builder
	pen := "M"
	for i, v := range values {
		if v == nil {
			pen = "M"
			continue
		}
		x := sparkWidth * float64(i) / float64(len(values)-1)
		path.WriteString(pen + coordinate(x) + " " + coordinate(down(*v)))
		if pen == "M" { // a single week between gaps is still a dot
			path.WriteString("h0")
		}
		pen = "L"
	}
	return &spark{
		Path: path.String(),
		Zero: coordinate(down(0) + 0.5),
		Says: "Over " + counted(int64(len(values)), "week", "weeks") + ": first " + format(first) + ", last " + format(last) +
			", lowest " + format(low) + ", highest " + format(high) + ".",
	}
}

func coordinate(v float64) string { return strconv.FormatFloat(math.Round(10*v)/10, 'f', -1, 64) }
