package identity

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// called is a display name taken apart.
type called struct {
	text    string   // the words with one space between; "" joins nobody
	words   []string // upper-cased, without accents
	full    bool     // at least two words with two letters, or a name that is not written in Latin letters
	generic bool     // stands for nobody in particular: root, unknown, Your Name
}

// nobody are names that tools and examples put, or that a duty has.
var nobody = func() map[string]bool {
	set := words("pc mac macbook laptop windows computer anonymous nil")
	for word := range duties {
		set[word] = true
	}
	for _, name := range []string{
		"YOUR NAME", "FIRST LAST", "FIRSTNAME LASTNAME", "FULL NAME", "USER NAME", "JOHN DOE", "JANE DOE", "NO NAME", "NO AUTHOR",
		"TEST USER", "EC2 USER", "ON CALL", "SYSTEM ADMINISTRATOR", "BUILD SERVER", "BUILD USER", "NOT COMMITTED YET",
	} {
		set[name] = true
	}
	return set
}()

func parseName(name string) called {
	if local, _, ok := strings.Cut(name, "@"); ok && !strings.Contains(strings.TrimSpace(local), " ") {
		name = local // an address in the place of a name
	}
	// Directories write "Lind, Ana".
	if last, first, ok := strings.Cut(name, ","); ok && !strings.Contains(first, ",") {
		name = first + " " + last
	}
	c := called{words: strings.FieldsFunc(nameOf(latin.Replace(strings.ToLower(name))), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\''
	})}
	c.text = strings.Join(c.words, " ")
	c.generic = nobody[c.text] || (len(c.words) > 0 && isRole(c.text))
	long := 0
	for _, word := range c.words {
		if utf8.RuneCountInString(word) > 1 {
			long++
		}
	}
	c.full = !c.generic && (long > 1 || (long == 1 && !hasLatin(c.text)))
	return c
}

func hasLatin(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool { return unicode.Is(unicode.Latin, r) }) >= 0
}

// compact is the name without spaces.
func (c called) compact() string { return strings.Join(c.words, "") }

// relatesTo tells whether two names may well be of one person: they share a word, one is an abbreviation of the other, or
// they are written in different alphabets, so that nobody can tell.
func (c called) relatesTo(o called) bool {
	if c.text == "" || o.text == "" || c.text == o.text || hasLatin(c.text) != hasLatin(o.text) {
		return true
	}
	for _, word := range c.words {
		for _, other := range o.words {
			if word == other && len(word) > 1 || len(word) > 3 && len(other) > 3 && word[:4] == other[:4] {
				return true
			}
		}
	}
	return c.abbreviates(o.compact()) || o.abbreviates(c.compact())
}

// abbreviates tells whether a login or the part of an address before the @ looks made from the name: ana.lind, alind, lind7,
// al. Nothing can be told of a name that is not in Latin letters.
func (c called) abbreviates(login string) bool {
	if !hasLatin(c.text) {
		return true
	}
	login = strings.Trim(strings.Join(strings.FieldsFunc(login, isSeparator), ""), "0123456789")
	if login == "" {
		return false
	}
	initials := ""
	for _, word := range c.words {
		if len(word) > 2 && strings.Contains(login, word) {
			return true
		}
		initials += word[:1]
	}
	return login == initials || (len(login) > 2 && strings.Contains(c.compact(), login))
}
