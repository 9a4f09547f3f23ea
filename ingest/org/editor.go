package org

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// editor inserts text into a file, at places that its tokens say.
type editor struct {
	text    []byte
	starts  []int // of each line
	newline string
	splices []splice
}

// splice puts text at an offset, in the place of so many bytes.
type splice struct {
	at, length int
	text       string
}

func newEditor(text []byte) *editor {
	e := &editor{text: text, starts: []int{0}, newline: "\n"}
	for i, b := range text {
		if b == '\n' {
			e.starts = append(e.starts, i+1)
		}
	}
	if bytes.Contains(text, []byte("\r\n")) {
		e.newline = "\r\n"
	}
	return e
}

func (e *editor) apply() []byte {
	slices.SortStableFunc(e.splices, func(a, b splice) int { return a.at - b.at })
	var out []byte
	from := 0
	for _, s := range e.splices {
		out = append(append(out, e.text[from:s.at]...), s.text...)
		from = s.at + s.length
	}
	return append(out, e.text[from:]...)
}

func (e *editor) insert(at int, text string) { e.splices = append(e.splices, splice{at, 0, text}) }

// offset is where a token begins. Its column counts runes.
func (e *editor) offset(tk *token.Token) int {
	at := e.starts[min(tk.Position.Line, len(e.starts))-1]
	for range tk.Position.Column - 1 {
		if at >= len(e.text) {
			break
		}
		_, size := utf8.DecodeRune(e.text[at:])
		at += size
	}
	return at
}

// insertLines puts lines after the last line of a node.
func (e *editor) insertLines(after ast.Node, lines ...string) {
	line := lastLine(after)
	text := strings.Join(lines, e.newline) + e.newline
	if line < len(e.starts) {
		e.insert(e.starts[line], text)
		return
	}
	// The file ends without a line feed.
	e.insert(len(e.text), e.newline+strings.TrimSuffix(text, e.newline))
}

// lastLine is the last line with a part of a node, counted from 1.
func lastLine(node ast.Node) int {
	v := &lines{}
	ast.Walk(v, node)
	return v.last
}

type lines struct{ last int }

func (v *lines) Visit(node ast.Node) ast.Visitor {
	v.see(node.GetToken(), node)
	switch node := node.(type) {
	case *ast.SequenceNode:
		v.see(node.End, node)
	case *ast.MappingNode:
		v.see(node.End, node)
	}
	return v
}

func (v *lines) see(tk *token.Token, node ast.Node) {
	if tk == nil || tk.Position == nil {
		return
	}
	more := 0
	if node.Type() == ast.LiteralType || tk.Type == token.DoubleQuoteType || tk.Type == token.SingleQuoteType || tk.Type == token.StringType {
		more = strings.Count(strings.TrimRight(strings.TrimLeft(tk.Origin, "\r\n"), "\r\n "), "\n")
	}
	v.last = max(v.last, tk.Position.Line+more)
}

var errNoPlace = errors.New("is written in a form that cannot be edited")

// extend adds to a person who is in the file.
func (e *editor) extend(person *ast.MappingNode, a Addition) error {
	if err := e.addTo(person, kind{"emails", a.Emails}); err != nil {
		return err
	}
	pair := valueOf(person, "accounts")
	if a.accounts() == "" {
		return nil
	}
	if pair == nil || pair.Value.Type() == ast.NullType {
		return e.addPair(person, pair, "accounts", a.accounts())
	}
	accounts := mappingOf(pair.Value)
	if accounts == nil {
		return fmt.Errorf("accounts %w", errNoPlace)
	}
	for _, of := range a.kinds() {
		if err := e.addTo(accounts, of); err != nil {
			return err
		}
	}
	return nil
}

// addTo adds items to the list of a key: a scalar, a list in one line or in several, or a key that is not there.
func (e *editor) addTo(mapping *ast.MappingNode, of kind) error {
	pair := valueOf(mapping, of.key)
	items := of.missing(pair)
	if len(items) == 0 {
		return nil
	}
	if pair == nil || pair.Value.Type() == ast.NullType {
		return e.addPair(mapping, pair, of.key, kind{of.key, items}.listed())
	}
	switch value := pair.Value.(type) {
	case *ast.SequenceNode:
		if !value.IsFlowStyle {
			indent := strings.Repeat(" ", value.Start.Position.Column-1)
			var lines []string
			for _, item := range items {
				lines = append(lines, indent+"- "+scalar(item))
			}
			e.insertLines(value, lines...)
			return nil
		}
		text := strings.Trim(flow(items), "[]")
		if len(value.Values) > 0 {
			text = ", " + text
		}
		e.insert(e.afterLast(value.Values, e.offset(value.End)), text)
		return nil
	case *ast.StringNode, *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		tk := value.GetToken()
		at := e.offset(tk)
		length := len(strings.Trim(tk.Origin, " \r\n"))
		if tk.Type == token.DoubleQuoteType || tk.Type == token.SingleQuoteType {
			length = e.quotedLength(at)
		}
		if strings.Contains(string(e.text[at:at+length]), "\n") {
			return fmt.Errorf("%s %w", of.key, errNoPlace)
		}
		e.insert(at, "[")
		e.insert(at+length, ", "+strings.Trim(flow(items), "[]")+"]")
		return nil
	}
	return fmt.Errorf("%s %w", of.key, errNoPlace)
}

