package git

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheStoredTipIsReadAndNotTheWorkTree(t *testing.T) {
	ctx := context.Background()
	db := warehouse(t)
	f := newFixture(t)
	it := Repository{Path: f.dir, Name: "it"}
	tip := func(paths ...string) TipFile {
		t.Helper()
		file, err := ReadTip(ctx, db, it, Options{}, 100, paths...)
		if err != nil {
			t.Fatal(err)
		}
		return file
	}
	if file := tip("A"); file.RepoID != 0 || file.Path != "" {
		t.Errorf("a repository that was not read has %+v", file)
	}
	f.write("A", "first")
	f.write("docs/B", "second")
	f.write("big", strings.Repeat("x", 101))
	if err := os.Symlink("/etc/passwd", filepath.Join(f.dir, "link")); err != nil {
		t.Fatal(err)
	}
	f.commit("one")
	read(t, db, f.dir, counting)
	f.write("A", "not committed")
	if file := tip("none", "docs/B", "A"); file.Path != "docs/B" || string(file.Text) != "second" || file.RepoID == 0 {
		t.Errorf("got %+v", file)
	}
	f.commit("two, which nobody has read yet")
	if file := tip("A"); string(file.Text) != "first" {
		t.Errorf("got %q", file.Text)
	}
	for _, path := range []string{"none", "docs", "link", "*", ":(glob)**"} {
		if file := tip(path); file.Path != "" {
			t.Errorf("%s gives %+v", path, file)
		}
	}
	if _, err := ReadTip(ctx, db, it, Options{}, 100, "big"); err == nil || !strings.Contains(err.Error(), "big has 101 bytes") {
		t.Errorf("got %v", err)
	}
}
