package reports

import (
	"bytes"
	"encoding/json"
	"path"
	"strings"
	"time"
)

// packageName describes the files beside it, after the Data Package standard, version 2.0. It is also how a later export knows
// which files are ours.
const packageName = "datapackage.json"

// schemaVersion counts up when a field is renamed, removed or changes its meaning; a new one is no new version.
const schemaVersion = 1

const (
	packageProfile  = "https://datapackage.org/profiles/2.0/datapackage.json"
	resourceProfile = "https://datapackage.org/profiles/2.0/dataresource.json"
	schemaProfile   = "https://datapackage.org/profiles/2.0/tableschema.json"
	dialectProfile  = "https://datapackage.org/profiles/2.0/tabledialect.json"
)

type dataPackage struct {
	Schema        string         `json:"$schema"`
	Name          string         `json:"name"`
	Title         string         `json:"title"`
	Description   string         `json:"description"`
	Created       string         `json:"created"` // the day that the numbers are of, so that the same numbers give the same bytes
	ExportedBy    string         `json:"exported_by"`
	SchemaVersion int            `json:"schema_version"`
	Weeks         int            `json:"weeks"`
	Resources     []dataResource `json:"resources"`
}

type dataResource struct {
	Schema      string       `json:"$schema"`
	Name        string       `json:"name"`
	Type        string       `json:"type"`
	Path        string       `json:"path"`
	Title       string       `json:"title"`
	Description string       `json:"description"`
	Format      string       `json:"format"`
	MediaType   string       `json:"mediatype"`
	Encoding    string       `json:"encoding,omitempty"`
	Bytes       int64        `json:"bytes"`
	Hash        string       `json:"hash"`
	Dialect     *dataDialect `json:"dialect,omitempty"`
	Fields      dataSchema   `json:"schema"`
}

type dataDialect struct {
	Schema         string `json:"$schema"`
	Delimiter      string `json:"delimiter,omitempty"`
	LineTerminator string `json:"lineTerminator,omitempty"`
	QuoteChar      string `json:"quoteChar,omitempty"`
	DoubleQuote    bool   `json:"doubleQuote,omitempty"`
	SheetName      string `json:"sheetName,omitempty"`
	Header         bool   `json:"header"`
}

type dataSchema struct {
	Schema        string      `json:"$schema"`
	Fields        []dataField `json:"fields"`
	MissingValues []string    `json:"missingValues"`
	UniqueKeys    [][]string  `json:"uniqueKeys,omitempty"`
}

type dataField struct {
	Name        string           `json:"name"`
	Title       string           `json:"title"`
	Description string           `json:"description"`
	Type        string           `json:"type"`
	Unit        string           `json:"unit,omitempty"`
	Constraints *dataConstraints `json:"constraints,omitempty"`
}

type dataConstraints struct {
	Required bool     `json:"required,omitempty"`
	Enum     []string `json:"enum,omitempty"`
	Minimum  *float64 `json:"minimum,omitempty"`
	Maximum  *float64 `json:"maximum,omitempty"`
}

var mediaTypes = map[string]string{
	FormatCSV: "text/csv", FormatParquet: "application/vnd.apache.parquet",
	FormatXLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

// describe is the datapackage.json of files of one folder.
func (s *stage) describe(files []stagedFile, private bool) ([]byte, error) {
	p := dataPackage{
		Schema: packageProfile, Name: "fewhands", Title: "Fewhands",
		Description: "Who carries the reliability work, by team, service and repository. Missing is empty in CSV and XLSX and NULL in Parquet; what is withheld " +
			"because a group is small is missing and says so in the field suppressed; zero is 0. In CSV and XLSX, text that a spreadsheet would take for a " +
			"formula begins with an apostrophe.",
		Created: s.period.asOf.UTC().Format(time.RFC3339), ExportedBy: packageMark, SchemaVersion: schemaVersion, Weeks: s.opts.Weeks,
	}
	if private {
		p.Name, p.Title = "fewhands-private", "Fewhands, about people"
		p.Description += " These files are about people: they are for who may know."
	}
	for _, f := range files {
		for _, d := range f.datasets {
			p.Resources = append(p.Resources, d.resource(f, s.opts.Excel))
		}
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	err := encoder.Encode(p)
	return text.Bytes(), err
}

// packageMark is by what a datapackage.json is told to be ours.
const packageMark = "fewhands"

// resource describes a dataset in one of its formats.
func (d dataset) resource(f stagedFile, excel bool) dataResource {
	r := dataResource{
		Schema: resourceProfile, Name: strings.ReplaceAll(d.Name, "_", "-"), Type: "table", Path: path.Base(f.name), Title: d.Title, Description: d.About,
		Format: f.format, MediaType: mediaTypes[f.format], Bytes: f.bytes, Hash: "sha256:" + f.hash,
		Fields: dataSchema{Schema: schemaProfile, MissingValues: []string{""}},
	}
	if len(d.Key) > 0 {
		r.Fields.UniqueKeys = [][]string{d.Key}
	}
	switch f.format {
	case FormatCSV:
		r.Encoding = "utf-8"
		r.Dialect = &dataDialect{Schema: dialectProfile, Delimiter: ",", LineTerminator: "\n", QuoteChar: `"`, DoubleQuote: true, Header: true}
		if excel {
			r.Dialect.LineTerminator = "\r\n"
		}
	case FormatXLSX:
		r.Dialect = &dataDialect{Schema: dialectProfile, SheetName: d.Name, Header: true}
	}
	if f.format != FormatCSV {
		r.Name += "-" + f.format
	}
	for _, f := range d.Fields {
		r.Fields.Fields = append(r.Fields.Fields, f.described())
	}
	return r
}

func (f field) described() dataField {
	types := map[fieldKind]string{
		textField: "string", numberField: "number", wholeField: "integer", flagField: "boolean", dayField: "date", momentField: "datetime",
	}
	d := dataField{Name: f.Name, Title: f.Title, Description: f.About, Type: types[f.Kind], Unit: f.Unit}
	c := dataConstraints{Required: f.Required, Minimum: f.AtLeast, Maximum: f.AtMost}
	for _, v := range f.Values {
		if v != "" { // empty is missing there
			c.Enum = append(c.Enum, v)
		}
	}
	if c.Required || c.Enum != nil || c.Minimum != nil || c.Maximum != nil {
		d.Constraints = &c
	}
	return d
}
