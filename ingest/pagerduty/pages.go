package pagerduty

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/fewhands/fewhands/ingest"
)

const (
	pageSize = 100    // the most the API gives
	pageCap  = 10_000 // offset and limit together, by the API
	restarts = 5      // of a list that changes while it is read
)

// list asks for one page of a list; total asks the API to count it, which takes it time.
type list func(ctx context.Context, offset uint, total bool) error

// whole reads a list to its end. Pages are cut from the list as it is at that moment: what is added before the offset
// shows an object twice, what is taken away hides one. So each page begins with the last object of the one before, and
// where that is not there any more, the reading begins again.
//
// accept is called with the first page and may refuse the rest; nil accepts all.
func (s *Source) whole(ctx context.Context, key string, ask list, accept func(first page) error) ([]json.RawMessage, error) {
	for range restarts {
		objects, err := s.pass(ctx, key, ask, accept)
		if !errors.Is(err, errMoved) {
			return objects, err
		}
	}
	return nil, errMoved
}

var errMoved = errors.New("the list changes while it is read")

func (s *Source) pass(ctx context.Context, key string, ask list, accept func(page) error) ([]json.RawMessage, error) {
	var objects []json.RawMessage
	last := "" // the object that the next page must hold
	for offset := 0; ; {
		if offset+pageSize > pageCap {
			return nil, errTooMany
		}
		body, err := s.ask(ctx, func(ctx context.Context) error { return ask(ctx, uint(offset), offset == 0 && accept != nil) })
		if err != nil {
			return nil, err
		}
		p, err := readPage(body, key)
		if err != nil {
			return nil, err
		}
		if offset == 0 && accept != nil {
			if err := accept(p); err != nil {
				return nil, err
			}
		}
		from := 0
		if last != "" {
			if from = position(p.objects, last) + 1; from == 0 {
				return nil, errMoved
			}
		}
		objects = append(objects, p.objects[from:]...)
		if !p.more {
			return objects, nil
		}
		if len(p.objects) == 0 || p.limit <= 0 {
			return nil, fmt.Errorf("a page without %s that says there is more", key)
		}
		// The limit of the answer counts, not ours: the API may give less than it was asked for.
		step := min(p.limit, len(p.objects)) - 1
		last = string(p.objects[step])
		if step == 0 {
			step, last = 1, "" // pages of one object have no room for another's
		}
		offset += step
	}
}

// position finds an object by its id, or by all of it where it has none. -1: it is not there.
func position(objects []json.RawMessage, like string) int {
	id := idOf(json.RawMessage(like))
	for i, o := range objects {
		if id != "" && idOf(o) == id || id == "" && string(o) == like {
			return i
		}
	}
	return -1
}

func idOf(object json.RawMessage) string { return ingest.Field(object, "id") }
