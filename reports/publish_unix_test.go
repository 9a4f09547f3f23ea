//go:build unix

package reports

import (
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

func TestPublicFilesAreReadableWhateverTheUmask(t *testing.T) {
	old := syscall.Umask(0o077)
	defer syscall.Umask(old)
	top := filepath.Join(t.TempDir(), "new")
	siteOf(t, small(t), SiteOptions{Dir: filepath.Join(top, "public")})
	if _, err := Export(t.Context(), small(t), ExportOptions{Targets: []Target{{To: filepath.Join(top, "exports")}}}); err != nil {
		t.Fatal(err)
	}
	err := filepath.WalkDir(top, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		want := os.FileMode(0o644)
		if entry.IsDir() {
			want = 0o755
		}
		if info, err := entry.Info(); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s has mode %v, want %v", path, info.Mode().Perm(), want)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestPrivateFilesAreForTheirOwnerOnlyWhateverTheUmask(t *testing.T) {
	old := syscall.Umask(0)
	defer syscall.Umask(old)
	dir := siteOf(t, small(t), SiteOptions{Private: true})
	found := 0
	err := filepath.WalkDir(filepath.Join(dir, privateFolder), func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		want := os.FileMode(0o600)
		if entry.IsDir() {
			want = 0o700
		}
		if info, err := entry.Info(); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s has mode %v, want %v", path, info.Mode().Perm(), want)
		}
		found++
		return nil
	})
	if err != nil || found < 10 {
		t.Fatalf("%d files, %v", found, err)
	}
}
