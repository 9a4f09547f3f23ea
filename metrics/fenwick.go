package metrics

import "math/bits"

// fenwick counts values of a fixed list, each of one kind, and finds quantiles among those counted, of one kind or of all: a Fenwick
// tree over their ranks.
type fenwick struct {
	values []int64 // all that may come, in order
	tree   []kindCounts
	n      kindCounts
}

// kindCounts are how many there are of each kind.
type kindCounts [3]int32

// allKinds is in the place of a kind where all count.
const allKinds = len(kindCounts{})

func (c *kindCounts) of(kind int) int32 {
	if kind == allKinds {
		return c[0] + c[1] + c[2]
	}
	return c[kind]
}

func newFenwick(values []int64) *fenwick {
	return &fenwick{values: values, tree: make([]kindCounts, len(values)+1)}
}

// add counts the value of a rank n times more.
func (t *fenwick) add(rank int32, kind int, n int32) {
	t.n[kind] += n
	for i := int(rank) + 1; i < len(t.tree); i += i & -i {
		t.tree[i][kind] += n
	}
}

// at is the value of the kind that k others are in order before.
func (t *fenwick) at(kind, k int) int64 {
	place, left := 0, int32(k)
	for step := 1 << (bits.Len(uint(len(t.tree))) - 1); step > 0; step >>= 1 {
		next := place + step
		if next >= len(t.tree) {
			continue
		}
		if n := t.tree[next].of(kind); n <= left {
			place = next
			left -= n
		}
	}
	return t.values[place]
}

// quantile lies between the two values that are nearest to its place, as spreadsheets have it: the median of two is
// their mean.
func (t *fenwick) quantile(kind int, q float64) float64 {
	place := q * float64(t.n.of(kind)-1)
	k := int(place)
	low := float64(t.at(kind, k))
	if rest := place - float64(k); rest > 0 {
		return low + rest*(float64(t.at(kind, k+1))-low)
	}
	return low
}

func (t *fenwick) quantiles(kind int) quantiles {
	n := int(t.n.of(kind))
	if n == 0 {
		return quantiles{}
	}
	return quantiles{n: n, median: t.quantile(kind, 0.5), p90: t.quantile(kind, 0.9)}
}
