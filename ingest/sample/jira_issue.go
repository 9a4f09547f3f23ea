package sample

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"time"
)

const jiraTime = "2006-01-02T15:04:05.000-0700"

// jiraView is how a request wants issues shown.
type jiraView struct {
	s         *Jira
	api       string // "2" or "3": with 3, texts are documents
	fields    jiraSelection
	changelog bool
	most      int  // histories and comments to embed; 0: all
	comments  int  //
	epochs    bool // times of histories are milliseconds, as bulkfetch sends them
}

// jiraSelection is what a request says with fields=.
type jiraSelection struct {
	all, navigable bool
	named, without map[string]bool
}

// selectFields reads names of fields, with *all, *navigable and -name among them, several in one where commas part them.
func selectFields(names []string, otherwise string) jiraSelection {
	sel := jiraSelection{named: map[string]bool{}, without: map[string]bool{}}
	list := strings.FieldsFunc(strings.Join(names, ","), func(r rune) bool { return r == ',' || r == ' ' })
	if len(list) == 0 {
		list = strings.Split(otherwise, ",")
	}
	for n, name := range list {
		switch {
		case name == "*all":
			sel.all = true
		case name == "*navigable":
			sel.navigable = true
		case strings.HasPrefix(name, "-"):
			sel.without[name[1:]] = true
			sel.navigable = sel.navigable || n == 0 // only what is not wanted: all else is
		default:
			sel.named[name] = true
		}
	}
	return sel
}

func (sel jiraSelection) has(name string, navigable bool) bool {
	return (sel.all || sel.named[name] || sel.navigable && navigable) && !sel.without[name]
}

// onlyIDs says whether nothing is wanted but what names an issue.
func (sel jiraSelection) onlyIDs() bool {
	for name := range sel.named {
		if name != "id" && name != "key" {
			return false
		}
	}
	return !sel.all && !sel.navigable
}

// jsonField is a field on its way out.
type jsonField struct {
	name  string
	value json.RawMessage
}

// jsonObject writes fields in their order.
func jsonObject(fields []jsonField) json.RawMessage {
	b := bytes.NewBufferString("{")
	for n, f := range fields {
		if n > 0 {
			b.WriteByte(',')
		}
		b.WriteByte('"')
		b.WriteString(f.name) // never with a quote in it
		b.WriteString(`":`)
		b.Write(f.value)
	}
	b.WriteByte('}')
	return b.Bytes()
}

// jsonArray writes a list. What is in it is JSON already: encoding/json would read all of it again, at every level.
func jsonArray(all []json.RawMessage) json.RawMessage {
	b := bytes.NewBufferString("[")
	for n, value := range all {
		if n > 0 {
			b.WriteByte(',')
		}
		b.Write(value)
	}
	b.WriteByte(']')
	return b.Bytes()
}

func jsonNumber(n int) json.RawMessage { return json.RawMessage(number(n)) }

// issue shows an issue.
func (v jiraView) issue(i *JiraIssue) json.RawMessage {
	id := jsonField{"id", encode(number(i.ID), nil)}
	if v.s.isCloud() && len(v.fields.named) == 1 && v.fields.named["id"] && !v.fields.all && !v.changelog {
		return jsonObject([]jsonField{id})
	}
	out := []jsonField{
		{"expand", json.RawMessage(`"operations,versionedRepresentations,editmeta,changelog,renderedFields"`)}, id,
		{"self", encode(v.s.url()+"/rest/api/"+v.api+"/issue/"+number(i.ID), nil)}, {"key", encode(i.Key, nil)},
	}
	if v.changelog {
		out = append(out, jsonField{"changelog", v.embeddedChangelog(i)})
	}
	if !v.fields.onlyIDs() {
		out = append(out, jsonField{"fields", v.issueFields(i)})
	}
	return jsonObject(out)
}

// embeddedChangelog is what expand=changelog gives: on Cloud the newest histories, newest first, and only so many; on Data
// Center all, oldest first.
func (v jiraView) embeddedChangelog(i *JiraIssue) json.RawMessage {
	all, total := i.Changelog, len(i.Changelog)
	if v.s.isCloud() {
		all = slices.Clone(all)
		slices.Reverse(all)
		if v.most > 0 && total > v.most {
			all = all[:v.most]
		}
	}
	shown := make([]json.RawMessage, len(all))
	for n, h := range all {
		shown[n] = v.history(h)
	}
	return jsonObject([]jsonField{
		{"startAt", jsonNumber(0)}, {"maxResults", jsonNumber(len(shown))}, {"total", jsonNumber(total)}, {"histories", jsonArray(shown)},
	})
}

