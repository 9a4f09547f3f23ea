package reports

import "testing"

func TestServicesAreSummedUpInOneHonestSentence(t *testing.T) {
	with := func(half ...float64) (services []*place) {
		for _, h := range half {
			p := &place{scope: "service", team: &place{}, now: map[string]*float64{}}
			if h > 0 {
				p.now["people_for_half"] = &h
			}
			services = append(services, p)
		}
		return services
	}
	for _, c := range []struct {
		services []*place
		want     string
	}{
		{with(0), "Too little happened in the last 13 weeks to say how many people carry the service."},
		{with(0, 0), "Too little happened in the last 13 weeks to say how many people carry any of the 2 services."},
		{with(2), "On the one service half of the responses of the last 13 weeks came from one or two people."},
		{with(3), "On the one service half of the responses of the last 13 weeks came from three people or more."},
		{with(1, 2, 3, 4), "On 2 of 4 services half of the responses of the last 13 weeks came from one or two people."},
		{with(1, 3, 0), "On 1 of the 2 services with enough data, half of the responses of the last 13 weeks came from one or two people."},
		{with(3, 4, 5), "On none of the 3 services did half of the responses of the last 13 weeks come from one or two people."},
		{with(1, 2), "On both services half of the responses of the last 13 weeks came from one or two people."},
		{with(3, 0), "On the one service with enough data, half of the responses of the last 13 weeks came from three people or more."},
	} {
		if got := servicesHeadline(c.services, nil).Says; got != c.want {
			t.Errorf("%d services: %q, want %q", len(c.services), got, c.want)
		}
	}
	services := with(1, 4, 0)
	services[0].then.half, services[1].then.half, services[2].team = new(4.0), new(4.0), nil
	want := "Half a year before, it was so on 0 of 2. 1 service has too little data to say. 1 service has no owning team."
	if got := servicesHeadline(services, nil).Supports; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestServiceIsSummedUpInOneHonestSentence(t *testing.T) {
	counts := func(incidents, responses int64, half float64) *place {
		p := &place{scope: "service", name: "x", incidents: &incidents, responses: &responses, eligible: new(int64(9)), now: map[string]*float64{}}
		if half > 0 {
			p.now["people_for_half"] = &half
		}
		return p
	}
	before := func(p *place, then standing, rota float64) *place {
		p.then = then
		if rota > 0 {
			p.now["rotation_size"] = &rota
		}
		return p
	}
	for _, c := range []struct {
		place *place
		want  string
	}{
		{&place{scope: "service", name: "x"}, "x: no incident is on record."},
		{counts(0, 0, 0), "x: no incident in the last 13 weeks."},
		{counts(3, 0, 0), "x: nobody is known to have responded to the 3 incidents of the last 13 weeks."},
		{counts(3, 4, 0), "x: 4 responses to 3 incidents in the last 13 weeks, too little data to say who carries them."},
		{counts(30, 40, 2), "x: 2 of 9 eligible people gave at least half of the 40 responses of the last 13 weeks."},
		{
			before(counts(30, 40, 2), standing{new(4.0), new(13.0), new(8.0)}, 8),
			"x: 2 of 9 eligible people gave at least half of the 40 responses of the last 13 weeks; it was 4 of 13 half a year before, while the rota stayed at 8.",
		},
		{
			before(counts(30, 40, 2), standing{new(2.0), new(9.0), new(8.0)}, 8),
			"x: 2 of 9 eligible people gave at least half of the 40 responses of the last 13 weeks; it was the same half a year before, and the rota stayed at 8.",
		},
		{
			before(counts(30, 40, 4), standing{new(2.0), new(9.0), new(2.0)}, 6),
			"x: 4 of 9 eligible people gave at least half of the 40 responses of the last 13 weeks; it was 2 of 9 half a year before, and the rota went from 2 to 6.",
		},
		{
			before(counts(30, 40, 4), standing{new(2.0), new(9.0), nil}, 6),
			"x: 4 of 9 eligible people gave at least half of the 40 responses of the last 13 weeks; it was 2 of 9 half a year before.",
		},
	} {
		if got := c.place.headline().Says; got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
