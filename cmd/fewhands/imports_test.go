package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/fewhands/fewhands/"

// mayImport says which of our packages each package may import. Anything not listed is a back arrow.
var mayImport = map[string][]string{
	"cmd/fewhands":           {"ingest", "ingest/git", "ingest/jira", "ingest/org", "ingest/pagerduty", "ingest/sample", "ingest/strictyaml", "metrics", "metrics/drift/trial", "metrics/findings", "reports", "sql"},
	"ingest":                 {"ingest/sample", "ingest/sourcetest", "sql"}, // sample and sourcetest: tests only
	"ingest/git":             {"ingest", "sql"},
	"ingest/org":             {"ingest", "ingest/strictyaml", "sql"},
	"ingest/jira":            {"ingest", "ingest/sample", "ingest/sourcetest", "sql"}, // sample and sourcetest: tests only
	"ingest/pagerduty":       {"ingest", "ingest/sample", "ingest/sourcetest", "sql"}, // sample and sourcetest: tests only
	"ingest/sample":          {"ingest"},
	"ingest/sourcetest":      {"ingest", "sql"},
	"ingest/strictyaml":      {},
	"metrics":                {"metrics/drift", "metrics/findings", "metrics/identity", "sql"},
	"metrics/drift":          {},
	"metrics/drift/simulate": {"metrics/drift"},
	"metrics/drift/trial":    {"metrics/drift", "metrics/drift/simulate"},
	"metrics/findings":       {"metrics/drift", "sql"},
	"metrics/identity":       {},
	"reports":                {"metrics", "metrics/findings", "metrics/identity", "sql"},
	"sql":                    {},
}

// onlySQL are the packages through which DuckDB is reached.
var onlySQL = []string{"database/sql", "github.com/duckdb/duckdb-go/v2"}

func TestImportsFollowTheData(t *testing.T) {
	root := filepath.Join("..", "..")
	seen := map[string]bool{}
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() && file != root && (strings.HasPrefix(name, ".") || name == "testdata" || name == "node_modules") {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(name, ".go") {
			return nil
		}
		dir, err := filepath.Rel(root, filepath.Dir(file))
		if err != nil {
			return err
		}
		pkg := filepath.ToSlash(dir)
		allowed, known := mayImport[pkg]
		if !known {
			t.Errorf("package %s is not in mayImport: say what it may import", pkg)
			return nil
		}
		seen[pkg] = true
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range parsed.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if pkg != "sql" && slices.Contains(onlySQL, imported) {
				t.Errorf("%s imports %s: only sql/ does", path.Join(pkg, name), imported)
			}
			ours, ok := strings.CutPrefix(imported, module)
			if ok && ours != pkg && !slices.Contains(allowed, ours) {
				t.Errorf("%s imports %s: a back arrow", path.Join(pkg, name), ours)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for pkg := range mayImport {
		if !seen[pkg] {
			t.Errorf("mayImport lists %s, which is no package", pkg)
		}
	}
}
