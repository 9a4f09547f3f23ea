package org

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAdditionsLeaveAllElseAsItIs(t *testing.T) {
	ana := Addition{ID: "ana", Emails: []string{"ana@home.example"}, PagerDuty: []string{"P2"}, Jira: []string{"557058:a"}, Git: []string{"ana <ana@build>"}}
	email := Addition{ID: "ana", Emails: []string{"ana@home.example", "ANA@example.com"}}
	fresh := Addition{ID: "cy", Name: "Cy Öst", Emails: []string{"cy@x.example"}, Jira: []string{"12345"}}
	for _, test := range []struct {
		name       string
		text, want string
		add        []Addition
	}{
		{"lists in one line", "# top\npeople:   # everybody\n  - id: ana   # her\n    emails: [ana@example.com]  # work\n    accounts: {pagerduty: P1, git: ['a <a@b>'] }\n    role: qa\n\n  # Bo\n  - {id: bo}\nbots: [x]\n",
			"# top\npeople:   # everybody\n  - id: ana   # her\n    emails: [ana@example.com, ana@home.example]  # work\n    accounts: {pagerduty: [P1, P2], git: ['a <a@b>', \"ana <ana@build>\"], jira: \"557058:a\" }\n    role: qa\n\n  # Bo\n  - {id: bo}\nbots: [x]\n",
			[]Addition{ana}},
		{"lists in several lines", "people:\n- id: ana\n  emails:\n  - ana@example.com # work\n  # more?\n  accounts:\n    git:\n      - \"a <a@b>\"\n    pagerduty: \"P1\"   # pager\n  # end\n- id: bo\n",
			"people:\n- id: ana\n  emails:\n  - ana@example.com # work\n  - ana@home.example\n  # more?\n  accounts:\n    git:\n      - \"a <a@b>\"\n      - \"ana <ana@build>\"\n    pagerduty: [\"P1\", P2]   # pager\n    jira: \"557058:a\"\n  # end\n- id: bo\n",
			[]Addition{ana}},
		{"keys that are not there", "people:\n  - name: Ana\n    id: 'ana'\nteams: []",
			"people:\n  - name: Ana\n    id: 'ana'\n    emails: [ana@home.example]\n    accounts: {pagerduty: P2, jira: \"557058:a\", git: [\"ana <ana@build>\"]}\nteams: []",
			[]Addition{ana}},
		{"a person in one line", "people: [{id: ana}, {id: bo}]\n",
			"people: [{id: ana, emails: [ana@home.example], accounts: {pagerduty: P2, jira: \"557058:a\", git: [\"ana <ana@build>\"]}}, {id: bo}]\n",
			[]Addition{ana}},
		{"keys without a value", "people:\n  - id: ana\n    emails:\n    accounts: ~\n", "people:\n  - id: ana\n    emails: [ana@home.example]\n    accounts: {pagerduty: P2, jira: \"557058:a\", git: [\"ana <ana@build>\"]}\n",
			[]Addition{ana}},
		{"an address in other letters", "people:\n  - id: ana\n    emails: ana@example.com\n", "people:\n  - id: ana\n    emails: [ana@example.com, ana@home.example]\n",
			[]Addition{email}},
		{"what is declared already", "people:\n  - id: ana\n    emails: [ANA@home.example]\n", "people:\n  - id: ana\n    emails: [ANA@home.example]\n",
			[]Addition{{ID: "ana", Emails: []string{"ana@home.example"}}}},
		{"the end of the file without a line feed", "people:\n  - id: ana", "people:\n  - id: ana\n    emails: [ana@home.example, ANA@example.com]",
			[]Addition{email}},
		{"lines as Windows ends them", "people:\r\n  - id: ana\r\n  - id: bo\r\n", "people:\r\n  - id: ana\r\n    emails: [ana@home.example, ANA@example.com]\r\n  - id: bo\r\n",
			[]Addition{email}},
		{"letters of several bytes before it", "people:\n  - {name: Åsa Öst, id: ana, emails: [å@ä.example]}\n",
			"people:\n  - {name: Åsa Öst, id: ana, emails: [å@ä.example, ana@home.example, ANA@example.com]}\n",
			[]Addition{email}},
		{"a list in several lines with a comma behind the last", "people:\n  - id: ana\n    emails: [\n      a@b.example,\n      c@d.example,\n    ]\n",
			"people:\n  - id: ana\n    emails: [\n      a@b.example,\n      c@d.example, ana@home.example, ANA@example.com,\n    ]\n",
			[]Addition{email}},
		{"a new person", "people:\n    - id: ana\n      left: 2026-01-31 # sadly\n    # the end\n\nbots: []\n",
			"people:\n    - id: ana\n      left: 2026-01-31 # sadly\n    - id: cy\n      name: Cy Öst\n      emails: [cy@x.example]\n      accounts: {jira: \"12345\"}\n    # the end\n\nbots: []\n",
			[]Addition{fresh}},
		{"the first person", "# nothing yet\nteams: []\n", "# nothing yet\nteams: []\npeople:\n  - id: cy\n    name: Cy Öst\n    emails: [cy@x.example]\n    accounts: {jira: \"12345\"}\n",
			[]Addition{fresh}},
		{"an empty list", "people: []\nbots: []\n", "people:\n  - id: cy\n    name: Cy Öst\n    emails: [cy@x.example]\n    accounts: {jira: \"12345\"}\nbots: []\n",
			[]Addition{fresh}},
		{"a key without people", "people:\nbots: []\n", "people:\n  - id: cy\n    name: Cy Öst\n    emails: [cy@x.example]\n    accounts: {jira: \"12345\"}\nbots: []\n",
			[]Addition{fresh}},
		{"a new person among people in one line", "people: [{id: ana}]", "people: [{id: ana}, {id: cy, name: \"Cy Öst\", emails: [cy@x.example], accounts: {jira: \"12345\"}}]",
			[]Addition{fresh}},
		{"several", "people:\n  - id: ana\n", "people:\n  - id: ana\n    emails: [ana@home.example, ANA@example.com]\n  - id: cy\n    name: Cy Öst\n    emails: [cy@x.example]\n    accounts: {jira: \"12345\"}\n",
			[]Addition{email, fresh}},
		{"an empty file", "", "people:\n  - id: cy\n    name: Cy Öst\n    emails: [cy@x.example]\n    accounts: {jira: \"12345\"}\n", []Addition{fresh}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := Add("org.yaml", []byte(test.text), test.add)
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != test.want {
				t.Errorf("got:\n%s\nwant:\n%s", got, test.want)
			}
		})
	}
}