// quotedLength is how long a quoted scalar is in the file.
func (e *editor) quotedLength(at int) int {
	quote := e.text[at]
	for i := at + 1; i < len(e.text); i++ {
		switch {
		case e.text[i] == '\\' && quote == '"':
			i++
		case e.text[i] == quote && quote == '\'' && i+1 < len(e.text) && e.text[i+1] == quote:
			i++
		case e.text[i] == quote:
			return i + 1 - at
		}
	}
	return len(e.text) - at
}

// afterLast is where an item goes at the end of a list in brackets: behind the last, before space and a comma.
func (e *editor) afterLast(items []ast.Node, end int) int {
	at := end
	for at > 0 && (e.text[at-1] == ' ' || e.text[at-1] == '\n' || e.text[at-1] == '\r' || e.text[at-1] == '\t') {
		at--
	}
	if len(items) > 0 && at > 0 && e.text[at-1] == ',' {
		at--
	}
	return at
}

func (k kind) listed() string {
	if k.key == "emails" {
		return flow(k.ids)
	}
	return k.text()
}

// missing are the items that the list of a pair has not yet.
func (k kind) missing(pair *ast.MappingValueNode) []string {
	have := map[string]bool{}
	if pair != nil {
		for _, node := range ast.Filter(ast.StringType, pair.Value) {
			have[node.GetToken().Value] = true
		}
	}
	var items []string
	for _, id := range k.ids {
		if !have[id] {
			items = append(items, id)
		}
	}
	return items
}

// addPair adds a key with its value to a mapping; pair is the one that is there without a value, or nil.
func (e *editor) addPair(mapping *ast.MappingNode, pair *ast.MappingValueNode, key, value string) error {
	switch {
	case pair != nil:
		at := e.behindKey(pair)
		rest := strings.TrimLeft(string(e.text[at:]), " \t")
		for _, null := range []string{"null", "Null", "NULL", "~"} {
			if strings.HasPrefix(rest, null) {
				e.splices = append(e.splices, splice{len(e.text) - len(rest), len(null), value})
				return nil
			}
		}
		e.insert(at, " "+value)
	case mapping.IsFlowStyle:
		text := key + ": " + value
		if len(mapping.Values) > 0 {
			text = ", " + text
		}
		e.insert(e.afterPairs(mapping), text)
	default:
		indent := strings.Repeat(" ", mapping.Values[0].Key.GetToken().Position.Column-1)
		e.insertLines(mapping.Values[len(mapping.Values)-1], indent+key+": "+value)
	}
	return nil
}

// behindKey is the place behind the colon of a key.
func (e *editor) behindKey(pair *ast.MappingValueNode) int {
	at := e.offset(pair.Key.GetToken())
	if colon := bytes.IndexByte(e.text[at:], ':'); colon >= 0 {
		return at + colon + 1
	}
	return len(e.text)
}

func (e *editor) afterPairs(mapping *ast.MappingNode) int {
	var items []ast.Node
	for _, pair := range mapping.Values {
		items = append(items, pair)
	}
	return e.afterLast(items, e.offset(mapping.End))
}

// newPerson adds a person at the end of the list, or the list at the end of the file.
func (e *editor) newPerson(root *ast.MappingNode, list *ast.MappingValueNode, a Addition) error {
	if list == nil {
		text := "people:" + e.newline + strings.Join(a.lines("  "), e.newline) + e.newline
		if root != nil && root.IsFlowStyle {
			return fmt.Errorf("the file %w", errNoPlace)
		}
		if len(e.text) > 0 && e.text[len(e.text)-1] != '\n' {
			text = e.newline + text
		}
		e.insert(len(e.text), text)
		return nil
	}
	if list.Value.Type() == ast.NullType {
		return e.addBlock(list, e.behindKey(list), 0, a)
	}
	people, ok := list.Value.(*ast.SequenceNode)
	switch {
	case !ok:
		return fmt.Errorf("the list %w", errNoPlace)
	case people.IsFlowStyle && len(people.Values) == 0:
		at := e.offset(people.Start)
		return e.addBlock(list, at, e.offset(people.End)+1-at, a)
	case people.IsFlowStyle:
		text := ", {id: " + scalar(a.ID) + ", name: " + scalar(or(a.Name, a.ID))
		if len(a.Emails) > 0 {
			text += ", emails: " + flow(a.Emails)
		}
		if accounts := a.accounts(); accounts != "" {
			text += ", accounts: " + accounts
		}
		e.insert(e.afterLast(people.Values, e.offset(people.End)), text+"}")
	default:
		e.insertLines(people, a.lines(strings.Repeat(" ", people.Start.Position.Column-1))...)
	}
	return nil
}

// addBlock makes an empty list one with a person, in the place of so many bytes.
func (e *editor) addBlock(list *ast.MappingValueNode, at, length int, a Addition) error {
	indent := strings.Repeat(" ", list.Key.GetToken().Position.Column-1)
	for at > 0 && e.text[at-1] == ' ' {
		at--
		length++
	}
	rest := e.text[at+length:]
	if end := bytes.IndexByte(rest, '\n'); end >= 0 && len(bytes.TrimSpace(rest[:end])) > 0 {
		return fmt.Errorf("the list %w", errNoPlace) // a comment behind it
	}
	e.splices = append(e.splices, splice{at, length, e.newline + strings.Join(a.lines(indent+"  "), e.newline)})
	return nil
}
