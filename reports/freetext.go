package reports

import (
	"cmp"
	"context"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/fewhands/fewhands/sql"
)

// unnamed makes free text that somebody wrote fit for files about the whole organisation: whoever it names, by a name, an address or an
// account of theirs, is shown as leaderName shows them, or as "somebody" where only counts are told.
func (p Privacy) unnamed(ctx context.Context, db *sql.DB) (func(text string) string, error) {
	if p.Leadership == ShowNames {
		return func(text string) string { return text }, nil
	}
	people := map[string]string{} // by what they are called
	_, at, err := identified(ctx, db)
	if err != nil {
		return nil, err
	}
	err = eachIdentity(ctx, db, func(person int64, _ string, id Identity) {
		one := at[person]
		for _, called := range []string{one.Name, one.Person, id.Name, id.Email, id.Account} {
			people[strings.ToLower(called)] = one.Person
		}
	})
	if err != nil {
		return nil, err
	}
	return p.withoutNames(people), nil
}

// withoutNames replaces what people are called, in small letters, wherever it stands as words of its own. What has fewer than three
// letters is no name to go by.
func (p Privacy) withoutNames(people map[string]string) func(text string) string {
	var list []string
	for called := range people {
		if utf8.RuneCountInString(called) >= 3 {
			list = append(list, regexp.QuoteMeta(called))
		}
	}
	if len(list) == 0 {
		return func(text string) string { return text }
	}
	slices.SortFunc(list, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) }) // the whole name first
	names := regexp.MustCompile(`(?i)` + strings.Join(list, "|"))
	return func(text string) string {
		var out strings.Builder
		from := 0
		for _, found := range names.FindAllStringIndex(text, -1) {
			before, _ := utf8.DecodeLastRuneInString(text[:found[0]])
			after, _ := utf8.DecodeRuneInString(text[found[1]:])
			if isWordRune(before) || isWordRune(after) {
				continue
			}
			out.WriteString(text[from:found[0]])
			person := people[strings.ToLower(text[found[0]:found[1]])]
			out.WriteString(cmp.Or(p.leaderName(person, person), "somebody"))
			from = found[1]
		}
		return out.String() + text[from:]
	}
}

var wordRune = regexp.MustCompile(`[\pL\pN]`)

func isWordRune(r rune) bool { return r != utf8.RuneError && wordRune.MatchString(string(r)) }
