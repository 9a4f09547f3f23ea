package identity

const (
	unlabelled int32 = -1
	mixed      int32 = -2 // of a key: it leads to several anchors
)

// attach joins the members of every key, but never two groups with an anchor: such are known to be different people. A
// group without an anchor goes to the nearest, counted in keys; where two are equally near it is nobody's and stays by
// itself, and a key of two anchors tells nothing about its other members. The result does not depend on the order of keys.
func (f *forest) attach(keys [][]int32, anchored func(root int32) bool) {
	a := &attaching{forest: f, label: make([]int32, len(f.parent)), of: make([]int32, len(keys))}
	for i := range a.label {
		a.label[i] = unlabelled
		if r := f.root(int32(i)); r == int32(i) && anchored(r) {
			a.label[i] = r
		}
	}
	a.index(keys)
	for frontier := a.start(); len(frontier) > 0; {
		frontier = a.round(frontier)
	}
	for k, roots := range a.keys {
		for _, root := range roots[min(1, len(roots)):] {
			if a.of[k] == unlabelled {
				f.union(roots[0], root)
			}
		}
	}
	for root, label := range a.label {
		if label != unlabelled {
			f.union(int32(root), label)
		}
	}
}

type attaching struct {
	*forest
	keys  [][]int32         // the groups that each key leads to, by root as they were at the start
	has   map[int32][]int32 // the keys of each root without an anchor
	label []int32           // per root: the anchor it goes to; itself where it is nobody's
	of    []int32           // per key: the one anchor it leads to, unlabelled, or mixed
}

func (a *attaching) index(keys [][]int32) {
	a.keys = make([][]int32, len(keys))
	a.has = map[int32][]int32{}
	for k, members := range keys {
		var roots []int32
		for _, m := range members {
			if r := a.root(m); len(roots) == 0 || roots[len(roots)-1] != r {
				roots = append(roots, r)
			}
		}
		a.keys[k] = roots
	}
}

// start labels the keys that anchors have. Where there is no anchor at all there is nothing to walk.
func (a *attaching) start() (frontier []int32) {
	any := false
	for k, roots := range a.keys {
		a.of[k] = unlabelled
		for _, r := range roots {
			if a.label[r] != unlabelled {
				a.mark(int32(k), a.label[r])
				any = true
			}
		}
		if a.of[k] >= 0 && len(roots) > 1 {
			frontier = append(frontier, int32(k))
		}
	}
	if !any {
		return nil
	}
	for k, roots := range a.keys {
		if len(roots) < 2 {
			continue
		}
		for _, r := range roots {
			if a.label[r] == unlabelled {
				a.has[r] = append(a.has[r], int32(k))
			}
		}
	}
	return frontier
}

func (a *attaching) mark(k, label int32) {
	switch a.of[k] {
	case unlabelled:
		a.of[k] = label
	case label:
	default:
		a.of[k] = mixed
	}
}

// round goes one key further from the anchors, from all of them at once.
func (a *attaching) round(frontier []int32) (next []int32) {
	found := map[int32]int32{}
	for _, k := range frontier {
		for _, r := range a.keys[k] {
			if a.label[r] != unlabelled {
				continue
			}
			if label, twice := found[r]; twice && label != a.of[k] {
				found[r] = r
				continue
			}
			found[r] = a.of[k]
		}
	}
	fresh := map[int32]bool{}
	for r, label := range found {
		a.label[r] = label
	}
	for r, label := range found {
		for _, k := range a.has[r] {
			if a.of[k] == unlabelled {
				fresh[k] = true
			}
			a.mark(k, label)
		}
	}
	for k := range fresh {
		if a.of[k] >= 0 {
			next = append(next, k)
		}
	}
	return next
}
