package ingest

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"hash/fnv"
	"strings"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"github.com/fewhands/fewhands/sql"
)

// Forgotten knows whom the warehouse has forgotten, by keyed hashes, and takes them out of what comes in. nil has forgotten nobody.
type Forgotten struct {
	key     []byte
	firsts  [1 << 16]bool
	phrases map[string]string
	most    int // words of the longest phrase
}

// Asker is what a query can be put to: a warehouse, or a transaction.
type Asker interface {
	Query(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// ReadForgotten reads whom the warehouse has forgotten; nil where that is nobody.
func ReadForgotten(ctx context.Context, db Asker) (*Forgotten, error) {
	rows, err := db.Query(ctx, `
		SELECT forgetting.key, forgotten.phrase, forgotten.first_word, forgotten.words, forgotten.replacement
		FROM raw.forgotten AS forgotten
		CROSS JOIN raw.forgetting AS forgetting`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var f *Forgotten
	for rows.Next() {
		var key, phrase, replacement string
		var first, words int
		if err := rows.Scan(&key, &phrase, &first, &words, &replacement); err != nil {
			return nil, err
		}
		if f == nil {
			f = newForgotten([]byte(key))
		}
		f.firsts[uint16(first)] = true
		f.phrases[phrase] = replacement
		f.most = max(f.most, words)
	}
	return f, rows.Err()
}

func newForgotten(key []byte) *Forgotten { return &Forgotten{key: key, phrases: map[string]string{}} }

// Kinds of phrases: ids of accounts as they are written, names and addresses in any case, identities of git, and ids of org.yaml.
const (
	exactly = "="
	folded  = "~"
	whole   = "@"
	keyed   = "#"
)

func (f *Forgotten) hash(kind, phrase string) string {
	mac := hmac.New(sha256.New, f.key)
	mac.Write([]byte(kind + phrase))
	return hex.EncodeToString(mac.Sum(nil))
}

func (f *Forgotten) bits(word string) uint16 {
	h := fnv.New32a()
	h.Write(f.key)
	h.Write([]byte(word))
	return uint16(h.Sum32())
}

// Text is a text without those who are forgotten.
func (f *Forgotten) Text(text string) string {
	if f == nil || text == "" {
		return text
	}
	var out strings.Builder
	done := 0
	list := wordsOf(text)
	for i := 0; i < len(list); {
		replacement, n := f.match(text, list[i:])
		if n == 0 {
			i++
			continue
		}
		out.WriteString(text[done:list[i].start])
		out.WriteString(replacement)
		i += n
		done = list[i-1].end
	}
	if done == 0 {
		return text
	}
	out.WriteString(text[done:])
	return out.String()
}

// match finds the longest phrase that the words begin with.
func (f *Forgotten) match(text string, list []textWord) (replacement string, words int) {
	if !f.firsts[f.bits(list[0].folded)] {
		return "", 0
	}
	reach := 1
	for reach < min(f.most, len(list)) && joinsWords(text[list[reach-1].end:list[reach].start]) {
		reach++
	}
	for n := reach; n > 0; n-- {
		plain, folding := make([]string, n), make([]string, n)
		for i := range n {
			plain[i], folding[i] = text[list[i].start:list[i].end], list[i].folded
		}
		for _, phrase := range []string{f.hash(exactly, strings.Join(plain, " ")), f.hash(folded, strings.Join(folding, " "))} {
			if replacement, ok := f.phrases[phrase]; ok {
				return replacement, n
			}
		}
	}
	return "", 0
}

// Key is the id of a person in org.yaml, without those who are forgotten.
func (f *Forgotten) Key(id string) string {
	if f == nil {
		return id
	}
	if token, ok := f.phrases[f.hash(keyed, id)]; ok {
		return token
	}
	return id
}

// Identity is a name and address of git without those who are forgotten.
func (f *Forgotten) Identity(name, email string) (string, string) {
	if f == nil {
		return name, email
	}
	if token, ok := f.phrases[f.hash(whole, name+"\x00"+email)]; ok {
		return token, token + forgottenDomain
	}
	if address := f.Text(email); address != email && strings.HasSuffix(address, forgottenDomain) && strings.Count(address, "@") == 1 {
		return strings.TrimSuffix(address, forgottenDomain), address
	}
	return f.Text(name), f.Text(email)
}

// Object is an object without those who are forgotten: its id, its JSON, and the texts beside it.
func (f *Forgotten) Object(o Object) Object {
	if f == nil {
		return o
	}
	id := f.Text(o.ID)
	o.Payload = f.JSON(o.Payload)
	if id != o.ID && isToken(id) {
		o.Payload = nobody(o.Payload, id)
	}
	o.ID = id
	for i, v := range o.Extra {
		if text, ok := v.(string); ok {
			if i == 0 {
				o.Extra = append([]sql.Value{}, o.Extra...)
			}
			o.Extra[i] = f.Text(text)
		}
	}
	return o
}

// Profile is the profile of a user, as an object of its own.
func (f *Forgotten) Profile(id string, payload []byte) (string, []byte) {
	o := f.Object(Object{ID: id, Payload: payload})
	return o.ID, o.Payload
}

// JSON takes those who are forgotten out of every text in it, and leaves all else as it is to the byte.
func (f *Forgotten) JSON(payload []byte) []byte {
	if f == nil {
		return payload
	}
	var out []byte
	done := 0
	for i := 0; i < len(payload); i++ {
		if payload[i] != '"' {
			continue
		}
		start := i
		for i++; i < len(payload) && payload[i] != '"'; i++ {
			if payload[i] == '\\' {
				i++
			}
		}
		if i >= len(payload) {
			break
		}
		literal := payload[start : i+1]
		text := string(literal[1 : len(literal)-1])
		isEscaped := bytes.IndexByte(literal, '\\') >= 0
		if isEscaped && json.Unmarshal(literal, &text) != nil {
			continue
		}
		if changed := f.Text(text); changed != text {
			var encoded bytes.Buffer
			encoder := json.NewEncoder(&encoded)
			encoder.SetEscapeHTML(false)
			if encoder.Encode(changed) != nil {
				continue
			}
			out = append(append(out, payload[done:start]...), bytes.TrimRight(encoded.Bytes(), "\n")...)
			done = i + 1
		}
	}
	if done == 0 {
		return payload
	}
	return append(out, payload[done:]...)
}

// What stands instead of a person: a token, which is a name and a key too, and its address, which joins the accounts of one person as
// theirs did. Ids of accounts have a number behind it.
const (
	tokenPrefix     = "forgotten-"
	forgottenDomain = "@forgotten.invalid"
)

func isToken(text string) bool { return strings.HasPrefix(text, tokenPrefix) }

// nobody is the profile of a user of whom all is forgotten but what numbers need: whether they are there, and where their clock stands.
func nobody(payload []byte, id string) []byte {
	token := id[:min(len(id), len(tokenPrefix)+8)]
	profile := map[string]any{"id": id, "accountId": id, "name": token, "displayName": token, "summary": token, "email": token + forgottenDomain, "emailAddress": token + forgottenDomain}
	Members(payload, func(name string, value json.RawMessage) {
		switch name {
		case "type", "time_zone", "timeZone", "accountType", "active", "teams":
			profile[name] = value
		}
	})
	text, err := json.Marshal(profile)
	if err != nil {
		return payload
	}
	return text
}

// textWord is a run of letters and digits.
type textWord struct {
	folded     string
	start, end int
}

func wordsOf(text string) []textWord {
	var list []textWord
	start := -1
	for i, r := range text + " " {
		isPart := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
		switch {
		case isPart && start < 0:
			start = i
		case !isPart && start >= 0:
			list = append(list, textWord{foldWord(text[start:i]), start, i})
			start = -1
		}
	}
	return list
}

func joinsWords(between string) bool {
	return len(between) <= 3 && strings.Trim(between, " \u00a0._-,@+:'’") == ""
}

// foldWord takes case and accents away.
func foldWord(text string) string {
	for i := range len(text) {
		if text[i] >= 0x80 {
			plain, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), text)
			if err == nil {
				text = plain
			}
			break
		}
	}
	return strings.ToLower(text)
}
