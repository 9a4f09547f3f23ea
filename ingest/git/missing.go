package git

import (
	"context"
	"errors"
	"path/filepath"
	"regexp"
	"strings"
)

var missing = regexp.MustCompile(`(?:unable to read|could not fetch|unable to find|lazy fetching disabled).*?\b([0-9a-f]{40}|[0-9a-f]{64})\b`)

// missingObject names the object that a failed git could not read, "" where it failed for another reason.
func missingObject(err error) string {
	var exit *exitError
	if !errors.As(err, &exit) {
		return ""
	}
	if m := missing.FindStringSubmatch(exit.stderr); m != nil {
		return m[1]
	}
	return ""
}

// isPartial tells whether the repository was cloned with a filter, so that objects may be missing by intent.
func (l local) isPartial(ctx context.Context) (bool, error) {
	packs, err := l.line(ctx, "rev-parse", "--git-path", "objects/pack")
	if err != nil {
		return false, err
	}
	if !filepath.IsAbs(packs) {
		packs = filepath.Join(l.dir, packs)
	}
	promised, err := filepath.Glob(filepath.Join(escapeGlob(packs), "*.promisor"))
	return len(promised) > 0, err
}

func escapeGlob(path string) string {
	return strings.NewReplacer(`*`, `\*`, `?`, `\?`, `[`, `\[`, `\`, `\\`).Replace(path)
}
