package reports

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"path"
	"strings"
)

//go:embed assets/style.css
var styleCSS string

//go:embed assets/editions.css
var editionsCSS string

//go:embed assets/dress.js
var dressJS string

//go:embed assets/boot.js
var bootJS string

//go:embed assets/sortable.min.js
var sortableJS string

//go:embed assets/echarts.min.js
var echartsJS string

//go:embed assets/echarts.LICENSE
var echartsLicense string

//go:embed assets/echarts.NOTICE
var echartsNotice string

//go:embed assets/sortable.LICENSE
var sortableLicense string

// sharedAssets are the files beside the pages, by name; licences travel with what they cover.
var sharedAssets = map[string]string{
	"assets/style.css":        styleCSS + editionsCSS,
	"assets/boot.js":          bootJS,
	"assets/dress.js":         dressJS,
	"assets/sortable.min.js":  sortableJS,
	"assets/sortable.LICENSE": sortableLicense,
	"assets/echarts.min.js":   echartsJS,
	"assets/echarts.LICENSE":  echartsLicense,
	"assets/echarts.NOTICE":   echartsNotice,
}

// head is what a page loads, in order, and the policy that allows that and nothing else.
type head struct {
	Policy  string
	Base    string        // what links are relative to; "" is the page itself
	Style   template.CSS  // inline, when self-contained
	Scripts []template.JS // inline, when self-contained
	Links   []string      // of style sheets, when shared
	Sources []string      // of scripts, when shared
}

// newHead gives a page its style and scripts. root is the way to the site's folder, such as "../". Shared files are
// allowed by 'self', which Chromium takes for file:// too; hashes would need an integrity attribute, which no browser
// can check on file://. Inline text is allowed by its hash.
func newHead(selfContained bool, root string, charts bool) head {
	scripts := []string{"assets/sortable.min.js", "assets/boot.js"}
	if charts {
		scripts = append(scripts, "assets/echarts.min.js", "assets/dress.js")
	}
	if !selfContained {
		scripts = append(scripts, "assets/places.js") // of the search; in each page it would be most of it
	}
	if !selfContained {
		h := head{Policy: policy("'self'", "'self'"), Links: []string{path.Join(root, "assets/style.css")}}
		for _, s := range scripts {
			h.Sources = append(h.Sources, path.Join(root, s))
		}
		return h
	}
	h := head{Style: template.CSS(sharedAssets["assets/style.css"])}
	var hashes []string
	for _, s := range scripts {
		h.Scripts = append(h.Scripts, template.JS(sharedAssets[s]))
		hashes = append(hashes, hash(sharedAssets[s]))
	}
	h.Policy = policy(strings.Join(hashes, " "), hash(sharedAssets["assets/style.css"]))
	return h
}

func policy(scripts, styles string) string {
	return "default-src 'none'; script-src " + scripts + "; style-src " + styles + "; img-src data: blob:; base-uri 'none'; form-action 'none'"
}

func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}
