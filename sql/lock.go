package sql

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

var errEOF = io.EOF

// LockedError says that another process has the warehouse open. DuckDB allows one writer, or many readers.
type LockedError struct {
	Path   string // the warehouse
	PID    string // who holds it, "" where the system does not say
	Holder string // its command line, "" where the system does not say
}

func (e *LockedError) Error() string {
	who := "another process"
	if e.PID != "" {
		who = "process " + e.PID
	}
	if e.Holder != "" {
		who += " (" + e.Holder + ")"
	}
	return fmt.Sprintf("warehouse %s is in use by %s; wait for it to end, or stop it", e.Path, who)
}

var lockHolder = regexp.MustCompile(`(?:PID |pid )(\d+)`)

func openError(path string, err error) error {
	if path == "" {
		return fmt.Errorf("open warehouse in memory: %w", err)
	}
	text := err.Error()
	if !strings.Contains(text, "Could not set lock") && !strings.Contains(text, "Conflicting lock") {
		return fmt.Errorf("open warehouse %s: %w", path, err)
	}
	locked := &LockedError{Path: path}
	if m := lockHolder.FindStringSubmatch(text); m != nil {
		locked.PID = m[1]
		locked.Holder = commandOf(m[1])
	}
	return locked
}

// commandOf gives the program and its first word, never the arguments: those may hold what should not be shown.
func commandOf(pid string) string {
	line, err := os.ReadFile(filepath.Join("/proc", pid, "cmdline"))
	if err != nil {
		return ""
	}
	words := strings.Split(string(line), "\x00")
	name := filepath.Base(words[0])
	if len(words) > 1 && words[1] != "" && !strings.HasPrefix(words[1], "-") {
		name += " " + words[1]
	}
	return name
}

// IsLocked tells whether err says that another process has the warehouse open.
func IsLocked(err error) bool {
	var locked *LockedError
	return errors.As(err, &locked)
}
