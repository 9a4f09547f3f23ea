//go:build golden

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/fewhands/fewhands/ingest"
)

// TestGoldenTruckFactors compares two real repositories with what the published tool says of them, before its pruning
// step. It needs their clones, so it is built only when asked for:
//
//	FEWHANDS_CLONES=/folder/with/clojure/and/celery go test -tags golden -run Golden ./cmd/fewhands
func TestGoldenTruckFactors(t *testing.T) {
	type removed struct {
		person   string
		files    int
		coverage float64
	}
	tests := []struct {
		name, rev      string
		files, authors int
		removed        []removed
	}{
		{"clojure", "13a2f67b91ab81cd109ea3152fce1ae76d212453", 347, 34,
			[]removed{{"Rich Hickey", 158, 0.5764}, {"Alex Miller", 77, 0.4294}}},
		{"celery", "b468b91cbb84e3a0b84946607af5a90a58f0a643", 793, 67,
			[]removed{{"Ask Solem", 576, 0.3417}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(os.Getenv("FEWHANDS_CLONES"), test.name)
			var stdout, stderr bytes.Buffer
			args := []string{"repo", path, "--rev", test.rev, "--files", "all", "--json"}
			if code := run(context.Background(), args, &stdout, &stderr, ingest.SystemClock{}); code != exitDone {
				t.Fatalf("exit code %d: %s", code, stderr.String())
			}
			var got []struct {
				Files, Authors int
				TruckFactor    int `json:"truck_factor"`
				Removed        []struct {
					Person   string
					Files    int
					Coverage float64
				}
			}
			if err := json.Unmarshal(stdout.Bytes(), &got); err != nil {
				t.Fatal(err)
			}
			repo := got[0]
			if repo.Files != test.files || repo.Authors != test.authors || repo.TruckFactor != len(test.removed) {
				t.Fatalf("got %+v", repo)
			}
			for i, want := range test.removed {
				r := repo.Removed[i]
				if r.Person != want.person || r.Files != want.files || math.Abs(r.Coverage-want.coverage) > 0.00005 {
					t.Errorf("removed %d: got %+v, want %+v", i+1, r, want)
				}
			}
		})
	}
}
