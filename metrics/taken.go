package metrics

import "github.com/fewhands/fewhands/sql"

// key is a number of sql.Take that stands for something; 0 is nothing.
func key(n int64) int32 {
	if n == sql.Null {
		return 0
	}
	return int32(n)
}

// orNotYet is a moment of sql.Take, notYet where it is NULL. That is after all moments, as sql.Null is before them.
func orNotYet(moment int64) int64 {
	if moment == sql.Null {
		return notYet
	}
	return moment
}
