package reports

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// exportTo exports the newest week of the hostile warehouse.
func exportTo(t *testing.T, targets ...Target) ([]string, error) {
	t.Helper()
	return Export(t.Context(), hostile(t), ExportOptions{Targets: targets, Weeks: 1})
}

func fileNames(t *testing.T, dir string) []string {
	t.Helper()
	return slices.Sorted(maps.Keys(tree(t, dir)))
}

// A file that the export before wrote and this one does not goes; what somebody has changed or put there stays.
func TestOnlyOurOwnFilesAreRemoved(t *testing.T) {
	dir := t.TempDir()
	if _, err := exportTo(t, Target{To: dir, Formats: Formats, Private: true}); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"findings.parquet": "edited by hand", "notes.parquet": "somebody's", "fewhands-2025.xlsx": "somebody's"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := exportTo(t, Target{To: dir}); err != nil {
		t.Fatal(err)
	}
	var public []string
	for _, name := range fileNames(t, dir) {
		if !strings.HasPrefix(name, privateFolder+"/") { // nobody asked to remove these
			public = append(public, name)
		}
	}
	want := []string{
		"data_dictionary.csv", "datapackage.json", "fewhands-2025.xlsx", "findings.csv", "findings.parquet", "interventions.csv", "metrics.csv",
		"notes.parquet", "scorecard.csv", "truck_factor.csv",
	}
	if !slices.Equal(public, want) {
		t.Errorf("the folder has %v, want %v", public, want)
	}
}

func TestSomebodyElsesDataPackageIsNotReplaced(t *testing.T) {
	dir, other := t.TempDir(), filepath.Join(t.TempDir(), "other")
	const text = `{"name": "rainfall", "resources": [{"name": "rain", "path": "metrics.csv"}]}`
	if err := os.WriteFile(filepath.Join(dir, packageName), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	paths, err := exportTo(t, Target{To: dir}, Target{To: other})
	if err == nil || !strings.Contains(err.Error(), dir) || !strings.Contains(err.Error(), "no export of fewhands") {
		t.Errorf("the error is %v", err)
	}
	if got := tree(t, dir); len(got) != 1 || got[packageName] != text {
		t.Errorf("the folder has %v", fileNames(t, dir))
	}
	if len(paths) != 7 || len(tree(t, other)) != 7 {
		t.Errorf("the other folder has %v", fileNames(t, other))
	}
}

// What its datapackage.json says is not believed where it leads out of the folder.
func TestNothingOutsideTheFolderIsRemoved(t *testing.T) {
	top := t.TempDir()
	dir, outside := filepath.Join(top, "exports"), filepath.Join(top, "outside.csv")
	if err := os.WriteFile(outside, []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	hash, err := hashOf(outside)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	text := `{"exported_by": "fewhands", "resources": [{"path": "../outside.csv", "hash": "sha256:` + hash + `"},
		{"path": "..", "hash": "sha256:` + hash + `"}, {"path": "", "hash": "sha256:` + hash + `"}]}`
	if err := os.WriteFile(filepath.Join(dir, packageName), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := exportTo(t, Target{To: dir}); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(outside); err != nil {
		t.Error(err)
	}
}

// What a killed run left in the folder is gone after the next one.
func TestLeftoversOfAKilledRunAreRemoved(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "with [brackets] and *")
	left := filepath.Join(dir, stagingPrefix+"123")
	if err := os.MkdirAll(left, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(left, "metrics.csv"), []byte("half of"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := exportTo(t, Target{To: dir}); err != nil {
		t.Fatal(err)
	}
	if got := fileNames(t, dir); len(got) != 7 {
		t.Errorf("the folder has %v", got)
	}
}
