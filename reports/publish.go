package reports

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"syscall"
)

// manifestName lists what a site's folder holds of ours. A folder without it is not ours to replace.
const manifestName = "assets/site.json"

// publish puts a whole new site in the place of dir: write fills a folder beside it, which then takes its name. Until
// that moment the old site is there, whole, and a crash leaves it. Files that someone else put into the old site move
// over to the new one; a folder that was never a site of ours is refused unless it is empty.
func publish(dir string, write func(dir string) (files []string, err error)) error {
	dir, err := realFolder(dir)
	if err != nil {
		return err
	}
	fresh, old := beside(dir, "new"), beside(dir, "old")
	if err := recoverOld(dir, old); err != nil {
		return err
	}
	foreign, err := foreignFiles(dir)
	if err != nil {
		return err
	}
	if err := errors.Join(os.RemoveAll(fresh), os.MkdirAll(fresh, 0o755)); err != nil {
		return err
	}
	defer os.RemoveAll(fresh)
	files, err := write(fresh)
	if err != nil {
		return err
	}
	if err := writeManifest(fresh, files); err != nil {
		return err
	}
	for _, name := range foreign {
		if err := carryOver(dir, fresh, name); err != nil {
			return fmt.Errorf("keep %s: %w", filepath.Join(dir, name), err)
		}
	}
	if err := makePublic(fresh, append(files, manifestName)); err != nil {
		return err
	}
	return swap(dir, fresh, old)
}

// realFolder follows symbolic links, so that a site behind one is replaced where it lies.
func realFolder(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	real, err := filepath.EvalSymlinks(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return dir, makeFolder(filepath.Dir(dir))
	}
	return real, err
}

func beside(dir, what string) string {
	return filepath.Join(filepath.Dir(dir), "."+filepath.Base(dir)+".fewhands-"+what)
}

// recoverOld brings back the old site of a run that died between the two renames of swap, and drops what it left.
func recoverOld(dir, old string) error {
	if _, err := os.Lstat(dir); errors.Is(err, fs.ErrNotExist) {
		if err := os.Rename(old, dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return os.RemoveAll(old)
}

func writeManifest(dir string, files []string) error {
	slices.Sort(files)
	text, err := json.MarshalIndent(append(files, manifestName), "", " ")
	if err != nil {
		return err
	}
	return writeFile(dir, manifestName, append(text, '\n'))
}

func readManifest(dir string) ([]string, error) {
	path := filepath.Join(dir, manifestName)
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var files []string
	if err := json.Unmarshal(text, &files); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	for i, name := range files {
		files[i] = filepath.Clean(filepath.FromSlash(name))
	}
	return files, nil
}

// writeFile writes one file of the site below dir, making its folder.
func writeFile(dir, name string, text []byte) error {
	path := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, text, 0o644)
}

// makePublic sets the modes that a web server needs, whatever the umask of the night's cron job.
func makePublic(dir string, files []string) error {
	if err := os.Chmod(dir, 0o755); err != nil {
		return err
	}
	for _, name := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(os.Chmod(path, 0o644), os.Chmod(filepath.Dir(path), 0o755)); err != nil {
			return err
		}
	}
	return nil
}

// swap gives the new folder the name of the old one, in one step where the system can, and removes the old one.
func swap(dir, fresh, old string) error {
	if _, err := os.Lstat(dir); errors.Is(err, fs.ErrNotExist) {
		return os.Rename(fresh, dir)
	}
	if exchange(fresh, dir) == nil {
		return os.RemoveAll(fresh)
	}
	err := os.Rename(dir, old)
	if errors.Is(err, syscall.EBUSY) || errors.Is(err, syscall.EXDEV) {
		return fmt.Errorf("%w: a mount point cannot be replaced; let the report go into a folder inside it", err)
	}
	if err != nil {
		return err
	}
	if err := os.Rename(fresh, dir); err != nil {
		return errors.Join(err, os.Rename(old, dir))
	}
	return os.RemoveAll(old)
}

// makeFolder makes a folder and those above it that are missing, open to readers whatever the umask.
func makeFolder(dir string) error {
	if _, err := os.Stat(dir); err == nil {
		return nil
	}
	if up := filepath.Dir(dir); up != dir {
		if err := makeFolder(up); err != nil {
			return err
		}
	}
	if err := os.Mkdir(dir, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return os.Chmod(dir, 0o755)
}
