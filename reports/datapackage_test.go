package reports

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// readPackage reads datapackage.json as anybody would.
func readPackage(t *testing.T, dir string) map[string]any {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, packageName))
	if err != nil {
		t.Fatal(err)
	}
	var p map[string]any
	if err := json.Unmarshal(text, &p); err != nil {
		t.Fatal(err)
	}
	return p
}

func resourcesOf(p map[string]any) (list []map[string]any) {
	for _, r := range p["resources"].([]any) {
		list = append(list, r.(map[string]any))
	}
	return list
}

// The profiles in testdata are those of the npm package datapackage 1.1.10 (MIT), the newest that registry has: version 1 of the
// standard. What version 2 names otherwise, $schema and type instead of profile, is looked at below.
func TestDataPackageIsValid(t *testing.T) {
	dir, _ := inEveryFormat(t)
	compiler := jsonschema.NewCompiler()
	compile := func(name string) *jsonschema.Schema {
		schema, err := compiler.Compile(filepath.Join("testdata", "datapackage", name))
		if err != nil {
			t.Fatal(err)
		}
		return schema
	}
	whole, table := compile("data-package.json"), compile("tabular-data-resource.json")
	for _, folder := range []string{dir, filepath.Join(dir, privateFolder)} {
		p := readPackage(t, folder)
		if err := whole.Validate(p); err != nil {
			t.Errorf("%s: %v", folder, err)
		}
		if p["$schema"] != packageProfile || p["schema_version"] != 1.0 {
			t.Errorf("%s: $schema is %v, schema_version %v", folder, p["$schema"], p["schema_version"])
		}
		names := map[string]bool{}
		for _, r := range resourcesOf(p) {
			name := r["name"].(string)
			if names[name] || r["$schema"] != resourceProfile || r["type"] != "table" {
				t.Errorf("resource %s is there twice, or no table", name)
			}
			names[name] = true
			if r["format"] != "csv" {
				continue
			}
			r["profile"] = "tabular-data-resource"
			if err := table.Validate(r); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

// Every file beside datapackage.json is in it, with its size and hash, and nothing else is.
func TestDataPackageNamesEveryFile(t *testing.T) {
	dir, _ := inEveryFormat(t)
	for _, folder := range []string{dir, filepath.Join(dir, privateFolder)} {
		entries, err := os.ReadDir(folder)
		if err != nil {
			t.Fatal(err)
		}
		have := map[string]bool{}
		for _, e := range entries {
			if !e.IsDir() && e.Name() != packageName {
				have[e.Name()] = true
			}
		}
		named := map[string]bool{}
		for _, r := range resourcesOf(readPackage(t, folder)) {
			name := r["path"].(string)
			named[name] = true
			hash, err := hashOf(filepath.Join(folder, name))
			if err != nil {
				t.Fatal(err)
			}
			info, err := os.Stat(filepath.Join(folder, name))
			if err != nil {
				t.Fatal(err)
			}
			if r["hash"] != "sha256:"+hash || r["bytes"] != float64(info.Size()) {
				t.Errorf("%s: %v bytes and %v, want %d and %s", name, r["bytes"], r["hash"], info.Size(), hash)
			}
		}
		if fmt.Sprint(have) != fmt.Sprint(named) {
			t.Errorf("%s has %v, named are %v", folder, have, named)
		}
	}
}

// Every cell of every CSV file is of the type of its field and within its constraints, and rows are told apart by their key.
func TestRowsKeepToTheirSchema(t *testing.T) {
	dir, _ := inEveryFormat(t)
	for _, folder := range []string{dir, filepath.Join(dir, privateFolder)} {
		for _, r := range resourcesOf(readPackage(t, folder)) {
			if r["format"] != "csv" {
				continue
			}
			schema := r["schema"].(map[string]any)
			fields := schema["fields"].([]any)
			rows := readCSV(t, filepath.Join(folder, r["path"].(string)))
			for i, f := range fields {
				if rows[0][i] != f.(map[string]any)["name"] {
					t.Errorf("%s: column %d is %s", r["path"], i, rows[0][i])
				}
			}
			var key []int
			if keys, ok := schema["uniqueKeys"].([]any); ok {
				for _, name := range keys[0].([]any) {
					key = append(key, slices.Index(rows[0], name.(string)))
				}
			}
			seen := map[string]bool{}
			for n, row := range rows[1:] {
				for i, f := range fields {
					if fault := faultOf(row[i], f.(map[string]any)); fault != "" {
						t.Errorf("%s, row %d, %s: %.60q %s", r["path"], n+1, rows[0][i], row[i], fault)
					}
				}
				var parts []string
				for _, i := range key {
					parts = append(parts, row[i])
				}
				if is := strings.Join(parts, "\x1f"); key != nil && seen[is] {
					t.Errorf("%s: two rows are %.80q", r["path"], is)
				} else {
					seen[is] = true
				}
			}
		}
	}
}

// faultOf says why a cell does not do for a field; "" where it does.
func faultOf(cell string, f map[string]any) string {
	constraints, _ := f["constraints"].(map[string]any)
	if cell == "" {
		if constraints["required"] == true {
			return "is missing"
		}
		return ""
	}
	var err error
	var value float64
	switch f["type"] {
	case "number":
		value, err = strconv.ParseFloat(cell, 64)
	case "integer":
		var n int64
		n, err = strconv.ParseInt(cell, 10, 64)
		value = float64(n)
	case "boolean":
		_, err = strconv.ParseBool(cell)
	case "date":
		_, err = time.Parse(time.DateOnly, cell)
	case "datetime":
		_, err = time.Parse(time.RFC3339, cell)
	}
	if err != nil {
		return err.Error()
	}
	if least, ok := constraints["minimum"].(float64); ok && value < least {
		return fmt.Sprint("is under ", least)
	}
	if most, ok := constraints["maximum"].(float64); ok && value > most {
		return fmt.Sprint("is over ", most)
	}
	if list, ok := constraints["enum"].([]any); ok && !slices.Contains(list, any(cell)) {
		return fmt.Sprint("is none of ", list)
	}
	return ""
}

func TestDictionaryHasEveryField(t *testing.T) {
	dir, datasets := inEveryFormat(t)
	rows := readCSV(t, filepath.Join(dir, "data_dictionary.csv"))
	for _, d := range datasets {
		for _, f := range d.Fields {
			i := slices.IndexFunc(rows, func(row []string) bool { return row[0] == d.Name+".csv" && row[1] == "column" && row[2] == f.Name })
			if i < 0 || rows[i][3] == "" || rows[i][6] == "" {
				t.Errorf("%s of %s is not in the dictionary, or without a title or a definition", f.Name, d.Name)
			}
		}
	}
}
