package metrics

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// Days and Mondays are those of the calendar, also before 1970.
func TestDaysAgainstTheCalendar(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		moment := rapid.Int64Range(-1e16, 1e16).Draw(t, "moment")
		at := time.UnixMicro(moment).UTC()
		midnight := time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, time.UTC)
		if got, want := dayOf(moment), midnight.Unix()/(24*60*60); int64(got) != want {
			t.Fatalf("%s is day %d, want %d", at, got, want)
		}
		monday := midnight.AddDate(0, 0, -int(midnight.Weekday()+6)%7)
		if got, want := mondayOf(moment), monday.Unix()/(24*60*60); int64(got) != want {
			t.Fatalf("the Monday of %s is day %d, want %d", at, got, want)
		}
	})
}

// A part has its first moment and not its last; one that ends before it begins goes over midnight. Business is from Monday to Friday.
func TestPartsOfTheDayToTheMoment(t *testing.T) {
	const hour = 3600 * second
	parts := dayParts{8 * hour, 18 * hour, 22 * hour, 8 * hour}
	wednesday, saturday := int64(6)*day, int64(9)*day
	for _, c := range []struct {
		at   int64
		want dayPart
	}{
		{wednesday, sleep},
		{wednesday + 8*hour - 1, sleep},
		{wednesday + 8*hour, business},
		{wednesday + 18*hour - 1, business},
		{wednesday + 18*hour, offHours},
		{wednesday + 22*hour - 1, offHours},
		{wednesday + 22*hour, sleep},
		{saturday + 8*hour - 1, sleep},
		{saturday + 8*hour, offHours},
		{saturday + 23*hour, sleep},
		{wednesday - 7*day + 12*hour, business}, // before 1970
	} {
		if got := parts.of(c.at); got != c.want {
			t.Errorf("%s: %d, want %d", time.UnixMicro(c.at).UTC(), got, c.want)
		}
	}
}
