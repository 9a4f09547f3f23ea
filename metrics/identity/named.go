package identity

import "time"

// publicHosts are where anybody gets a mailbox, so that two there have nothing in common.
var publicHosts = words(`
	gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com icloud.com me.com mac.com aol.com gmx.com gmx.de
	gmx.net web.de mail.com mail.ru yandex.ru qq.com 163.com 126.com proton.me protonmail.com pm.me fastmail.com fastmail.fm
	hey.com zoho.com tutanota.com posteo.de mailbox.org riseup.net free.fr orange.fr laposte.net telia.com comcast.net verizon.net`)

// together is for how long one person may use two addresses of one host: while a mailbox moves. Two of one name that are
// both in use for longer are two people until somebody says otherwise: where a host has given ana.lind to one, the second
// Ana Lind is ana.lind2.
const together = 45 * 24 * time.Hour

// nameKeys are the names of git identities, each good within its repository. A name says nothing where it stands for
// nobody in particular, is of a bot, is a stranger's on somebody's address, or is known to be of several people.
func (r *register) nameKeys(f *forest) *keyring {
	ring := newKeyring(len(r.identities))
	several := r.severalPeople(f)
	for i := range r.identities {
		name := r.names[r.name[i]]
		if r.identities[i].Source != Git || name.text == "" || several[name.text] || !r.tells(i) {
			continue
		}
		ring.add(i, key{byName, r.identities[i].Repo, name.text})
	}
	return ring
}

// tells tells whether the name of an identity says who it is.
func (r *register) tells(i int) bool {
	name := r.names[r.name[i]]
	if name.text == "" || name.generic || r.isBot[i] {
		return false
	}
	// Bo, who once committed on Ana's machine, must not join her to the rest of Bo.
	used := r.usedBy[r.box[i]]
	if used == nil || r.shared[r.box[i]] || r.mailboxes[r.box[i]].forge != "" || name.abbreviates(r.mailboxes[r.box[i]].local) {
		return true
	}
	mine := used[r.name[i]]
	for other, u := range used {
		if other != r.name[i] && !name.relatesTo(r.names[other]) && (u.account || (mine != nil && !mine.account && u.commits >= mine.commits)) {
			return false
		}
	}
	return true
}

// severalPeople finds the names that more than one person has: two that accounts, org.yaml or the addresses of one host
// keep apart, or a first name that is part of several full names.
func (r *register) severalPeople(f *forest) map[string]bool {
	type carrier struct{ name, source string }
	several := map[string]bool{}
	roots := map[carrier]int32{}
	once := func(name, source string, root int32) {
		if known, seen := roots[carrier{name, source}]; seen && known != root {
			several[name] = true
		} else {
			roots[carrier{name, source}] = root
		}
	}
	accounts := r.accountsOf(f)
	for i := range r.identities {
		name := r.names[r.name[i]].text
		if name == "" || (r.identities[i].Source == Git && !r.tells(i)) {
			continue
		}
		root := f.root(int32(i))
		for _, source := range accounts[root] {
			once(name, source, root)
		}
		if r.identities[i].Source == Git && len(accounts[root]) > 0 {
			once(name, "any", root)
		}
	}
	for name := range r.sameTimeAtOneHost(f) {
		several[name] = true
	}
	for name := range r.firstNames() {
		several[name] = true
	}
	return several
}

// accountsOf lists the sources of which each group has an account or a declaration.
func (r *register) accountsOf(f *forest) map[int32][]string {
	accounts := map[int32][]string{}
	for i := range r.identities {
		if source := r.identities[i].Source; source != Git {
			root := f.root(int32(i))
			accounts[root] = append(accounts[root], source)
		}
	}
	return accounts
}

// sameTimeAtOneHost finds names that groups without anything else in common use at the same time with addresses of one
// host of the organisation.
func (r *register) sameTimeAtOneHost(f *forest) map[string]bool {
	hosts := map[string]bool{}
	for i := range r.identities {
		if m := r.mailboxes[r.box[i]]; r.identities[i].Source != Git && m.reach == reachAll && m.forge == "" && !publicHosts[m.host] {
			hosts[m.host] = true
		}
	}
	type user struct{ name, host string }
	type span struct {
		root        int32
		first, last time.Time
	}
	users := map[user][]span{}
	for i := range r.identities {
		id, m := &r.identities[i], r.mailboxes[r.box[i]]
		name := r.names[r.name[i]].text
		if id.Source != Git || id.Commits == 0 || !hosts[m.host] || !r.tells(i) || r.shared[r.box[i]] {
			continue
		}
		users[user{name, m.host}] = append(users[user{name, m.host}], span{f.root(int32(i)), id.First, id.Last})
	}
	apart := map[string]bool{}
	for u, spans := range users {
		whole := map[int32]span{}
		for _, s := range spans {
			w, known := whole[s.root]
			if !known || s.first.Before(w.first) {
				w.first = s.first
			}
			if s.last.After(w.last) {
				w.last = s.last
			}
			w.root = s.root
			whole[s.root] = w
		}
		for a, x := range whole {
			for b, y := range whole {
				if a < b && overlap(x.first, x.last, y.first, y.last) > together {
					apart[u.name] = true
				}
			}
		}
	}
	return apart
}

// firstNames finds single words that begin several full names.
func (r *register) firstNames() map[string]bool {
	names := map[string]string{}
	several := map[string]bool{}
	for _, c := range r.names {
		if !c.full || len(c.words) < 2 {
			continue
		}
		if name, seen := names[c.words[0]]; seen && name != c.text {
			several[c.words[0]] = true
		}
		names[c.words[0]] = c.text
	}
	return several
}
