// Package sourcetest is what every source must pass: whatever goes wrong on the way, the copy in the warehouse ends up
// as what the source holds, byte for byte, and no secret is in it. The rule that keeps it simple: a test knows a source
// only as a server that can be asked what a perfect copy would hold.
package sourcetest

import (
	"context"
	"encoding/json"
	"errors"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/fewhands/fewhands/ingest"
	"github.com/fewhands/fewhands/sql"
)

// Source is a source under test.
type Source struct {
	// Serve starts a fresh server, the same for the same conditions, that ends with the test.
	Serve func(t testing.TB, c Conditions) *Server

	// Open makes a source that reads the server at url. clock is nil for the clock on the wall.
	Open func(t testing.TB, url, token string, clock ingest.Clock) ingest.Source

	Tables []string // raw tables of its streams, without "raw."
	Token  string   // the one that is good
}

// Conditions are what a server is like.
type Conditions struct {
	Objects    int           // about so many of the largest stream
	FaultShare float64       // of requests that fail
	RateLimit  int           // requests per window; 0: none
	RateWindow time.Duration //
	StopAfter  int           // every later request fails; 0: never
	Between    func(n int)   // called before each request is answered
}

// Server is one that runs.
type Server struct {
	URL      string
	Clock    ingest.Clock
	Want     func(table string) map[string]json.RawMessage // what a perfect copy holds now
	Requests func() int                                    // answered so far
	Change   func()                                        // something happens at the source, another thing each time
	Mend     func()                                        // after StopAfter: works again
}

// Warehouse opens an empty warehouse in memory.
func Warehouse(t testing.TB) *sql.DB { return open(t, "") }

func open(t testing.TB, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open(context.Background(), path, sql.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// Copied reports every difference between the rows of the tables and what a perfect copy would hold. Rows that are gone
// from the source do not count.
func Copied(t testing.TB, db *sql.DB, s *Server, tables ...string) {
	t.Helper()
	for _, table := range tables {
		want := s.Want(table)
		rows, err := db.Query(context.Background(), "SELECT id, payload FROM raw."+table+" WHERE gone_at IS NULL")
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		faults := 0
		for rows.Next() {
			var id, payload string
			if err := rows.Scan(&id, &payload); err != nil {
				t.Fatal(err)
			}
			switch {
			case seen[id]:
				t.Errorf("%s: %s is there twice", table, id)
			case want[id] == nil:
				t.Errorf("%s: %s is not at the source", table, id)
			case payload != string(want[id]):
				t.Errorf("%s: %s is %s, at the source %s", table, id, payload, want[id])
			default:
				faults--
			}
			seen[id] = true
			if faults++; faults > 3 {
				t.Fatalf("%s: and so on", table)
			}
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			t.Fatal(err)
		}
		if len(seen) != len(want) || len(want) == 0 {
			t.Errorf("%s: %d rows, at the source %d objects", table, len(seen), len(want))
		}
	}
}

// Incomplete lists the streams that raw.cursors marks as such.
func Incomplete(t testing.TB, db *sql.DB) []string {
	t.Helper()
	rows, err := db.Query(context.Background(), "SELECT stream FROM raw.cursors WHERE is_incomplete ORDER BY stream")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var stream string
		if err := rows.Scan(&stream); err != nil {
			t.Fatal(err)
		}
		all = append(all, stream)
	}
	return all
}

// NoGoroutines fails the test if it leaves goroutines of ours or of HTTP clients behind. Call it before anything else.
func NoGoroutines(t testing.TB) {
	t.Helper()
	t.Cleanup(func() {
		// Connections that were told to end do so in their own goroutines: let those run, for a bounded number of turns.
		var left string
		for range 10_000 {
			if left = leaked(); left == "" {
				return
			}
			runtime.Gosched()
		}
		t.Errorf("left behind:\n%s", left)
	})
}

func leaked() string {
	stacks := make([]byte, 1<<20)
	stacks = stacks[:runtime.Stack(stacks, true)]
	for stack := range strings.SplitSeq(string(stacks), "\n\n") {
		for _, ours := range []string{"fewhands/ingest.", "fewhands/ingest/jira.", "fewhands/ingest/pagerduty.", "net/http.(*persistConn)", "retryablehttp"} {
			if strings.Contains(stack, ours) && !strings.Contains(stack, "sourcetest.leaked") && !strings.Contains(stack, "testing.tRunner") {
				return stack
			}
		}
	}
	return ""
}

func (s Source) run(ctx context.Context, t testing.TB, db *sql.DB, server *Server) ([]ingest.Result, error) {
	return ingest.Run(ctx, db, s.Open(t, server.URL, s.Token, server.Clock), ingest.Options{Clock: server.Clock})
}
