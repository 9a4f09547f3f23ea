package metrics

// weekly is a list in the order of weeks.
type weekly[T any] struct {
	list []T
	ends []int32
}

// byWeek sorts by week, keeping the order within one; what lies at or after the last week is left out.
func byWeek[T any](list []T, weeks int, week func(*T) int) weekly[T] {
	w := weekly[T]{ends: make([]int32, weeks)}
	for i := range list {
		if at := week(&list[i]); at < weeks {
			w.ends[at]++
		}
	}
	var sum int32
	for i, n := range w.ends {
		w.ends[i] = sum // for now, where the week begins
		sum += n
	}
	w.list = make([]T, sum)
	for i := range list {
		if at := week(&list[i]); at < weeks {
			w.list[w.ends[at]] = list[i]
			w.ends[at]++
		}
	}
	return w
}

func (w *weekly[T]) in(week int) []T {
	if week == 0 {
		return w.list[:w.ends[0]]
	}
	return w.list[w.ends[week-1]:w.ends[week]]
}
