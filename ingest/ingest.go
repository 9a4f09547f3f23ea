// Package ingest holds what the sources share. Every source is a package below this one that copies objects into the
// raw tables of package sql, changes and cursor in one transaction.
package ingest

// Progress hears how far a reading is. It is called from several goroutines at once.
type Progress interface {
	Expect(n int64)   // n more objects will be read
	Done(n int64)     // n more of them are read
	Note(text string) // what is being done now, in a few words
}
