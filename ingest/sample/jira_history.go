package sample

import (
	"encoding/json"
	"strings"
)

// history shows one change of an issue.
func (v jiraView) history(h *JiraHistory) json.RawMessage { return v.historyOf(h, nil) }

// historyOf shows a change with the items of some fields only; nil: of all.
func (v jiraView) historyOf(h *JiraHistory, fieldIDs map[string]bool) json.RawMessage {
	if h.Raw != nil {
		return encode(h.Raw, nil)
	}
	type item struct {
		Field      string  `json:"field"`
		FieldType  string  `json:"fieldtype"`
		FieldID    string  `json:"fieldId,omitempty"`
		From       *string `json:"from"`
		FromString *string `json:"fromString"`
		To         *string `json:"to"`
		ToString   *string `json:"toString"`
	}
	items := []item{}
	for _, i := range h.Items {
		if fieldIDs != nil && !fieldIDs[i.fieldID()] {
			continue
		}
		shown := item{Field: i.Field, FieldType: "jira", From: full(i.From), FromString: full(i.FromText), To: full(i.To), ToString: full(i.ToText)}
		if i.Custom {
			shown.FieldType = "custom"
		}
		if v.s.isCloud() {
			shown.FieldID = i.fieldID()
		}
		items = append(items, shown)
	}
	var created any = v.time(h.Created)
	if v.epochs {
		created = h.Created.UnixMilli()
	}
	return encode(struct {
		ID      string          `json:"id"`
		Author  json.RawMessage `json:"author,omitempty"`
		Created any             `json:"created"`
		Items   []item          `json:"items"`
	}{number(h.ID), v.s.reference(h.Author), created, items}, h.Extra)
}

// full returns nil for an empty text, which is null.
func full(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// fieldID returns the id of the field that an item is about.
func (i JiraItem) fieldID() string {
	if i.FieldID != "" {
		return i.FieldID
	}
	ids := map[string]string{"component": "components", "fix version": "fixVersions", "link": "issuelinks", "key": "issuekey", "version": "versions"}
	name := strings.ToLower(i.Field)
	if id, ok := ids[name]; ok {
		return id
	}
	return name
}
