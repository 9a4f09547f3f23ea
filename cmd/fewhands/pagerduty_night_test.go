package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/fewhands/fewhands/ingest"
	"github.com/fewhands/fewhands/ingest/sample"
	"github.com/fewhands/fewhands/sql"
)

// night runs one command with an account served over HTTP and returns its exit code and all it printed. broken may be
// the beginning of paths that answer only with errors.
func night(t *testing.T, dir, token, broken string, args ...string) (code int, output string) {
	t.Helper()
	organisation := sample.NewOrganisation(1, time.Date(2026, 7, 20, 0, 0, 0, 0, time.UTC))
	clock := sample.NewClock(organisation.AsOf)
	account := sample.NewPagerDuty(organisation.PagerDuty(), sample.PagerDutyOptions{Token: "the-right-token", Clock: clock})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if broken != "" && strings.HasPrefix(r.URL.Path, broken) {
			http.Error(w, "<html>upstream is down", http.StatusBadGateway)
			return
		}
		account.ServeHTTP(w, r)
	}))
	defer server.Close()
	if broken == "everything" {
		server.Close()
	}
	config := filepath.Join(dir, "fewhands.yaml")
	text := fmt.Sprintf("pagerduty: {url: %s, token_file: token, since: 2026-06-20}\n", server.URL)
	for file, text := range map[string]string{config: text, filepath.Join(dir, "token"): token + "\n"} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	code = run(context.Background(), append(args, "--config", config, "--as-of", "2026-07-20", "-v"), &out, &out, clock)
	return code, out.String()
}

func TestRefusedTokenExits3AndIsNotShown(t *testing.T) {
	dir := t.TempDir()
	code, output := night(t, dir, "a-wrong-token", "", "nightly")
	if code != exitRefused {
		t.Errorf("exit code %d, want %d\n%s", code, exitRefused, output)
	}
	if !strings.Contains(output, "pagerduty") || strings.Contains(output, "a-wrong-token") {
		t.Errorf("want the source named and not the token:\n%s", output)
	}
	content, err := os.ReadFile(filepath.Join(dir, "fewhands.duckdb"))
	if err != nil || bytes.Contains(content, []byte("a-wrong-token")) {
		t.Errorf("the token is in the warehouse, or there is none: %v", err)
	}
}

func TestUnreachableHostExits1AfterBoundedRetries(t *testing.T) {
	code, output := night(t, t.TempDir(), "the-right-token", "everything", "ingest")
	if code != exitFailed || !strings.Contains(output, "pagerduty") || !strings.Contains(output, "no answer") {
		t.Errorf("exit code %d, want %d\n%s", code, exitFailed, output)
	}
	if !strings.Contains(output, "attempt 3 of 8 failed") || strings.Contains(output, "the-right-token") {
		t.Errorf("want it said that attempts fail, and no token:\n%s", output)
	}
}

func TestSourceThatStopsHalfWayExits4KeepsWhatItHadAndResumes(t *testing.T) {
	dir := t.TempDir()
	code, output := night(t, dir, "the-right-token", "/log_entries", "nightly")
	if code != exitIncomplete || !strings.Contains(output, "log_entries") {
		t.Fatalf("exit code %d, want %d\n%s", code, exitIncomplete, output)
	}
	count := func(query string) (n int) {
		t.Helper()
		db, err := sql.Open(context.Background(), filepath.Join(dir, "fewhands.duckdb"), sql.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		if err := db.QueryRow(context.Background(), query).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	const incidents, entries = "SELECT count(*) FROM raw.pagerduty_incidents", "SELECT count(*) FROM raw.pagerduty_log_entries"
	kept := count(incidents)
	if kept == 0 || count(entries) != 0 {
		t.Errorf("%d incidents and %d log entries were kept, want some and none", kept, count(entries))
	}
	page, err := os.ReadFile(filepath.Join(dir, "public", "index.html"))
	if err != nil || !strings.Contains(string(page), "incomplete") {
		t.Errorf("the report does not say that the source is incomplete: %v", err)
	}
	if code, output = night(t, dir, "the-right-token", "", "nightly"); code != exitDone {
		t.Fatalf("exit code %d, want %d\n%s", code, exitDone, output)
	}
	if count(incidents) != kept || count(entries) == 0 {
		t.Errorf("%d incidents and %d log entries after the second night, want %d and some", count(incidents), count(entries), kept)
	}
}

func TestMissingTokenFileIsAFaultOfTheConfig(t *testing.T) {
	dir := t.TempDir()
	config := filepath.Join(dir, "fewhands.yaml")
	if err := os.WriteFile(config, []byte("pagerduty: {token_file: nowhere, since: 2026-06-20}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	code := run(context.Background(), []string{"ingest", "--config", config}, &out, &out, ingest.SystemClock{})
	if code != exitUsage || !strings.Contains(out.String(), "pagerduty.token_file") {
		t.Errorf("exit code %d: %s", code, out.String())
	}
}
