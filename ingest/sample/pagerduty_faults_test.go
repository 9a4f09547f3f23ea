package sample

import (
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

func TestFaultsAreWhatClientsMeet(t *testing.T) {
	for _, fault := range AllFaults {
		t.Run(string(fault), func(t *testing.T) {
			s := NewPagerDuty(RandomPagerDuty(1, 50, start, end), PagerDutyOptions{
				RateLimit: 900, Faults: Faults{Share: 1, Kinds: []Fault{fault}, MostInRow: 1},
			})
			web := serve(t, s)
			a, err := ask(t, web.URL+"/incidents?date_range=all")
			good := map[Fault]bool{
				RateLimited:     a.status == 429 && a.header.Get("ratelimit-reset") != "" && a.list.Error.Code == 2020,
				BareRateLimit:   a.status == 429 && a.header.Get("ratelimit-reset") == "" && a.header.Get("Content-Type") == "" && a.body == "",
				ServerError:     a.status == 500 && a.list.Error.Message != "",
				BadGateway:      a.status == 502 && strings.HasPrefix(a.body, "<html>") && a.header.Get("Content-Type") == "text/html",
				RequestTimeout:  a.status == 408 && a.body == "",
				ConnectionReset: a.status == 0 && errors.Is(err, syscall.ECONNRESET),
				TruncatedBody: a.status == 200 && errors.Is(err, io.ErrUnexpectedEOF) && strings.HasPrefix(a.body, `{"incidents":[`) &&
					a.header.Get("Content-Length") == strconv.Itoa(2*len(a.body)+len(get(t, web.URL+"/incidents?date_range=all").body)%2),
			}
			if !good[fault] {
				t.Errorf("%s is %d %v %.100s, %v", fault, a.status, a.header, a.body, err)
			}
			if seen := s.Requests()[0]; seen.Fault != fault || seen.Status != a.status {
				t.Errorf("recorded %+v", seen)
			}
		})
	}
}

func TestSameSeedFailsTheSameRequests(t *testing.T) {
	faults := func(seed uint64) []Fault {
		s := NewPagerDuty(quiet(start), PagerDutyOptions{Faults: Faults{Share: 0.2, Seed: seed, Kinds: []Fault{ServerError, BadGateway, RequestTimeout}}})
		web := serve(t, s)
		for range 500 {
			get(t, web.URL+"/users")
		}
		all := []Fault{}
		for _, r := range s.Requests() {
			all = append(all, r.Fault)
		}
		return all
	}
	one := faults(1)
	if !slices.Equal(one, faults(1)) || slices.Equal(one, faults(2)) {
		t.Error("faults do not follow the seed")
	}
	failed := 0
	for _, f := range one {
		if f != "" {
			failed++
		}
	}
	if failed < 70 || failed > 130 {
		t.Errorf("%d of 500 requests failed, want about 100", failed)
	}
}

func TestRetriesOfFourAreEnoughUnlessAsked(t *testing.T) {
	web := serve(t, NewPagerDuty(quiet(start), PagerDutyOptions{Faults: Faults{Share: 1, Kinds: []Fault{ServerError}}}))
	got := []int{}
	for range 10 {
		got = append(got, get(t, web.URL+"/users").status)
	}
	if want := []int{500, 500, 500, 500, 200, 500, 500, 500, 500, 200}; !slices.Equal(got, want) {
		t.Errorf("answers are %v, want %v", got, want)
	}
}

func TestStopsForGood(t *testing.T) {
	web := serve(t, NewPagerDuty(quiet(start), PagerDutyOptions{Faults: Faults{StopAfter: 3}}))
	for n := range 20 {
		a, err := ask(t, web.URL+"/users")
		if ok := err == nil && a.status == http.StatusOK; ok != (n < 3) {
			t.Errorf("request %d is %d, %v", n, a.status, err)
		}
	}
}

func TestDataChangesBetweenRequests(t *testing.T) {
	var s *PagerDuty
	s = NewPagerDuty(quiet(start), PagerDutyOptions{Faults: Faults{Between: func(n int) {
		s.Do(func(d *PagerDutyData) { d.Trigger(d.Services[0], start, "low", strconv.Itoa(n)) })
	}}})
	web := serve(t, s)
	for n := range 5 {
		if got := len(get(t, web.URL+"/incidents?date_range=all").objects); got != n+2 {
			t.Errorf("request %d sees %d incidents, want %d", n, got, n+2)
		}
	}
}
