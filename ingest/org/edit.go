package org

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// Addition is what is to be declared of one person beside what is.
type Addition struct {
	ID     string
	Name   string // of a person who is not declared yet
	Emails []string
	PagerDuty,
	Jira,
	Git []string
}

// WriteAdditions adds to the people of org.yaml, and makes the file if it is not there. All else in it stays as it is to
// the byte. The result is checked before it takes the file's place: it must declare what the file did and the additions,
// nothing more and nothing less.
func WriteAdditions(path string, additions []Addition) error {
	text, err := os.ReadFile(path)
	mode := os.FileMode(0o600)
	switch info, statErr := os.Stat(path); {
	case errors.Is(err, os.ErrNotExist):
		text = []byte("# What the organisation says of itself: see \"org.yaml\" in the README.\n")
	case err != nil:
		return fmt.Errorf("organisation: %w", err)
	case statErr == nil:
		mode = info.Mode().Perm()
	}
	edited, err := Add(path, text, additions)
	if err != nil {
		return err
	}
	return replaceFile(path, edited, mode)
}

// replaceFile writes a file beside the old one, which it then takes the place of. A link stays a link.
func replaceFile(path string, text []byte, mode os.FileMode) error {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".org-*.yaml")
	if err != nil {
		return fmt.Errorf("organisation: %w", err)
	}
	_, err = f.Write(text)
	err = errors.Join(err, f.Chmod(mode), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("organisation: %w", err), os.Remove(f.Name()))
	}
	return nil
}

// Add is WriteAdditions of a text.
func Add(path string, text []byte, additions []Addition) ([]byte, error) {
	before, err := Parse(path, path, text)
	if err != nil {
		return nil, err
	}
	additions = before.lacks(additions)
	edited := text
	for _, a := range additions {
		if edited, err = add(edited, a); err != nil {
			return nil, fmt.Errorf("%s: people: %q: %w", path, a.ID, err)
		}
	}
	after, err := Parse(path, path, edited)
	if err != nil {
		return nil, fmt.Errorf("what was to be added is not valid, so nothing was: %w", err)
	}
	if err := sameBut(before, after, additions); err != nil {
		return nil, fmt.Errorf("%s: cannot be edited as it is written; add by hand: %w", path, err)
	}
	return edited, nil
}

// lacks leaves out of additions what is declared already: an address in another spelling, too.
func (d *Declarations) lacks(additions []Addition) []Addition {
	var list []Addition
	for _, a := range additions {
		for _, p := range d.People {
			if p.ID != a.ID {
				continue
			}
			a.Emails = slices.DeleteFunc(slices.Clone(a.Emails), func(email string) bool {
				return slices.ContainsFunc(p.Accounts, func(has Account) bool {
					return (has.Kind == "email" || has.Kind == "git") && strings.EqualFold(has.ID, email)
				})
			})
		}
		list = append(list, a)
	}
	return list
}

// add edits the text for one person, at the places that the parsed file shows.
func add(text []byte, a Addition) ([]byte, error) {
	file, err := parser.ParseBytes(text, 0)
	if err != nil {
		return nil, err
	}
	e := newEditor(text)
	var root *ast.MappingNode
	if len(file.Docs) > 0 {
		root = mappingOf(file.Docs[0].Body)
	}
	list := valueOf(root, "people")
	if person := personOf(list, a.ID); person != nil {
		err = e.extend(person, a)
	} else {
		err = e.newPerson(root, list, a)
	}
	if err != nil {
		return nil, err
	}
	return e.apply(), nil
}

func mappingOf(node ast.Node) *ast.MappingNode {
	switch node := node.(type) {
	case *ast.MappingNode:
		return node
	case *ast.MappingValueNode:
		return ast.Mapping(node.GetToken(), false, node)
	}
	return nil
}

// valueOf is the pair of a key, or nil.
func valueOf(mapping *ast.MappingNode, key string) *ast.MappingValueNode {
	if mapping == nil {
		return nil
	}
	for _, pair := range mapping.Values {
		if pair.Key.GetToken().Value == key {
			return pair
		}
	}
	return nil
}

func personOf(list *ast.MappingValueNode, id string) *ast.MappingNode {
	if list == nil {
		return nil
	}
	people, ok := list.Value.(*ast.SequenceNode)
	if !ok {
		return nil
	}
	for _, item := range people.Values {
		person := mappingOf(item)
		if pair := valueOf(person, "id"); pair != nil && pair.Value.GetToken().Value == id {
			return person
		}
	}
	return nil
}

