package sql

import (
	"context"
	"slices"
	"strings"

	"github.com/duckdb/duckdb-go/v2"
)

// TableNames lists the tables that a SELECT reads from, such as "facts.commits", sorted; its own CTEs are not among
// them. The tables need not exist.
func (db *DB) TableNames(ctx context.Context, query string) ([]string, error) {
	conn, err := db.db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	// DuckDB names no table at all where a join is ASOF, which changes which rows it joins, not which tables.
	names, err := duckdb.GetTableNames(conn, strings.ReplaceAll(query, "ASOF ", ""), true)
	if err != nil {
		return nil, err
	}
	for i, name := range names {
		// DuckDB gives each as it is written back: facts."commits" AS c.
		name, _, _ = strings.Cut(name, " AS ")
		names[i] = strings.ReplaceAll(name, `"`, "")
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}
