package ingest

import (
	"strconv"
	"strings"

	"github.com/fewhands/fewhands/sql"
)

// Readable is nil for JSON that DuckDB's functions read, and else the same text made readable for them. Go and DuckDB
// agree on what is JSON but for one thing: half of a surrogate pair, as left by software that cuts a title in the middle
// of an emoji. It is replaced by U+FFFD, which is as long.
func Readable(payload string) sql.Value {
	if !strings.Contains(payload, `\ud`) && !strings.Contains(payload, `\uD`) {
		return nil
	}
	fixed := []byte(payload)
	broken := false
	for i := 0; i+1 < len(fixed); i++ {
		if fixed[i] != '\\' {
			continue
		}
		unit, ok := surrogate(payload[i:])
		if !ok {
			i++ // the escaped character, which may be a backslash itself
			continue
		}
		if low, ok := surrogate(payload[i+6:]); unit < 0xDC00 && ok && low >= 0xDC00 {
			i += 11
			continue
		}
		copy(fixed[i:], `\ufffd`)
		broken = true
		i += 5
	}
	if !broken {
		return nil
	}
	return string(fixed)
}

// surrogate reads an escape such as \ud83d at the beginning of text.
func surrogate(text string) (uint64, bool) {
	if len(text) < 6 || text[0] != '\\' || text[1] != 'u' {
		return 0, false
	}
	unit, err := strconv.ParseUint(text[2:6], 16, 16)
	return unit, err == nil && unit >= 0xD800 && unit <= 0xDFFF
}
