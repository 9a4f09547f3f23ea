package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// Where no pages are read, no week of a team is called one without an incident.
func TestWithoutPagesNoWeekIsQuiet(t *testing.T) {
	dir := t.TempDir()
	path := smallWarehouse(t, dir)
	writeText(t, path, readText(t, path)+"organisation: org.yaml\n")
	writeText(t, filepath.Join(dir, "org.yaml"), "teams: [{id: web}]\nservices: [{id: shop, team: web, repositories: [{name: a}]}]\n")
	for _, command := range []string{"build", "report"} {
		if code, out := onSampleDay(t.Context(), command, "--config", path); code != exitDone {
			t.Fatalf("%s: exit code %d:\n%s", command, code, out)
		}
	}
	page := readText(t, filepath.Join(dir, "public", "editions", "weekly", "web.html"))
	if strings.Contains(page, "without an incident") || strings.Contains(page, "had an incident") || strings.Contains(page, "incident of the team is open") {
		t.Error("the week is called quiet")
	}
	if n := strings.Count(page, "Not known"); n < 6 {
		t.Errorf("what is not known is said %d times", n)
	}
}

// What fewhands.yaml no longer names is not missing.
func TestCheckDoesNotMissWhatIsNoLongerConfigured(t *testing.T) {
	dir := t.TempDir()
	path := smallWarehouse(t, dir)
	writeText(t, path, "git: {repositories: [{path: a.git}]}\n")
	for _, command := range []string{"ingest", "build", "check"} {
		code, out := onSampleDay(t.Context(), command, "--config", path)
		if code != exitDone {
			t.Fatalf("%s: exit code %d:\n%s", command, code, out)
		}
		if command == "check" && !strings.Contains(out, "no longer configured") {
			t.Errorf("what was taken out is not named:\n%s", out)
		}
	}
}
