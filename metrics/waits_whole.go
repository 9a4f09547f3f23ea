package metrics

import "slices"

// wholeRows gives the rows of the whole organisation, of which nobody knows the top person. Its weeks may have tens of thousands of
// waits, and a window half a million: each week is sorted once, and a quantile of 13 weeks is found without putting them together.
func (e *followedWaits) wholeRows() (rows []waitRow) {
	var (
		sorter = digitSorter[uint32]{number: func(seconds *uint32) uint32 { return *seconds }}
		window wholeWindow
		next   = 0 // in the list
	)
	for week := range e.reader.weeks + windowWeeks - 1 {
		var seconds []uint32
		for ; next < len(e.list) && e.reader.weekOf(&e.list[next]) == week; next++ {
			seconds = append(seconds, uint32(e.list[next].seconds))
		}
		sorter.sort(seconds)
		window.move(seconds)
		if kept := week - (windowWeeks - 1); kept >= 0 && window.n > 0 {
			rows = append(rows, waitRow{
				of: e, week: int32(kept), waits: int32(window.n),
				median: quantileAmong(window.n, 0.5, window.at), p90: quantileAmong(window.n, 0.9, window.at),
			})
		}
	}
	return rows
}

// wholeWindow are the waits of the last weeks, those of each in order.
type wholeWindow struct {
	weeks [windowWeeks][]uint32 // seconds
	n     int
}

func (w *wholeWindow) move(week []uint32) {
	w.n += len(week) - len(w.weeks[0])
	copy(w.weeks[:], w.weeks[1:])
	w.weeks[windowWeeks-1] = week
}

// at is the wait that k others are in order before: the longest one that so many at most are under, bit by bit.
func (w *wholeWindow) at(k int) int64 {
	var seconds uint32
	for bit := uint32(1 << 30); bit > 0; bit >>= 1 {
		under := 0
		for _, week := range w.weeks {
			n, _ := slices.BinarySearch(week, seconds|bit)
			under += n
		}
		if under <= k {
			seconds |= bit
		}
	}
	return int64(seconds)
}
