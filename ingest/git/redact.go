package git

import (
	"net/url"
	"regexp"
	"strings"
)

var userinfo = regexp.MustCompile(`([A-Za-z][A-Za-z0-9+.-]*://)[^/\s'"]*@`)

// redact takes user names and passwords out of every URL in a text.
func redact(text string) string {
	return userinfo.ReplaceAllString(text, "$1")
}

// credentials are the user name and password of an http URL. A token is often given as the user name alone, so both
// are secret.
type credentials struct {
	user, password string
}

// splitURL takes the credentials out of an http or https URL, and the password out of any other.
func splitURL(address string) (string, *credentials) {
	u, err := url.Parse(address)
	if err != nil {
		return redact(address), nil
	}
	if u.User == nil {
		return address, nil
	}
	if u.Scheme != "http" && u.Scheme != "https" {
		u.User = url.User(u.User.Username())
		return u.String(), nil
	}
	password, _ := u.User.Password()
	found := &credentials{u.User.Username(), password}
	u.User = nil
	return u.String(), found
}

// readableURL tells whether the parts of a URL can be told apart, the secret ones from the others.
func readableURL(address string) bool {
	_, err := url.Parse(address)
	return err == nil || !strings.Contains(address, "://")
}

// hide takes the user name and password out of a text, as they are and as a URL writes them.
func (c *credentials) hide(text string) string {
	for _, secret := range []string{c.password, c.user} {
		if len(secret) > 3 { // less would take letters out of words; git itself never prints them
			text = strings.ReplaceAll(text, secret, "…")
			text = strings.ReplaceAll(text, url.QueryEscape(secret), "…")
			text = strings.ReplaceAll(text, url.PathEscape(secret), "…")
		}
	}
	return text
}
