// Package strictyaml reads the YAML that people write by hand: the config and org.yaml. The rule that keeps it simple: what
// is not understood is a fault, and every fault names file, line and key.
package strictyaml

import (
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// Document is a parsed YAML file that can say where a key stands.
type Document struct {
	path string
	root *ast.MappingNode // nil for an empty file
}

// Decode reads one YAML mapping into the struct that into points to: unknown keys, wrong types and unset variables are
// faults. It goes on after a fault to the next key, and returns all faults joined; the document is then nil where the file
// is no YAML at all. ${NAME} in a value stands for the variable that env finds; where env is nil it is text like any other.
func Decode(path string, text []byte, env func(string) (string, bool), into any) (*Document, error) {
	doc := &Document{path: path}
	file, err := parser.ParseBytes(hideVariables(text), 0)
	if err != nil {
		return nil, doc.explain(err)
	}
	if len(file.Docs) > 1 {
		return nil, fmt.Errorf("%s: want one YAML document, found %d", path, len(file.Docs))
	}
	if len(file.Docs) == 0 || file.Docs[0].Body == nil || file.Docs[0].Body.Type() == ast.NullType {
		return doc, nil
	}
	doc.root = mapping(file.Docs[0].Body)
	if doc.root == nil {
		return nil, fmt.Errorf("%s:%d: want keys and values", path, file.Docs[0].Body.GetToken().Position.Line)
	}
	var faults []error
	for _, node := range ast.Filter(ast.StringType, doc.root) {
		s := node.(*ast.StringNode)
		value, err := expand(s.Value, env)
		if err != nil {
			faults = append(faults, doc.at(s.GetToken(), err.Error()))
		}
		s.Value = value
	}
	f := &filler{doc: doc, anchors: anchors(doc.root), faults: faults}
	f.document(into)
	return doc, errors.Join(f.faults...)
}

// Fault is a fault of the value of a key such as "git.repositories[0].path".
func (d *Document) Fault(key, format string, args ...any) error {
	return fmt.Errorf("%s:%d: %s: %s", d.path, d.Line(key), key, fmt.Sprintf(format, args...))
}

// Line is the line on which the value of a key begins; 1 where there is no such key.
func (d *Document) Line(key string) int {
	if d.root == nil {
		return 1
	}
	path, err := yaml.PathString("$." + key)
	if err != nil {
		return 1
	}
	node, err := path.FilterNode(d.root)
	if err != nil || node == nil {
		return 1
	}
	if m := mapping(node); m != nil && !m.IsFlowStyle && len(m.Values) > 0 {
		return m.Values[0].Key.GetToken().Position.Line
	}
	return node.GetToken().Position.Line
}

// explain turns an error of the YAML library into "file:line: key: what is wrong".
func (d *Document) explain(err error) error {
	var syntax *yaml.SyntaxError
	if errors.As(err, &syntax) {
		return fmt.Errorf("%s:%d:%d: %s", d.path, syntax.Token.Position.Line, syntax.Token.Position.Column, showVariables(syntax.Message))
	}
	return fmt.Errorf("%s: %w", d.path, err)
}

// at is a fault at a token, named by the key it belongs to.
func (d *Document) at(tk *token.Token, what string) error {
	finder := &keyFinder{want: tk}
	ast.Walk(finder, d.root)
	key := strings.TrimPrefix(finder.path, "$.")
	if key == "" {
		key = showVariables(tk.Value)
	}
	return fmt.Errorf("%s:%d: %s: %s", d.path, tk.Position.Line, key, what)
}

// keyFinder finds the path of the innermost node that holds a token.
type keyFinder struct {
	want *token.Token
	path string
}

func (f *keyFinder) Visit(node ast.Node) ast.Visitor {
	if tk := node.GetToken(); tk != nil && tk.Position.Offset == f.want.Position.Offset && node.GetPath() != "" {
		f.path = node.GetPath()
	}
	return f
}

// mapping is a node of keys and values, nil if it is another. The parser gives a single pair a type of its own.
func mapping(node ast.Node) *ast.MappingNode {
	switch node := node.(type) {
	case *ast.MappingNode:
		return node
	case *ast.MappingValueNode:
		return ast.Mapping(node.GetToken(), false, node)
	}
	return nil
}
