package main

import (
	"testing"
	"time"
)

func wall(t *testing.T, expression, zone string) wallClock {
	t.Helper()
	schedule, err := parseCron(expression)
	if err != nil {
		t.Fatal(err)
	}
	location, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	return wallClock{schedule, location}
}

// In Stockholm the clock goes from 02:00 to 03:00 on 2026-03-29, and from 03:00 back to 02:00 on 2026-10-25.
func TestANightIsNeitherLeftOutNorDoneTwiceWhenTheClockChanges(t *testing.T) {
	for _, test := range []struct {
		expression, zone, last string
		want                   []string
	}{
		{"0 2 * * *", "Europe/Stockholm", "2026-03-28T02:00:00+01:00",
			[]string{"2026-03-29T03:00:00+02:00", "2026-03-30T02:00:00+02:00"}},
		{"30 2 * * *", "Europe/Stockholm", "2026-03-28T12:00:00+01:00",
			[]string{"2026-03-29T03:30:00+02:00", "2026-03-30T02:30:00+02:00"}},
		{"30 2 * * *", "Europe/Stockholm", "2026-10-24T12:00:00+02:00",
			[]string{"2026-10-25T02:30:00+02:00", "2026-10-26T02:30:00+01:00"}},
		{"0 6 * * 1", "Europe/Stockholm", "2026-03-23T06:00:00+01:00", // the Sunday of the change is no Monday
			[]string{"2026-03-30T06:00:00+02:00", "2026-04-06T06:00:00+02:00"}},
		{"30 2 * * 1", "Europe/Stockholm", "2026-03-23T02:30:00+01:00",
			[]string{"2026-03-30T02:30:00+02:00", "2026-04-06T02:30:00+02:00"}},
		{"0 * * * *", "Europe/Stockholm", "2026-03-29T00:30:00+01:00", // 02:00 and 03:00 are the same moment: once
			[]string{"2026-03-29T01:00:00+01:00", "2026-03-29T03:00:00+02:00", "2026-03-29T04:00:00+02:00"}},
		{"0 * * * *", "Europe/Stockholm", "2026-10-25T01:30:00+02:00", // 02:00 is shown twice
			[]string{"2026-10-25T02:00:00+02:00", "2026-10-25T03:00:00+01:00"}},
		{"15 2 * * *", "Australia/Lord_Howe", "2026-10-03T12:00:00+10:30", // half an hour forward, at 02:00
			[]string{"2026-10-04T02:45:00+11:00", "2026-10-05T02:15:00+11:00"}},
		{"0 0 * * *", "Africa/Cairo", "2026-04-23T12:00:00+02:00", // forward at midnight
			[]string{"2026-04-24T01:00:00+03:00", "2026-04-25T00:00:00+03:00"}},
		{"@daily", "UTC", "2026-03-28T12:00:00Z", []string{"2026-03-29T00:00:00Z"}},
	} {
		w := wall(t, test.expression, test.zone)
		last, err := time.Parse(time.RFC3339, test.last)
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range test.want {
			next := w.Next(last.UTC())
			if got := next.In(w.zone).Format(time.RFC3339); got != want {
				t.Errorf("%s in %s after %s: %s, want %s", test.expression, test.zone, last.In(w.zone), got, want)
			}
			last = next
		}
	}
}

// Whatever the zone, a daily time comes once on every date of ten years.
func TestADailyTimeComesOnceADay(t *testing.T) {
	for _, zone := range []string{"UTC", "Europe/Stockholm", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Kathmandu", "America/Santiago"} {
		for _, expression := range []string{"0 0 * * *", "30 0 * * *", "0 2 * * *", "30 2 * * *", "59 23 * * *"} {
			w := wall(t, expression, zone)
			last := w.Next(time.Date(2020, 1, 1, 12, 0, 0, 0, w.zone).UTC())
			for range 3650 {
				next := w.Next(last)
				if gap := next.Sub(last); gap < 11*time.Hour || gap > 36*time.Hour {
					t.Fatalf("%s in %s: %s follows %s", expression, zone, next.In(w.zone), last.In(w.zone))
				}
				day, before := next.In(w.zone).Format(time.DateOnly), onTheWall(last.In(w.zone))
				if day != before.AddDate(0, 0, 1).Format(time.DateOnly) {
					t.Fatalf("%s in %s: %s follows %s", expression, zone, next.In(w.zone), before)
				}
				last = next
			}
		}
	}
}
