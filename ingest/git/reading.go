package git

import (
	"context"
	"errors"
	"io"
	"sync"

	"github.com/fewhands/fewhands/ingest"
	"golang.org/x/sync/errgroup"
)

// reading is one pass over commits and what they changed: a log that streams the commits, and workers (git diff-tree)
// that compare blocks of them with their parents. Counting lines is nine tenths of the work, so that is what is spread.
type reading struct {
	git        local
	wanted     []string // revisions for git log, such as "tip", "^old"; or nil:
	commits    []string // object names of the commits to read
	lineCounts bool
	exact      bool // renames of equal contents only, which needs no contents
	workers    int
	people     *identities
	progress   ingest.Progress

	expected int64 // commits told to progress
	done     int64
}

const (
	blockCommits = 256  // commits compared per block: enough to keep git's caches warm, few enough to spread
	blockMost    = 1024 // commits per block with the merges
	blocksAhead  = 128  // the log may run ahead by, so that progress soon knows how much there is
	blocksTaken  = 8    // per worker: begun or finished, and not yet collected
)

// line is what the workers share: the blocks to compare, and room for those they have taken.
type line struct {
	in    chan *block
	room  chan struct{}
	spare chan part
}

// run calls visit with every part of every block, in the order of the log, from one goroutine. The part is the
// reading's own again when visit returns.
func (r *reading) run(ctx context.Context, visit func(*part) error) error {
	group, ctx := errgroup.WithContext(ctx)
	shared := line{
		in:    make(chan *block, blocksAhead),
		room:  make(chan struct{}, blocksTaken*r.workers),
		spare: make(chan part, blocksTaken*r.workers),
	}
	dealt := make(chan *block, blocksAhead+blocksTaken*r.workers)
	for range r.workers {
		group.Go(func() error { return r.work(ctx, shared) })
	}
	group.Go(func() error {
		defer close(shared.in)
		defer close(dealt)
		return r.distribute(ctx, shared.in, dealt)
	})
	group.Go(func() error { return r.collect(ctx, shared, dealt, visit) })
	err := group.Wait()
	if r.progress != nil && r.expected > r.done {
		r.progress.Done(r.expected - r.done) // of a reading that failed
	}
	return err
}

// distribute cuts the log into blocks.
func (r *reading) distribute(ctx context.Context, in, dealt chan<- *block) error {
	b := &block{out: make(chan part, 2)}
	deal := func() error {
		r.expected += int64(len(b.commits))
		if r.progress != nil {
			r.progress.Expect(int64(len(b.commits)))
		}
		for _, to := range []chan<- *block{in, dealt} {
			select {
			case to <- b:
			case <-ctx.Done():
				return context.Cause(ctx)
			}
		}
		b = &block{first: b.first + len(b.commits), out: make(chan part, 2)}
		return nil
	}
	err := readCommits(ctx, r.git, r.wanted, r.commits, r.people, func(c commit) error {
		if !c.isMerge() {
			b.compare = append(b.compare, int32(len(b.commits)))
		}
		b.commits = append(b.commits, c)
		if len(b.compare) == blockCommits || len(b.commits) == blockMost {
			return deal()
		}
		return nil
	})
	if err != nil || len(b.commits) == 0 {
		return err
	}
	return deal()
}

// collect takes the blocks back in the order they were dealt.
func (r *reading) collect(ctx context.Context, shared line, dealt <-chan *block, visit func(*part) error) error {
	for b := range dealt {
		for last := false; !last; {
			select {
			case p := <-b.out:
				if err := visit(&p); err != nil {
					return err
				}
				last = p.last
				p.block = nil
				select {
				case shared.spare <- p:
				default:
				}
			case <-ctx.Done(): // also when a worker failed, which says so itself
				return context.Cause(ctx)
			}
		}
		<-shared.room
		r.done += int64(len(b.commits))
		if r.progress != nil {
			r.progress.Done(int64(len(b.commits)))
		}
	}
	return nil
}

// take gives the next block; false when there are no more.
func (l line) take(ctx context.Context) (*block, bool) {
	select {
	case l.room <- struct{}{}:
	case <-ctx.Done():
		return nil, false
	}
	select {
	case b, ok := <-l.in:
		if !ok {
			<-l.room
		}
		return b, ok
	case <-ctx.Done():
		return nil, false
	}
}

// work is one long-lived git diff-tree, and the two ends of its pipes.
func (r *reading) work(ctx context.Context, shared line) error {
	first, ok := shared.take(ctx)
	if !ok {
		return nil // nothing to do, no process
	}
	args := []string{"diff-tree", "--stdin", "-r", "--root", "-z", "--raw", "-l999999", "--no-ext-diff", "--no-textconv",
		"--diff-algorithm=default", "--no-relative", "--ignore-submodules=none", "--abbrev=64"}
	if r.exact {
		args = append(args, "-M100%")
	} else {
		args = append(args, "-M50%")
	}
	if r.lineCounts && !r.exact {
		args = append(args, "--numstat")
	}
	p, err := r.git.start(ctx, true, args...)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	asked := make(chan *block, 1)
	var feeding sync.WaitGroup
	feeding.Go(func() { feed(ctx, first, shared, p.stdin, asked) })
	err = answer(ctx, p.stdout, shared.spare, asked)
	cancel()
	if err != nil {
		err = p.stop(err)
	} else {
		err = p.wait()
	}
	feeding.Wait()
	return err
}

// feed writes blocks to git. It says nothing of a broken pipe: that git is gone is for answer to report.
func feed(ctx context.Context, b *block, shared line, stdin io.WriteCloser, asked chan<- *block) {
	defer close(asked)
	defer stdin.Close()
	var text []byte
	for ok := true; ok; {
		select {
		case asked <- b: // before it is written: git may wait for us to read of it while we still write
		case <-ctx.Done():
			return
		}
		text = text[:0]
		for _, at := range b.compare {
			text = append(append(text, b.commits[at].sha...), '\n')
		}
		if _, err := stdin.Write(append(text, endOfBlock...)); err != nil {
			return
		}
		b, ok = shared.take(ctx)
	}
}

// answer reads git's output block by block, and that there is nothing behind the last.
func answer(ctx context.Context, stdout io.Reader, spare chan part, asked <-chan *block) error {
	in := changeReader{in: newTokens(stdout), spare: spare}
	emit := func(p part) error {
		select {
		case p.block.out <- p:
			return nil
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	for b := range asked {
		if err := in.read(b, emit); err != nil {
			return err
		}
	}
	if _, err := in.in.peek(); err != io.EOF {
		return errors.New("changes: more than was asked for")
	}
	return nil
}
