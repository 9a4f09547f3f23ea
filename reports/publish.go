package reports

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// manifestName lists what a site's folder holds of ours. A folder without it is not ours to replace.
const manifestName = "assets/site.json"

// privateManifest lists those of them that are for their owner only; it is one of them, as names are in it.
const privateManifest = privateFolder + "/site.json"

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
	if files, err = writeManifests(fresh, files); err != nil {
		return err
	}
	for _, name := range foreign {
		if err := carryOver(dir, fresh, name); err != nil {
			return fmt.Errorf("keep %s: %w", filepath.Join(dir, name), err)
		}
	}
	if err := setModes(fresh, files); err != nil {
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

// writeManifests adds the lists to the files, and returns all.
func writeManifests(dir string, files []string) ([]string, error) {
	slices.Sort(files)
	var public, private []string
	for _, name := range files {
		if isPrivate(name) {
			private = append(private, name)
		} else {
			public = append(public, name)
		}
	}
	public = append(public, manifestName)
	if err := writeManifest(dir, manifestName, public); err != nil || private == nil {
		return public, err
	}
	private = append(private, privateManifest)
	return append(public, private...), writeManifest(dir, privateManifest, private)
}

func writeManifest(dir, name string, files []string) error {
	text, err := json.MarshalIndent(files, "", " ")
	if err != nil {
		return err
	}
	return writeFile(dir, name, append(text, '\n'))
}

// isPrivate tells whether a file of the site is for its owner only.
func isPrivate(name string) bool { return strings.HasPrefix(name, privateFolder+"/") }

func readManifests(dir string) ([]string, error) {
	public, err := readManifest(filepath.Join(dir, manifestName))
	if err != nil {
		return nil, err
	}
	private, err := readManifest(filepath.Join(dir, privateManifest))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	return append(public, private...), nil
}

func readManifest(path string) ([]string, error) {
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

// modes are those of a file of the site and of its folder.
func modes(name string) (file, folder os.FileMode) {
	if isPrivate(name) {
		return 0o600, 0o700
	}
	return 0o644, 0o755
}

// writeFile writes one file of the site below dir, making its folder. What is private is never open to others, not for a moment.
func writeFile(dir, name string, text []byte) error {
	path := filepath.Join(dir, filepath.FromSlash(name))
	file, folder := modes(name)
	if err := os.MkdirAll(filepath.Dir(path), folder); err != nil {
		return err
	}
	return os.WriteFile(path, text, file)
}

// setModes sets the modes that a web server needs, whatever the umask of the night's cron job, and takes from it what is private.
func setModes(dir string, files []string) error {
	if err := os.Chmod(dir, 0o755); err != nil {
		return err
	}
	seen := map[string]bool{".": true}
	for _, name := range files {
		file, folder := modes(name)
		if err := os.Chmod(filepath.Join(dir, filepath.FromSlash(name)), file); err != nil {
			return err
		}
		for up := path.Dir(name); !seen[up]; up = path.Dir(up) {
			seen[up] = true
			if err := os.Chmod(filepath.Join(dir, filepath.FromSlash(up)), folder); err != nil {
				return err
			}
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
