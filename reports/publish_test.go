package reports

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// put publishes a site of one page.
func put(dir, text string) error {
	return publish(dir, func(dir string) ([]string, error) {
		return []string{"index.html"}, writeFile(dir, "index.html", []byte(text))
	})
}

func read(t *testing.T, path ...string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		t.Error(err)
	}
	return string(text)
}

func TestNewSiteReplacesTheOldOneAsAWhole(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "public")
	err := publish(dir, func(dir string) ([]string, error) {
		return []string{"index.html", "repos/gone.html"}, errors.Join(
			writeFile(dir, "index.html", []byte("old")), writeFile(dir, "repos/gone.html", []byte("old")))
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := put(dir, "new"); err != nil {
		t.Fatal(err)
	}
	if got := read(t, dir, "index.html"); got != "new" {
		t.Errorf("index.html is %q", got)
	}
	if _, err := os.Stat(filepath.Join(dir, "repos")); err == nil {
		t.Error("a page of the old site is still there")
	}
	if entries, _ := os.ReadDir(parent); len(entries) != 1 {
		t.Errorf("%v beside the site", entries)
	}
}

func TestSiteThatFailsHalfWayLeavesTheOldOne(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "public")
	if err := put(dir, "old"); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("disk full")
	err := publish(dir, func(dir string) ([]string, error) {
		return []string{"index.html"}, errors.Join(writeFile(dir, "index.html", []byte("half")), broken)
	})
	if !errors.Is(err, broken) {
		t.Errorf("error %v", err)
	}
	if got := read(t, dir, "index.html"); got != "old" {
		t.Errorf("index.html is %q", got)
	}
	if entries, _ := os.ReadDir(parent); len(entries) != 1 {
		t.Errorf("%v beside the site", entries)
	}
}

func TestRunThatDiedIsMended(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	if err := put(dir, "old"); err != nil {
		t.Fatal(err)
	}
	// It died while writing the new site, and had just put the old one aside.
	if err := os.Rename(dir, beside(dir, "old")); err != nil {
		t.Fatal(err)
	}
	if err := writeFile(beside(dir, "new"), "index.html", []byte("half")); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("again")
	if err := publish(dir, func(string) ([]string, error) { return nil, broken }); !errors.Is(err, broken) {
		t.Fatal(err)
	}
	if got := read(t, dir, "index.html"); got != "old" {
		t.Errorf("the old site is not back: %q", got)
	}
	if err := put(dir, "new"); err != nil || read(t, dir, "index.html") != "new" {
		t.Errorf("the next run did not publish: %v", err)
	}
}

func TestFolderThatIsNoSiteIsRefused(t *testing.T) {
	dir := t.TempDir()
	if err := writeFile(dir, "thesis.txt", []byte("mine")); err != nil {
		t.Fatal(err)
	}
	err := put(dir, "new")
	if err == nil || !strings.Contains(err.Error(), dir) {
		t.Errorf("error %v does not name the folder", err)
	}
	if got := read(t, dir, "thesis.txt"); got != "mine" {
		t.Errorf("thesis.txt is %q", got)
	}
	if err := put(filepath.Join(dir, "empty"), "new"); err != nil {
		t.Errorf("a new folder: %v", err)
	}
}

func TestFilesOfOthersInTheSiteStay(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	if err := put(dir, "old"); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"CNAME", ".git/config", "assets/logo.svg"} {
		if err := writeFile(dir, name, []byte("theirs")); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("CNAME", filepath.Join(dir, "link")); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := put(dir, "new"); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"CNAME", ".git/config", "assets/logo.svg", "link"} {
		if got := read(t, dir, name); got != "theirs" {
			t.Errorf("%s is %q", name, got)
		}
	}
}

func TestSiteBehindASymbolicLinkIsReplacedWhereItLies(t *testing.T) {
	parent := t.TempDir()
	link := filepath.Join(parent, "public")
	if err := errors.Join(os.Mkdir(filepath.Join(parent, "real"), 0o755), os.Symlink("real", link)); err != nil {
		t.Fatal(err)
	}
	if err := put(link, "new"); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Error("the link is gone")
	}
	if got := read(t, parent, "real", "index.html"); got != "new" {
		t.Errorf("index.html is %q", got)
	}
}
