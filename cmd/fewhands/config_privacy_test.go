package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fewhands/fewhands/reports"
)

func TestPrivacyFaultsNameTheKeyAndNeverShowIt(t *testing.T) {
	for text, want := range map[string]string{
		"privacy: {leadership: nobody}":                                       `:1: privacy.leadership: want counts, pseudonyms or names, not "nobody"`,
		"privacy:\n  teams: all":                                              `:2: privacy.teams: want names, pseudonyms or counts, not "all"`,
		"privacy:\n  minimum_group: 2":                                        ":2: privacy.minimum_group: want at least 3 people, not 2",
		"privacy:\n  minimum_group: 0":                                        ":2: privacy.minimum_group: want at least 3 people, not 0",
		"privacy:\n  minimum_group: few":                                      `:2: privacy.minimum_group: want a whole number, not "few"`,
		"privacy:\n  teams: pseudonyms":                                       ":2: privacy: pseudonyms want a pseudonym_key or a pseudonym_key_file",
		"privacy: {leadership: pseudonyms}":                                   ":1: privacy: pseudonyms want a pseudonym_key or a pseudonym_key_file",
		"privacy:\n  pseudonym_key: secret-secret":                            ":2: privacy.pseudonym_key: want at least 16 bytes",
		"privacy: {pseudonym_key: secretsecretsecret, pseudonym_key_file: a}": ":1: privacy: want either a pseudonym_key or a pseudonym_key_file, not both",
		"privacy:\n  pseudonym_keys: x":                                       ":2: privacy.pseudonym_keys: unknown key",
		"privacy:\n  pseudonym_key: ${FEWHANDS_TEST_UNSET}":                   ":2: privacy.pseudonym_key: environment variable FEWHANDS_TEST_UNSET is not set",
	} {
		path := writeConfig(t, text+"\n")
		_, err := loadConfig(path)
		if err == nil || strings.TrimPrefix(err.Error(), path) != want || exitCode(err) != exitUsage {
			t.Errorf("%s\ngives %v", text, err)
		} else if strings.Contains(err.Error(), "secret") {
			t.Errorf("%s\nshows the key: %v", text, err)
		}
	}
}

func TestPrivacyIsReadWithItsKey(t *testing.T) {
	t.Setenv("FEWHANDS_TEST_KEY", "a key of many bytes: {")
	path := writeConfig(t, "privacy: {leadership: pseudonyms, teams: counts, minimum_group: 3, pseudonym_key: ${FEWHANDS_TEST_KEY}}\n")
	c, err := loadConfig(path)
	if err != nil {
		t.Fatal(err)
	}
	p, err := c.privacy()
	if err != nil || p.Leadership != reports.ShowPseudonyms || p.Teams != reports.ShowCounts || p.MinimumGroup != 3 || string(p.Key) != "a key of many bytes: {" {
		t.Errorf("got %+v, %v", p, err)
	}
}

func TestPrivacyReadsAKeyFromAFileBesideTheConfig(t *testing.T) {
	path := writeConfig(t, "privacy: {teams: pseudonyms, pseudonym_key_file: key}\n")
	c, err := loadConfig(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.privacy(); err == nil || exitCode(err) != exitUsage || !strings.Contains(err.Error(), "privacy.pseudonym_key_file") {
		t.Errorf("no such file: %v", err)
	}
	for text, want := range map[string]string{"sixteen bytes ok\n": "sixteen bytes ok", "fifteen bytes -\n": ""} {
		if err := os.WriteFile(filepath.Join(filepath.Dir(path), "key"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		p, err := c.privacy()
		if want != "" && (err != nil || string(p.Key) != want) || want == "" && (err == nil || strings.Contains(err.Error(), "fifteen")) {
			t.Errorf("%q gives %q, %v", text, p.Key, err)
		}
	}
}

func TestPrivacyIsCountsForLeadersUnlessAskedFor(t *testing.T) {
	c, err := loadConfig(writeConfig(t, ""))
	if err != nil {
		t.Fatal(err)
	}
	if p, err := c.privacy(); err != nil || p.Leadership != "" || p.Teams != "" || p.MinimumGroup != 0 {
		t.Errorf("got %+v, %v", p, err)
	}
}
