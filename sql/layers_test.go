package sql

import (
	"context"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// everyFile calls fn with every SELECT of the layers, in build order.
func everyFile(t *testing.T, fn func(t *testing.T, layer, table, text string)) {
	t.Helper()
	for _, layer := range Layers {
		for _, table := range Tables(layer) {
			if text := Select(table); text != "" {
				t.Run(table, func(t *testing.T) { fn(t, layer, table, text) })
			}
		}
	}
}

func TestLayersReadUpward(t *testing.T) {
	ctx := context.Background()
	db := openMemory(t)
	everyFile(t, func(t *testing.T, layer, table, text string) {
		reads, err := db.TableNames(ctx, text)
		if err != nil {
			t.Fatal(err)
		}
		if len(reads) == 0 {
			t.Error("reads from nothing")
		}
		for _, read := range reads {
			if !slices.Contains(mayRead(layer, table), read) {
				t.Errorf("%s must not read %s", table, read)
			}
		}
	})
}

func TestTableNamesSeesCTEsSubqueriesAndAliases(t *testing.T) {
	got, err := openMemory(t).TableNames(context.Background(), `
		WITH mine AS (SELECT a FROM facts.commits AS c)
		SELECT a FROM mine JOIN weekly."weeks" AS w ON TRUE ASOF LEFT JOIN facts.trees AS t ON t.a = mine.a AND t.b <= mine.b
		WHERE a IN (SELECT b FROM facts.tags) AND EXISTS (SELECT 1 FROM mine AS again)
		UNION ALL
		SELECT a FROM facts.commits`)
	want := []string{"facts.commits", "facts.tags", "facts.trees", "weekly.weeks"}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestBackArrowsAreSeen(t *testing.T) {
	for _, arrow := range []struct{ layer, table, reads string }{
		{"staging", "staging.git_tags", "staging.git_commits"},
		{"facts", "facts.commits", "raw.git_commits"},
		{"facts", "facts.commits", "facts.file_changes"},
		{"facts", "facts.commits", "facts.commits"},
		{"weekly", "weekly.commits", "metrics.top_share"},
		{"metrics", "metrics.top_share", "metrics.gini"},
	} {
		if slices.Contains(mayRead(arrow.layer, arrow.table), arrow.reads) {
			t.Errorf("%s may read %s", arrow.table, arrow.reads)
		}
	}
}

// mayRead lists what a table of a layer may read: staging only raw, every other layer the tables of the layers above it
// (raw not among them) and those before it in its own.
func mayRead(layer, table string) []string {
	if layer == "staging" {
		return rawTables()
	}
	allowed := []string{"staging.settings"}
	for _, above := range Layers[:slices.Index(Layers, layer)] {
		allowed = append(allowed, Tables(above)...)
	}
	if _, ordered := order[layer]; ordered {
		own := Tables(layer)
		allowed = append(allowed, own[:slices.Index(own, table)]...)
	}
	return allowed
}

func rawTables() []string {
	var names []string
	steps, _ := migrations()
	for _, step := range steps {
		for _, m := range regexp.MustCompile(`CREATE TABLE (raw\.\w+)`).FindAllStringSubmatch(step.text, -1) {
			names = append(names, m[1])
		}
	}
	return names
}

func TestEveryFileOfALayerIsListed(t *testing.T) {
	for layer, list := range order {
		entries, err := fs.ReadDir(files, layer)
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range entries {
			if name, ok := strings.CutSuffix(entry.Name(), ".sql"); !ok || !slices.Contains(list, layer+"."+name) {
				t.Errorf("%s is not in the order of %s, so nothing builds it", path.Join(layer, entry.Name()), layer)
			}
		}
	}
}

func TestEveryFileIsOneSelectThatSaysWhatARowIs(t *testing.T) {
	ctx := context.Background()
	db := openMemory(t)
	everyFile(t, func(t *testing.T, layer, table, text string) {
		if !strings.HasPrefix(text, "-- ") {
			t.Error("begins without a comment that says what one row is")
		}
		code := regexp.MustCompile(`(?m)--.*$`).ReplaceAllString(text, "")
		if strings.Contains(code, ";") {
			t.Error("has a semicolon")
		}
		if regexp.MustCompile(`(?i)SELECT\s+(DISTINCT\s+)?(\w+\.)?\*`).MatchString(code) {
			t.Error("has a SELECT *")
		}
		if _, err := db.TableNames(ctx, "SELECT 1 FROM (\n"+text+"\n)"); err != nil {
			t.Errorf("is no SELECT: %v", err)
		}
	})
}

func TestASecondStatementInAFileIsASyntaxError(t *testing.T) {
	ctx := context.Background()
	db := openMemory(t)
	for _, text := range []string{"SELECT 1 AS a; DROP TABLE raw.git_commits", "SELECT 1 AS a;", "DROP TABLE raw.git_commits"} {
		err := db.Update(ctx, func(tx *Tx) error { return tx.Exec(ctx, wrap("main.two", text)) })
		if err == nil {
			t.Errorf("%q was built", text)
		}
	}
	var n int
	if err := db.QueryRow(ctx, "SELECT count(*) FROM raw.git_commits").Scan(&n); err != nil {
		t.Error(err)
	}
}

// weekly/ is to run on another engine one day. This finds what is only DuckDB's; it cannot prove the rest portable.
func TestWeeklyIsPortable(t *testing.T) {
	own := regexp.MustCompile(`(?i)\bQUALIFY\b|\bGROUP BY ALL\b|\bORDER BY ALL\b|::|\bEXCLUDE\b|\bREPLACE\b|\blist\(|\barg_m|\bunnest\b|\brange\(|\bPIVOT\b|\bASOF\b|\bFILTER\s*\(|//|\bILIKE\b`)
	for _, table := range Tables("weekly") {
		if table == "weekly.weeks" {
			continue // a list of weeks has to come from somewhere
		}
		code := regexp.MustCompile(`(?m)--.*$`).ReplaceAllString(Select(table), "")
		if found := own.FindString(code); found != "" {
			t.Errorf("%s uses %s", table, found)
		}
	}
}

func openMemory(t *testing.T) *DB {
	t.Helper()
	db, err := Open(context.Background(), "", Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}
