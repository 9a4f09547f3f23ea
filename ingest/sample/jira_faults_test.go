package sample

import (
	"errors"
	"io"
	"strings"
	"syscall"
	"testing"
)

func TestFaultsOfJira(t *testing.T) {
	for _, fault := range AllFaults {
		t.Run(string(fault), func(t *testing.T) {
			s := NewJira(randomJira(60), JiraOptions{Faults: Faults{Share: 1, Kinds: []Fault{fault}, MostInRow: 1}})
			web := jiraServe(t, s)
			a, err := jiraAsk(t, web.URL+cloudSearch("project = OPS", "fields", "*all"), "")
			good := map[Fault]bool{
				RateLimited:     a.status == 429 && a.header.Get("Retry-After") == "7" && a.header.Get("X-RateLimit-Reset") == "2026-07-06T00:00:07Z",
				BareRateLimit:   a.status == 429 && a.header.Get("Retry-After") == "" && a.body == "",
				ServerError:     a.status == 500 && len(a.ErrorMessages) == 1,
				BadGateway:      a.status == 502 && strings.HasPrefix(a.body, "<html>") && a.header.Get("Content-Type") == "text/html",
				RequestTimeout:  a.status == 408 && a.body == "",
				ConnectionReset: a.status == 0 && errors.Is(err, syscall.ECONNRESET),
				TruncatedBody:   a.status == 200 && errors.Is(err, io.ErrUnexpectedEOF) && strings.HasPrefix(a.body, `{"issues":[`),
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
