package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/fewhands/fewhands/reports"
)

// leastKey is how many bytes a key of pseudonyms has at least: shorter ones can be guessed.
const leastKey = 16

type privacyConfig struct {
	Leadership       string `yaml:"leadership"`         // counts (default), pseudonyms or names
	Teams            string `yaml:"teams"`              // names (default), pseudonyms or counts
	MinimumGroup     *int   `yaml:"minimum_group"`      // default 5
	PseudonymKey     string `yaml:"pseudonym_key"`      // of pseudonyms, or
	PseudonymKeyFile string `yaml:"pseudonym_key_file"` // the file that holds it
}

func (c *privacyConfig) check(fault func(key, format string, args ...any)) {
	switch c.Leadership {
	case "", reports.ShowCounts, reports.ShowPseudonyms, reports.ShowNames:
	default:
		fault("privacy.leadership", "want counts, pseudonyms or names, not %q", c.Leadership)
	}
	switch c.Teams {
	case "", reports.ShowNames, reports.ShowPseudonyms, reports.ShowCounts:
	default:
		fault("privacy.teams", "want names, pseudonyms or counts, not %q", c.Teams)
	}
	if c.MinimumGroup != nil && *c.MinimumGroup < reports.LeastGroup {
		fault("privacy.minimum_group", "want at least %d people, not %d", reports.LeastGroup, *c.MinimumGroup)
	}
	switch {
	case c.PseudonymKey != "" && c.PseudonymKeyFile != "":
		fault("privacy", "want either a pseudonym_key or a pseudonym_key_file, not both")
	case c.PseudonymKey != "" && len(c.PseudonymKey) < leastKey:
		fault("privacy.pseudonym_key", "want at least %d bytes", leastKey)
	case c.PseudonymKey == "" && c.PseudonymKeyFile == "" && c.hasPseudonyms():
		fault("privacy", "pseudonyms want a pseudonym_key or a pseudonym_key_file")
	}
}

func (c *privacyConfig) hasPseudonyms() bool {
	return c.Leadership == reports.ShowPseudonyms || c.Teams == reports.ShowPseudonyms
}

// privacy is that of the config, which has been checked. Its errors name the file of the key, never the key.
func (c *config) privacy() (reports.Privacy, error) {
	p := c.Privacy
	private := reports.Privacy{Leadership: p.Leadership, Teams: p.Teams, Key: []byte(p.PseudonymKey)}
	if p.MinimumGroup != nil {
		private.MinimumGroup = *p.MinimumGroup
	}
	if p.PseudonymKeyFile == "" || !p.hasPseudonyms() {
		return private, nil
	}
	text, err := os.ReadFile(c.path(p.PseudonymKeyFile))
	if err != nil {
		return private, usageError{fmt.Errorf("privacy.pseudonym_key_file: %w", err)}
	}
	private.Key = []byte(strings.TrimSpace(string(text)))
	if len(private.Key) < leastKey {
		return private, usageError{fmt.Errorf("privacy.pseudonym_key_file: %s: want at least %d bytes", p.PseudonymKeyFile, leastKey)}
	}
	return private, nil
}
