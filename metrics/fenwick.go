package metrics

import "math/bits"

// fenwick counts values of a fixed list, and finds quantiles among those counted: a Fenwick tree over their ranks.
type fenwick struct {
	values []int64 // all that may come, in order
	tree   []int32
	n      int32
}

func newFenwick(values []int64) *fenwick {
	return &fenwick{values: values, tree: make([]int32, len(values)+1)}
}

// add counts the value of a rank n times more.
func (t *fenwick) add(rank int32, n int32) {
	t.n += n
	for i := int(rank) + 1; i < len(t.tree); i += i & -i {
		t.tree[i] += n
	}
}

// at is the value that k others are in order before.
func (t *fenwick) at(k int) int64 {
	place, left := 0, int32(k)
	for step := 1 << (bits.Len(uint(len(t.tree))) - 1); step > 0; step >>= 1 {
		next := place + step
		if next >= len(t.tree) {
			continue
		}
		if n := t.tree[next]; n <= left {
			place = next
			left -= n
		}
	}
	return t.values[place]
}

func (t *fenwick) quantile(q float64) float64 { return quantileAmong(int(t.n), q, t.at) }
