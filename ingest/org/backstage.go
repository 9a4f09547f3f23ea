package org

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"github.com/fewhands/fewhands/ingest/strictyaml"
)

// entity is what we read of an entity of Backstage's catalogue; the rest of it is not ours to judge.
type entity struct {
	Kind     string `yaml:"kind"`
	Metadata struct {
		Name        string         `yaml:"name"`
		Namespace   string         `yaml:"namespace"`
		Title       string         `yaml:"title"`
		Annotations map[string]any `yaml:"annotations"`
	} `yaml:"metadata"`
	Spec struct {
		Owner    string     `yaml:"owner"`
		System   string     `yaml:"system"`
		MemberOf references `yaml:"memberOf"`
		Members  references `yaml:"members"`
		Profile  struct {
			DisplayName string `yaml:"displayName"`
			Email       string `yaml:"email"`
		} `yaml:"profile"`
	} `yaml:"spec"`

	place string
}

// references are texts such as group:default/payments, which the parser may take for pairs.
type references []string

func (r *references) UnmarshalYAML(node ast.Node) error {
	items, ok := node.(*ast.SequenceNode)
	if !ok {
		return nil
	}
	for _, item := range items.Values {
		value, glued := strictyaml.Glued(item)
		if !glued {
			value = item.GetToken().Value
		}
		*r = append(*r, value)
	}
	return nil
}

// kinds are those of the entities that say who owns what.
var kinds = map[string]bool{"component": true, "system": true, "group": true, "user": true}

// readEntities reads a catalog-info.yaml; shown is what places call the file.
func readEntities(path, shown string) ([]entity, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("backstage %s: no such file", path)
	}
	if err != nil {
		return nil, fmt.Errorf("backstage: %w", err)
	}
	return parseEntities(path, shown, text)
}

func parseEntities(path, shown string, text []byte) ([]entity, error) {
	file, err := parser.ParseBytes(text, 0)
	var syntax *yaml.SyntaxError
	if errors.As(err, &syntax) {
		return nil, fmt.Errorf("%s:%d:%d: %s", path, syntax.Token.Position.Line, syntax.Token.Position.Column, syntax.Message)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var entities []entity
	var faults []error
	for _, doc := range file.Docs {
		if doc.Body == nil || doc.Body.Type() == ast.NullType {
			continue
		}
		line := doc.Body.GetToken().Position.Line
		if m, ok := doc.Body.(*ast.MappingNode); ok && len(m.Values) > 0 {
			line = m.Values[0].Key.GetToken().Position.Line
		}
		var kind struct {
			Kind string `yaml:"kind"`
		}
		e := entity{place: fmt.Sprintf("%s:%d", shown, line)}
		if err := yaml.NodeToValue(doc.Body, &kind); err != nil || !kinds[strings.ToLower(kind.Kind)] {
			continue // templates, APIs, locations: anything may be in there
		}
		if err := yaml.NodeToValue(doc.Body, &e); err != nil {
			var at yaml.Error
			if errors.As(err, &at) && at.GetToken() != nil {
				line = at.GetToken().Position.Line
				err = errors.New(at.GetMessage())
			}
			faults = append(faults, fmt.Errorf("%s:%d: %s: %w", path, line, kind.Kind, err))
			continue
		}
		if e.Kind = strings.ToLower(e.Kind); e.Metadata.Name == "" {
			faults = append(faults, fmt.Errorf("%s:%d: metadata.name: want a name", path, line))
			continue
		}
		entities = append(entities, e)
	}
	return entities, errors.Join(faults...)
}

// id names an entity as its references do where it is one of the default namespace, or by namespace and name.
func (e *entity) id() string {
	if e.Metadata.Namespace == "" || strings.EqualFold(e.Metadata.Namespace, "default") {
		return e.Metadata.Name
	}
	return e.Metadata.Namespace + "/" + e.Metadata.Name
}

func (e *entity) name() string {
	return or(e.Metadata.Title, or(e.Spec.Profile.DisplayName, e.id()))
}

func (e *entity) annotation(key string) string {
	if value, ok := e.Metadata.Annotations[key]; ok && value != nil {
		return strings.TrimSpace(fmt.Sprint(value))
	}
	return ""
}

// reference is [kind:][namespace/]name, compared without case.
type reference struct{ kind, id string }

func refer(text, kind string) reference {
	text = strings.TrimSpace(text)
	if k, rest, ok := strings.Cut(text, ":"); ok {
		kind, text = strings.ToLower(k), rest
	}
	if namespace, rest, ok := strings.Cut(text, "/"); ok && strings.EqualFold(namespace, "default") {
		text = rest
	}
	return reference{kind, text}
}
