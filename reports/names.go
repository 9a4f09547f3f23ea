package reports

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strings"
	"unicode"
)

// nameRunes is how much of a name people see; CSV and JSON have all of it.
const nameRunes = 80

// shown makes a name from a repository fit to be seen: one line, no control characters (a terminal would obey them), no
// invisible or direction-changing ones (they make a name look like another), and no longer than nameRunes.
func shown(name string) string {
	name = clean(name)
	if strings.Trim(name, "\u200C\u200D") == "" {
		return "(no name)"
	}
	return shorten(name, nameRunes)
}

// clean is shown without its limit of length.
func clean(name string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r':
			return ' '
		case unicode.IsControl(r):
			return '\uFFFD'
		case r == '\u200C' || r == '\u200D': // joiners: Persian and Indic names are spelled with them
			return r
		case unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Co):
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, "\uFFFD"))
	return strings.Join(strings.Fields(name), " ")
}

func shorten(text string, most int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return strings.TrimSpace(string(runes[:most-1])) + "…"
}

var (
	plainSlug  = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,59}$`)
	hashedSlug = regexp.MustCompile(`-[0-9a-f]{10}$`)
	notInSlug  = regexp.MustCompile(`[^a-z0-9]+`)
	reserved   = regexp.MustCompile(`^(con|prn|aux|nul|com[0-9]|lpt[0-9])$`) // not to be had as file names on Windows
)

// sourceKey is an id that PagerDuty gave: never two that differ in case only.
var sourceKey = regexp.MustCompile(`^[PQ][A-Z0-9]{3,29}$`)

// keySlug is the file name of the page of a service or team, without its ending: its key as it is, so that others can
// link to it, where it is one of PagerDuty's.
func keySlug(key string) string {
	if sourceKey.MatchString(key) && !reserved.MatchString(strings.ToLower(key)) {
		return key
	}
	return slug(key)
}

// slug is the file name of a repository's page, without its ending: the name itself where it is plain and lower case,
// otherwise what can be kept of it and a hash. Different names never share one, nor do they on a file system that
// ignores case, and a name keeps its slug whatever other repositories there are.
func slug(name string) string {
	if plainSlug.MatchString(name) && !hashedSlug.MatchString(name) && !reserved.MatchString(name) {
		return name
	}
	sum := sha256.Sum256([]byte(name))
	kept := strings.Trim(notInSlug.ReplaceAllString(strings.ToLower(name), "-"), "-")
	if len(kept) > 40 {
		kept = strings.Trim(kept[:40], "-")
	}
	if kept == "" {
		kept = "repository"
	}
	return kept + "-" + hex.EncodeToString(sum[:5])
}
