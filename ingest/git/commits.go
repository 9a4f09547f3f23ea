package git

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"time"
)

// commit is one commit without its changes. People are numbers of the identities given to readCommits.
type commit struct {
	sha             string
	parents         int32
	author          int32
	committer       int32
	coauthors       []int32
	authoredAt      time.Time
	authorOffset    int32 // minutes east of UTC
	committedAt     time.Time
	committerOffset int32
	changes         int32 // files changed; counted while they are read
	subject         string
}

func (c *commit) isMerge() bool { return c.parents > 1 }

// commitFields is the order of the fields of a commit in the stream, each ended by a NUL. Trailers are found by git's
// own parser, key in any case, and are separated by \x01.
var commitFields = strings.Join([]string{
	"%H", "%P", "%an", "%ae", "%ad", "%cn", "%ce", "%cd", "%s",
	"%(trailers:key=Co-authored-by,valueonly=true,unfold=true,separator=%x01)",
}, "%x00")

// readCommits streams the wanted commits in git's order, newest first. wanted is a revision range, such as "tip" or
// "^old" and "tip"; or, where it is nil, commits is the list of the wanted object names.
func readCommits(ctx context.Context, l local, wanted, commits []string, people *identities, visit func(commit) error) error {
	args := []string{"log", "-z", "--format=tformat:" + commitFields, "--date=raw", "--no-patch", "--no-notes",
		"--no-color", "--no-decorate", "--no-show-signature"}
	if wanted != nil {
		args = append(append(args, "--end-of-options"), wanted...)
	} else {
		args = append(args, "--no-walk=unsorted", "--stdin")
	}
	p, err := l.start(ctx, wanted == nil, args...)
	if err != nil {
		return err
	}
	fed := make(chan struct{})
	go func() {
		defer close(fed)
		if p.stdin != nil {
			_, _ = io.WriteString(p.stdin, strings.Join(commits, "\n")+"\n") // git's exit status tells what went wrong
			p.stdin.Close()
		}
	}()
	err = parseCommits(newTokens(p.stdout), people, visit)
	if err != nil {
		err = p.stop(err)
		<-fed
		return err
	}
	<-fed
	return p.wait()
}

func parseCommits(in *tokens, people *identities, visit func(commit) error) error {
	for {
		if _, err := in.peek(); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		c, err := parseCommit(in, people)
		if err != nil {
			return fmt.Errorf("commits: %w", err)
		}
		if err := visit(c); err != nil {
			return err
		}
	}
}

func parseCommit(in *tokens, people *identities) (c commit, err error) {
	field := func() []byte {
		if err != nil {
			return nil
		}
		var token []byte
		token, err = in.text(0)
		return token
	}
	c.sha = string(field())
	if err == nil && !isObjectName(c.sha) {
		return c, fmt.Errorf("%q where the name of a commit should be", c.sha[:min(len(c.sha), 80)])
	}
	if parents := field(); len(parents) > 0 {
		c.parents = int32(bytes.Count(parents, []byte{' '})) + 1
	}
	// A token is only valid until the next one is read: names are copied, and the copy is reused.
	var name [256]byte
	author := append(name[:0], field()...)
	c.author = people.id(author, field())
	c.authoredAt, c.authorOffset = parseTime(field())
	committer := append(name[:0], field()...)
	c.committer = people.id(committer, field())
	c.committedAt, c.committerOffset = parseTime(field())
	c.subject = decodeText(field())
	if trailers := field(); len(trailers) > 0 {
		for value := range bytes.SplitSeq(trailers, []byte{1}) {
			if name, email, ok := coauthor(value); ok {
				c.coauthors = append(c.coauthors, people.id(name, email))
			}
		}
	}
	return c, err
}

// isObjectName tells whether text is a whole SHA-1 or SHA-256 in hex.
func isObjectName(text string) bool {
	if len(text) != 40 && len(text) != 64 {
		return false
	}
	for i := range len(text) {
		if c := text[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}
