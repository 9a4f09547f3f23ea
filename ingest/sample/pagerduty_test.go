package sample

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// answer is a response whose body was read whole.
type answer struct {
	status int
	header http.Header
	body   string
	list   struct {
		Limit, Offset int
		Total         *int
		More          bool
		Error         struct {
			Message string
			Code    int
			Errors  []string
		}
	}
	objects []json.RawMessage // of a list
}

// serve starts the server over real HTTP.
func serve(t testing.TB, s *PagerDuty) *httptest.Server {
	t.Helper()
	web := httptest.NewServer(s)
	t.Cleanup(web.Close)
	return web
}

func ask(t testing.TB, url string, header ...string) (answer, error) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Token token=secret")
	req.Header.Set("Accept", "application/vnd.pagerduty+json;version=2")
	for n := 0; n < len(header); n += 2 {
		req.Header.Set(header[n], header[n+1])
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return answer{}, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	a := answer{status: resp.StatusCode, header: resp.Header, body: string(body)}
	if err != nil {
		return a, err
	}
	if strings.HasPrefix(resp.Header.Get("Content-Type"), "application/json") {
		a.read(t, body)
	}
	return a, nil
}

func (a *answer) read(t testing.TB, body []byte) {
	t.Helper()
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(body, &fields); err != nil {
		t.Fatalf("%s: %v", body, err)
	}
	into := map[string]any{
		"limit": &a.list.Limit, "offset": &a.list.Offset, "total": &a.list.Total, "more": &a.list.More, "error": &a.list.Error,
	}
	for name, field := range fields {
		to := into[name]
		if field[0] == '[' {
			to = &a.objects
		}
		if to == nil {
			continue
		}
		if err := json.Unmarshal(field, to); err != nil {
			t.Fatalf("%s: %v", field, err)
		}
	}
}

