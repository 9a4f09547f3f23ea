package sql

import (
	"errors"

	"github.com/duckdb/duckdb-go/v2"
)

// IsOutdated tells whether err says that a table or a column is not there: the layers were built by another version of the program.
func IsOutdated(err error) bool {
	var of *duckdb.Error
	return errors.As(err, &of) && (of.Type == duckdb.ErrorTypeBinder || of.Type == duckdb.ErrorTypeCatalog)
}
