package identity

// forest is a union-find over identities.
type forest struct{ parent []int32 }

const none int32 = -1

func newForest(n int) *forest {
	f := &forest{parent: make([]int32, n)}
	for i := range f.parent {
		f.parent[i] = int32(i)
	}
	return f
}

func (f *forest) root(i int32) int32 {
	for f.parent[i] != i {
		f.parent[i] = f.parent[f.parent[i]]
		i = f.parent[i]
	}
	return i
}

// union joins two groups; the root is the lower of theirs.
func (f *forest) union(a, b int32) {
	a, b = f.root(a), f.root(b)
	f.parent[max(a, b)] = min(a, b)
}

// groups lists the identities of every group.
func (f *forest) groups() [][]int {
	sizes := make([]int32, len(f.parent))
	for i := range f.parent {
		sizes[f.root(int32(i))]++
	}
	members := make([]int, len(f.parent)) // one array for all the groups
	where := make([]int32, len(f.parent))
	var groups [][]int
	for i := range f.parent {
		root := f.root(int32(i))
		if sizes[root] > 0 {
			size := int(sizes[root])
			where[root] = int32(len(groups))
			sizes[root] = 0
			groups = append(groups, members[0:0:size])
			members = members[size:]
		}
		groups[where[root]] = append(groups[where[root]], i)
	}
	return groups
}
