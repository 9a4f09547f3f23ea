package identity

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// reach says how far an address tells one person from another.
type reach uint8

const (
	reachNone       reach = iota // stands for no address: joins nobody
	reachRepository              // good on one machine only: joins within one repository, as a name does
	reachAll                     // a mailbox: joins everywhere
)

// placeholders are addresses that tools and examples put where none was known. It is short on purpose: an address on
// this list that somebody really uses would leave them several people, and people are then joined by name.
var placeholders = map[string]bool{
	"":                   true,
	"(NONE)":             true,
	"NONE":               true,
	"NONE@NONE":          true,
	"UNKNOWN":            true,
	"UNKNOWN@UNKNOWN":    true,
	"NOREPLY@GITHUB.COM": true, // GitHub's own, for commits made in the browser; some hide theirs behind it
	"YOU@EXAMPLE.COM":    true, // git's own example
	"USER@EXAMPLE.COM":   true,
	"EMAIL@EXAMPLE.COM":  true,
	"YOUR@EMAIL.COM":     true,
}

// machines are hosts that every machine is to itself.
var machines = map[string]bool{
	"(NONE)":                true, // git where the machine has no domain
	"LOCALHOST":             true,
	"LOCALHOST.LOCALDOMAIN": true,
}

const githubNoreply = "@USERS.NOREPLY.GITHUB.COM"

type address struct {
	text    string
	reach   reach
	spelled string // for a noreply address of GitHub: as it was, text is the same for both its forms
}

// addressOf is the address as evidence: upper-cased, both forms of one GitHub noreply address the same.
func addressOf(email string) address {
	text := fold(email)
	if placeholders[text] {
		return address{}
	}
	if login, ok := strings.CutSuffix(text, githubNoreply); ok && login != "" {
		if number, rest, ok := strings.Cut(login, "+"); ok && rest != "" && isNumber(number) {
			login = rest
		}
		return address{text: login + githubNoreply, reach: reachAll, spelled: text}
	}
	_, host, ok := cutLast(text, "@")
	if !ok || host == "" || machines[host] || strings.HasSuffix(host, ".(NONE)") {
		return address{text: text, reach: reachRepository}
	}
	return address{text: text, reach: reachAll}
}

func isNumber(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// nameOf is the name as evidence: upper-cased, without accents; "" joins nobody.
func nameOf(name string) string { return withoutAccents(fold(name)) }

// fold makes text comparable regardless of case and of space around it.
func fold(text string) string { return strings.ToUpper(strings.TrimSpace(text)) }

// withoutAccents decomposes letters and drops the marks: É becomes E.
func withoutAccents(text string) string {
	if isASCII(text) {
		return text
	}
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(text))
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= 0x80 {
			return false
		}
	}
	return true
}
