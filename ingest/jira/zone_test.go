package jira

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// Whatever the moment and the zone: what a query asks for holds the moment, and the clock shows its ends once.
func TestQueriesHoldTheMomentTheyAskFor(t *testing.T) {
	zones := []string{"UTC", "Europe/Stockholm", "America/Denver", "Pacific/Auckland", "Australia/Lord_Howe", "Asia/Kathmandu", "", "Mars/Olympus"}
	rapid.Check(t, func(t *rapid.T) {
		z := zoneOf(rapid.SampledFrom(zones).Draw(t, "zone"))
		autumn := rapid.SampledFrom([]time.Time{
			time.Date(2025, 10, 26, 0, 0, 0, 0, time.UTC), time.Date(2025, 11, 2, 7, 0, 0, 0, time.UTC),
			time.Date(2026, 4, 4, 14, 0, 0, 0, time.UTC), time.Date(2026, 3, 29, 1, 0, 0, 0, time.UTC),
		}).Draw(t, "near")
		at := autumn.Add(time.Duration(rapid.Int64Range(-6*3600, 6*3600).Draw(t, "seconds")) * time.Second)
		from, until := z.floor(at), z.ceil(at)
		if from.After(at) || !until.After(at) || z.comesTwice(from) || z.comesTwice(until) {
			t.Fatalf("%s in %s: %s to %s", at, z.Location, from, until)
		}
		if at.Sub(from)-z.slack > 3*time.Hour || until.Sub(at)-z.slack > 3*time.Hour {
			t.Fatalf("%s in %s: %s to %s is too wide", at, z.Location, from, until)
		}
		for _, end := range []time.Time{from, until} { // as Jira would read them
			read, err := time.ParseInLocation("2006-01-02 15:04", z.text(end), z.Location)
			if err != nil || !read.Equal(end) {
				t.Fatalf("%s is written as %s, %v", end, z.text(end), err)
			}
		}
	})
}

func TestAnHourThatComesTwiceIsAskedForWhole(t *testing.T) {
	z := zoneOf("Europe/Stockholm") // 03:00 became 02:00 at 01:00 UTC
	for _, minute := range []int{30, 90} {
		at := time.Date(2025, 10, 26, 0, minute, 0, 0, time.UTC) // both are 02:30
		if from, until := z.text(z.floor(at)), z.text(z.ceil(at)); from >= "2025-10-26 02:00" || until < "2025-10-26 03:00" {
			t.Errorf("asks from %s to %s", from, until)
		}
	}
}
