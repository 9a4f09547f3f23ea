package metrics

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Pages are told from other notifications by what follows from the definition: each is a notification, those of one person are over
// 60 s apart, and every notification is at most 60 s after one. Nobody's are apart by incident.
func TestPagesAgainstTheirDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const minute = 60 * second
		of := &recipient{person: rapid.Int32Range(0, 1).Draw(t, "person")}
		where := []incidentPlace{1: {7, 8}, 2: {9, 0}, 3: {0, 0}, 4: {7, 8}}
		r := &noticeReader{places: placesOf(where)}
		of.notices = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) notice {
			incident := rapid.Int32Range(1, 4).Draw(t, "incident")
			return notice{rapid.Int64Range(-20, 400).Draw(t, "at") * 10 * second, incident, r.places.of(incident)}
		}), 0, 40).Draw(t, "notices")
		notices := slices.Clone(of.notices)
		pages := r.pages(of)
		for i, p := range pages {
			if !slices.ContainsFunc(notices, func(n notice) bool { return n.moment == p.moment && n.incident == p.incident }) {
				t.Fatalf("page %+v is no notification", p)
			}
			place := where[p.incident]
			if p.service != place.service || p.team != place.team || p.person != of.person || p.isLocal {
				t.Fatalf("page %+v is of %+v", p, place)
			}
			for _, n := range notices {
				if n.moment == p.moment && n.incident < p.incident && of.person != 0 {
					t.Fatalf("page %+v: incident %d was told at the same moment", p, n.incident)
				}
			}
			isFirst := true
			for k, other := range pages {
				isSame := of.person != 0 || other.incident == p.incident
				if k != i && isSame && other.moment-p.moment <= minute && p.moment-other.moment <= minute {
					t.Fatalf("pages %+v and %+v are one", p, other)
				}
				if other.incident == p.incident && other.moment < p.moment && mondayOf(other.moment) == mondayOf(p.moment) {
					isFirst = false
				}
			}
			if of.person != 0 && p.isFirst != isFirst {
				t.Fatalf("page %+v is the first of its incident in the week: %v", p, isFirst)
			}
		}
		for _, n := range notices {
			if !slices.ContainsFunc(pages, func(p page) bool {
				return (of.person != 0 || p.incident == n.incident) && p.moment <= n.moment && n.moment <= p.moment+minute
			}) {
				t.Fatalf("notification %+v is of no page: %+v", n, pages)
			}
		}
	})
}

// The local time of a page is by the clock of its moment, and not known where there is none; an incident that is not known has no page.
func TestPagesByTheClockOfTheirMoment(t *testing.T) {
	const hour = 3600 * second
	monday := int64(4) * day // 1970-01-05
	r := &noticeReader{
		places: placesOf([]incidentPlace{1: {1, 1}}),
		clocks: map[int32][]clock{3: {{monday, monday + 10*hour, -2 * hour}, {monday + 10*hour, math.MaxInt64, 13 * hour}}},
		parts:  dayParts{8 * hour, 18 * hour, 22 * hour, 8 * hour},
	}
	of := &recipient{person: 3, notices: []notice{
		{monday - 1, 1, 1}, {monday, 1, 1}, {monday + 5*hour, 2, r.places.of(2)}, {monday + 10*hour - 1, 1, 1}, {monday + 10*hour + 60*second, 1, 1},
	}}
	want := []page{
		{incident: 1, moment: monday - 1, monday: -3},
		{incident: 1, moment: monday + 10*hour - 1, monday: 4, local: monday + 8*hour - 1, part: sleep, isLocal: true},
		{incident: 1, moment: monday + 10*hour + 60*second, monday: 4, local: monday + 23*hour + 60*second, part: sleep, isLocal: true},
	}
	got := r.pages(of)
	for i := range want {
		want[i].service, want[i].team, want[i].person, want[i].isFirst = 1, 1, 3, i < 2
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

// placesOf are those of incidents by number, from 1 on.
func placesOf(list []incidentPlace) *incidentPlaces {
	places := newIncidentPlaces()
	for incident, place := range list[1:] {
		places.add(int32(incident+1), place)
	}
	return places
}
