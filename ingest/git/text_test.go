package git

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// decodePath undoes encodePath, by the words of its contract.
func decodePath(stored string) []byte {
	if !strings.Contains(stored, `\x`) {
		return []byte(stored)
	}
	var raw []byte
	for i := 0; i < len(stored); i++ {
		switch {
		case strings.HasPrefix(stored[i:], `\\`):
			raw = append(raw, '\\')
			i++
		case strings.HasPrefix(stored[i:], `\x`):
			raw = append(raw, byte(strings.IndexByte("0123456789abcdef", stored[i+2])<<4|strings.IndexByte("0123456789abcdef", stored[i+3])))
			i += 3
		default:
			raw = append(raw, stored[i])
		}
	}
	return raw
}

func TestEveryPathHasItsOwnText(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	seen := map[string]string{}
	for range 100_000 {
		raw := make([]byte, 1+random.IntN(8))
		for i := range raw {
			raw[i] = []byte("\\x\\xe9\xe9\xc3\xa9f0\n\xff")[random.IntN(12)]
		}
		stored := encodePath(raw)
		if !utf8.ValidString(stored) || !bytes.Equal(decodePath(stored), raw) {
			t.Fatalf("%q is stored as %q", raw, stored)
		}
		if other, ok := seen[stored]; ok && other != string(raw) {
			t.Fatalf("%q and %q are both stored as %q", raw, other, stored)
		}
		seen[stored] = string(raw)
	}
}

func TestPathsAreNumberedOnce(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 10))
	var known [][]byte
	first := newPaths()
	for range 2000 {
		raw := make([]byte, 1+random.IntN(3))
		for i := range raw {
			raw[i] = []byte("\\x\xe9ab")[random.IntN(5)]
		}
		known = append(known, raw)
		first.id(raw)
	}
	resumed := newPaths()
	for stored, id := range first.ids {
		resumed.add(id, stored)
	}
	byID := map[int32]string{}
	for _, raw := range known {
		id := resumed.id(raw)
		if other, ok := byID[id]; ok && other != string(raw) || id != first.id(raw) {
			t.Fatalf("%q and %q have number %d", raw, other, id)
		}
		byID[id] = string(raw)
	}
	if len(resumed.new) != 0 || len(byID) != len(first.new) {
		t.Errorf("%d new, %d of %d", len(resumed.new), len(byID), len(first.new))
	}
}

func TestTextsThatAreNoUTF8AreReadAsWindows1252(t *testing.T) {
	for raw, want := range map[string]string{
		"plain": "plain", "Zoë": "Zoë", "Zo\xeb": "Zoë", "\x93q\x94": "“q”", "\x80": "€", "\x81\xff": "\u0081ÿ", "": "", "a\x00b": "ab", "\xe9\x00": "é",
	} {
		if got := decodeText([]byte(raw)); got != want {
			t.Errorf("%q: %q, want %q", raw, got, want)
		}
	}
	for c := range 256 {
		if got := decodeText([]byte{0xff, byte(c)}); !utf8.ValidString(got) || strings.Contains(got, "\x00") {
			t.Errorf("byte %x: %q", c, got)
		}
	}
}

func TestDatesAreClamped(t *testing.T) {
	for raw, want := range map[string]string{
		"0 +0000":                        "1970-01-01T00:00:00 0",
		"1700000000 +0130":               "2023-11-14T22:13:20 90",
		"1700000000 -0930":               "2023-11-14T22:13:20 -570",
		"1700000000 +1400":               "2023-11-14T22:13:20 840",
		"1700000000 +1401":               "2023-11-14T22:13:20 0",
		"1700000000 +9999":               "2023-11-14T22:13:20 0",
		"1700000000":                     "2023-11-14T22:13:20 0",
		"-1 +0000":                       "1970-01-01T00:00:00 0",
		"":                               "1970-01-01T00:00:00 0",
		"what +0100":                     "1970-01-01T00:00:00 60",
		"253402300799 +0000":             "9999-12-31T23:59:59 0",
		"253402300800 +0000":             "9999-12-31T23:59:59 0",
		"18446744073709551615 +0000":     "9999-12-31T23:59:59 0",
		"-99999999999999999999999 +0000": "1970-01-01T00:00:00 0",
	} {
		at, offset := parseTime([]byte(raw))
		if got := at.Format("2006-01-02T15:04:05 ") + itoa(int(offset)); got != want {
			t.Errorf("%q: %s, want %s", raw, got, want)
		}
	}
}

func TestWeeksBeginOnMonday(t *testing.T) {
	for day, want := range map[string]string{"2026-03-02": "2026-03-02", "2026-03-08": "2026-03-02", "2026-03-09": "2026-03-09", "2026-01-01": "2025-12-29", "1970-01-01": "1969-12-29"} {
		at, _ := time.Parse(time.DateOnly, day)
		if got := monday(at.Add(23*time.Hour + 59*time.Minute)).Format(time.DateOnly); got != want {
			t.Errorf("%s: %s, want %s", day, got, want)
		}
	}
}

func TestVersionsOfGit(t *testing.T) {
	for answer, ok := range map[string]bool{
		"git version 2.39.5": true, "git version 2.30.0": true, "git version 3.0.1": true, "git version 2.39.3 (Apple Git-146)": true,
		"git version 2.45.1.windows.1": true, "git version 2.29.9": false, "git version 1.8.3.1": false, "what": false,
	} {
		if err := newEnough(answer); (err == nil) != ok {
			t.Errorf("%s: %v", answer, err)
		}
	}
}

func TestNoGitOnThePath(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if err := checkVersion(t.Context()); err == nil || !strings.Contains(err.Error(), "git 2.30") {
		t.Error(err)
	}
}
