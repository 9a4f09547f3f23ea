package main

import (
	"io"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/fewhands/fewhands/ingest/org"
)

// What is prose begins with "# ", and what waits to be switched on with a # right before it: switched on, it is valid too.
var switchedOff = regexp.MustCompile(`(?m)^#(  |[^ \n])`)

func TestWhatInitWritesIsValid(t *testing.T) {
	t.Setenv("PAGERDUTY_TOKEN", "x")
	t.Setenv("JIRA_TOKEN", "y")
	for _, on := range []bool{false, true} {
		dir := t.TempDir()
		if err := runInit(dir, io.Discard); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"fewhands.yaml", "org.yaml"} {
			path := filepath.Join(dir, name)
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if on {
				text = switchedOff.ReplaceAll(text, []byte("$1"))
				if err := os.WriteFile(path, text, 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
		c, err := loadConfig(filepath.Join(dir, "fewhands.yaml"))
		if err != nil {
			t.Fatal(err)
		}
		declared, err := org.ReadFile(c.path(c.Organisation), c.Organisation)
		if err != nil {
			t.Fatal(err)
		}
		isOn := c.PagerDuty != nil && c.Jira != nil && c.Git != nil && len(c.Backstage) == 1 && c.Codeowners && c.DayParts.Sleep != "" &&
			len(declared.Teams)*len(declared.Services)*len(declared.People)*len(declared.Bots)*len(declared.Interventions) > 0
		if isOn != on {
			t.Errorf("switched on is %v: %+v\n%+v", isOn, c, declared)
		}
	}
}
