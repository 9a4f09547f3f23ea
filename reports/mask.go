package reports

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"github.com/fewhands/fewhands/sql"
)

// hidden is what stands in a text instead of a name.
const hidden = "somebody"

// mask takes the names of people out of texts that others wrote: the names of services and repositories, what was changed, titles.
//
// A whole name goes in whatever case, with and without accents, and however its parts are joined: Ana Lind, ana.lind, ana_lind. So do
// addresses, ids of accounts and keys. A single word, a first name or a key such as ana, goes where it is nobody's word for
// something else: not one of the words in commonWords, and of a first name only with a capital.
type mask struct {
	first map[string][]phrase // by the first word

	mu   sync.Mutex
	seen map[string]string
}

// phrase is the words of a name, folded.
type phrase struct {
	words       []string
	withCapital bool
}

// word is a run of letters and digits in a text.
type word struct {
	folded     string
	start, end int
	hasCapital bool
}

// readMask reads everybody by every name that they are known by. Bots are nobody.
func readMask(ctx context.Context, db *sql.DB) (*mask, error) {
	rows, err := db.Query(ctx, `
		SELECT people.name, people.person, people.email, people.is_declared OR people.sources > 1, COALESCE(identities.name, ''), COALESCE(identities.email, ''), COALESCE(identities.account, '')
		FROM facts.people AS people
		LEFT JOIN facts.identities AS identities ON identities.person_id = people.person_id
		WHERE NOT people.is_bot`)
	if err != nil {
		return nil, fmt.Errorf("read names: %w", err)
	}
	defer rows.Close()
	m := &mask{first: map[string][]phrase{}, seen: map[string]string{}}
	for rows.Next() {
		var name, key, email, account, address, alias string
		var isKnown bool
		if err := rows.Scan(&name, &key, &email, &isKnown, &alias, &address, &account); err != nil {
			return nil, err
		}
		for _, full := range []string{name, alias} {
			m.add(full, isKnown)
			if parts := words(full); isKnown && len(parts) > 1 {
				m.addWord(parts[0].folded, true)
			}
		}
		for _, id := range []string{key, account} {
			m.add(id, isKnown)
		}
		for _, mail := range []string{email, address} {
			m.add(mail, false)
			local, _, _ := strings.Cut(mail, "@")
			m.add(local, false)
		}
	}
	return m, rows.Err()
}

// add takes a name of several words; of one word only where it is of somebody known well, or has a digit in it, as ids have.
func (m *mask) add(name string, isKnown bool) {
	parts := words(name)
	switch {
	case len(parts) == 1 && (isKnown || strings.ContainsAny(parts[0].folded, "0123456789") && len(parts[0].folded) > 5):
		m.addWord(parts[0].folded, false)
	case len(parts) > 1 && len(parts) <= 12:
		var p phrase
		letters := 0
		for _, w := range parts {
			p.words = append(p.words, w.folded)
			letters += utf8.RuneCountInString(w.folded)
		}
		if letters > 4 {
			m.put(p)
		}
	}
}

func (m *mask) addWord(folded string, withCapital bool) {
	if utf8.RuneCountInString(folded) > 2 && !commonWords[folded] && strings.Trim(folded, "0123456789") != "" {
		m.put(phrase{[]string{folded}, withCapital})
	}
}

func (m *mask) put(p phrase) {
	list := m.first[p.words[0]]
	same := func(o phrase) bool { return o.withCapital == p.withCapital && slices.Equal(o.words, p.words) }
	if !slices.ContainsFunc(list, same) {
		list = append(list, p)
		slices.SortStableFunc(list, func(a, b phrase) int { return len(b.words) - len(a.words) }) // the longest name first
		m.first[p.words[0]] = list
	}
}

// hide is a text without the names in it; nil hides nothing.
func (m *mask) hide(text string) string {
	if m == nil || text == "" {
		return text
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if was, ok := m.seen[text]; ok {
		return was
	}
	shown := m.replace(text)
	if len(m.seen) < 1<<17 {
		m.seen[text] = shown
	}
	return shown
}

func (m *mask) replace(text string) string {
	var out strings.Builder
	list := words(text)
	done := 0
	for i := 0; i < len(list); {
		n := m.match(text, list[i:])
		if n == 0 {
			i++
			continue
		}
		out.WriteString(text[done:list[i].start])
		out.WriteString(hidden)
		i += n
		done = list[i-1].end
	}
	if done == 0 {
		return text
	}
	out.WriteString(text[done:])
	return out.String()
}

// match tells how many of the words, from the first on, are a name.
func (m *mask) match(text string, list []word) int {
	for _, p := range m.first[list[0].folded] {
		if len(p.words) > len(list) || p.withCapital && !list[0].hasCapital {
			continue
		}
		isSame := true
		for i, w := range p.words {
			isSame = isSame && list[i].folded == w && (i == 0 || joins(text[list[i-1].end:list[i].start]))
		}
		if isSame {
			return len(p.words)
		}
	}
	return 0
}

// joins tells whether what stands between two words joins them to one name.
func joins(between string) bool {
	return len(between) <= 3 && strings.Trim(between, " \u00a0._-,@+:'’") == ""
}

// words are those of a text, with where they stand in it.
func words(text string) []word {
	var list []word
	start := -1
	for i, r := range text + " " {
		isPart := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
		switch {
		case isPart && start < 0:
			start = i
		case !isPart && start >= 0:
			first, _ := utf8.DecodeRuneInString(text[start:])
			list = append(list, word{fold(text[start:i]), start, i, unicode.IsUpper(first) || !unicode.IsLower(first)})
			start = -1
		}
	}
	return list
}

// fold takes case and accents away.
func fold(text string) string {
	ascii := true
	for i := range len(text) {
		ascii = ascii && text[i] < utf8.RuneSelf
	}
	if !ascii {
		plain, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), text)
		if err == nil {
			text = plain
		}
	}
	return strings.ToLower(text)
}

// readKeys finds the keys that name somebody, and numbers them: what is made of a name by a hash could be found by trying names.
func (m *mask) readKeys(ctx context.Context, db *sql.DB) (map[string]string, error) {
	rows, err := db.Query(ctx, `
		SELECT DISTINCT key FROM (
			SELECT team AS key FROM facts.teams
			UNION ALL
			SELECT service AS key FROM facts.services
			UNION ALL
			SELECT repo AS key FROM facts.repositories
		) ORDER BY key`)
	if err != nil {
		return nil, fmt.Errorf("read keys: %w", err)
	}
	defer rows.Close()
	keys := map[string]string{}
	taken := map[string]bool{}
	var naming []string
	for rows.Next() {
		var key string
		if err := rows.Scan(&key); err != nil {
			return nil, err
		}
		if taken[key] = true; m.hide(key) != key {
			naming = append(naming, key)
		}
	}
	for _, key := range naming {
		other := m.hide(key)
		for n := 2; taken[other]; n++ {
			other = fmt.Sprint(m.hide(key), "-", n)
		}
		taken[other], keys[key] = true, other
	}
	return keys, rows.Err()
}
