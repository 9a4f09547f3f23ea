package strictyaml

import (
	"errors"
	"reflect"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// OneOrMore is a list that may be written as a single value.
type OneOrMore []string

var oneOrMore = reflect.TypeFor[OneOrMore]()

// filler writes the values of a document into Go values. The library's decoder stops at the first fault and makes a number
// of the account 5557058e10; this one goes on, and keeps the text of a scalar where a text is wanted.
type filler struct {
	doc     *Document
	anchors map[string]ast.Node
	depth   int
	faults  []error
}

func (f *filler) document(into any) { f.fill(f.doc.root, reflect.ValueOf(into).Elem()) }

func (f *filler) fault(tk *token.Token, what string) { f.faults = append(f.faults, f.doc.at(tk, what)) }

func (f *filler) fill(node ast.Node, to reflect.Value) {
	if f.depth++; f.depth > 100 {
		f.fault(node.GetToken(), "refers to itself")
		return
	}
	defer func() { f.depth-- }()
	node = f.resolve(node)
	if node == nil || node.Type() == ast.NullType {
		return
	}
	switch kind := to.Kind(); {
	case kind == reflect.Pointer:
		value := reflect.New(to.Type().Elem())
		f.fill(node, value.Elem())
		to.Set(value)
	case kind == reflect.Struct:
		f.fillStruct(node, to)
	case kind == reflect.Slice:
		f.fillList(node, to)
	case kind == reflect.String, kind == reflect.Bool, kind == reflect.Int:
		f.fillScalar(node, to)
	default:
		if err := yaml.NodeToValue(node, to.Addr().Interface(), yaml.Strict()); err != nil {
			f.faults = append(f.faults, f.explain(err))
		}
	}
}

func (f *filler) fillStruct(node ast.Node, to reflect.Value) {
	pairs := mapping(node)
	if pairs == nil {
		f.wrong(node, to.Type())
		return
	}
	fields := map[string]int{}
	for i := range to.NumField() {
		if name, _, _ := strings.Cut(to.Type().Field(i).Tag.Get("yaml"), ","); name != "" {
			fields[name] = i
		}
	}
	for _, pair := range pairs.Values {
		if pair.Key.IsMergeKey() {
			f.fill(pair.Value, to)
		}
	}
	for _, pair := range pairs.Values {
		if pair.Key.IsMergeKey() {
			continue
		}
		field, known := fields[text(pair.Key)]
		if !known {
			f.fault(pair.Key.GetToken(), "unknown key")
			continue
		}
		f.fill(pair.Value, to.Field(field))
	}
}

func (f *filler) fillList(node ast.Node, to reflect.Value) {
	items, ok := node.(*ast.SequenceNode)
	if !ok {
		if _, scalar := node.(ast.ScalarNode); scalar && to.Type() == oneOrMore {
			value := reflect.New(to.Type().Elem()).Elem()
			f.fillScalar(node, value)
			to.Set(reflect.Append(to.Slice(0, 0), value))
			return
		}
		f.wrong(node, to.Type())
		return
	}
	list := reflect.MakeSlice(to.Type(), len(items.Values), len(items.Values))
	for i, item := range items.Values {
		f.fill(item, list.Index(i))
	}
	to.Set(list)
}

func (f *filler) fillScalar(node ast.Node, to reflect.Value) {
	value, glued := Glued(node)
	if _, ok := node.(ast.ScalarNode); !ok && !glued {
		f.wrong(node, to.Type())
		return
	} else if !glued {
		value = text(node)
	}
	var err error
	switch to.Kind() {
	case reflect.String:
		to.SetString(value)
	case reflect.Bool:
		var is bool
		is, err = strconv.ParseBool(value)
		if node.Type() != ast.BoolType {
			err = errors.New("is none")
		}
		to.SetBool(is)
	default:
		var number int64
		number, err = strconv.ParseInt(value, 0, 0)
		if errors.Is(err, strconv.ErrRange) {
			f.fault(node.GetToken(), "the number is too large")
			return
		}
		to.SetInt(number)
	}
	if err != nil {
		f.fault(node.GetToken(), "want "+typeText(to.Type())+", not "+quoted(value))
	}
}

// Glued is the text of a:b where the parser takes it for a pair, which YAML does not: without a space after it, the colon is
// part of the text. The parser errs in a list within braces, {jira: [557058:f58131cb]}.
func Glued(node ast.Node) (value string, ok bool) {
	pairs := mapping(node)
	if pairs == nil || len(pairs.Values) != 1 {
		return "", false
	}
	pair := pairs.Values[0]
	colon, after := pair.Start, pair.Value.GetToken()
	key, isText := pair.Key.(ast.ScalarNode)
	rest, isScalar := pair.Value.(ast.ScalarNode)
	if !isText || !isScalar || colon == nil || after.Position.Offset != colon.Position.Offset+1 {
		return "", false
	}
	return text(key) + ":" + text(rest), true
}

// text is a scalar as it is written, without its quotes.
func text(node ast.Node) string {
	switch node := node.(type) {
	case *ast.StringNode:
		return node.Value
	case *ast.LiteralNode:
		return node.Value.Value
	}
	return node.GetToken().Value
}

// resolve follows aliases to what they stand for.
func (f *filler) resolve(node ast.Node) ast.Node {
	for range 100 {
		switch n := node.(type) {
		case *ast.AnchorNode:
			node = n.Value
		case *ast.TagNode:
			node = n.Value
		case *ast.AliasNode:
			node = f.anchors[n.Value.GetToken().Value]
			if node == nil {
				f.fault(n.GetToken(), "no anchor is named "+quoted(n.Value.GetToken().Value))
			}
		default:
			return node
		}
	}
	return nil
}

func anchors(root ast.Node) map[string]ast.Node {
	all := map[string]ast.Node{}
	for _, node := range ast.Filter(ast.AnchorType, root) {
		anchor := node.(*ast.AnchorNode)
		all[anchor.Name.GetToken().Value] = anchor.Value
	}
	return all
}

func (f *filler) wrong(node ast.Node, want reflect.Type) {
	f.fault(node.GetToken(), "want "+typeText(want)+", not "+nodeText(node.Type()))
}

// explain is for the types that are left to the library.
func (f *filler) explain(err error) error {
	var unknown *yaml.UnknownFieldError
	var wrong *yaml.TypeError
	var unexpected *yaml.UnexpectedNodeTypeError
	switch {
	case errors.As(err, &unknown):
		return f.doc.at(unknown.Token, "unknown key")
	case errors.As(err, &wrong):
		return f.doc.at(wrong.Token, "want "+typeText(wrong.DstType)+", not "+quoted(wrong.Token.Value))
	case errors.As(err, &unexpected):
		return f.doc.at(unexpected.Token, "want "+nodeText(unexpected.Expected)+", not "+nodeText(unexpected.Actual))
	}
	return f.doc.explain(err)
}

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
