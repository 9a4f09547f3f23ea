package reports

import (
	"bytes"
	"cmp"
	"embed"
	"fmt"
	"html/template"
	"strings"

	"github.com/fewhands/fewhands/metrics"
)

//go:embed templates
var templateFiles embed.FS

// pages has every template by file name; the shell around a page is layout.html.
var pages = template.Must(template.New("").Funcs(template.FuncMap{
	"day":        day,
	"shown":      shown,
	"sentence":   sentence,
	"title":      titleOf,
	"band":       bandOf,
	"definition": definitionOf,
	"tiles":      tilesHTML,
	"tied":       tied,
	"severity":   func(s string) string { return cmp.Or(severityWords[s], upper(s)) },
}).ParseFS(templateFiles, "templates/*.html"))

// shell is what every page has around its body.
type shell struct {
	Head    head
	Site    string // the site's title
	Title   string // the page's own
	Current string // the page's file below the site's folder
	Root    string // the way to the site's folder: "" or "../"
	Notes   []string
	Stale   []string // sources that are incomplete or were not read lately
	Period  period
	Body    any

	HasTeams             bool
	HasPages, HasCommits bool // kinds of work that the footer defines
}

// HasPeriod tells whether any week is kept; an empty warehouse still has its pages.
func (s shell) HasPeriod() bool { return len(s.Period.weeks) > 0 }

// Searches tells whether there is something to find: what the search knows is a file beside the pages.
func (s shell) Searches() bool { return len(s.Head.Sources) > 0 && (s.HasPages || s.HasCommits) }

// AsOf, Week and LastDay print the time that the page speaks of.
func (s shell) AsOf() string    { return day(s.Period.asOf) }
func (s shell) Week() string    { return day(s.Period.week) }
func (s shell) LastDay() string { return day(s.Period.week.AddDate(0, 0, 6)) }

// Files says in words which files the code metrics count.
func (s shell) Files() string {
	if s.Period.filesMode == "all" {
		return "all files"
	}
	return "files of programming languages, without vendored, generated, documentation and configuration files"
}

// render fills a template. name is the page's file below the site's folder.
func (s *site) render(name, tmpl, title string, charts bool, body any) ([]byte, error) {
	root := strings.Repeat("../", strings.Count(name, "/"))
	return s.renderUnder(newHead(s.opts.SelfContained, root, charts), root, name, tmpl, title, body)
}

func (s *site) renderUnder(head head, root, name, tmpl, title string, body any) ([]byte, error) {
	var out bytes.Buffer
	err := pages.ExecuteTemplate(&out, tmpl, shell{
		Head:    head,
		Site:    s.opts.Title,
		Title:   title,
		Current: name,
		Root:    root,
		Notes:   s.opts.Notes,
		Stale:   s.stale,
		Period:  s.period,
		Body:    body,

		HasTeams:   len(s.teams) > 0,
		HasPages:   len(s.services) > 0,
		HasCommits: len(s.repos) > 0,
	})
	if err != nil {
		return nil, fmt.Errorf("page %s: %w", name, err)
	}
	return out.Bytes(), nil
}

// sentence ends a text with a full stop and begins it with a capital.
func sentence(text string) string {
	if text == "" {
		return ""
	}
	text = upper(text)
	if !strings.HasSuffix(text, ".") {
		text += "."
	}
	return text
}

// titleOf is the text of a page's title, where no markup can keep a name's direction to itself.
func titleOf(page, site string) string {
	if page == site {
		return site
	}
	return page + " – " + site
}

// bandOf writes the values of a threshold's band: "over 50 %", "up to 1 person", "over 1 person, up to 2 people".
func bandOf(m metrics.Metric, t metrics.Threshold) string {
	var parts []string
	if t.Over != nil {
		parts = append(parts, "over "+m.Format(t.Over))
	}
	if t.UpTo != nil {
		parts = append(parts, "up to "+m.Format(t.UpTo))
	}
	return upper(strings.Join(parts, ", "))
}

// tied keeps a percentage on one line.
func tied(text string) string { return strings.ReplaceAll(text, " %", "\u00a0%") }
