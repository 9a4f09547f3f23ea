package git

import (
	"bytes"
	"fmt"
	"io"
)

// maxToken bounds one path or message in a stream; git's own paths are limited to a few KiB by every file system.
const maxToken = 1 << 20

// tokens cuts a stream into the pieces that end in a delimiter. It holds one buffer, which grows to maxToken at most.
type tokens struct {
	in   io.Reader
	buf  []byte
	from int // buf[from:to] is read and not yet taken
	to   int
	err  error
}

func newTokens(in io.Reader) *tokens {
	return &tokens{in: in, buf: make([]byte, 64<<10)}
}

// peek gives the next byte; io.EOF when the stream is over.
func (t *tokens) peek() (byte, error) {
	for t.from == t.to {
		if err := t.fill(); err != nil {
			return 0, err
		}
	}
	return t.buf[t.from], nil
}

// next takes everything up to the delimiter, without it; valid until the next call. A stream that ends before the
// delimiter gives io.ErrUnexpectedEOF.
func (t *tokens) next(delimiter byte) ([]byte, error) {
	seen := 0
	for {
		if i := bytes.IndexByte(t.buf[t.from+seen:t.to], delimiter); i >= 0 {
			token := t.buf[t.from : t.from+seen+i]
			t.from += seen + i + 1
			return token, nil
		}
		seen = t.to - t.from
		if seen > maxToken {
			return nil, fmt.Errorf("a name or text of more than %d bytes", maxToken)
		}
		if err := t.fill(); err != nil {
			if err == io.EOF {
				err = io.ErrUnexpectedEOF
			}
			return nil, err
		}
	}
}

// text is next for texts of any length: what is over maxToken is dropped.
func (t *tokens) text(delimiter byte) ([]byte, error) {
	seen := 0
	for {
		if i := bytes.IndexByte(t.buf[t.from+seen:t.to], delimiter); i >= 0 {
			token := t.buf[t.from : t.from+seen+i]
			t.from += seen + i + 1
			return token, nil
		}
		if seen = t.to - t.from; seen > maxToken {
			first := bytes.Clone(t.buf[t.from : t.from+maxToken])
			return first, t.skip(delimiter)
		}
		if err := t.fill(); err != nil {
			if err == io.EOF {
				err = io.ErrUnexpectedEOF
			}
			return nil, err
		}
	}
}

func (t *tokens) skip(delimiter byte) error {
	for {
		if i := bytes.IndexByte(t.buf[t.from:t.to], delimiter); i >= 0 {
			t.from += i + 1
			return nil
		}
		t.from = t.to
		if err := t.fill(); err != nil {
			if err == io.EOF {
				err = io.ErrUnexpectedEOF
			}
			return err
		}
	}
}

// fill reads more behind what is not yet taken.
func (t *tokens) fill() error {
	if t.err != nil {
		return t.err
	}
	if t.from > 0 {
		t.to = copy(t.buf, t.buf[t.from:t.to])
		t.from = 0
	}
	if t.to == len(t.buf) {
		t.buf = append(t.buf, make([]byte, len(t.buf))...)
	}
	for range 100 {
		n, err := t.in.Read(t.buf[t.to:])
		t.to += n
		if err != nil {
			t.err = err
		}
		if n > 0 {
			return nil
		}
		if err != nil {
			return err
		}
	}
	t.err = io.ErrNoProgress
	return t.err
}
