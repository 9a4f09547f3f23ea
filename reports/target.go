package reports

import (
	"context"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// target is a Target whose place is known.
type target struct {
	Target
	place   store
	private bool // it takes the files about people
}

// store is a place that takes files.
type store interface {
	// take puts the parcels there, one after the other, and returns where their files are. It can be repeated after any failure.
	take(ctx context.Context, parcels []parcel) ([]string, error)

	// String names the place, without secrets.
	String() string
}

// parcel is what goes to a place together: files that datapackage.json beside them describes.
type parcel struct {
	folder  string // "" or privateFolder
	private bool
	files   []stagedFile
	text    []byte // of datapackage.json
}

// open tells folders and buckets apart.
func (t Target) open(opts ExportOptions) (target, error) {
	if !strings.Contains(t.To, "://") {
		return target{t, folderStore(t.To), t.Private || opts.Private}, nil
	}
	b, err := ParseBucket(t.To)
	return target{t, b, t.Private}, err
}

// parcels are what a target gets of the stage.
func (s *stage) parcels(to target) ([]parcel, error) {
	var list []parcel
	for _, private := range []bool{false, true} {
		if private && !to.private {
			continue
		}
		p := parcel{private: private}
		if private {
			p.folder = privateFolder
		}
		for _, f := range s.files {
			if f.private == private && to.has(f.format) {
				p.files = append(p.files, f)
			}
		}
		var err error
		if p.text, err = s.describe(p.files, private); err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, nil
}

// packageFile is the name of the datapackage.json of a parcel.
func (p parcel) packageFile() string { return path.Join(p.folder, packageName) }

// globSafe makes a path one that Glob takes as it is.
func globSafe(dir string) string {
	if os.PathSeparator != '/' {
		return dir // where a backslash is no escape
	}
	return strings.NewReplacer(`*`, `\*`, `?`, `\?`, `[`, `\[`, `\`, `\\`).Replace(filepath.Clean(dir))
}
