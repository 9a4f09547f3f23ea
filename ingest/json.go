package ingest

import (
	"encoding/json"
	"strings"
	"time"
	"unicode/utf8"
)

// The functions here take JSON apart that is known to be valid: the HTTP client has checked the whole answer. They cut
// and copy nothing, so an object keeps its bytes, and a page costs one pass where encoding/json would take six.

// Members calls fn with the fields of an object; of anything else, with none.
func Members(object json.RawMessage, fn func(name string, value json.RawMessage)) {
	eachMember(object, func(name, value json.RawMessage) { fn(Text(name), value) })
}

// eachMember calls fn with names as they are written, in their quotes.
func eachMember(object json.RawMessage, fn func(name, value json.RawMessage)) {
	i := skipSpace(object, 0)
	if i == len(object) || object[i] != '{' {
		return
	}
	for i = skipSpace(object, i+1); i < len(object) && object[i] == '"'; {
		end := skipValue(object, i)
		name := object[i:end]
		i = skipSpace(object, end) + 1 // the colon
		i = skipSpace(object, i)
		end = skipValue(object, i)
		fn(name, object[i:end:end])
		i = skipSpace(object, end)
		if i == len(object) || object[i] != ',' {
			return
		}
		i = skipSpace(object, i+1)
	}
}

// Elements returns what is in a list, and whether it is one.
func Elements(list json.RawMessage) ([]json.RawMessage, bool) {
	i := skipSpace(list, 0)
	if i == len(list) || list[i] != '[' {
		return nil, false
	}
	var all []json.RawMessage
	for i = skipSpace(list, i+1); i < len(list) && list[i] != ']'; {
		end := skipValue(list, i)
		all = append(all, list[i:end:end])
		i = skipSpace(list, end)
		if i == len(list) || list[i] != ',' {
			break
		}
		i = skipSpace(list, i+1)
	}
	return all, true
}

// Text is the string that a value is; "" where it is no string.
func Text(value json.RawMessage) string {
	if len(value) < 2 || value[0] != '"' {
		return ""
	}
	plain := string(value[1 : len(value)-1])
	if strings.IndexByte(plain, '\\') < 0 && utf8.ValidString(plain) {
		return plain
	}
	_ = json.Unmarshal(value, &plain) // valid: see above
	return plain
}

// Field is the text of a field of an object.
func Field(object json.RawMessage, name string) string {
	found := ""
	Members(object, func(is string, value json.RawMessage) {
		if is == name {
			found = Text(value)
		}
	})
	return found
}

func skipSpace(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\n' || b[i] == '\t' || b[i] == '\r') {
		i++
	}
	return i
}

// skipValue returns where the value that begins at i ends.
func skipValue(b []byte, i int) int {
	depth := 0
	for i < len(b) {
		switch b[i] {
		case '"':
			for i++; i < len(b) && b[i] != '"'; i++ {
				if b[i] == '\\' {
					i++
				}
			}
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		case ',', ':', ' ', '\n', '\t', '\r':
			i++
			continue
		default: // a number or a word
			for i+1 < len(b) && strings.IndexByte("{}[],: \n\t\r\"", b[i+1]) < 0 {
				i++
			}
		}
		i++
		if depth <= 0 {
			return min(i, len(b))
		}
	}
	return len(b)
}

// Without is an object without some of its members. Those that stay keep their bytes and their order.
func Without(object json.RawMessage, drop func(name string) bool) json.RawMessage {
	return Edit(object, func(name string, value json.RawMessage) json.RawMessage {
		if drop(name) {
			return nil
		}
		return value
	})
}

// Edit is an object with other values of some of its members; nil drops one. What stays keeps its bytes and its order,
// and an object in which nothing is changed is returned as it is.
func Edit(object json.RawMessage, change func(name string, value json.RawMessage) json.RawMessage) json.RawMessage {
	edited := []byte{'{'}
	changed := false
	eachMember(object, func(name, value json.RawMessage) {
		became := change(Text(name), value)
		changed = changed || string(became) != string(value)
		if became == nil {
			return
		}
		if len(edited) > 1 {
			edited = append(edited, ',')
		}
		edited = append(append(append(edited, name...), ':'), became...)
	})
	if !changed {
		return object
	}
	return append(edited, '}')
}

// Instant reads a time as APIs write it, in whatever offset it came; "" is the zero time.
func Instant(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		if other, again := time.Parse("2006-01-02T15:04:05.999999999Z0700", text); again == nil {
			return other.UTC(), nil
		}
		return time.Time{}, err
	}
	return t.UTC(), nil
}
