package git

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/go-enry/go-enry/v2"
	"github.com/go-enry/go-enry/v2/data"
)

// slowKind is kind without the shortcuts.
func slowKind(path string) string {
	switch {
	case enry.IsVendor(path):
		return "vendored"
	case enry.IsGenerated(path, nil):
		return "generated"
	case enry.IsDocumentation(path):
		return "documentation"
	}
	return kindOfLanguage(path)
}

func TestKindFollowsTheOrderOfTheRules(t *testing.T) {
	for path, want := range map[string]string{
		"lib/puppet/type.rb":          "source",
		"Makefile":                    "source",
		"src/a.go":                    "source",
		"include/a.h":                 "source",
		"vendor/x/y.go":               "vendored",
		"web/jquery.js":               "vendored",
		"web/site.min.js":             "vendored",
		".github/workflows/ci.yml":    "vendored",
		"package-lock.json":           "generated",
		"app/Main.Designer.cs":        "generated",
		"Cargo.lock":                  "generated",
		"docs/conf.py":                "documentation",
		"README.md":                   "documentation",
		"CHANGELOG":                   "documentation",
		"config/settings.yaml":        "configuration",
		"db/schema.sql":               "source",
		"index.html":                  "other",
		"notes.txt":                   "other",
		"guide.md":                    "other",
		"rules/BUILD.star":            "source",
		"grammar.yy":                  "source",
		"logo.png":                    "other",
		`caf\xe9.py`:                  "source",
		"":                            "other",
		"a\nb.go":                     "source",
		"third_party/lib.c":           "vendored",
		"x/docs/_build/searchtool.js": "vendored",
	} {
		if got := kind(path); got != want {
			t.Errorf("%q: %s, want %s", path, got, want)
		}
	}
}

func TestKindShortcutsAgreeWithEnry(t *testing.T) {
	var words []string
	for _, r := range append(vendorRules(), documentationRules()...) {
		words = append(words, r.text, strings.NewReplacer(`\`, "", "(^|/)", "", "^", "", "$", "", "?", "").Replace(r.pattern.String()))
	}
	words = append(words, generatedHints...)
	words = append(words, "Pods/", "Carthage/Build/", "Godeps/", "poetry.lock", "uv.lock", "esy.lock", "MODULE.bazel.lock",
		"vendor/github.com/", ".Designer.VB", "x_TLB.PAS", "Cargo.toml.orig", "a.zep.c", ".sqlx/query-1.json", "doc/", "docs/",
		"Docs/", "man/", "README", "Readme.", "INSTALL", "/", "src/", "a", ".", "js", ".css", ".min.js")
	for extension := range data.LanguagesByExtension {
		words = append(words, extension)
	}
	for extension := range data.GeneratedCodeExtensions {
		words = append(words, extension, strings.ToUpper(extension))
	}
	for name := range data.LanguagesByFilename {
		words = append(words, name)
	}
	random := rand.New(rand.NewPCG(1, 2))
	check := func(path string) {
		if got, want := kind(path), slowKind(path); got != want {
			t.Fatalf("%q: %s, enry says %s", path, got, want)
		}
	}
	for _, word := range words {
		check(word)
		check("a/" + word)
		check("src/a" + word)
	}
	for range 10_000 {
		path := ""
		for range 1 + random.IntN(4) {
			path += words[random.IntN(len(words))]
		}
		check(path)
	}
}

// The hints were taken from these two lists; a new enry needs a new look at them.
func TestGeneratedRulesAreThoseTheHintsWereTakenFrom(t *testing.T) {
	got := fmt.Sprint(len(data.GeneratedCodeNameMatchers), " ", len(data.GeneratedCodeMatchers))
	if want := "31 31"; got != want {
		t.Errorf("rules by name and by contents: %s, the hints know %s", got, want)
	}
}

func TestEveryRuleHoldsItsText(t *testing.T) {
	for pattern, want := range map[string]string{
		`(^|/)cache/`:               "cache/",
		`^[Dd]ocs?/`:                "oc",
		`(\.|-)min\.(js|css)$`:      "min.",
		`(?i)\.designer\.(cs|vb)$`:  "",
		`(a|b)`:                     "",
		`x*(abc)+y?`:                "abc",
		`(^|/)jquery([^.]*)\.js$`:   "jquery",
		`(3rd|[Tt]hird)[-_]?[Pp]a/`: "a/",
	} {
		if got := literal(pattern); got != want {
			t.Errorf("%s: %q, want %q", pattern, got, want)
		}
	}
}

func BenchmarkKind(b *testing.B) {
	paths := []string{"lib/puppet/provider/package/apt.rb", "spec/unit/type/file_spec.rb", "acceptance/tests/x/y.rb", "a/docs/file.md"}
	for i := range b.N {
		kind(paths[i%len(paths)])
	}
}
