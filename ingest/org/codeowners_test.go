package org

import (
	"fmt"
	"strings"
	"testing"
)

func TestRulesOfACodeowners(t *testing.T) {
	const text = "\uFEFF# everything\r\n" +
		"*       @example/platform ops@example.com # the rest\n" +
		"\n" +
		"/docs/  @ana\n" +
		"/my\\ folder/ @example/web\n" +
		"/generated/\n" +
		"/odd/ nobody @\n" +
		"!/not/\n" +
		"^[Payments][2] @example/payments @@maintainer\n" +
		"/pay/\n" +
		"/pay/docs @bo # mail@example.com\n" +
		"[Tools]\n" +
		"/tools/\n" +
		"/last @group/sub/team"
	var got []string
	for _, rule := range ParseCodeowners([]byte(text)) {
		got = append(got, fmt.Sprint(rule.Line, " ", rule.Pattern, " ", strings.Join(rule.Owners, ",")))
	}
	want := []string{
		"2 * @example/platform,ops@example.com",
		"4 /docs/ @ana",
		`5 /my\ folder/ @example/web`,
		"6 /generated/ ",
		"7 /odd/ ",
		"10 /pay/ @example/payments",
		"11 /pay/docs @bo",
		"13 /tools/ ",
		"14 /last @group/sub/team",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func FuzzParseCodeowners(f *testing.F) {
	f.Add("* @a\n")
	f.Add("\\")
	f.Add("[a] @b\n/c\\ \n")
	f.Fuzz(func(t *testing.T, text string) {
		for _, rule := range ParseCodeowners([]byte(text)) {
			if rule.Pattern == "" || rule.Line < 1 {
				t.Errorf("%q gives %+v", text, rule)
			}
		}
	})
}
