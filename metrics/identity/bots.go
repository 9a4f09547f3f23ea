package identity

import (
	"strings"
	"unicode/utf8"
)

// DefaultBots are the patterns of names and addresses that are no people wherever they occur. * stands for any text and
// ? for one letter; everything else, [ and ] too, stands for itself. Case does not matter, and the whole name or the
// whole address must match: "Abbot" is no "*[bot]".
var DefaultBots = []string{
	// What GitHub calls its apps.
	"*[bot]",
	"*[bot]@users.noreply.github.com",

	// GitHub itself, and its runners.
	"GitHub",
	"GitHub Action",
	"GitHub Actions",
	"github-actions",
	"web-flow",
	"action@github.com",
	"actions@github.com",

	// Robots that update dependencies and tidy up, under the names they had before or outside of GitHub's apps.
	"dependabot",
	"dependabot-preview",
	"dependabot-support",
	"support@dependabot.com",
	"renovate",
	"renovate-bot",
	"Renovate Bot",
	"bot@renovateapp.com",
	"greenkeeper",
	"greenkeeperio-bot",
	"support@greenkeeper.io",
	"pyup-bot",
	"pyup.io bot",
	"snyk-bot",
	"pre-commit-ci",
	"semantic-release-bot",
	"allcontributors",
	"imgbot",
	"ImgBotApp",
	"transifex-bot",
	"k8s-ci-robot",
	"Jenkins CI",

	// Apps that act in Jira; Cloud says so of most.
	"Automation for Jira",
	"addon_*",

	// Programs that write code and name themselves as authors.
	"*+copilot@users.noreply.github.com",
	"copilot@github.com",
	"noreply@anthropic.com",
	"cursoragent@cursor.com",
}

// Bots tells bots from people.
type Bots struct {
	exact map[string]bool
	globs []string
}

// NewBots takes DefaultBots and more patterns of the same form.
func NewBots(more []string) Bots {
	bots := Bots{exact: map[string]bool{}}
	for _, list := range [][]string{DefaultBots, more} {
		for _, pattern := range list {
			switch pattern = fold(pattern); {
			case pattern == "": // would make everyone without a name a bot
			case strings.ContainsAny(pattern, "*?"):
				bots.globs = append(bots.globs, pattern)
			default:
				bots.exact[pattern] = true
			}
		}
	}
	return bots
}

// Match tells whether the name or the address is a bot's.
func (b Bots) Match(name, email string) bool {
	name, email = fold(name), fold(email)
	if b.exact[name] || b.exact[email] {
		return true
	}
	for _, pattern := range b.globs {
		if glob(pattern, name) || glob(pattern, email) {
			return true
		}
	}
	return false
}

// wroteMost tells whether identities that match, or that their source calls a bot, wrote at least half of a person's commits. One run of a release script
// under somebody's address makes them no bot, and one commit by hand under a robot's address makes it no person.
func (b Bots) wroteMost(identities []Identity, group []int) bool {
	var commits, ofBots int64
	var matching int
	for _, i := range group {
		commits += identities[i].Commits
		if identities[i].IsBot || b.Match(identities[i].Name, identities[i].Email) {
			matching++
			ofBots += identities[i].Commits
		}
	}
	if commits == 0 {
		return matching > 0 && 2*matching >= len(group)
	}
	return matching > 0 && 2*ofBots >= commits
}

// glob matches the whole text. It remembers only the last *, which is enough: what an earlier one could give up, the
// last one can take.
func glob(pattern, text string) bool {
	star, retry := -1, 0
	p, t := 0, 0
	for t < len(text) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, retry = p, t
			p++
		case p < len(pattern) && pattern[p] == '?':
			_, size := utf8.DecodeRuneInString(text[t:])
			p++
			t += size
		case p < len(pattern) && pattern[p] == text[t]:
			p++
			t++
		case star >= 0:
			_, size := utf8.DecodeRuneInString(text[retry:])
			retry += size
			p, t = star+1, retry
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}
