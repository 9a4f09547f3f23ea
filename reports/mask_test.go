package reports

import (
	"testing"

	"github.com/fewhands/fewhands/metrics/findings"
)

func testMask() *mask {
	m := &mask{first: map[string][]phrase{}, seen: map[string]string{}}
	for _, name := range []string{"Ana Lind", "Grace Kim", "Siobhán O'Byrne", "Dan Öst"} {
		m.add(name, true)
		m.addWord(words(name)[0].folded, true)
	}
	for _, id := range []string{"PUSER17", "5b10ac8d82e05b22cc7d4ef5", "557058:f58131cb-b67d", "ana", "web", "ana.lind"} {
		m.add(id, true)
	}
	m.add("ana.lind@example.com", false)
	return m
}

func TestNamesOfPeopleAreHiddenInTextsOfOthers(t *testing.T) {
	m := testMask()
	for text, want := range map[string]string{
		"Ana Lind's exporter":                           "somebody's exporter",
		"ask ANA  or ana_lind, or ana.lind@example.com": "ask somebody  or somebody, or somebody",
		"analindgren and banana stay":                   "analindgren and banana stay",
		"Siobhan O’Byrne moved to Dan":                  "somebody moved to somebody",
		"siobhán.o'byrne":                               "somebody",
		"ana-lind-cron":                                 "somebody-cron",
		"Grace period of the web":                       "Grace period of the web", // words of their own
		"Grace Kim":                                     "somebody",
		"dan is a word here, Dan is not":                "dan is a word here, somebody is not",
		"user PUSER17, 557058:f58131cb-b67d":            "user somebody, somebody",
		"5b10ac8d82e05b22cc7d4ef5":                      "somebody",
		"Dan O\u0308st":                                 "somebody",
		"":                                              "",
		"Ana\nLind":                                     "somebody\nLind",
	} {
		if got := m.hide(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	if got := (*mask)(nil).hide("Ana Lind"); got != "Ana Lind" {
		t.Errorf("nobody to hide, and yet %q", got)
	}
}

func TestKeysThatNameSomebodyStayApart(t *testing.T) {
	p := Privacy{known: &known{mask: testMask(), keys: map[string]string{"ana-lind-cron": "somebody-cron", "dan-ost-cron": "somebody-cron-2"}}}
	for key, want := range map[string]string{"ana-lind-cron": "somebody-cron", "dan-ost-cron": "somebody-cron-2", "checkout": "checkout"} {
		if got := p.placeKey(key); got != want {
			t.Errorf("%s: %s, want %s", key, got, want)
		}
	}
	p.Leadership, p.Teams = ShowNames, ShowNames
	if got := p.placeKey("ana-lind-cron"); got != "ana-lind-cron" {
		t.Errorf("names are shown, and yet %s", got)
	}
	list := Privacy{known: p.known}.publicFindings([]findings.Finding{{EntityName: "Ana Lind's exporter", Headline: "as Ana Lind says"}})
	if list[0].EntityName != "somebody's exporter" || list[0].Headline != "as somebody says" {
		t.Errorf("a finding says %+v", list[0])
	}
}
