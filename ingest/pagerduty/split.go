package pagerduty

import (
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// The functions here take JSON apart that is known to be valid: the HTTP client has checked the whole answer. They cut
// and copy nothing, so an object keeps its bytes, and a page costs one pass where encoding/json would take six.

// members calls fn with the fields of an object; of anything else, with none.
func members(object json.RawMessage, fn func(name string, value json.RawMessage)) {
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
		fn(text(name), object[i:end:end])
		i = skipSpace(object, end)
		if i == len(object) || object[i] != ',' {
			return
		}
		i = skipSpace(object, i+1)
	}
}

// elements returns what is in a list, and whether it is one.
func elements(list json.RawMessage) ([]json.RawMessage, bool) {
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

// text is the string that a value is; "" where it is no string.
func text(value json.RawMessage) string {
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

// field is the text of a field of an object.
func field(object json.RawMessage, name string) string {
	found := ""
	members(object, func(is string, value json.RawMessage) {
		if is == name {
			found = text(value)
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
