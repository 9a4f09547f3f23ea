package reports

import (
	"encoding/json"
	"fmt"
	"path"
	"strings"
)

// former are the files of the export before, by name with their hashes, as its datapackage.json tells them. One that is not ours is
// an error: we would write over it.
func former(text []byte) (map[string]string, error) {
	var p struct {
		ExportedBy string `json:"exported_by"`
		Resources  []struct {
			Path string `json:"path"`
			Hash string `json:"hash"`
		} `json:"resources"`
	}
	if err := json.Unmarshal(text, &p); err != nil || p.ExportedBy != packageMark {
		return nil, fmt.Errorf("its %s is no export of fewhands; name another place, or remove it", packageName)
	}
	files := map[string]string{}
	for _, r := range p.Resources {
		if hash, ok := strings.CutPrefix(r.Hash, "sha256:"); ok && r.Path == path.Base(r.Path) && !strings.HasPrefix(r.Path, ".") {
			files[r.Path] = hash
		}
	}
	return files, nil
}

// without leaves those that a parcel has no file of the same name for.
func without(files map[string]string, p parcel) map[string]string {
	for _, f := range p.files {
		delete(files, path.Base(f.name))
	}
	return files
}
