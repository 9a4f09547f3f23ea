package reports

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// privateFiles exports with Private into a new folder, whose files it reads by name.
func privateFiles(t *testing.T) map[string][][]string {
	t.Helper()
	return exported(t, ExportOptions{Private: true, Weeks: 8})
}

func TestPrivateFilesHaveTheColumnsOfTheContract(t *testing.T) {
	files := privateFiles(t)
	for name, columns := range map[string]string{
		"private/people_weekly.csv": "person,week,pages,off_hours_pages,sleep_pages,disrupted_hours,on_call_hours,on_call_share,rest_gaps," +
			"nights_in_a_row,acknowledgements,resolutions,off_call_responses,tickets_resolved,reliability_tickets_resolved,commits," +
			"after_hours_commits,fair_share_ratio,business_pages,backup_hours,on_call_days_in_a_row,incidents_per_shift,after_hours_ticket_work," +
			"weeks_over_norm,load_trend",
		"private/identities.csv": "person,source,account,name,email,matched_by",
		"private/responses.csv":  "incident,service,service_name,team,person,responded_at,week,actions,is_on_call,is_cross_team",
	} {
		if len(files[name]) < 2 {
			t.Fatalf("%s has no rows", name)
		}
		if got := strings.Join(files[name][0], ","); got != columns {
			t.Errorf("%s has columns %s, want %s", name, got, columns)
		}
	}
	if len(files) != 9 {
		t.Errorf("%d files, want 9", len(files))
	}
}

func TestPrivateFilesAreForTheirOwnerOnly(t *testing.T) {
	dir := t.TempDir()
	// Even where somebody has made the folder before.
	if err := os.Mkdir(filepath.Join(dir, "private"), 0o755); err != nil {
		t.Fatal(err)
	}
	_, err := Export(t.Context(), hostile(t), ExportOptions{Targets: []Target{{To: dir, Formats: Formats, Private: true}}, Weeks: 1})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]os.FileMode{".": 0o755 | os.ModeDir, "private": 0o700 | os.ModeDir}
	for name := range tree(t, dir) {
		want[name] = 0o644
		if strings.HasPrefix(name, "private/") {
			want[name] = 0o600
		}
	}
	if len(want) != 2+6+6+2+3+3+2 {
		t.Errorf("%d files and folders", len(want))
	}
	for name, mode := range want {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode() != mode && name != "." {
			t.Errorf("%s has mode %v, want %v", name, info.Mode(), mode)
		}
	}
}

func TestNothingPrivateUnlessAskedFor(t *testing.T) {
	dir := t.TempDir()
	if _, err := Export(t.Context(), hostile(t), ExportOptions{Targets: []Target{{To: dir}}, Weeks: 1}); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "private")); !os.IsNotExist(err) {
		t.Errorf("there is a folder private: %v", err)
	}
	for _, row := range privateFiles(t)["metrics.csv"][1:] {
		if row[3] == "person" {
			t.Fatalf("metrics.csv has a row of a person: %q", row)
		}
	}
}

// A page of a person is in the row of its week, and a quiet week is a row with zeros.
func TestPeopleWeeklyAddsUpToThePages(t *testing.T) {
	var pages, quiet int
	for _, row := range privateFiles(t)["private/people_weekly.csv"][1:] {
		n, err := strconv.Atoi(row[2])
		if err != nil {
			t.Fatal(err)
		}
		pages += n
		if n == 0 {
			quiet++
		}
		if row[13] != "" || row[14] != "" {
			t.Errorf("tickets are not known yet: %q", row)
		}
	}
	var want int
	err := hostile(t).QueryRow(t.Context(), `
		SELECT count(*) FROM facts.pages
		WHERE person_id IS NOT NULL AND week IN (SELECT week FROM weekly.weeks ORDER BY week DESC LIMIT 8)`).Scan(&want)
	if err != nil {
		t.Fatal(err)
	}
	if pages != want || want == 0 || quiet == 0 {
		t.Errorf("%d pages and %d quiet weeks, want %d pages and some quiet weeks", pages, quiet, want)
	}
}

func TestSmallGroupsAreSuppressed(t *testing.T) {
	withheld := 0
	for _, row := range exported(t, ExportOptions{Weeks: 104})["metrics.csv"][1:] {
		isSmall := row[0] == "people_over_norm" && slices.Contains([]string{"1", "2", "3", "4"}, row[7])
		switch {
		case row[10] == "true" && row[6] != "":
			t.Errorf("%q is suppressed, or not", row)
		case row[10] == "true" && !isSmall && row[0] != "people_over_norm" && row[0] != "morale":
			t.Errorf("%q is about nobody's load, rest or morale", row)
		case row[10] == "true":
			withheld++
		case isSmall && row[6] != "":
			t.Errorf("%q is about fewer than 5 people", row)
		}
	}
	if withheld == 0 {
		t.Error("no group is small")
	}
}