// sameBut tells whether a file declares what it did and the additions.
func sameBut(before, after *Declarations, additions []Addition) error {
	want := withoutPlaces(before)
	for _, a := range additions {
		i := slices.IndexFunc(want.People, func(p Person) bool { return p.ID == a.ID })
		if i < 0 {
			i = len(want.People)
			want.People = append(want.People, Person{From: From{Source: Yaml}, ID: a.ID, Name: or(a.Name, a.ID)})
		}
		p := &want.People[i]
		for kind, ids := range map[string][]string{"email": a.Emails, "pagerduty": a.PagerDuty, "jira": a.Jira, "git": a.Git} {
			for _, id := range ids {
				if account := (Account{Kind: kind, ID: id}); !slices.Contains(p.Accounts, account) {
					p.Accounts = append(p.Accounts, account)
				}
			}
		}
	}
	got := withoutPlaces(after)
	for _, d := range []*Declarations{want, got} {
		for i := range d.People {
			slices.SortFunc(d.People[i].Accounts, func(a, b Account) int {
				return strings.Compare(a.Kind+" "+a.ID, b.Kind+" "+b.ID)
			})
		}
	}
	if !reflect.DeepEqual(want, got) {
		return fmt.Errorf("%s", describe(additions))
	}
	return nil
}

func describe(additions []Addition) string {
	var texts []string
	for _, a := range additions {
		texts = append(texts, strings.Join(a.lines("  "), "\n"))
	}
	return "\n" + strings.Join(texts, "\n")
}

// withoutPlaces copies declarations without the lines they stand on, which an edit moves.
func withoutPlaces(d *Declarations) *Declarations {
	c := *d
	c.Teams, c.Services, c.People = slices.Clone(d.Teams), slices.Clone(d.Services), slices.Clone(d.People)
	c.Members, c.Bots, c.Interventions = slices.Clone(d.Members), slices.Clone(d.Bots), slices.Clone(d.Interventions)
	for i := range c.Teams {
		c.Teams[i].Place = ""
	}
	for i := range c.Services {
		c.Services[i] = serviceWithoutPlaces(c.Services[i])
	}
	for i := range c.People {
		c.People[i].Place = ""
		c.People[i].Accounts = slices.Clone(c.People[i].Accounts)
		for k := range c.People[i].Accounts {
			c.People[i].Accounts[k].Place = ""
		}
	}
	for i := range c.Members {
		c.Members[i].Place = ""
	}
	for i := range c.Bots {
		c.Bots[i].Place = ""
	}
	for i := range c.Interventions {
		c.Interventions[i].Place = ""
	}
	return &c
}

func serviceWithoutPlaces(s Service) Service {
	s.Place = ""
	s.Owners, s.PagerDuty, s.Jira, s.Repositories = slices.Clone(s.Owners), slices.Clone(s.PagerDuty), slices.Clone(s.Jira), slices.Clone(s.Repositories)
	for i := range s.Owners {
		s.Owners[i].Place = ""
	}
	for i := range s.PagerDuty {
		s.PagerDuty[i].Place = ""
	}
	for i := range s.Jira {
		s.Jira[i].Place = ""
	}
	for i := range s.Repositories {
		s.Repositories[i].Place = ""
	}
	return s
}

var plain = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9._-]*(@[A-Za-z0-9][A-Za-z0-9.-]*)?$`)

// scalar writes a text as YAML that reads back as the same text, with quotes where it needs them.
func scalar(text string) string {
	switch strings.ToLower(text) {
	case "true", "false", "null", "yes", "no", "on", "off", "y", "n":
	default:
		if plain.MatchString(text) {
			return text
		}
	}
	return strconv.Quote(text)
}

func flow(list []string) string {
	quoted := make([]string, len(list))
	for i, text := range list {
		quoted[i] = scalar(text)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

// one is a list without brackets where it has one item.
func one(list []string) string {
	if len(list) == 1 {
		return scalar(list[0])
	}
	return flow(list)
}

// accounts is the value of the key accounts, "" if there are none.
func (a Addition) accounts() string {
	var pairs []string
	for _, of := range a.kinds() {
		if len(of.ids) > 0 {
			pairs = append(pairs, of.key+": "+of.text())
		}
	}
	if pairs == nil {
		return ""
	}
	return "{" + strings.Join(pairs, ", ") + "}"
}

type kind struct {
	key string
	ids []string
}

func (a Addition) kinds() []kind {
	return []kind{{"pagerduty", a.PagerDuty}, {"jira", a.Jira}, {"git", a.Git}}
}

// text writes the accounts of one kind: of PagerDuty and Jira most people have one.
func (k kind) text() string {
	if k.key == "git" {
		return flow(k.ids)
	}
	return one(k.ids)
}

// lines is a new person as lines of a list.
func (a Addition) lines(indent string) []string {
	lines := []string{indent + "- id: " + scalar(a.ID), indent + "  name: " + strings.TrimSpace(scalarName(or(a.Name, a.ID)))}
	if len(a.Emails) > 0 {
		lines = append(lines, indent+"  emails: "+flow(a.Emails))
	}
	if accounts := a.accounts(); accounts != "" {
		lines = append(lines, indent+"  accounts: "+accounts)
	}
	return lines
}

var plainName = regexp.MustCompile(`^\p{L}[\p{L}\p{M}' .-]*\p{L}$`)

// scalarName leaves names of people without quotes, as they are written by hand.
func scalarName(name string) string {
	if plainName.MatchString(name) && scalar(strings.ToLower(name[:1])+name[1:]) != "" && !strings.Contains(name, " #") && strings.Contains(name, " ") {
		return name
	}
	return scalar(name)
}
