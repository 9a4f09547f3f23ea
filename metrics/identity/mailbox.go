package identity

import "strings"

// mailbox is an address taken apart. All text is folded.
type mailbox struct {
	text  string // "" where it stands for no address
	local string // before the @
	host  string
	base  string // the address without what stands after a +; "" where it has none
	reach reach
	role  bool // of a duty or a machine, not of a person: oncall@, build@, noreply@

	// A noreply address of GitHub or GitLab names an account there.
	forge  string // its host, such as users.noreply.github.com; "" of other addresses
	login  string
	number string // the account's number, which stays when the login changes; "" in the older form
}

func parseMailbox(email string) mailbox {
	text := fold(email)
	if placeholders[text] {
		return mailbox{}
	}
	m := mailbox{text: text, reach: reachAll}
	local, host, ok := cutLast(text, "@")
	if !ok || local == "" || host == "" || machines[host] || strings.HasSuffix(host, ".(NONE)") || strings.HasSuffix(host, ".LOCAL") {
		m.local, m.reach = local, reachRepository
		if !ok {
			m.local = text
		}
		return m
	}
	m.local, m.host = local, host
	if strings.HasPrefix(host, "USERS.NOREPLY.") {
		m.forge = host
		m.number, m.login = splitLogin(local, host)
		return m
	}
	if base, tag, ok := strings.Cut(local, "+"); ok && base != "" && tag != "" {
		m.base = base + "@" + host
		m.role = isRole(base)
	}
	m.role = m.role || isRole(local)
	return m
}

// splitLogin takes 1234+ana, as GitHub writes it, and 1234-ana, as GitLab does, apart. At GitHub 1234-ana is a login.
func splitLogin(local, host string) (number, login string) {
	for _, sep := range []string{"+", "-"} {
		number, rest, ok := strings.Cut(local, sep)
		if ok && rest != "" && isNumber(number) && (sep == "+" || "@"+host != githubNoreply) {
			return number, rest
		}
	}
	return "", local
}

// duties are names before the @ that stand for a duty, a team or a machine. Whoever sends from one may be anybody.
var duties = words(`
	abuse accounts admin administrator admins alert alerting alerts all anonymous api app apps archive automation billing bot bots
	build builder buildbot builds career careers ci circleci cloud code codereview commit commits community config contact
	cron daemon data dba demo deploy deployer deployment deployments desktop dev develop developer developers devnull devops
	devs donotreply ec2user email engineering everyone example feedback ftp git gitea github gitlab gitolite guest hello help
	helpdesk hg host hostmaster hr incident incidents info infra infrastructure it itsupport jenkins jira job jobs legal
	localhost mail mailer mailerdaemon mailman marketing master me media monitor monitoring nagios name network news newsletter
	nobody noemail nomail none noreply notification notifications notify null office oncall operations operator ops owner
	pagerduty pager pair platform post postmaster press privacy production qa releng release releases renovate reply
	repo report reports robot robots root sales scm script security server service services shared spam sre ssh staff staging
	status subversion support svn sys sysadmin sysop system systems teamcity team tech technical temp test tester testing
	tests travis ubuntu undefined unknown user username users vagrant web webmaster webops wiki www wwwdata your
	youremail`)

// strongDuties say so also as one word among several, as in payments-oncall@ and ci-bot@.
var strongDuties = words(`
	alertmanager alerts autobuild bot buildbot deploybot donotreply helpdesk jenkins mailerdaemon noreply notifications
	oncall pagerduty robot sysadmin webmaster`)

// isRole tells whether the part before the @ stands for a duty. Separators and a number behind do not matter: on-call,
// on.call and oncall2 are the same.
func isRole(local string) bool {
	local, _, _ = strings.Cut(local, "+")
	parts := strings.FieldsFunc(local, isSeparator)
	for i, part := range parts {
		part = strings.TrimRight(part, "0123456789")
		pair := part
		if i+1 < len(parts) {
			pair += strings.TrimRight(parts[i+1], "0123456789")
		}
		if strongDuties[part] || strongDuties[pair] {
			return true
		}
	}
	return duties[strings.TrimRight(strings.Join(parts, ""), "0123456789")]
}

func isSeparator(r rune) bool { return r == '.' || r == '-' || r == '_' || r == ' ' }

// words is the set of upper-cased words in a text.
func words(text string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(strings.ToUpper(text)) {
		set[word] = true
	}
	return set
}

// IsPersonal tells whether an address looks like a mailbox of one person: no duty, no machine, no noreply address, and not
// one that tools put where none was known.
func IsPersonal(email string) bool {
	m := parseMailbox(email)
	return m.reach == reachAll && !m.role && m.forge == ""
}
