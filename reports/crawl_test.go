package reports

import (
	"html"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	linkOf = regexp.MustCompile(`\s(?:href|src)="([^"]*)"`)
	idOf   = regexp.MustCompile(`\sid="([^"]+)"`)
)

// TestEveryLinkLeadsWhereItSays: to a file that is there, and where it names a part of a page, to that part.
func TestEveryLinkLeadsWhereItSays(t *testing.T) {
	files := tree(t, privateDir(t))
	ids := map[string]map[string]bool{}
	for name, text := range files {
		if !isPage(name) {
			continue
		}
		ids[name] = map[string]bool{}
		for _, m := range idOf.FindAllStringSubmatch(text, -1) {
			ids[name][html.UnescapeString(m[1])] = true
		}
	}
	fragments := 0
	for name, text := range files {
		if !isPage(name) {
			continue
		}
		for _, m := range linkOf.FindAllStringSubmatch(text, -1) {
			u, err := url.Parse(html.UnescapeString(m[1]))
			if err != nil || u.Scheme == "data" {
				continue
			}
			if u.IsAbs() || u.Host != "" {
				t.Errorf("%s leads out of the site to %s", name, u)
				continue
			}
			target := name
			if u.Path != "" {
				target = path.Join(path.Dir(name), u.Path)
			}
			if _, is := files[target]; !is {
				t.Errorf("%s leads to %s, which is not there", name, u)
			}
			if u.Fragment != "" {
				fragments++
				if !ids[target][u.Fragment] {
					t.Errorf("%s leads to %s, which has no such part", name, u)
				}
			}
		}
	}
	if fragments < 100 {
		t.Errorf("only %d links lead to a part of a page", fragments)
	}
}

// TestEveryPageIsReachedFromTheFirst by links alone, but the own pages of people, which nothing leads to.
func TestEveryPageIsReachedFromTheFirst(t *testing.T) {
	files := tree(t, privateDir(t))
	reached, next := map[string]bool{"index.html": true}, []string{"index.html"}
	for len(next) > 0 {
		name := next[0]
		next = next[1:]
		for _, m := range linkOf.FindAllStringSubmatch(files[name], -1) {
			u, err := url.Parse(html.UnescapeString(m[1]))
			if err != nil || u.IsAbs() || u.Path == "" {
				continue
			}
			if target := path.Join(path.Dir(name), u.Path); !reached[target] {
				reached[target] = true
				next = append(next, target)
			}
		}
	}
	var lost []string
	for name := range files {
		if isPage(name) && reached[name] == isPrivate(name) || strings.HasSuffix(name, ".csv") && !reached[name] && !isPrivate(name) {
			lost = append(lost, name)
		}
	}
	slices.Sort(lost)
	for _, name := range lost {
		t.Errorf("%s: reached from the first page: %t", name, reached[name])
	}
}
