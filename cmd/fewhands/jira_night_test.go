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
	"github.com/fewhands/fewhands/sql"
)

// ingestJiraOf runs one ingest of a site with 80 issues served over HTTP.
func ingestJiraOf(t *testing.T, dir, token, projects string) (code int, output string) {
	t.Helper()
	return withJiraOf(t, dir, token, projects, "ingest", "jira")
}

// withJiraOf runs one command with that site.
func withJiraOf(t *testing.T, dir, token, projects string, args ...string) (code int, output string) {
	t.Helper()
	end := time.Date(2026, 7, 20, 0, 0, 0, 0, time.UTC)
	clock := sample.NewClock(end)
	data := sample.RandomJira(1, sample.JiraRandom{Issues: 80, From: end.AddDate(-1, 0, 0), To: end.Add(-time.Hour)})
	server := httptest.NewServer(sample.NewJira(data, sample.JiraOptions{User: "bot@example.com", Token: "the-right-token", Clock: clock}))
	defer server.Close()
	config := filepath.Join(dir, "fewhands.yaml")
	text := fmt.Sprintf(`jira:
  url: %s
  user: bot@example.com
  token_file: token
  projects: %s
  since: 2025-01-01
  reliability: {labels: [incident, toil], types: [Incident]}
`, server.URL, projects)
	for file, text := range map[string]string{config: text, filepath.Join(dir, "token"): token + "\n"} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	code = run(context.Background(), append(args, "--config", config, "-v"), &out, &out, clock)
	return code, out.String()
}

func TestJiraIsReadByItsConfig(t *testing.T) {
	dir := t.TempDir()
	if code, output := ingestJiraOf(t, dir, "the-right-token", "[OPS, PAY, OR, WEB_2]"); code != 0 {
		t.Fatalf("exit code %d\n%s", code, output)
	}
	db, err := sql.Open(t.Context(), filepath.Join(dir, "fewhands.duckdb"), sql.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var issues, histories, settings int
	row := db.QueryRow(t.Context(), `SELECT (SELECT count(*) FROM raw.jira_issues), (SELECT count(*) FROM raw.jira_histories),
		(SELECT count(*) FROM raw.jira_settings)`)
	if err := row.Scan(&issues, &histories, &settings); err != nil {
		t.Fatal(err)
	}
	if issues != 80 || histories == 0 || settings != 3 {
		t.Errorf("%d issues, %d histories, %d settings", issues, histories, settings)
	}
}

func TestUnknownJiraProjectExits4AndIsNamed(t *testing.T) {
	code, output := ingestJiraOf(t, t.TempDir(), "the-right-token", "[OPS, NOPE]")
	if code != exitIncomplete || !strings.Contains(output, `jira.projects[1]: no project "NOPE"`) {
		t.Errorf("exit code %d, want %d\n%s", code, exitIncomplete, output)
	}
}

func TestRefusedJiraTokenExits3AndIsNotShown(t *testing.T) {
	code, output := ingestJiraOf(t, t.TempDir(), "a-wrong-token", "[OPS]")
	if code != exitRefused || !strings.Contains(output, "jira: site: myself: credentials refused") || strings.Contains(output, "a-wrong-token") {
		t.Errorf("exit code %d, want %d\n%s", code, exitRefused, output)
	}
}
