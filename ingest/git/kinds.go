package git

import (
	"regexp/syntax"
	"runtime"
	"strings"
	"sync"

	"github.com/go-enry/go-enry/v2"
	"github.com/go-enry/go-enry/v2/data"
	"github.com/go-enry/go-enry/v2/regex"
)

// classifier names the rules of kind; stored paths are classified anew when it changes.
const classifier = "go-enry v2.9.2 rules 1"

// kind says what a path holds, by GitHub Linguist's rules for paths alone; the first that applies counts.
func kind(path string) string {
	switch {
	case vendored(path):
		return "vendored"
	case generated(path):
		return "generated"
	case documentation(path):
		return "documentation"
	}
	return kindOfLanguage(path)
}

// likelier corrects the first candidate, which is merely the first by alphabet, where that makes a great difference:
// without it every Markdown file is GCC Machine Description, a programming language.
var likelier = map[string]string{
	".asc":  "AsciiDoc",
	".for":  "Fortran",
	".md":   "Markdown",
	".odin": "Odin",
	".star": "Starlark",
	".yy":   "Yacc",
}

// kindOfLanguage goes by the language of the file name, else of the extension, first candidate.
func kindOfLanguage(path string) string {
	name := path[strings.LastIndexByte(path, '/')+1:]
	language := likelier[strings.ToLower(name[max(0, strings.LastIndexByte(name, '.')):])]
	if language == "" && enry.IsConfiguration(path) {
		return "configuration"
	}
	if language == "" {
		candidates := enry.GetLanguagesByFilename(path, nil, nil)
		if len(candidates) == 0 {
			candidates = enry.GetLanguagesByExtension(name, nil, nil)
		}
		if len(candidates) > 0 {
			language = candidates[0]
		}
	}
	if language != "" && enry.GetLanguageType(language) == enry.Programming {
		return "source"
	}
	return "other"
}

// kinds classifies many paths on all processors.
func kinds(paths []string) []string {
	result := make([]string, len(paths))
	share := (len(paths) + runtime.NumCPU() - 1) / runtime.NumCPU()
	var working sync.WaitGroup
	for from := 0; from < len(paths); from += share {
		to := min(from+share, len(paths))
		working.Go(func() {
			for i := from; i < to; i++ {
				result[i] = kind(paths[i])
			}
		})
	}
	working.Wait()
	return result
}

// rule is a pattern and a text that every match of it holds. Trying the texts first makes classifying twenty times
// faster: enry spends 80 µs per path, nearly all of it in patterns that cannot match.
type rule struct {
	pattern regex.EnryRegexp
	text    string
}

var (
	vendorRules        = sync.OnceValue(func() []rule { return rules(data.VendorMatchers) })
	documentationRules = sync.OnceValue(func() []rule { return rules(data.DocumentationMatchers) })
)

func vendored(path string) bool      { return matchAny(vendorRules(), path) }
func documentation(path string) bool { return matchAny(documentationRules(), path) }

func rules(patterns []regex.EnryRegexp) []rule {
	var all []rule
	for _, pattern := range patterns {
		if pattern != nil {
			all = append(all, rule{pattern, literal(pattern.String())})
		}
	}
	return all
}

func matchAny(all []rule, path string) bool {
	for _, r := range all {
		if strings.Contains(path, r.text) && r.pattern.MatchString(path) {
			return true
		}
	}
	return false
}

// literal finds the longest text that every match of a pattern holds, "" where there is none.
func literal(pattern string) string {
	tree, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return ""
	}
	return longestLiteral(tree.Simplify())
}

func longestLiteral(re *syntax.Regexp) string {
	switch re.Op {
	case syntax.OpLiteral:
		if re.Flags&syntax.FoldCase == 0 {
			return string(re.Rune)
		}
	case syntax.OpCapture, syntax.OpPlus:
		return longestLiteral(re.Sub[0])
	case syntax.OpConcat:
		longest := ""
		for _, sub := range re.Sub {
			if found := longestLiteral(sub); len(found) > len(longest) {
				longest = found
			}
		}
		return longest
	}
	return ""
}

// generatedHints are texts, in lower case, one of which is in every path that enry takes for generated without seeing
// the contents.
var generatedHints = []string{
	"lock", ".idea/", "pods/", "carthage/build/", ".designer.", ".feature.cs", "node_modules/", "vendor/", "shrinkwrap",
	".pnp.", "godeps/", ".zep.", "cargo.toml.orig", "__generated__/", "_tlb.pas", "htmlcov/", ".sqlx/",
}

func generated(path string) bool {
	lower := strings.ToLower(path)
	dot := strings.LastIndexByte(lower, '.')
	if dot >= 0 {
		if _, ok := data.GeneratedCodeExtensions[lower[dot:]]; ok {
			return enry.IsGenerated(path, nil)
		}
	}
	for _, hint := range generatedHints {
		if strings.Contains(lower, hint) {
			return enry.IsGenerated(path, nil)
		}
	}
	return false
}
