package metrics

// quantileAmong lies between the two of n values that are nearest to its place, as spreadsheets have it: the median of two is their mean.
// at is the value that k others are in order before.
func quantileAmong(n int, q float64, at func(k int) int64) float64 {
	place := q * float64(n-1)
	k := int(place)
	low := float64(at(k))
	if rest := place - float64(k); rest > 0 {
		return low + rest*(float64(at(k+1))-low)
	}
	return low
}
