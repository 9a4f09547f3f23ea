package reports

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
)

// folderStore is a folder that exports go to.
type folderStore string

func (f folderStore) String() string { return string(f) }

func (f folderStore) take(ctx context.Context, parcels []parcel) (paths []string, err error) {
	for _, p := range parcels {
		written, err := f.takeOne(ctx, p)
		if err != nil {
			return paths, err
		}
		paths = append(paths, written...)
	}
	return paths, nil
}

func (f folderStore) takeOne(ctx context.Context, p parcel) ([]string, error) {
	dir, mode := filepath.Join(string(f), p.folder), os.FileMode(0o644)
	if err := makeFolder(string(f)); err != nil {
		return nil, err
	}
	if p.private {
		mode = 0o600
		if err := makePrivateFolder(dir); err != nil {
			return nil, err
		}
	}
	old := map[string]string{}
	text, err := os.ReadFile(filepath.Join(dir, packageName))
	if err == nil {
		old, err = former(text)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	fresh, err := freshFolder(dir)
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(fresh)
	var names []string
	for _, file := range p.files {
		names = append(names, path.Base(file.name))
		if err := copyFile(ctx, filepath.Join(fresh, path.Base(file.name)), file.local, mode); err != nil {
			return nil, err
		}
	}
	names = append(names, packageName)
	if err := writeWhole(filepath.Join(fresh, packageName), bytes.NewReader(p.text), mode); err != nil {
		return nil, err
	}
	var paths []string
	for _, name := range names {
		final := filepath.Join(dir, name)
		if err := os.Rename(filepath.Join(fresh, name), final); err != nil {
			return nil, err
		}
		paths = append(paths, final)
	}
	return paths, removeFormer(dir, without(old, p))
}

// freshFolder makes a folder inside dir that only its owner can open; those of killed runs are removed.
func freshFolder(dir string) (string, error) {
	left, err := filepath.Glob(filepath.Join(globSafe(dir), stagingPrefix+"*"))
	if err != nil {
		return "", err
	}
	for _, folder := range left {
		if err := os.RemoveAll(folder); err != nil {
			return "", err
		}
	}
	return os.MkdirTemp(dir, stagingPrefix)
}

// removeFormer removes files of the export before that are still as it wrote them.
func removeFormer(dir string, files map[string]string) error {
	for name, hash := range files {
		path := filepath.Join(dir, name)
		info, err := os.Lstat(path)
		if errors.Is(err, fs.ErrNotExist) || err == nil && !info.Mode().IsRegular() {
			continue
		}
		if err != nil {
			return err
		}
		have, err := hashOf(path)
		if err != nil {
			return err
		}
		if have == hash {
			if err := os.Remove(path); err != nil {
				return err
			}
		}
	}
	return nil
}

func hashOf(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}

func copyFile(ctx context.Context, to, from string, mode os.FileMode) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	f, err := os.Open(from)
	if err != nil {
		return err
	}
	defer f.Close()
	return writeWhole(to, f, mode)
}

// writeWhole writes a new file and has it on the disk before it can take its name.
func writeWhole(path string, text io.Reader, mode os.FileMode) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, mode)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, text)
	if err := errors.Join(err, f.Chmod(mode), f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(path), err)
	}
	return nil
}

// makePrivateFolder makes a folder that only its owner can open, also of one that is there already.
func makePrivateFolder(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	return os.Chmod(dir, 0o700)
}
