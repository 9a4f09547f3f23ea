package metrics

import (
	"fmt"
	"slices"
	"testing"
)

// Paths are named by letters, in the order of git ls-files.
func TestPathSets(t *testing.T) {
	for _, c := range []struct {
		name    string
		renames string // pairs, from and to
		files   string
		want    string // the path set of every file with more than one path
	}{
		{"no rename", "", "ab", ""},
		{"a rename", "xa", "a", "ax"},
		{"a chain", "zy yx xa", "a", "axyz"},
		{"there and back", "ba ab", "a", "ab"},
		{"a cycle seen from both its files", "ba ab", "ab", "ab"},
		{"two renames of one path", "xa xb", "ab", "ax bx"},
		{"only the first file follows what lies behind a shared path", "zx xa xb", "ab", "axz bx"},
		{"a path that is no file any more follows nothing", "zx xa xb", "b", "bxz"},
		{"a file whose renames an earlier one followed keeps its own path", "xb ba", "ab", "abx"},
		{"one that is reached by a later file has followed its own", "xa ab", "ab", "ax ba"},
		{"two paths into one", "xa ya", "a", "axy"},
	} {
		l := newLineage(26)
		for i := 0; i+1 < len(c.renames); i += 3 {
			l.rename(int32(c.renames[i]-'a'), int32(c.renames[i+1]-'a'))
		}
		isFile := make([]bool, 26)
		for _, file := range c.files {
			isFile[file-'a'] = true
		}
		var touched []int32
		l.trace(isFile, func(file int32) { touched = append(touched, file) })
		got := ""
		var changed []int32
		for _, file := range c.files {
			if set := l.of(file - 'a'); len(set) > 0 {
				if got != "" {
					got += " "
				}
				changed = append(changed, file-'a')
				for _, path := range set {
					got += fmt.Sprintf("%c", path+'a')
				}
			}
		}
		if got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
		if !slices.Equal(touched, changed) {
			t.Errorf("%s: touched %v, want %v", c.name, touched, changed)
		}
		l.changed = true
		l.trace(isFile, func(file int32) { t.Errorf("%s: file %d touched without a change", c.name, file) })
	}
}
