package reports

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// foreignFiles lists what lies in dir and is not ours, as paths below dir; folders that are foreign as a whole once.
func foreignFiles(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0 {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	ours, err := readManifests(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s holds files that are no report of fewhands: choose an empty or a new folder", dir)
	}
	if err != nil {
		return nil, err
	}
	folders := map[string]bool{".": true}
	for _, name := range ours {
		for up := filepath.Dir(name); up != "."; up = filepath.Dir(up) {
			folders[up] = true
		}
	}
	var foreign []string
	err = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dir, path)
		switch {
		case err != nil || slices.Contains(ours, name) || entry.IsDir() && folders[name]:
			return err
		case entry.IsDir():
			foreign = append(foreign, name)
			return fs.SkipDir
		}
		foreign = append(foreign, name)
		return nil
	})
	return foreign, err
}

// carryOver copies a foreign file or folder, but what the new site has under the same name; the old one stays until the swap is done.
func carryOver(from, to, name string) error {
	return filepath.WalkDir(filepath.Join(from, name), func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, rel)
		info, err := entry.Info()
		if err != nil {
			return err
		}
		_, folder := modes(filepath.ToSlash(rel))
		if err := os.MkdirAll(filepath.Dir(target), folder); err != nil {
			return err
		}
		is, err := os.Lstat(target)
		switch {
		case err == nil && is.IsDir() && entry.IsDir():
			return nil
		case err == nil && entry.IsDir():
			return fs.SkipDir
		case err == nil:
			return nil
		case entry.IsDir():
			return os.Mkdir(target, info.Mode().Perm()|0o700)
		case entry.Type()&fs.ModeSymlink != 0:
			link, err := os.Readlink(path)
			if err != nil {
				return err
			}
			return os.Symlink(link, target)
		}
		return os.Link(path, target)
	})
}
