package reports

import (
	"strings"
	"testing"
)

// TestOnlyAddressesOfTheSourceAreLinked: whoever may write a ticket or an alert may write an address.
func TestOnlyAddressesOfTheSourceAreLinked(t *testing.T) {
	for _, c := range []struct {
		text, host string
		below      bool
		want       string
	}{
		{"https://example.pagerduty.com/incidents/Q1", "pagerduty.com", true, "https://example.pagerduty.com/incidents/Q1"},
		{"https://pagerduty.com.evil.example/incidents/Q1", "pagerduty.com", true, ""},
		{"https://evilpagerduty.com/incidents/Q1", "pagerduty.com", true, ""},
		{"javascript:alert(1)//.pagerduty.com", "pagerduty.com", true, ""},
		{"https://me:secret@example.pagerduty.com/", "pagerduty.com", true, ""},
		{"https://example.atlassian.net/browse/PAY-1", "example.atlassian.net", false, "https://example.atlassian.net/browse/PAY-1"},
		{"https://other.atlassian.net/browse/PAY-1", "example.atlassian.net", false, ""},
		{"https://example.atlassian.net/browse/PAY-1", "", false, ""},
		{"", "pagerduty.com", true, ""},
	} {
		if got := sourceLink(c.text, c.host, c.below); got != c.want {
			t.Errorf("%q at %q: %q, want %q", c.text, c.host, got, c.want)
		}
	}
}

func TestCommitsAreLinkedWhereTheHostIsKnown(t *testing.T) {
	sha := strings.Repeat("a", 40)
	for source, want := range map[string]string{
		"https://github.com/example/payments.git":       "https://github.com/example/payments/commit/" + sha,
		"git@github.com:example/payments.git":           "https://github.com/example/payments/commit/" + sha,
		"ssh://git@gitlab.example.com/a/b/payments.git": "https://gitlab.example.com/a/b/payments/-/commit/" + sha,
		"https://bitbucket.org/example/payments":        "https://bitbucket.org/example/payments/commits/" + sha,
		"/srv/git/payments.git":                         "",
		"https://git.example.com/payments.git":          "",
		"javascript:alert(1)":                           "",
	} {
		if got := commitLink(source, sha); got != want {
			t.Errorf("%s: %q, want %q", source, got, want)
		}
	}
}
