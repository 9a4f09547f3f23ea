package reports

import (
	"cmp"
	"html/template"
	"net/url"
	"strings"
)

// Body is the rows of a table in HTML. It is put together here and not by a template because nearly all of a site is cells: of
// 2,000 services templates took two minutes for them, this takes six seconds. Every text goes through the escaping of html/template,
// and every address through safeHref.
func (t table) Body() template.HTML {
	var b strings.Builder
	for _, row := range t.Rows {
		b.WriteString("<tr>")
		for _, c := range row {
			c.write(&b, t.Sortable)
		}
		b.WriteString("</tr>\n")
	}
	return template.HTML(b.String())
}

// Still is a cell of a table that does not sort, in HTML.
func (c cell) Still() template.HTML {
	var b strings.Builder
	c.write(&b, false)
	return template.HTML(b.String())
}

func (c cell) write(b *strings.Builder, isSortable bool) {
	element := "td"
	switch {
	case c.Header:
		element = "th"
		b.WriteString(`<th scope="row"`)
		if isSortable {
			if c.Sort != "" {
				attribute(b, "data-sort", c.Sort)
			}
			// Without a tabindex the a11y file of sortable-tablesort takes the header of a row for a button that sorts.
			b.WriteString(` tabindex="-1"`)
		}
	case c.Numeric:
		b.WriteString(`<td class="number"`)
		if isSortable {
			attribute(b, "data-sort", cmp.Or(c.Sort, exactOrEmpty(c.number)))
		}
	case c.Name:
		b.WriteString(`<td class="name"`)
	default:
		b.WriteString("<td")
	}
	b.WriteByte('>')
	c.writeText(b)
	b.WriteString("</" + element + ">")
}

func (c cell) writeText(b *strings.Builder) {
	if c.Href != "" {
		b.WriteString("<a")
		attribute(b, "href", safeHref(c.Href))
		b.WriteByte('>')
	}
	switch {
	case c.Name:
		wrapped(b, "bdi", c.Text)
	case c.Marked:
		wrapped(b, "strong", c.Text)
	default:
		b.WriteString(template.HTMLEscapeString(c.Text))
	}
	if c.Href != "" {
		b.WriteString("</a>")
	}
	if c.Was != "" {
		b.WriteString(` <span class="was">` + template.HTMLEscapeString(c.Was) + "</span>")
	}
	if c.Flag != "" {
		b.WriteString(`<span class="flag">` + template.HTMLEscapeString(sentence(c.Flag)) + "</span>")
	}
}

func attribute(b *strings.Builder, name, value string) {
	b.WriteString(" " + name + `="` + template.HTMLEscapeString(value) + `"`)
}

func wrapped(b *strings.Builder, element, text string) {
	b.WriteString("<" + element + ">" + template.HTMLEscapeString(text) + "</" + element + ">")
}

// safeHref is an address that nothing but a page, a file or a web server is behind; "#" where it is another.
func safeHref(href string) string {
	u, err := url.Parse(href)
	if err != nil || u.Opaque != "" || u.Scheme != "" && u.Scheme != "https" && u.Scheme != "http" {
		return "#"
	}
	return u.String()
}
