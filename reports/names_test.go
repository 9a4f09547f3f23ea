package reports

import (
	"strings"
	"testing"
)

func TestShownNamesAreOneSafeLine(t *testing.T) {
	for name, want := range map[string]string{
		"Ana Lind":                       "Ana Lind",
		"  Ana \t\n Lind ":               "Ana Lind",
		"\x1b[31mred\x1b[0m":             "\uFFFD[31mred\uFFFD[0m",
		"evil\u202egnp.exe":              "evilgnp.exe",
		"zero\u200bwidth\ufeff":          "zerowidth",
		"line\u2028separator":            "lineseparator",
		"":                               "(no name)",
		"\u200b":                         "(no name)",
		"\u200d":                         "(no name)",
		"نیلوفر می\u200cخواهد":           "نیلوفر می\u200cخواهد",
		"<script>alert(1)</script>":      "<script>alert(1)</script>",
		"invalid \xff":                   "invalid \uFFFD",
		"private \ue000 use":             "private use",
		"Åsa 李 \u0301":                   "Åsa 李 \u0301",
		strings.Repeat("x", nameRunes):   strings.Repeat("x", nameRunes),
		strings.Repeat("é", nameRunes+1): strings.Repeat("é", nameRunes-1) + "…",
	} {
		if got := shown(name); got != want {
			t.Errorf("shown(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestSlugsAreSafeUniqueAndStable(t *testing.T) {
	if got := slug("payments-api"); got != "payments-api" {
		t.Errorf("a plain name became %q", got)
	}
	names := []string{
		"payments", "Payments", "PAYMENTS", "payments ", "pay/ments", "pay.ments", "..", ".", "", "-", "/", "a/../../etc/passwd",
		"con", "nul", "com1", "<script>", "naïve", "naive", strings.Repeat("a", 4000), strings.Repeat("a", 4001), "\x00", "日本",
		"payments/checkout", "payments-checkout", "index.html",
	}
	for _, name := range names[:len(names):len(names)] {
		names = append(names, slug(name)) // a repository may be named as another's slug
	}
	seen := map[string]string{}
	for _, name := range names {
		got := slug(name)
		if other, taken := seen[got]; taken && other != name {
			t.Errorf("%q and %q share the slug %q", name, other, got)
		}
		seen[got] = name
		if !plainSlug.MatchString(got) || reserved.MatchString(got) {
			t.Errorf("slug(%.20q) = %q is no safe file name", name, got)
		}
		if slug(name) != got {
			t.Errorf("slug(%q) changes", name)
		}
	}
}
