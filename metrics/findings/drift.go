package findings

import (
	"context"
	"runtime"
	"slices"
	"sync"

	"github.com/fewhands/fewhands/metrics/drift"
	"github.com/fewhands/fewhands/sql"
)

// sources are the kinds of work that are looked at for a drift, in the order of source_rank of findings.answers. A service has
// one such finding at a time: that of the first of them that has one.
var sources = [...]string{"pages", "tickets", "commits"}

// drifts tests every channel of every service and repository for a quiet drift, and writes findings.tests: what could be
// tested at all.
func (b *book) drifts(ctx context.Context, tx *sql.Tx) error {
	tests, err := newTests(ctx, tx)
	if err != nil {
		return err
	}
	if len(b.weeks) == 0 {
		return nil
	}
	d, err := b.newDrifter(ctx, tx)
	if err != nil {
		return err
	}
	verdicts, err := d.judgeAll(ctx, tx)
	if err != nil {
		return err
	}
	tested := 0
	for _, v := range verdicts {
		for i, state := range v.states {
			if state == "" {
				continue
			}
			if err := tests.Append(v.scope, v.entity, sources[i], string(state)); err != nil {
				return err
			}
			if state != drift.TooLittle {
				tested++
			}
		}
		b.runs = append(b.runs, v.runs...)
	}
	if err := b.complete(ctx, tx); err != nil {
		return err
	}
	b.sure(tested)
	return tests.Flush()
}

func newTests(ctx context.Context, tx *sql.Tx) (*sql.Appender, error) {
	err := tx.Exec(ctx, `
		CREATE OR REPLACE TABLE findings.tests (
		    scope   VARCHAR NOT NULL,
		    entity  VARCHAR NOT NULL,
		    channel VARCHAR NOT NULL,
		    state   VARCHAR NOT NULL -- of the drift test in the last kept week: too little data, none, alarm
		)`)
	if err != nil {
		return nil, err
	}
	return tx.Appender("findings.tests")
}

// verdict is what was found in one service or repository.
type verdict struct {
	scope, entity string
	states        [len(sources)]drift.State // "" where there is no such work
	runs          []*run
}

// judgeAll tests every place. One goroutine reads, the others test: of three years of 10,000 services both take about as long.
func (d *drifter) judgeAll(ctx context.Context, tx *sql.Tx) ([]*verdict, error) {
	type job struct {
		place   *place
		verdict *verdict
	}
	jobs := make(chan job)
	var wait sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for j := range jobs {
				d.judge(j.place, j.verdict)
			}
		})
	}
	var verdicts []*verdict
	err := d.eachPlace(ctx, tx, func(p *place) {
		v := &verdict{scope: p.scope, entity: p.entity}
		verdicts = append(verdicts, v)
		jobs <- job{p, v}
	})
	close(jobs)
	wait.Wait()
	return verdicts, err
}

func (d *drifter) judge(p *place, v *verdict) {
	for i, answers := range p.answers {
		if len(answers) == 0 {
			continue
		}
		found, state := d.test(p, sources[i], d.history(answers))
		v.states[i] = state
		for _, r := range found {
			if !slices.ContainsFunc(v.runs, func(o *run) bool { return r.seen < o.until && o.seen < r.until }) {
				v.runs = append(v.runs, r)
			}
		}
	}
}
