package reports

import (
	"fmt"

	"github.com/fewhands/fewhands/metrics"
)

// weekPages are the pages of a week, and those of each part of the day of who was paged, as far as their time zone is known.
type weekPages struct {
	pages, business, off, sleep int64
}

// known are the pages of which the part of the day is known.
func (w weekPages) known() int64 { return w.business + w.off + w.sleep }

// part shows the pages of a part of the day: of how many, where it is not known of all, and nothing where it is known of none.
func (w weekPages) part(n int64) cell {
	switch w.known() {
	case w.pages:
		return countCell(&n)
	case 0:
		return numberCell(metrics.NoValue, nil)
	}
	return numberCell(fmt.Sprintf("%d of %d known", n, w.known()), float(&n))
}
