package reports

import (
	"fmt"
	"html/template"
	"strings"
	"sync"

	"github.com/fewhands/fewhands/metrics"
)

var definitionPage = template.Must(template.New("").Funcs(template.FuncMap{"sentence": sentence, "band": bandOf}).
	ParseFS(templateFiles, "templates/definition.html"))

// definitions are the entries of the catalogue in HTML, by metric: they are the same on every page, and there are forty on some.
var definitions = sync.OnceValues(func() (map[string]template.HTML, error) {
	all := map[string]template.HTML{}
	for _, m := range metrics.Catalog {
		var b strings.Builder
		if err := definitionPage.ExecuteTemplate(&b, "definition.html", m); err != nil {
			return nil, err
		}
		all[m.Name] = template.HTML(b.String())
	}
	return all, nil
})

// definitionOf is what a metric counts, leaves out, and who says so.
func definitionOf(m metrics.Metric) (template.HTML, error) {
	all, err := definitions()
	if err != nil {
		return "", fmt.Errorf("definition of %s: %w", m.Name, err)
	}
	return all[m.Name], nil
}
