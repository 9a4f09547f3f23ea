package main

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// document is a parsed YAML file that can say where a key stands.
type document struct {
	path string
	root *ast.MappingNode // nil for an empty file
}

// decodeStrict reads one YAML mapping into the struct that into points to: unknown keys, wrong types and unset
// variables are faults. It goes on after a fault in one top-level section to the next, and returns all faults joined.
// ${NAME} in a value stands for the environment variable.
func decodeStrict(path string, text []byte, env func(string) (string, bool), into any) (*document, error) {
	doc := &document{path: path}
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
	switch body := file.Docs[0].Body.(type) {
	case *ast.MappingNode:
		doc.root = body
	case *ast.MappingValueNode:
		doc.root = ast.Mapping(body.GetToken(), false, body)
	default:
		return nil, fmt.Errorf("%s:%d: want keys and values", path, body.GetToken().Position.Line)
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
	for _, section := range doc.root.Values {
		one := ast.Mapping(section.GetToken(), false, section)
		if err := yaml.NodeToValue(one, into, yaml.Strict()); err != nil {
			faults = append(faults, doc.explain(err))
		}
	}
	return doc, errors.Join(faults...)
}

// explain turns an error of the YAML library into "file:line: key: what is wrong".
func (d *document) explain(err error) error {
	var unknown *yaml.UnknownFieldError
	var wrong *yaml.TypeError
	var syntax *yaml.SyntaxError
	var unexpected *yaml.UnexpectedNodeTypeError
	var overflow *yaml.OverflowError
	switch {
	case errors.As(err, &unknown):
		return d.at(unknown.Token, "unknown key")
	case errors.As(err, &wrong):
		return d.at(wrong.Token, "want "+typeText(wrong.DstType)+", not "+quoted(wrong.Token.Value))
	case errors.As(err, &overflow):
		return d.at(overflow.Token, "the number is too large")
	case errors.As(err, &unexpected):
		return d.at(unexpected.Token, "want "+nodeText(unexpected.Expected)+", not "+nodeText(unexpected.Actual))
	case errors.As(err, &syntax):
		return fmt.Errorf("%s:%d:%d: %s", d.path, syntax.Token.Position.Line, syntax.Token.Position.Column, syntax.Message)
	}
	return fmt.Errorf("%s: %w", d.path, err)
}

// at is a fault at a token, named by the key it belongs to.
func (d *document) at(tk *token.Token, what string) error {
	key := ""
	if d.root != nil {
		finder := &keyFinder{want: tk}
		ast.Walk(finder, d.root)
		key = strings.TrimPrefix(finder.path, "$.")
	}
	if key == "" {
		key = showVariables(tk.Value)
	}
	return fmt.Errorf("%s:%d: %s: %s", d.path, tk.Position.Line, key, what)
}

// fault is a fault of the value of a key such as "git.repositories[0].path".
func (d *document) fault(key, what string) error {
	line := 1
	if d.root != nil {
		if path, err := yaml.PathString("$." + key); err == nil {
			if node, err := path.FilterNode(d.root); err == nil && node != nil {
				line = node.GetToken().Position.Line
			}
		}
	}
	return fmt.Errorf("%s:%d: %s: %s", d.path, line, key, what)
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

// A variable in flow style, {key: ${NAME}}, would end the mapping at its brace. So ${NAME} is hidden from the parser
// behind two characters of the private use area, and found again in the values.
const hideOpen, hideClose = "\uE000", "\uE001"

var (
	variable = regexp.MustCompile(`\$\{([A-Za-z_][A-Za-z0-9_]*)\}`)
	hidden   = regexp.MustCompile(hideOpen + `([A-Za-z_][A-Za-z0-9_]*)` + hideClose)
)

func hideVariables(text []byte) []byte {
	return variable.ReplaceAll(text, []byte(hideOpen+"${1}"+hideClose))
}

func showVariables(text string) string { return hidden.ReplaceAllString(text, "$${$1}") }

func expand(value string, env func(string) (string, bool)) (string, error) {
	var missing []string
	value = hidden.ReplaceAllStringFunc(value, func(match string) string {
		name := hidden.FindStringSubmatch(match)[1]
		text, ok := env(name)
		if !ok {
			missing = append(missing, name)
		}
		return text
	})
	if missing != nil {
		return "", fmt.Errorf("environment variable %s is not set", strings.Join(missing, ", "))
	}
	return value, nil
}

func quoted(text string) string { return fmt.Sprintf("%q", showVariables(text)) }

func typeText(t reflect.Type) string {
	switch t.Kind() {
	case reflect.String:
		return "a text"
	case reflect.Bool:
		return "true or false"
	case reflect.Int, reflect.Int64, reflect.Uint64:
		return "a whole number"
	case reflect.Slice:
		return "a list"
	case reflect.Struct, reflect.Pointer, reflect.Map:
		return "keys and values"
	}
	return t.String()
}

func nodeText(t ast.NodeType) string {
	switch t {
	case ast.MappingType, ast.MappingValueType:
		return "keys and values"
	case ast.SequenceType:
		return "a list"
	case ast.StringType, ast.LiteralType:
		return "a text"
	case ast.IntegerType, ast.FloatType:
		return "a number"
	case ast.BoolType:
		return "true or false"
	case ast.NullType:
		return "nothing"
	}
	return strings.ToLower(t.String())
}
