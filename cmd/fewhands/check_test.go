package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/fewhands/fewhands/ingest/sample"
)

func TestCheckAsksEverySourceAndStoresNothing(t *testing.T) {
	for _, test := range []struct {
		name, token, broken string
		code                int
		says                []string
	}{
		{"all is well", "the-right-token", "", exitDone, []string{"ok              pagerduty  users\n", "pagerduty  on-calls\n", "not configured  git\n", "nothing has been read yet"}},
		{"a wrong token", "a-wrong-token", "", exitRefused, []string{"refused         pagerduty  users: credentials refused"}},
		{"no answer", "the-right-token", "everything", exitFailed, []string{"unreachable     pagerduty  users: ", "connection refused"}},
		{"one part that fails", "the-right-token", "/log_entries", exitIncomplete, []string{"missing         pagerduty  log entries: ", "ok              pagerduty  incidents\n"}},
	} {
		dir := t.TempDir()
		code, output := night(t, dir, test.token, test.broken, "check")
		if code != test.code {
			t.Errorf("%s: exit code %d, want %d\n%s", test.name, code, test.code, output)
		}
		for _, want := range test.says {
			if !strings.Contains(output, want) {
				t.Errorf("%s: %q is not said:\n%s", test.name, want, output)
			}
		}
		if strings.Contains(output, test.token) {
			t.Errorf("%s: the token is shown:\n%s", test.name, output)
		}
		if _, err := os.Stat(filepath.Join(dir, "fewhands.duckdb")); err == nil {
			t.Errorf("%s: there is a warehouse", test.name)
		}
	}
}

func TestCheckAsksForEveryProjectOfJira(t *testing.T) {
	for _, test := range []struct {
		name, token, projects string
		code                  int
		says                  string
	}{
		{"all is well", "the-right-token", "[OPS, PAY]", exitDone, "ok              jira       project PAY\n"},
		{"a project that is not there", "the-right-token", "[OPS, NOPE]", exitIncomplete, `missing         jira       project NOPE: jira.projects[1]: no project "NOPE"`},
		{"a wrong token", "a-wrong-token", "[OPS]", exitRefused, "refused         jira       site: credentials refused"},
	} {
		code, output := withJiraOf(t, t.TempDir(), test.token, test.projects, "check")
		if code != test.code || !strings.Contains(output, test.says) || strings.Contains(output, test.token) {
			t.Errorf("%s: exit code %d, want %d, and %q:\n%s", test.name, code, test.code, test.says, output)
		}
	}
	// The site says what it is.
	dir := t.TempDir()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Write([]byte(map[bool]string{true: `{"deploymentType":"Server"}`, false: `{"accountId":"a","name":"a","key":"a"}`}[strings.HasSuffix(r.URL.Path, "serverInfo")]))
	}))
	defer server.Close()
	writeText(t, filepath.Join(dir, "fewhands.yaml"), "jira: {url: "+server.URL+", user: bot@example.com, token: the-right-token, projects: [OPS], since: 2025-01-01}\n")
	if code, output := onSampleDay(t.Context(), "check", "--config", filepath.Join(dir, "fewhands.yaml")); code != exitFailed || !strings.Contains(output, "says that it is datacenter, not cloud") {
		t.Errorf("exit code %d:\n%s", code, output)
	}
}

// What was built says how far it can be trusted, and faults of files are all said.
func TestCheckTellsWhatIsNotKnown(t *testing.T) {
	dir := newSample(t)
	config := "--config=" + filepath.Join(dir, "fewhands.yaml")
	code, output := onSampleDay(t.Context(), "check", config, "--json")
	var found checkup
	if err := json.Unmarshal([]byte(output), &found); err != nil || code != exitDone {
		t.Fatalf("exit code %d, %v:\n%s", code, err, output)
	}
	if n := len(found.Trust.Unresolved); n == 0 || n > 6 {
		t.Errorf("unresolved are %q", found.Trust.Unresolved)
	}
	if len(found.Trust.Sources) != 10 || len(found.Trust.Coverage) != 5 || len(found.Trust.Unmapped) != 1 || found.Trust.Unmapped[0].Key != "tools" || len(found.Trust.Zoneless) == 0 {
		t.Errorf("%+v", found.Trust)
	}
	code, output = onSampleDay(t.Context(), "check", config)
	for _, want := range []string{"fewhands.yaml: valid\n", "identities_resolved   99.6 %", "belongs to nobody (org.yaml, services): tools (repository)"} {
		if code != exitDone || !strings.Contains(output, want) {
			t.Errorf("exit code %d, and %q is not said:\n%s", code, want, output)
		}
	}

	// Two weeks later nothing is fresh.
	var both bytes.Buffer
	code = run(t.Context(), []string{"check", config, "--as-of", sampleDay.AddDate(0, 0, 14).Format(time.DateOnly)}, &both, &both, sample.NewClock(sampleDay))
	if code != exitIncomplete || strings.Count(both.String(), "not read lately ") != 10 {
		t.Errorf("exit code %d:\n%s", code, both.String())
	}

	broken := t.TempDir()
	writeText(t, filepath.Join(broken, "fewhands.yaml"), "organisation: org.yaml\ngit: {repositories: [{path: gone}]}\n")
	writeText(t, filepath.Join(broken, "org.yaml"), "teams:\n  - {id: a}\n  - {id: a}\n")
	if code, output := onSampleDay(t.Context(), "check", "--config", filepath.Join(broken, "fewhands.yaml")); code != exitUsage || !strings.Contains(output, "org.yaml:3") {
		t.Errorf("exit code %d:\n%s", code, output)
	}
	writeText(t, filepath.Join(broken, "org.yaml"), "teams:\n  - {id: a}\n")
	if code, output := onSampleDay(t.Context(), "check", "--config", filepath.Join(broken, "fewhands.yaml")); code != exitFailed || !strings.Contains(output, "failed          git        gone: ") {
		t.Errorf("exit code %d:\n%s", code, output)
	}
}
