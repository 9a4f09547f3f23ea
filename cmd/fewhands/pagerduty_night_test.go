package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/fewhands/fewhands/ingest/sample"
)

// night runs one command with an account served over HTTP and returns its exit code and all it printed.
func night(t *testing.T, dir, token string, args ...string) (code int, output string) {
	t.Helper()
	organisation := sample.NewOrganisation(1, time.Date(2026, 7, 20, 0, 0, 0, 0, time.UTC))
	server := httptest.NewServer(sample.NewPagerDuty(organisation.PagerDuty(), sample.PagerDutyOptions{
		Token: "the-right-token",
		Clock: sample.NewClock(organisation.AsOf),
	}))
	defer server.Close()
	config := filepath.Join(dir, "fewhands.yaml")
	text := fmt.Sprintf("pagerduty: {url: %s, token_file: token, since: 2026-06-20}\n", server.URL)
	for file, text := range map[string]string{config: text, filepath.Join(dir, "token"): token + "\n"} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	code = run(context.Background(), append(args, "--config", config, "--as-of", "2026-07-20", "-v"), &out, &out, organisation.AsOf)
	return code, out.String()
}

func TestRefusedTokenExits3AndIsNotShown(t *testing.T) {
	dir := t.TempDir()
	code, output := night(t, dir, "a-wrong-token", "nightly")
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

func TestMissingTokenFileIsAFaultOfTheConfig(t *testing.T) {
	dir := t.TempDir()
	config := filepath.Join(dir, "fewhands.yaml")
	if err := os.WriteFile(config, []byte("pagerduty: {token_file: nowhere, since: 2026-06-20}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	code := run(context.Background(), []string{"ingest", "--config", config}, &out, &out, time.Now())
	if code != exitUsage || !strings.Contains(out.String(), "pagerduty.token_file") {
		t.Errorf("exit code %d: %s", code, out.String())
	}
}
