package reports

import (
	"math"
	"strconv"
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
	path := make([]byte, 0, 12*len(values))
	pen := byte('M')
	for i, v := range values {
		if v == nil {
			pen = 'M'
			continue
		}
		x := sparkWidth * float64(i) / float64(len(values)-1)
		path = append(appendTenth(append(path, pen), x), ' ')
		path = appendTenth(path, down(*v))
		if pen == 'M' { // a single week between gaps is still a dot
			path = append(path, "h0"...)
		}
		pen = 'L'
	}
	return &spark{
		Path: string(path),
		Zero: string(appendTenth(nil, down(0)+0.5)),
		Says: "Over " + counted(int64(len(values)), "week", "weeks") + ": first " + format(first) + ", last " + format(last) +
			", lowest " + format(low) + ", highest " + format(high) + ".",
	}
}

// appendTenth writes a coordinate to a tenth. There are a million of them on a large site, and none is large or needs more.
func appendTenth(text []byte, v float64) []byte {
	tenths := int64(math.Round(10 * v))
	if tenths < 0 {
		text, tenths = append(text, '-'), -tenths
	}
	text = strconv.AppendInt(text, tenths/10, 10)
	if rest := tenths % 10; rest != 0 {
		text = append(text, '.', byte('0'+rest))
	}
	return text
}

func coordinate(v float64) string { return string(appendTenth(nil, v)) }
