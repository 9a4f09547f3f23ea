package identity

import "strings"

// claims are what org.yaml says belongs to whom: the index of the declared person by what is claimed. It wins over all
// other evidence, and the closer a claim names an identity the more it counts: an account or a whole git identity over an
// address, and how a commit has it over what .mailmap makes of it.
type claims struct {
	accounts  map[[2]string]int32 // by source and account
	pairs     map[[2]string]int32 // by folded name and folded address
	addresses map[string]int32    // by folded address
	logins    map[key]int32       // by the account that a claimed noreply address names
	names     map[string]int32    // by folded name, of git identities that are claimed without an address
}

func (r *register) claims() claims {
	c := claims{map[[2]string]int32{}, map[[2]string]int32{}, map[string]int32{}, map[key]int32{}, map[string]int32{}}
	for i := range r.identities {
		for _, claim := range r.identities[i].Claims {
			owner := int32(i)
			switch claim.Source {
			case "email":
				c.address(claim.Text, owner, r)
			case "git":
				switch name, email := splitGit(claim.Text); {
				case email == "" && name == "":
				case email == "":
					c.names[nameOf(name)] = owner
				case name == "":
					c.address(email, owner, r)
				default:
					c.pairs[[2]string{nameOf(name), fold(email)}] = owner
				}
			default:
				c.accounts[[2]string{claim.Source, claim.Text}] = owner
			}
		}
	}
	return c
}

func (c *claims) address(email string, owner int32, r *register) {
	c.addresses[fold(email)] = owner
	if m := parseMailbox(email); m.forge != "" {
		for _, k := range r.loginKeys(m) {
			c.logins[k] = owner
		}
	}
}

// splitGit takes "Name <address>" apart; an address may stand alone, with or without brackets, and so may a name.
func splitGit(text string) (name, email string) {
	text = strings.TrimSpace(text)
	if before, after, ok := cutLast(text, "<"); ok {
		return strings.TrimSpace(before), strings.TrimSpace(strings.TrimSuffix(after, ">"))
	}
	if strings.Contains(text, "@") {
		return "", text
	}
	return text, ""
}

// owner is the declared person that an identity belongs to, or none.
func (c *claims) owner(r *register, i int) int32 {
	id := &r.identities[i]
	if id.Source == Org {
		return int32(i)
	}
	if id.Source != Git {
		if owner, ok := c.accounts[[2]string{id.Source, id.Account}]; ok {
			return owner
		}
		return c.byAddress(r, id.Email)
	}
	written := Written{id.Name, id.Email}
	if id.Mapped {
		written = id.Was
	}
	for _, w := range []Written{written, {id.Name, id.Email}} {
		if owner, ok := c.pairs[[2]string{nameOf(w.Name), fold(w.Email)}]; ok {
			return owner
		}
	}
	for _, email := range []string{written.Email, id.Email} {
		if owner := c.byAddress(r, email); owner != none {
			return owner
		}
	}
	for _, name := range []string{written.Name, id.Name} {
		if owner, ok := c.names[nameOf(name)]; ok {
			return owner
		}
	}
	return none
}

func (c *claims) byAddress(r *register, email string) int32 {
	if owner, ok := c.addresses[fold(email)]; ok {
		return owner
	}
	if m := r.mailboxes[r.boxID(email)]; m.forge != "" {
		for _, k := range r.loginKeys(m) {
			if owner, ok := c.logins[k]; ok {
				return owner
			}
		}
	}
	return none
}
