package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func writeConfig(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "fewhands.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestConfigFaultsNameFileLineAndKey(t *testing.T) {
	tests := []struct {
		name string
		text string
		want []string // each ends a line of the error, after the file's name
	}{
		{"unknown top-level key", "warehouse: a.duckdb\nwarehose: b\n", []string{":2: warehose: unknown key"}},
		{"unknown inner key", "git:\n  repositories:\n    - path: a\n      nmae: b\n",
			[]string{":4: git.repositories[0].nmae: unknown key"}},
		{"wrong type", "keep_weeks: soon\n", []string{`:1: keep_weeks: want a whole number, not "soon"`}},
		{"a text where a list belongs", "git:\n  repositories: a.git\n",
			[]string{`:2: git.repositories: want a list, not a text`}},
		{"a list where keys belong", "git:\n  - path: a\n", []string{":2: git: want keys and values, not a list"}},
		{"two faults in two sections", "keep_weeks: x\nreports: {dirr: y}\n",
			[]string{`:1: keep_weeks: want a whole number, not "x"`, ":2: reports.dirr: unknown key"}},
		{"syntax", "git: [a\n", []string{":1:6: sequence end token ']' not found"}},
		{"key twice", "keep_weeks: 3\nkeep_weeks: 4\n", []string{`:2:1: mapping key "keep_weeks" already defined at [1:1]`}},
		{"neither path nor url", "git:\n  repositories:\n    - path: a\n    - name: b\n",
			[]string{":4: git.repositories[1]: want a path or a url"}},
		{"both path and url", "git:\n  repositories:\n    - {path: a, url: b}\n",
			[]string{":3: git.repositories[0]: want either a path or a url, not both"}},
		{"an option for a url", "git:\n  repositories:\n    - {url: --upload-pack=x}\n",
			[]string{":3: git.repositories[0]: a path or url must not begin with '-'"}},
		{"two of one name", "git:\n  repositories:\n    - path: x/a.git\n    - path: y/a\n",
			[]string{`:4: git.repositories[1]: is named "a" like git.repositories[0]; give one of them another name`}},
		{"no repositories", "git: {}\n", []string{":1: git: want at least one repository under repositories"}},
		{"files", "git:\n  files: some\n  repositories: [{path: a}]\n", []string{`:2: git.files: want source or all, not "some"`}},
		{"format", "exports:\n  - to: out\n    formats:\n      - csv\n      - pdf\n",
			[]string{`:5: exports[0].formats[1]: want csv, parquet or xlsx, not "pdf"`}},
		{"unset variable", "warehouse: ${FEWHANDS_TEST_UNSET}/a\n",
			[]string{":1: warehouse: environment variable FEWHANDS_TEST_UNSET is not set"}},
		{"weeks", "keep_weeks: 0\n", []string{":1: keep_weeks: want 1 to 1040 weeks, not 0"}},
		{"jira without anything", "jira: {}\n", []string{
			":1: jira: want the site under url, such as https://example.atlassian.net",
			":1: jira: want the e-mail address of the token's account under user",
			":1: jira: want either a token or a token_file",
			":1: jira: want the first day to read under since",
			":1: jira: want at least one key under projects",
		}},
		{"jira with a user where none belongs, and more",
			"jira:\n  url: jira.example.com\n  deployment: datacenter\n  user: bot\n  token: t\n  since: 2025-1-1\n" +
				"  projects: [OPS, \"a b\", ops]\n  reliability:\n    labels: [toil, \" \"]\n",
			[]string{
				":2: jira.url: want one such as https://example.atlassian.net, without a user or password",
				":4: jira.user: datacenter takes a personal access token, which goes without a user",
				`:6: jira.since: want a date such as 2025-01-01, not "2025-1-1"`,
				`:7: jira.projects[1]: want the key of a project such as OPS, not "a b"`,
				":7: jira.projects[2]: ops is there already, as jira.projects[0]",
				":9: jira.reliability.labels[1]: want a name",
			}},
		{"jira, another deployment", "jira: {url: \"https://x\", deployment: server, token: t, since: 2025-01-01, projects: [A]}\n",
			[]string{`:1: jira.deployment: want cloud or datacenter, not "server"`}},
		{"jira, unknown inner key", "jira:\n  reliability:\n    label: [x]\n", []string{":3: jira.reliability.label: unknown key"}},
		{"day parts", "day_parts:\n  business: 8-18\n  sleep: 22:00-22:00\n", []string{
			`:2: day_parts.business: want a time from and until, such as 08:00-18:00, not "8-18"`,
			`:3: day_parts.sleep: want a time from and until, such as 08:00-18:00, not "22:00-22:00"`}},
		{"day parts that begin at the end", "day_parts: {business: 24:00-08:00, sleep: 22:00-25:00, lunch: 12:00-13:00}\n", []string{
			`:1: day_parts.lunch: unknown key`}},
		{"not keys", "just text\n", []string{":1: want keys and values"}},
		{"two documents", "keep_weeks: 3\n---\nkeep_weeks: 4\n", []string{": want one YAML document, found 2"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			path := writeConfig(t, test.text)
			_, err := loadConfig(path)
			if err == nil {
				t.Fatal("no error")
			}
			if got := exitCode(err); got != exitUsage {
				t.Errorf("exit code %d, want %d", got, exitUsage)
			}
			var got []string
			for _, line := range strings.Split(err.Error(), "\n") {
				got = append(got, strings.TrimPrefix(line, path))
			}
			if strings.Join(got, "\n") != strings.Join(test.want, "\n") {
				t.Errorf("got:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(test.want, "\n"))
			}
		})
	}
}

func TestMissingConfigNamesTheFile(t *testing.T) {
	_, err := loadConfig("no-such.yaml")
	if err == nil || !strings.Contains(err.Error(), "no-such.yaml") || exitCode(err) != exitUsage {
		t.Errorf("got %v", err)
	}
}

func TestConfigReadsVariablesAndRelativePaths(t *testing.T) {
	t.Setenv("FEWHANDS_TEST_DIR", "srv: {git}") // what would be YAML stays text
	path := writeConfig(t, `
git:
  files: all
  repositories: [{path: "${FEWHANDS_TEST_DIR}/pay.git", name: pay}, {url: https://git.example.com/search.git}]
reports: {dir: out}
`)
	c, err := loadConfig(path)
	if err != nil {
		t.Fatal(err)
	}
	repos := c.repositories()
	if want := filepath.Join(filepath.Dir(path), "srv: {git}/pay.git"); repos[0].Path != want {
		t.Errorf("path %q, want %q", repos[0].Path, want)
	}
	if repos[1].URL != "https://git.example.com/search.git" || repos[1].Path != "" {
		t.Errorf("url %+v", repos[1])
	}
	if c.KeepWeeks != 104 || c.Warehouse != "fewhands.duckdb" {
		t.Errorf("defaults: %+v", c)
	}
	if got, want := c.path(c.Reports.Dir), filepath.Join(filepath.Dir(path), "out"); got != want {
		t.Errorf("reports.dir %q, want %q", got, want)
	}
}

func TestEmptyConfigIsAllDefaults(t *testing.T) {
	for _, text := range []string{"", "# nothing yet\n", "---\n"} {
		c, err := loadConfig(writeConfig(t, text))
		if err != nil || c.Git != nil || c.KeepWeeks != 104 {
			t.Errorf("%q: %+v, %v", text, c, err)
		}
	}
}
