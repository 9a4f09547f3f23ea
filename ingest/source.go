package ingest

import (
	"context"
	"time"

	"github.com/fewhands/fewhands/sql"
)

// Source is a system whose objects we keep a raw copy of.
type Source interface {
	// Name is what errors and cursors call it, such as "pagerduty".
	Name() string

	// Streams are its kinds of objects, in the order in which they are read.
	Streams() []Stream

	// Close ends its connections. A closed source may be read again.
	Close()
}

// Stream is one kind of object and the raw table that holds it.
type Stream struct {
	Name  string // such as "incidents"
	Table string // such as "raw.pagerduty_incidents"

	// Columns are those of the table beside id, created_at, payload, readable, fetched_at and gone_at, which every raw
	// table has. Object.Extra gives their values.
	Columns []string

	// Ordered says that rows come roughly in the order of created_at and keep it: then a stored version of an object is
	// looked for among the rows of the batch's own times only, however large the table is.
	Ordered bool

	// Read stores what changed since the cursor, oldest first where the stream is long, in batches small enough that
	// losing one does not hurt. What it returns nil for is complete. Its errors begin with the stream and the object.
	Read func(ctx context.Context, s *Store) error
}

// Object is one object as the API sent it.
type Object struct {
	ID        string
	CreatedAt time.Time // zero: it has none
	Payload   []byte    // JSON
	Extra     []sql.Value
}

// Batch is what is stored in one transaction: objects, and the cursor that says they are.
type Batch struct {
	Objects []Object // of two with one id the later is stored
	Cursor  any      // becomes JSON; nil leaves the cursor as it is
	Whole   bool     // Objects are all there are: rows of other ids are marked as gone

	// Before and After run in the transaction around the writing of the objects and may be nil. changed are the objects
	// that are new or not what was stored.
	Before, After func(ctx context.Context, tx *sql.Tx, changed []Object) error
}

// Options are those of one run.
type Options struct {
	Clock    Clock    // nil: the clock on the wall
	Progress Progress // nil: nobody listens
}

// Result tells what became of one stream.
type Result struct {
	Stream  string
	Read    int   // objects that the source sent
	Changed int   // of them, new or not what was stored
	Err     error // nil: read to its end
}
