package metrics

import (
	"math"
	"slices"
	"testing"
)

// did is what a person did in a file, the same in both variants.
func did(person, adds, changes int32) credit {
	return credit{person: person, done: [variants]events{{adds, changes}, {adds, changes}}}
}

func TestDegreeOfAuthorship(t *testing.T) {
	for _, c := range []struct {
		created     bool
		own, others int32
		want        float64
	}{
		{true, 0, 0, 4.391},                     // 3.293 + 1.098
		{true, 10, 0, 6.031},                    // 4.391 + 1.64
		{false, 1, 0, 3.457},                    // 3.293 + 0.164
		{false, 1, 1, 3.2344997550582553},       // 3.457 − 0.321·ln 2
		{true, 0, 9, 3.6518701851429133},        // 4.391 − 0.321·ln 10
		{false, 0, 1_000_000, -1.1417792101064}, // 3.293 − 0.321·ln 1,000,001
	} {
		if got := degreeOfAuthorship(c.created, c.own, c.others); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("created %v, %d own changes, %d by others: %.13f, want %.13f", c.created, c.own, c.others, got, c.want)
		}
	}
}

func TestAuthors(t *testing.T) {
	for _, c := range []struct {
		name    string
		history []credit
		want    []int32
	}{
		// 1: 4.391 − 0.321·ln 2 = 4.168; 2: 3.457, which is 0.829 of it, and over 3.293.
		{"one change beside the creator makes an author", []credit{did(1, 1, 0), did(2, 0, 1)}, []int32{1, 2}},
		// 1: 6.031 − 0.321·ln 3 = 5.678; 2: 3.621 − 0.321·ln 11 = 2.851.
		{"the creator's own changes push others out", []credit{did(1, 1, 10), did(2, 0, 2)}, []int32{1}},
		// Each: 3.457 − 0.321·ln 3 = 3.104, the highest, but under 3.293.
		{"three strangers with one change each are no authors", []credit{did(1, 0, 1), did(2, 0, 1), did(3, 0, 1)}, nil},
		// 1: 4.391 − 0.321·ln 31 = 3.289, under 3.293, and an author as the creator; 2: 3.293 + 4.92 = 8.213.
		{"0.75 of the highest is needed by the creator too", []credit{did(1, 1, 0), did(2, 0, 30)}, []int32{2}},
		// 1: 4.391 − 0.321·ln 35 = 3.250, the highest of all; each of the others 3.457 − 0.321·ln 34 = 2.325.
		{"the creator needs no 3.293", append(strangers(34), did(1, 1, 0)), []int32{1}},
		// A second add is no delivery: both have 4.391.
		{"whoever adds it again is a creator", []credit{did(2, 3, 0), did(1, 1, 0)}, []int32{1, 2}},
		{"nobody did anything", nil, nil},
	} {
		sums := summarise(c.history)
		for variant := range variants {
			if got := authorsOf(nil, c.history, variant, &sums[variant]); !slices.Equal(got, c.want) {
				t.Errorf("%s: %v, want %v", c.name, got, c.want)
			}
		}
	}
}

// strangers are n people with one change each, numbered from 2.
func strangers(n int32) (list []credit) {
	for person := range n {
		list = append(list, did(person+2, 0, 1))
	}
	return list
}

// Without a positive degree there is no highest one to compare with: 100,000 people with one change each have
// 3.457 − 0.321·ln 100,000 = −0.239.
func TestFileWithoutAPositiveDegreeHasNoAuthor(t *testing.T) {
	history := strangers(100_000)
	sums := summarise(history)
	if got := authorsOf(nil, history, everything, &sums[everything]); len(got) != 0 {
		t.Errorf("%d authors", len(got))
	}
}

func TestPersonWithoutAKeptEventIsNoAuthor(t *testing.T) {
	history := []credit{did(1, 1, 0), {person: 2, done: [variants]events{{1, 5}, {}}}}
	sums := summarise(history)
	if got := authorsOf(nil, history, kept, &sums[kept]); !slices.Equal(got, []int32{1}) {
		t.Errorf("authors %v", got)
	}
}

func TestKeeperMade95Percent(t *testing.T) {
	for _, c := range []struct {
		own, others int32
		want        int32
	}{
		{19, 1, 1}, {18, 1, nobody}, {1, 0, 1}, {95, 5, 1}, {94, 5, nobody}, {0, 1, 2}, {0, 0, nobody},
	} {
		sums := summarise([]credit{did(1, 0, c.own), did(2, 0, c.others)})
		if got := sums[kept].keeper(); got != c.want {
			t.Errorf("%d of %d: %d, want %d", c.own, c.own+c.others, got, c.want)
		}
	}
}
