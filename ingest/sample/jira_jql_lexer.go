package sample

import (
	"fmt"
	"strings"
	"unicode"
)

// jqlKind is what a token is.
type jqlKind int

const (
	jqlEnd    jqlKind = iota
	jqlWord           // without quotes
	jqlString         // in quotes
	jqlSign           // an operator, a parenthesis or a comma
)

type jqlToken struct {
	kind jqlKind
	text string
	at   int // characters before it
}

// is says whether a token is the keyword or sign.
func (t jqlToken) is(word string) bool {
	return t.kind == jqlWord && strings.EqualFold(t.text, word) || t.kind == jqlSign && t.text == word
}

// jqlFault is a query that is no JQL.
type jqlFault struct{ message string }

func (f jqlFault) Error() string { return "Error in the JQL Query: " + f.message }

// fault makes the error of a place in the query, as the API words it.
func (t jqlToken) fault(format string, args ...any) jqlFault {
	return jqlFault{fmt.Sprintf(format, args...) + fmt.Sprintf(" (line 1, character %d)", t.at+1)}
}

// jqlTokens splits a query.
func jqlTokens(query string) ([]jqlToken, error) {
	var all []jqlToken
	runes := []rune(query)
	for at := 0; at < len(runes); {
		r := runes[at]
		t := jqlToken{at: at}
		switch {
		case unicode.IsSpace(r):
			at++
			continue
		case r == '"' || r == '\'':
			end, text, ok := jqlQuoted(runes, at)
			if !ok {
				return nil, t.fault("The quoted string '%s' has not been completed.", text)
			}
			t.kind, t.text, at = jqlString, text, end
		case strings.ContainsRune("<>!", r) && at+1 < len(runes) && runes[at+1] == '=':
			t.kind, t.text = jqlSign, string(runes[at:at+2])
			at += 2
		case strings.ContainsRune("=<>(),~", r):
			t.kind, t.text = jqlSign, string(r)
			at++
		case jqlWordRune(r):
			t.kind = jqlWord
			for at < len(runes) && jqlWordRune(runes[at]) {
				at++
			}
			t.text = string(runes[t.at:at])
		default:
			return nil, t.fault(`The character '%c' is a reserved JQL character. You must enclose it in a string or use the escape '\u%04x' instead.`, r, r)
		}
		all = append(all, t)
	}
	return append(all, jqlToken{kind: jqlEnd, at: len(runes)}), nil
}

func jqlWordRune(r rune) bool {
	return r == '_' || r == '-' || unicode.IsLetter(r) || unicode.IsDigit(r)
}

// jqlQuoted reads a string that begins at its quote, and returns where it ends.
func jqlQuoted(runes []rune, begin int) (end int, text string, ok bool) {
	var b strings.Builder
	for at := begin + 1; at < len(runes); at++ {
		switch {
		case runes[at] == runes[begin]:
			return at + 1, b.String(), true
		case runes[at] == '\\' && at+1 < len(runes):
			at++
			b.WriteRune(runes[at])
		default:
			b.WriteRune(runes[at])
		}
	}
	return 0, b.String(), false
}
