package git

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// decodeText makes a name or message UTF-8. Git has already converted what its commit declares; what is still no UTF-8
// was written by a program that declared nothing, most often on Windows: it is read as Windows-1252, where every byte
// is some character.
func decodeText(raw []byte) string {
	if utf8.Valid(raw) {
		return strings.ReplaceAll(string(raw), "\x00", "")
	}
	var b strings.Builder
	for _, c := range raw {
		if c == 0 {
			continue
		}
		r := charmap.Windows1252.DecodeByte(c)
		if r == utf8.RuneError {
			r = rune(c) // five bytes have no meaning in Windows-1252; they are control characters in Latin-1
		}
		b.WriteRune(r)
	}
	return b.String()
}

// encodePath makes the bytes of a path a text, different paths different texts: as it is when it is UTF-8 and has no
// literal \x in it, else with every byte that is no UTF-8 as \xNN and every backslash doubled.
func encodePath(raw []byte) string {
	if !encoded(raw) {
		return string(raw)
	}
	const digits = "0123456789abcdef"
	var b strings.Builder
	for len(raw) > 0 {
		r, size := utf8.DecodeRune(raw)
		switch {
		case r == utf8.RuneError && size == 1:
			b.WriteString(`\x`)
			b.WriteByte(digits[raw[0]>>4])
			b.WriteByte(digits[raw[0]&15])
		case r == '\\':
			b.WriteString(`\\`)
		default:
			b.Write(raw[:size])
		}
		raw = raw[size:]
	}
	return b.String()
}

// encoded tells whether encodePath changes a path.
func encoded(raw []byte) bool {
	return !utf8.Valid(raw) || bytes.Contains(raw, []byte(`\x`))
}
