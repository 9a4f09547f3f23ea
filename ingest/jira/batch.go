package jira

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/fewhands/fewhands/ingest"
)

// batchSize is how many changed issues are stored together: they are of any age, so that each time the whole table is
// looked through (1.5 s for a million issues).
const batchSize = 1_000

// batch is what has been read and not yet stored.
type batch struct {
	issues  []*issue
	at      map[string]int // where an issue is
	reached time.Time
}

// without leaves out what the batch has in the same version: pages overlap.
func (b *batch) without(raw []json.RawMessage) []json.RawMessage {
	return slices.DeleteFunc(slices.Clone(raw), func(one json.RawMessage) bool {
		at, ok := b.at[ingest.Field(one, "id")]
		if !ok {
			return false
		}
		updatedAt, err := ingest.Instant(fieldOf(one, updated))
		return err == nil && updatedAt.Equal(b.issues[at].updated)
	})
}

func (b *batch) add(issues []*issue, reached time.Time) {
	if b.at == nil {
		b.at = map[string]int{}
	}
	for _, i := range issues {
		if at, ok := b.at[i.id]; ok {
			b.issues[at] = i
			continue
		}
		b.at[i.id] = len(b.issues)
		b.issues = append(b.issues, i)
	}
	if reached.After(b.reached) {
		b.reached = reached
	}
}