func get(t testing.TB, url string, header ...string) answer {
	t.Helper()
	a, err := ask(t, url, header...)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func idOf(t testing.TB, object json.RawMessage) string {
	t.Helper()
	var o struct{ ID string }
	if err := json.Unmarshal(object, &o); err != nil {
		t.Fatal(err)
	}
	return o.ID
}

func TestCredentials(t *testing.T) {
	web := serve(t, NewPagerDuty(RandomPagerDuty(1, 20, start, end), PagerDutyOptions{Token: "secret"}))
	for header, want := range map[string]int{
		"Token token=secret": 200, "Bearer secret": 200, "": 401, "Token token=": 401, "Token token=other": 401, "Token secret": 401,
		"Bearer other": 401, "secret": 401, "Basic secret": 401,
	} {
		for _, path := range []string{"/abilities", "/incidents", "/nowhere"} {
			a := get(t, web.URL+path, "Authorization", header)
			if path == "/nowhere" && want == 200 {
				want = 404
			}
			if a.status != want {
				t.Errorf("%s with %q is %d, want %d", path, header, a.status, want)
			}
			if want == 401 && strings.Contains(a.header.Get("Content-Type"), "json") {
				t.Errorf("a refusal is JSON: %s", a.body)
			}
		}
	}
}

func TestWhatIsNotThereIs404WithTheCodeOfTheAPI(t *testing.T) {
	s := NewPagerDuty(RandomPagerDuty(1, 20, start, end), PagerDutyOptions{})
	web := serve(t, s)
	deleted := ""
	s.Do(func(d *PagerDutyData) {
		deleted = d.Users[0].ID
		d.DeleteUser(deleted, end)
	})
	for _, path := range []string{
		"/", "/incident", "/incidents/PNONE", "/incidents/PNONE/log_entries", "/teams/PNONE/members", "/schedules/PNONE", "/users/" + deleted,
		"/incidents/PNONE/alerts", "/v2/incidents/PNONE/log_entries", "/log_entries/PNONE", "/oncalls/PNONE",
	} {
		a := get(t, web.URL+path)
		if a.status != 404 || a.list.Error.Code != 2100 || a.list.Error.Message != "Not Found" {
			t.Errorf("%s is %d %s", path, a.status, a.body)
		}
	}
	post, err := http.NewRequestWithContext(t.Context(), http.MethodPost, web.URL+"/incidents", strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	post.Header.Set("Authorization", "Token token=secret")
	resp, err := http.DefaultClient.Do(post)
	if err != nil {
		t.Fatal(err)
	}
	if resp.Body.Close(); resp.StatusCode != 404 {
		t.Errorf("a POST is %d", resp.StatusCode)
	}
	if a := get(t, web.URL+"/incidents", "Accept", "application/json"); a.status != 406 {
		t.Errorf("without the version in Accept: %d", a.status)
	}
}

func TestOneObjectIsTheOneOfTheList(t *testing.T) {
	s := NewPagerDuty(RandomPagerDuty(1, 20, start, end), PagerDutyOptions{})
	web := serve(t, s)
	for stream, path := range map[string]string{
		"pagerduty_incidents": "incident incidents/", "pagerduty_users": "user users/", "pagerduty_teams": "team teams/",
		"pagerduty_services": "service services/", "pagerduty_escalation_policies": "escalation_policy escalation_policies/",
		"pagerduty_log_entries": "log_entry log_entries/",
	} {
		name, path, _ := strings.Cut(path, " ")
		for id, payload := range s.Objects(stream) {
			a := get(t, web.URL+"/"+path+id+"?include[]=channels")
			if want := `{"` + name + `":` + string(payload) + `}`; a.status != 200 || a.body != want {
				t.Fatalf("%s is %d %s, want %s", path+id, a.status, a.body, want)
			}
		}
	}
}

func TestAccountKeyHasNoMe(t *testing.T) {
	web := serve(t, NewPagerDuty(RandomPagerDuty(1, 20, start, end), PagerDutyOptions{}))
	if a := get(t, web.URL+"/users/me"); a.status != 400 || a.list.Error.Code != 2001 {
		t.Errorf("users/me is %d %s", a.status, a.body)
	}
	if a := get(t, web.URL+"/abilities"); a.status != 200 || !strings.Contains(a.body, `"teams"`) {
		t.Errorf("abilities are %d %s", a.status, a.body)
	}
}

func TestRequestsAreRecorded(t *testing.T) {
	s := NewPagerDuty(RandomPagerDuty(1, 20, start, end), PagerDutyOptions{Token: "secret"})
	web := serve(t, s)
	get(t, web.URL+"/teams?limit=1")
	get(t, web.URL+"/teams", "Authorization", "")
	seen := s.Requests()
	if len(seen) != 2 || seen[0].Status != 200 || seen[1].Status != 401 || seen[0].Query.Get("limit") != "1" || seen[0].Path != "/teams" ||
		seen[0].Method != "GET" || !seen[0].At.Equal(end) {
		t.Errorf("recorded %+v", seen)
	}
}

func TestClockMovesOnlyWhenSomeoneSleeps(t *testing.T) {
	c := NewClock(start)
	if err := c.Sleep(t.Context(), 90*time.Minute); err != nil || !c.Now().Equal(start.Add(90*time.Minute)) {
		t.Errorf("after 90 minutes it is %s, %v", c.Now(), err)
	}
}

func TestManyAtOnce(t *testing.T) {
	s := NewPagerDuty(RandomPagerDuty(1, 300, start, end), PagerDutyOptions{
		Clock: NewClock(end), RateLimit: 50, RateWindow: time.Second, Faults: Faults{Share: 0.1, Kinds: []Fault{ServerError, TruncatedBody}},
	})
	web := serve(t, s)
	var group sync.WaitGroup
	for n := range 8 {
		group.Go(func() {
			for range 20 {
				_, _ = ask(t, web.URL+[]string{"/incidents?date_range=all", "/log_entries", "/oncalls", "/users"}[n%4]) // faults are expected
				s.Do(func(d *PagerDutyData) { d.Note(d.Incidents[n], end.Add(-time.Hour), d.Users[n].Reference(), "at once") })
			}
		})
	}
	group.Wait()
	notes := 0
	for _, payload := range s.Objects("pagerduty_log_entries") {
		if strings.Contains(string(payload), `"note":"at once"`) {
			notes++
		}
	}
	if seen := len(s.Requests()); notes != 160 || seen < 160 {
		t.Errorf("%d notes, %d requests", notes, seen)
	}
}
