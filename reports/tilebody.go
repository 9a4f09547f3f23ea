package reports

import (
	"html/template"
	"strings"
)

// tilesHTML are tiles in HTML, put together here for the same reason as the body of a table: a large site has 100,000 of them. Every text
// goes through the escaping of html/template.
func tilesHTML(list []tile) (template.HTML, error) {
	var b strings.Builder
	b.Grow(3000 * len(list))
	b.WriteString(`<ul class="tiles`)
	if len(list) > 4 {
		b.WriteString(" by-three")
	}
	b.WriteString("\">\n")
	for _, t := range list {
		if err := t.write(&b); err != nil {
			return "", err
		}
	}
	b.WriteString("</ul>\n")
	return template.HTML(b.String()), nil
}

func (t tile) write(b *strings.Builder) error {
	text := template.HTMLEscapeString
	title := text(t.Metric.Title)
	b.WriteString(`<li class="tile">` + "\n" + `<h3 id="tile-` + text(t.ID) + `">` + title + "</h3>\n" + `<p class="value`)
	if t.Missing {
		b.WriteString(" missing")
	}
	b.WriteString(`">` + text(t.Value))
	if t.Unit != "" {
		b.WriteString(`<span class="unit"> ` + text(t.Unit) + "</span>")
	}
	b.WriteString("</p>\n")
	if t.Reading != "" {
		b.WriteString(`<p class="reading">` + text(sentence(t.Reading)) + "</p>\n")
	}
	if t.Change.Text != "" {
		b.WriteString(`<p class="` + strings.TrimSuffix("change "+t.Change.Kind, " ") + `">` + text(tied(t.Change.Text)) + "</p>\n")
	}
	b.WriteString(`<div class="grow"></div>` + "\n")
	if s := t.Spark; s != nil {
		b.WriteString(`<svg class="spark" viewBox="0 0 200 40" preserveAspectRatio="none" role="img"`)
		attribute(b, "aria-label", s.Says)
		b.WriteString(`><line x1="0" y1="` + s.Zero + `" x2="200" y2="` + s.Zero + `"/><path d="` + s.Path + `"/></svg>` + "\n")
	}
	definition, err := definitionOf(t.Metric)
	if err != nil {
		return err
	}
	b.WriteString(`<p class="basis">` + text(t.Basis) + "</p>\n<details>\n" + `<summary>Definition<span class="visually-hidden"> of ` + title + "</span></summary>\n" +
		string(definition) + "\n</details>\n</li>\n")
	return nil
}
