package org

import (
	"net/url"
	"strings"
	"time"
	_ "time/tzdata" // a zone is known or not, whatever the machine has
	"unicode"
)

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// id checks the id of a declaration, and remembers it.
func (c *checker) id(key, id, what string, ids map[string]string) {
	if id == "" {
		c.fault(key, "want an id")
		return
	}
	c.text(key+".id", id)
	if strings.TrimSpace(id) != id {
		c.fault(key+".id", "want no space around %q", id)
	}
	if first, twice := ids[id]; twice {
		c.fault(key+".id", "%s %q is declared by %s already", what, id, first)
		return
	}
	ids[id] = key
}

// refer checks that what a key refers to is declared.
func (c *checker) refer(key, id, what string, ids map[string]string) {
	if _, known := ids[id]; !known && id != "" && !c.isPartial {
		c.fault(key, "no %s has the id %q", what, id)
	}
}

// text refuses what no page, file or table could show.
func (c *checker) text(key, text string) {
	if strings.ContainsFunc(text, unicode.IsControl) {
		c.fault(key, "want no control character, as in %q", text)
	}
	if len(text) > 1000 {
		c.fault(key, "want at most 1000 bytes, not %d", len(text))
	}
}

func (c *checker) date(key, text string) time.Time {
	date, err := time.Parse(time.DateOnly, text)
	if err != nil || date.Year() < 1970 {
		c.fault(key, "want a date such as 2026-01-31, not %q", text)
		return time.Time{}
	}
	return date
}

func (c *checker) zone(key, zone string) {
	if zone == "" {
		return
	}
	if _, err := time.LoadLocation(zone); err != nil || zone == "Local" {
		c.fault(key, "want an IANA time zone such as Europe/Stockholm, not %q", zone)
	}
}

func (c *checker) link(key, link string) {
	if link == "" {
		return
	}
	u, err := url.Parse(link)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		c.fault(key, "want a link that begins with https:// or http://, not %q", link)
	}
}

// claims remembers who claimed what, to find what two claim.
type claims struct {
	c    *checker
	what string            // such as "PagerDuty service"
	by   map[string]string // by what is claimed: the key of the first claim
}

func (c *checker) claims(what string) *claims { return &claims{c, what, map[string]string{}} }

// add notes a claim; folded is what two claims are compared by.
func (l *claims) add(key, folded, shown string) {
	if first, twice := l.by[folded]; twice {
		l.c.fault(key, "%s %s is claimed by %s already", l.what, shown, first)
		return
	}
	l.by[folded] = key
}
