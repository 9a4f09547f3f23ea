package metrics

import "math/bits"

// fenwick counts values of a fixed list and finds quantiles among those counted: a Fenwick tree over their ranks.
type fenwick struct {
	values []int64 // all that may come, in order
	tree   []int32
	n      int
}

func newFenwick(values []int64) *fenwick {
	return &fenwick{values: values, tree: make([]int32, len(values)+1)}
}

// add counts the value of a rank n times more.
func (t *fenwick) add(rank, n int32) {
	t.n += int(n)
	for i := int(rank) + 1; i < len(t.tree); i += i & -i {
		t.tree[i] += n
	}
}

// at is the value that k others are in order before.
func (t *fenwick) at(k int) int64 {
	place, left := 0, int32(k)
	for step := 1 << (bits.Len(uint(len(t.tree))) - 1); step > 0; step >>= 1 {
		if next := place + step; next < len(t.tree) && t.tree[next] <= left {
			place = next
			left -= t.tree[next]
		}
	}
	return t.values[place]
}

// quantile lies between the two values that are nearest to its place, as spreadsheets have it: the median of two is
// their mean.
func (t *fenwick) quantile(q float64) float64 {
	place := q * float64(t.n-1)
	k := int(place)
	low := float64(t.at(k))
	if rest := place - float64(k); rest > 0 {
		return low + rest*(float64(t.at(k+1))-low)
	}
	return low
}

func (t *fenwick) quantiles() quantiles {
	if t.n == 0 {
		return quantiles{}
	}
	return quantiles{n: t.n, median: t.quantile(0.5), p90: t.quantile(0.9)}
}
