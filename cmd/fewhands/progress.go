package main

import (
	"io"
	"log/slog"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
)

// progress shows how far a reading is: one bar on a terminal, log lines elsewhere. It is an ingest.Progress.
type progress struct {
	bars   *mpb.Progress
	bar    *mpb.Bar
	log    *slog.Logger
	expect chan int64
}

// newProgress begins a bar that counts units, such as "commits". The caller calls close.
func newProgress(g *globals, w io.Writer, log *slog.Logger, what, units string) *progress {
	p := &progress{log: log}
	if !g.showsBars(w) {
		return p
	}
	p.bars = mpb.New(mpb.WithOutput(w), mpb.WithWidth(40))
	p.bar = p.bars.AddBar(0,
		mpb.BarRemoveOnComplete(),
		mpb.PrependDecorators(decor.Name(what+" ")),
		mpb.AppendDecorators(
			decor.CountersNoUnit("%d of %d "+units+" "),
			decor.AverageETA(decor.ET_STYLE_GO),
		),
	)
	p.expect = make(chan int64, 64)
	go func() {
		var total int64
		for n := range p.expect {
			total += n
			p.bar.SetTotal(total, false)
		}
	}()
	return p
}

// Expect adds n units that are known to be ahead.
func (p *progress) Expect(n int64) {
	if p.bar != nil {
		p.expect <- n
	}
}

// Done counts n units as done.
func (p *progress) Done(n int64) {
	if p.bar != nil {
		p.bar.IncrInt64(n)
	}
}

// Note says one line: what is being done now.
func (p *progress) Note(text string) {
	p.log.Debug(text)
}

func (p *progress) close() {
	if p.bar == nil {
		return
	}
	close(p.expect)
	p.bar.Abort(true)
	p.bars.Wait()
}
