package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/fewhands/fewhands/reports"
)

// exportConfig is one place that exports go to.
type exportConfig struct {
	To      string   `yaml:"to"`      // a folder, or s3://bucket/prefix
	Formats []string `yaml:"formats"` // csv (default), parquet, xlsx
	Private bool     `yaml:"private"` // also the files about people
}

func (e exportConfig) isBucket() bool { return strings.Contains(e.To, "://") }

// checkExports finds the faults of the exports.
func (c *config) checkExports(fault func(key, format string, args ...any)) {
	seen := map[string]int{}
	for i, e := range c.Exports {
		key := fmt.Sprintf("exports[%d]", i)
		place := filepath.Clean(c.path(e.To))
		switch {
		case e.To == "":
			fault(key, "want a folder or s3://bucket/prefix under to")
			continue
		case e.isBucket():
			bucket, err := reports.ParseBucket(e.To)
			if err != nil {
				fault(key+".to", "%v", err)
				continue
			}
			place = bucket.String()
		}
		if first, twice := seen[place]; twice {
			fault(key+".to", "is where exports[%d] goes; each would remove the other's files", first)
		}
		seen[place] = i
		for j, format := range e.Formats {
			if !slices.Contains(reports.Formats, format) {
				fault(fmt.Sprintf("%s.formats[%d]", key, j), "want csv, parquet or xlsx, not %q", format)
			}
		}
	}
}

// targets are where the exports go, from where the command runs.
func (c *config) targets() []reports.Target {
	var list []reports.Target
	for _, e := range c.Exports {
		t := reports.Target{To: e.To, Formats: e.Formats, Private: e.Private}
		if !e.isBucket() {
			t.To = c.path(e.To)
		}
		list = append(list, t)
	}
	return list
}
