package identity

import (
	"strconv"
	"strings"
)

const longestSlug = 64

// slugs hands out each slug once.
type slugs struct {
	taken map[string]bool
	next  map[string]int // the number to try first for a slug that is taken
}

func newSlugs(n int) *slugs {
	return &slugs{taken: make(map[string]bool, n), next: map[string]int{}}
}

// unique is the slug of the name, else of the address before its @, else "person"; the second to ask for a slug gets
// it with -2, and so on.
func (s *slugs) unique(name, email string) string {
	base := slugOf(name)
	if base == "" {
		base = slugOf(localPart(email))
	}
	if base == "" {
		base = "person"
	}
	slug := base
	if s.taken[slug] {
		n := max(s.next[base], 2)
		for slug = numbered(base, n); s.taken[slug]; slug = numbered(base, n) {
			n++
		}
		s.next[base] = n + 1
	}
	s.taken[slug] = true
	return slug
}

func numbered(base string, n int) string { return base + "-" + strconv.Itoa(n) }

// localPart is an address before its @, without the number that GitHub puts before a login.
func localPart(email string) string {
	local, _, _ := strings.Cut(strings.TrimSpace(email), "@")
	if number, rest, ok := strings.Cut(local, "+"); ok && isNumber(number) {
		return rest
	}
	return local
}

// slugOf keeps a-z and 0-9, without case and accents, and puts a dash for whatever lies between; "" if nothing is left.
func slugOf(text string) string {
	var slug strings.Builder
	gap := false
	for _, r := range withoutAccents(latin.Replace(strings.ToLower(text))) {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') {
			gap = slug.Len() > 0
			continue
		}
		if gap && slug.Len()+1 < longestSlug {
			slug.WriteByte('-')
		}
		gap = false
		if slug.Len() >= longestSlug {
			break
		}
		slug.WriteRune(r)
	}
	return slug.String()
}

// latin spells letters that are no letter with an accent.
var latin = strings.NewReplacer("ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "ı", "i")
