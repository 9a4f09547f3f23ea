package metrics

import "sync"

// eachOf gives the rows of one after the other, to several threads at once.
func eachOf[S, T any](list []S, rows func(S) []T) func() []T {
	var mu sync.Mutex
	return func() []T {
		for {
			mu.Lock()
			if len(list) == 0 {
				mu.Unlock()
				return nil
			}
			one := list[0]
			list = list[1:]
			mu.Unlock()
			if found := rows(one); len(found) > 0 {
				return found
			}
		}
	}
}