// What can only be misread is left alone, with what to write by hand.
func TestNothingIsAddedWhereItCouldBeWrong(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"an address of somebody else", "people:\n  - {id: ana}\n  - {id: bo, emails: [ana@home.example]}\n", "is claimed by people[0].emails already"},
		{"an anchor", "people:\n  - id: bo\n    emails: &all [x@y.example]\n  - id: ana\n    emails: *all\n", "claimed"},
		{"a text in several lines", "people:\n  - id: ana\n    emails: \"a@b.\n      example\"\n", ""},
		{"not valid before", "people:\n  - id: ana\n    role: boss\n", "want one of developer"},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "org.yaml")
			if err := os.WriteFile(path, []byte(test.text), 0o640); err != nil {
				t.Fatal(err)
			}
			err := WriteAdditions(path, []Addition{{ID: "ana", Emails: []string{"ana@home.example"}}})
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v", err)
			}
			if text, _ := os.ReadFile(path); string(text) != test.text {
				t.Errorf("the file is now\n%s", text)
			}
		})
	}
}

func TestTheFileIsReplacedAsAWhole(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "org.yaml")
	add := []Addition{{ID: "ana", Name: "Ana Lind", Emails: []string{"ana@x.example"}}}
	if err := WriteAdditions(path, add); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	add[0].Emails = []string{"ana@home.example"}
	if err := WriteAdditions(path, add); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	d, err := ReadFile(path, "org.yaml")
	if err != nil || len(d.People) != 1 || len(d.People[0].Accounts) != 2 {
		t.Errorf("%+v, %v", d, err)
	}
	if files, _ := os.ReadDir(dir); len(files) != 1 {
		t.Errorf("files %v", files)
	}
}
