package metrics

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/fewhands/fewhands/sql"
)

// stage only: EXP_STAGE=path
func TestExpStage(t *testing.T) {}

func BenchmarkExpStage(b *testing.B) {
	path := os.Getenv("EXP_DB")
	n := 1_000_000
	fmt.Sscan(os.Getenv("EXP_N"), &n)
	os.Remove(path)
	db, err := sql.Open(context.Background(), path, sql.Options{})
	if err != nil {
		b.Fatal(err)
	}
	_, d, took := stagePages(b, db, sql.Settings{AsOf: syntheticEnd}, n)
	b.Logf("staged %d decoded in %v", d, took)
	db.Close()
}

func BenchmarkExpLayers(b *testing.B) {
	path := os.Getenv("EXP_DB")
	ctx := context.Background()
	db, err := sql.Open(ctx, path, sql.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	steps := &stopwatch{}
	resetPeak()
	begin := now()
	if err := db.BuildLayers(ctx, strings.Split(os.Getenv("EXP_LAYERS"), ","), sql.Settings{AsOf: syntheticEnd}, computed(nil), steps.next); err != nil {
		b.Fatal(err)
	}
	steps.next("", 0, 0)
	steps.log(b)
	s := begin.spent()
	b.Logf("total %v %v peak %v", s.wall, s.cpu, peakMiB())
}

// each line of EXP_SQL (file), separated by ;\n; ROLLBACK at end
func BenchmarkExpSQL(b *testing.B) {
	path := os.Getenv("EXP_DB")
	ctx := context.Background()
	db, err := sql.Open(ctx, path, sql.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	text, _ := os.ReadFile(os.Getenv("EXP_SQL"))
	_ = bufio.NewReader
	err = db.Update(ctx, func(tx *sql.Tx) error {
		for _, stmt := range strings.Split(string(text), ";\n") {
			if strings.TrimSpace(stmt) == "" {
				continue
			}
			begin := now()
			head := strings.TrimSpace(stmt)
			if len(head) > 70 {
				head = head[:70]
			}
			head = strings.ReplaceAll(head, "\n", " ")
			if strings.HasPrefix(strings.TrimSpace(stmt), "SELECT") || strings.HasPrefix(strings.TrimSpace(stmt), "EXPLAIN") || strings.HasPrefix(strings.TrimSpace(stmt), "FROM") || strings.HasPrefix(strings.TrimSpace(stmt), "PRAGMA") {
				n := 0
				err := tx.Each(ctx, stmt, func(row []sql.Value) error {
					if n < 40 {
						fmt.Println(fmt.Sprint(row))
					}
					n++
					return nil
				})
				if err != nil {
					return fmt.Errorf("%s: %w", head, err)
				}
			} else if err := tx.Exec(ctx, stmt); err != nil {
				return fmt.Errorf("%s: %w", head, err)
			}
			s := begin.spent()
			fmt.Printf("%7.2f s %7.2f cpu-s  %s\n", s.wall.Seconds(), s.cpu.Seconds(), head)
		}
		if os.Getenv("EXP_COMMIT") != "" {
			return nil
		}
		return fmt.Errorf("done")
	})
	if err != nil {
		fmt.Println(err)
	}
}
