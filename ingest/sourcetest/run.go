package sourcetest

import (
	"context"
	"errors"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/fewhands/fewhands/ingest"
)

// Run is the tests every source must pass.
func Run(t *testing.T, s Source) {
	t.Run("EveryObjectArrivesOnceWhateverFails", s.arrives)
	t.Run("SecondRunChangesNothing", s.secondRun)
	t.Run("ChangesArriveTheNextNight", s.changes)
	t.Run("CancelledAnywhereItGoesOn", s.cancelled)
	t.Run("StoppedHalfWayItKeepsWhatItHad", s.stopped)
	t.Run("RefusedTokenIsNamedBySourceOnly", s.refused)
	t.Run("UnreachableHostEnds", s.unreachable)
	t.Run("TokenIsInNoFile", s.secret)
}

func (s Source) arrives(t *testing.T) {
	NoGoroutines(t)
	var server atomic.Pointer[Server]
	server.Store(s.Serve(t, Conditions{
		Objects: 2_000, FaultShare: 0.2, RateLimit: 60, RateWindow: 2 * time.Second,
		Between: func(n int) {
			if changing := server.Load(); changing != nil && n%7 == 0 {
				changing.Change() // between pages
			}
		},
	}))
	db, here := Warehouse(t), server.Load()
	if _, err := s.run(t.Context(), t, db, here); err != nil {
		t.Fatal(err)
	}
	server.Store(nil) // what changed behind the reader is the next night's
	if _, err := s.run(t.Context(), t, db, here); err != nil {
		t.Fatal(err)
	}
	Copied(t, db, here, s.Tables...)
	if left := Incomplete(t, db); left != nil {
		t.Errorf("incomplete: %v", left)
	}
}

func (s Source) secondRun(t *testing.T) {
	server, db := s.Serve(t, Conditions{Objects: 300}), Warehouse(t)
	first, err := s.run(t.Context(), t, db, server)
	if err != nil {
		t.Fatal(err)
	}
	requests := server.Requests()
	second, err := s.run(t.Context(), t, db, server)
	if err != nil {
		t.Fatal(err)
	}
	changed := 0
	for i := range second {
		changed += second[i].Changed
		if first[i].Err != nil || first[i].Read > 0 && first[i].Changed == 0 {
			t.Errorf("first run: %+v", first[i])
		}
	}
	if changed != 0 {
		t.Errorf("the second run changed %d rows", changed)
	}
	if again := server.Requests() - requests; again >= requests {
		t.Errorf("the second run made %d requests, the first %d", again, requests)
	}
	Copied(t, db, server, s.Tables...)
}

func (s Source) changes(t *testing.T) {
	server, db := s.Serve(t, Conditions{Objects: 300}), Warehouse(t)
	for range 4 {
		if _, err := s.run(t.Context(), t, db, server); err != nil {
			t.Fatal(err)
		}
		Copied(t, db, server, s.Tables...)
		for range 30 {
			server.Change()
		}
		if err := server.Clock.Sleep(t.Context(), 24*time.Hour); err != nil {
			t.Fatal(err)
		}
	}
}

// cancelled is Ctrl-C at 25 moments: nothing is half there, nothing is lost, and the error says what it was.
func (s Source) cancelled(t *testing.T) {
	NoGoroutines(t)
	dice := rand.New(rand.NewPCG(1, 2))
	var stop atomic.Pointer[context.CancelFunc]
	var countdown atomic.Int64
	server := s.Serve(t, Conditions{Objects: 500, FaultShare: 0.1, Between: func(int) {
		if countdown.Add(-1) == 0 {
			(*stop.Load())()
		}
	}})
	db, cancelled := Warehouse(t), 0
	for cancelled < 25 {
		ctx, cancel := context.WithCancel(t.Context())
		stop.Store(&cancel)
		countdown.Store(1 + dice.Int64N(32))
		_, err := s.run(ctx, t, db, server)
		countdown.Store(0)
		cancel()
		switch {
		case err == nil: // it was done before
			Copied(t, db, server, s.Tables...)
			db = Warehouse(t)
		case !errors.Is(err, context.Canceled):
			t.Fatalf("want cancelled, got %v", err)
		case len(Incomplete(t, db)) == 0:
			t.Error("no stream is marked incomplete")
		default:
			cancelled++
		}
	}
	if _, err := s.run(t.Context(), t, db, server); err != nil {
		t.Fatal(err)
	}
	Copied(t, db, server, s.Tables...)
}

func (s Source) stopped(t *testing.T) {
	server, db := s.Serve(t, Conditions{Objects: 1_000, StopAfter: 20}), Warehouse(t)
	results, err := s.run(t.Context(), t, db, server)
	if !errors.Is(err, ingest.ErrIncomplete) || errors.Is(err, ingest.ErrRefused) {
		t.Fatalf("want incomplete, got %v", err)
	}
	kept := 0
	for _, r := range results {
		kept += r.Changed
	}
	if kept == 0 || len(Incomplete(t, db)) == 0 {
		t.Errorf("kept %d, incomplete %v", kept, Incomplete(t, db))
	}
	server.Mend()
	if _, err := s.run(t.Context(), t, db, server); err != nil {
		t.Fatal(err)
	}
	Copied(t, db, server, s.Tables...)
}

func (s Source) refused(t *testing.T) {
	server, db := s.Serve(t, Conditions{Objects: 20}), Warehouse(t)
	const wrong = "wrong-token-5Yq"
	source := s.Open(t, server.URL, wrong, server.Clock)
	_, err := ingest.Run(t.Context(), db, source, ingest.Options{Clock: server.Clock})
	if !errors.Is(err, ingest.ErrRefused) || errors.Is(err, ingest.ErrIncomplete) {
		t.Fatalf("want refused, got %v", err)
	}
	if !strings.Contains(err.Error(), source.Name()) || strings.Contains(err.Error(), wrong) {
		t.Errorf("want the source and not the token: %v", err)
	}
	if n := server.Requests(); n > 3 {
		t.Errorf("asked %d times with a refused token", n)
	}
}

func (s Source) unreachable(t *testing.T) {
	NoGoroutines(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	url := "http://" + listener.Addr().String()
	listener.Close() // nobody listens there now
	server := s.Serve(t, Conditions{Objects: 20})
	began := server.Clock.Now()
	_, err = ingest.Run(t.Context(), Warehouse(t), s.Open(t, url, s.Token, server.Clock), ingest.Options{Clock: server.Clock})
	if !errors.Is(err, ingest.ErrUnreachable) || errors.Is(err, ingest.ErrIncomplete) {
		t.Fatalf("want unreachable, got %v", err)
	}
	if waited := server.Clock.Now().Sub(began); waited < 10*time.Second || waited > 10*time.Minute {
		t.Errorf("gave up after %s", waited)
	}
}

// secret looks for the token in the file of the warehouse, and in the errors of a bad day.
func (s Source) secret(t *testing.T) {
	path := filepath.Join(t.TempDir(), "w.duckdb")
	server := s.Serve(t, Conditions{Objects: 100, FaultShare: 0.3, StopAfter: 25})
	db := open(t, path)
	_, err := s.run(t.Context(), t, db, server)
	if err == nil || strings.Contains(err.Error(), s.Token) {
		t.Errorf("want an error without the token: %v", err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(path + "*")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(content), s.Token) {
			t.Errorf("%s holds the token", filepath.Base(file))
		}
	}
}
