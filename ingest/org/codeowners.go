package org

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"github.com/fewhands/fewhands/sql"
)

// CodeownersPaths are where a repository may have its CODEOWNERS; the first that is there counts.
var CodeownersPaths = []string{".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"}

// CodeownersLimit is how large one may be: what is larger GitHub does not read either.
const CodeownersLimit = 3 << 20

// Rule is one line of a CODEOWNERS: who owns what the pattern matches, and no later one does.
type Rule struct {
	Line    int
	Pattern string
	Owners  []string // none: nobody does
}

// section is GitLab's way to group rules: [Name], ^[Name] where it is optional, [Name][2] with a number of approvals. Its
// owners are those of the rules in it that name none.
var section = regexp.MustCompile(`^\^?\[[^\]]+\](\[[0-9]+\])?(\s.*)?$`)

// ParseCodeowners reads the rules of a CODEOWNERS. As the forges do, it passes over what it cannot understand: a word that is
// no owner, and a pattern that takes something out again.
func ParseCodeowners(text []byte) []Rule {
	var rules []Rule
	var inherited []string
	number := 0
	for line := range strings.Lines(strings.ToValidUTF8(string(text), "\uFFFD")) {
		number++
		line = strings.TrimSpace(strings.TrimPrefix(line, "\uFEFF"))
		if line == "" || line[0] == '#' || line[0] == '!' {
			continue
		}
		if m := section.FindStringSubmatch(line); m != nil {
			inherited = owners(m[2])
			continue
		}
		pattern, rest := splitPattern(line)
		if strings.ContainsRune(pattern, 0) {
			continue
		}
		rule := Rule{number, pattern, owners(rest)}
		if strings.TrimSpace(beforeComment(rest)) == "" {
			rule.Owners = inherited
		}
		rules = append(rules, rule)
	}
	return rules
}

// splitPattern cuts a rule at the first white space that no backslash stands before.
func splitPattern(line string) (pattern, rest string) {
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case '\\':
			i++
		case ' ', '\t':
			return line[:i], line[i:]
		}
	}
	return line, ""
}

func beforeComment(text string) string {
	before, _, _ := strings.Cut(text, "#")
	return before
}

// owners are the words that name one: @user, @group/team, or an e-mail address. GitLab's roles, @@maintainer, name nobody.
func owners(text string) []string {
	var found []string
	for word := range strings.FieldsSeq(beforeComment(text)) {
		if strings.HasPrefix(word, "@@") || word == "@" || !strings.HasPrefix(word, "@") && !isAddress(word) {
			continue
		}
		found = append(found, word)
	}
	return found
}

// StoreCodeowners replaces what is stored of the CODEOWNERS of one repository; path is where it is, "" where there is none.
func StoreCodeowners(ctx context.Context, db *sql.DB, repo int32, path string, rules []Rule) error {
	rows := table{name: "raw.codeowners"}
	for _, rule := range rules {
		if len(rule.Owners) == 0 {
			rows.add(repo, path, int32(rule.Line), rule.Pattern, nil)
		}
		for _, owner := range rule.Owners {
			rows.add(repo, path, int32(rule.Line), rule.Pattern, owner)
		}
	}
	err := db.Update(ctx, func(tx *sql.Tx) error {
		if err := tx.Exec(ctx, "DELETE FROM raw.codeowners WHERE repo_id = $1", repo); err != nil {
			return err
		}
		return rows.insert(ctx, tx)
	})
	if err != nil {
		return fmt.Errorf("store CODEOWNERS: %w", err)
	}
	return nil
}

// ForgetCodeowners deletes what is stored of every CODEOWNERS, for when they are not to be read any more.
func ForgetCodeowners(ctx context.Context, db *sql.DB) error {
	return db.Update(ctx, func(tx *sql.Tx) error { return tx.Exec(ctx, "DELETE FROM raw.codeowners") })
}