func (v jiraView) issueFields(i *JiraIssue) json.RawMessage {
	var out []jsonField
	if i.Raw != nil {
		out = v.rawFields(i)
	} else {
		for _, f := range jiraFields {
			if f.onlyCloud && !v.s.isCloud() || !v.fields.has(f.name, !f.hidden) {
				continue
			}
			if value := f.value(v, i); value != nil {
				out = append(out, jsonField{f.name, value})
			}
		}
		for _, f := range v.s.data.Fields {
			if name, _ := f["id"].(string); v.fields.has(name, true) {
				out = append(out, jsonField{name, json.RawMessage("null")})
			}
		}
	}
	for name, value := range i.Extra {
		if !v.fields.has(name, true) {
			continue
		}
		f := jsonField{name, encode(value, nil)}
		if at := slices.IndexFunc(out, func(o jsonField) bool { return o.name == name }); at >= 0 {
			out[at] = f
		} else {
			out = append(out, f)
		}
	}
	if len(i.Extra) > 1 {
		slices.SortStableFunc(out, func(a, b jsonField) int { return cmp.Compare(a.name, b.name) })
	}
	return jsonObject(out)
}

// rawFields shows the fields of an issue that is served as it came, and its comments.
func (v jiraView) rawFields(i *JiraIssue) []jsonField {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(i.Raw, &fields); err != nil {
		panic("sample: " + err.Error())
	}
	fields["comment"] = v.embeddedComments(i)
	var out []jsonField
	for name, value := range fields {
		if v.fields.has(name, name != "comment") {
			out = append(out, jsonField{name, encode(value, nil)})
		}
	}
	slices.SortFunc(out, func(a, b jsonField) int { return cmp.Compare(a.name, b.name) })
	return out
}

// embeddedComments are the oldest, on Cloud only so many.
func (v jiraView) embeddedComments(i *JiraIssue) json.RawMessage {
	all, total := i.Comments, len(i.Comments)
	if v.comments > 0 && total > v.comments {
		all = all[:v.comments]
	}
	shown := make([]json.RawMessage, len(all))
	for n, c := range all {
		shown[n] = v.comment(i, c)
	}
	return jsonObject([]jsonField{
		{"comments", jsonArray(shown)}, {"self", encode(v.s.url()+"/rest/api/"+v.api+"/issue/"+number(i.ID)+"/comment", nil)},
		{"maxResults", jsonNumber(len(shown))}, {"total", jsonNumber(total)}, {"startAt", jsonNumber(0)},
	})
}

// comment shows a comment.
func (v jiraView) comment(i *JiraIssue, c *JiraComment) json.RawMessage {
	if c.Raw != nil {
		return encode(c.Raw, nil)
	}
	editor, updated := cmp.Or(c.Editor, c.Author), c.Updated
	if updated.IsZero() {
		updated = c.Created
	}
	shown := struct {
		Self         string          `json:"self"`
		ID           string          `json:"id"`
		Author       json.RawMessage `json:"author,omitempty"`
		Body         json.RawMessage `json:"body"`
		UpdateAuthor json.RawMessage `json:"updateAuthor,omitempty"`
		Created      string          `json:"created"`
		Updated      string          `json:"updated"`
	}{
		v.s.url() + "/rest/api/" + v.api + "/issue/" + number(i.ID) + "/comment/" + number(c.ID), number(c.ID),
		v.s.reference(c.Author), v.text(c.Body), v.s.reference(editor), v.time(c.Created), v.time(updated),
	}
	return encode(shown, c.Extra)
}

// text shows a text: as it was written, or in version 3 as a document.
func (v jiraView) text(text string) json.RawMessage {
	if v.api != "3" {
		return encode(text, nil)
	}
	return encode(map[string]any{"type": "doc", "version": 1, "content": []any{map[string]any{
		"type": "paragraph", "content": []any{map[string]any{"type": "text", "text": text}},
	}}}, nil)
}

// time shows a time in the API user's zone.
func (v jiraView) time(t time.Time) string { return t.In(v.s.zone).Format(jiraTime) }
