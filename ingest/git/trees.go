package git

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"time"
)

// treeSpan says that a path was in the tree from the week since until before the week until; a zero until is now.
type treeSpan struct {
	path         int32
	since, until time.Time
}

// weekTip is the commit whose tree is that of a week; "" where there was none yet.
type weekTip struct {
	week time.Time
	sha  string
}

// weekTips finds the tree of each of the last weeks, oldest first: that of the newest commit on the first-parent line
// with a committer date before the week's end. Dates need not fall along the line. The running week has the tip's tree.
func weekTips(ctx context.Context, l local, tip string, running time.Time, weeks int) ([]weekTip, error) {
	if tip == "" {
		return nil, nil
	}
	tips := []weekTip{{running, tip}}
	if weeks > 1 {
		p, err := l.start(ctx, false, "rev-list", "--first-parent", "--timestamp", "--end-of-options", tip)
		if err != nil {
			return nil, err
		}
		in := newTokens(p.stdout)
		for len(tips) < weeks {
			if _, err := in.peek(); err == io.EOF {
				break
			}
			line, err := in.next('\n')
			if err != nil {
				return nil, p.stop(err)
			}
			date, sha, ok := bytes.Cut(line, []byte{' '})
			if !ok || !isObjectName(string(sha)) {
				return nil, p.stop(fmt.Errorf("rev-list: %q is no commit", line[:min(len(line), 80)]))
			}
			at, _ := parseTime(date)
			for len(tips) < weeks && at.Before(tips[len(tips)-1].week) { // the end of the week before
				tips = append(tips, weekTip{tips[len(tips)-1].week.AddDate(0, 0, -7), string(sha)})
			}
		}
		if len(tips) == weeks {
			_ = p.stop(nil) // the rest of history is of no interest
		} else if err := p.wait(); err != nil {
			return nil, err
		}
	}
	for len(tips) < weeks {
		tips = append(tips, weekTip{week: tips[len(tips)-1].week.AddDate(0, 0, -7)})
	}
	slices.Reverse(tips)
	return tips, nil
}

// readTrees turns the trees of the weeks into spans: one listing, then what differs from week to week. All entries
// count: files, symbolic links and submodules.
func readTrees(ctx context.Context, l local, tips []weekTip, path func([]byte) int32, visit func(treeSpan) error) error {
	present := map[int32]time.Time{}
	from := slices.IndexFunc(tips, func(t weekTip) bool { return t.sha != "" })
	if from < 0 {
		return nil
	}
	if err := listTree(ctx, l, tips[from].sha, func(name []byte) { present[path(name)] = tips[from].week }); err != nil {
		return err
	}
	if err := compareTrees(ctx, l, tips[from:], path, present, visit); err != nil {
		return err
	}
	paths := make([]int32, 0, len(present))
	for id := range present {
		paths = append(paths, id)
	}
	slices.Sort(paths)
	for _, id := range paths {
		if err := visit(treeSpan{path: id, since: present[id]}); err != nil {
			return err
		}
	}
	return nil
}

func listTree(ctx context.Context, l local, commit string, visit func([]byte)) error {
	p, err := l.start(ctx, false, "ls-tree", "-r", "-z", "--name-only", "--full-tree", commit)
	if err != nil {
		return err
	}
	in := newTokens(p.stdout)
	for {
		if _, err := in.peek(); err == io.EOF {
			return p.wait()
		}
		name, err := in.next(0)
		if err != nil {
			return p.stop(err)
		}
		visit(name)
	}
}

// compareTrees runs one git diff-tree over the weeks; a line "commit previous" makes it compare the two.
func compareTrees(ctx context.Context, l local, tips []weekTip, path func([]byte) int32, present map[int32]time.Time, visit func(treeSpan) error) error {
	var lines bytes.Buffer
	var changed []weekTip
	for i := 1; i < len(tips); i++ {
		if tips[i].sha != tips[i-1].sha {
			fmt.Fprintf(&lines, "%s %s\n%s", tips[i].sha, tips[i-1].sha, endOfBlock)
			changed = append(changed, tips[i])
		}
	}
	if len(changed) == 0 {
		return nil
	}
	p, err := l.start(ctx, true, "diff-tree", "--stdin", "-r", "-z", "--raw", "--no-renames", "--no-ext-diff",
		"--ignore-submodules=none", "--abbrev=64")
	if err != nil {
		return err
	}
	fed := make(chan struct{})
	go func() {
		defer close(fed)
		_, _ = p.stdin.Write(lines.Bytes())
		p.stdin.Close()
	}()
	defer func() { <-fed }()
	in := changeReader{in: newTokens(p.stdout)}
	for _, tip := range changed {
		b := &block{commits: []commit{{sha: tip.sha}}, compare: []int32{0}}
		err := in.read(b, func(p part) error {
			for _, ch := range p.changes {
				id := path(p.bytes(ch.path))
				switch ch.status {
				case 'A':
					present[id] = tip.week
				case 'D':
					if err := visit(treeSpan{id, present[id], tip.week}); err != nil {
						return err
					}
					delete(present, id)
				}
			}
			return nil
		})
		if err != nil {
			return p.stop(err)
		}
	}
	return p.wait()
}
