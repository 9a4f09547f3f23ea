package org

import (
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/fewhands/fewhands/ingest/strictyaml"
)

// file is org.yaml as it is written.
type file struct {
	Teams         []fileTeam         `yaml:"teams"`
	Services      []fileService      `yaml:"services"`
	People        []filePerson       `yaml:"people"`
	Bots          []string           `yaml:"bots"`
	Interventions []fileIntervention `yaml:"interventions"`
}

type fileTeam struct {
	ID   string `yaml:"id"`
	Name string `yaml:"name"`
}

type fileService struct {
	ID           string               `yaml:"id"`
	Name         string               `yaml:"name"`
	Team         string               `yaml:"team"`
	Owners       fileOwners           `yaml:"owners"`
	PagerDuty    strictyaml.OneOrMore `yaml:"pagerduty"`
	Jira         []fileJira           `yaml:"jira"`
	Repositories []fileRepository     `yaml:"repositories"`
	Runbook      string               `yaml:"runbook"`
}

type fileOwners struct {
	Technical string `yaml:"technical"`
	Product   string `yaml:"product"`
}

type fileJira struct {
	Project   string `yaml:"project"`
	Component string `yaml:"component"`
}

type fileRepository struct {
	Name  string               `yaml:"name"`
	Paths strictyaml.OneOrMore `yaml:"paths"`
}

type filePerson struct {
	ID       string               `yaml:"id"`
	Name     string               `yaml:"name"`
	Team     string               `yaml:"team"`
	Role     string               `yaml:"role"`
	Zone     string               `yaml:"timezone"`
	Emails   strictyaml.OneOrMore `yaml:"emails"`
	Accounts fileAccounts         `yaml:"accounts"`
	Left     string               `yaml:"left"`
}

// A person may have had several accounts; most have one, and write it without brackets.
type fileAccounts struct {
	PagerDuty strictyaml.OneOrMore `yaml:"pagerduty"`
	Jira      strictyaml.OneOrMore `yaml:"jira"`
	Git       strictyaml.OneOrMore `yaml:"git"`
}

type fileIntervention struct {
	On      string `yaml:"on"`
	Team    string `yaml:"team"`
	Service string `yaml:"service"`
	What    string `yaml:"what"`
}

// ReadFile reads org.yaml. Its error holds every fault found, each with file, line and key. shown is what the places of the
// declarations call the file: reports show them.
func ReadFile(path, shown string) (*Declarations, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("organisation %s: no such file", path)
	}
	if err != nil {
		return nil, fmt.Errorf("organisation: %w", err)
	}
	return Parse(path, shown, text)
}

// Parse is ReadFile of a text.
func Parse(path, shown string, text []byte) (*Declarations, error) {
	var f file
	doc, err := strictyaml.Decode(path, text, nil, &f)
	if doc == nil {
		return nil, err
	}
	c := &checker{doc: doc, shown: shown, isPartial: err != nil}
	d := c.declarations(&f)
	if err := errors.Join(append([]error{err}, c.faults...)...); err != nil {
		return nil, err
	}
	return d, nil
}

// checker makes declarations of a file and collects what is wrong with them.
type checker struct {
	doc       *strictyaml.Document
	shown     string
	isPartial bool // something could not be read: a reference that leads nowhere may be its consequence
	faults    []error

	teams, services, people map[string]string // id -> key of the declaration
}

func (c *checker) fault(key, format string, args ...any) {
	c.faults = append(c.faults, c.doc.Fault(key, format, args...))
}

func (c *checker) place(key string) string { return fmt.Sprintf("%s:%d", c.shown, c.doc.Line(key)) }

func (c *checker) from(key string) From { return From{Yaml, c.place(key)} }

func (c *checker) declarations(f *file) *Declarations {
	c.teams, c.services, c.people = map[string]string{}, map[string]string{}, map[string]string{}
	for i, t := range f.Teams {
		c.id(fmt.Sprintf("teams[%d]", i), t.ID, "team", c.teams)
	}
	for i, s := range f.Services {
		c.id(fmt.Sprintf("services[%d]", i), s.ID, "service", c.services)
	}
	for i, p := range f.People {
		c.id(fmt.Sprintf("people[%d]", i), p.ID, "person", c.people)
	}
	d := &Declarations{}
	for i, t := range f.Teams {
		d.Teams = append(d.Teams, Team{From: c.from(fmt.Sprintf("teams[%d]", i)), ID: t.ID, Name: or(t.Name, t.ID)})
	}
	d.Services = c.declareServices(f.Services)
	d.People = c.declarePeople(f.People)
	for _, p := range d.People {
		if p.Team != "" {
			d.Members = append(d.Members, Member{From: p.From, Team: p.Team, Person: p.ID})
		}
	}
	for i, pattern := range f.Bots {
		key := fmt.Sprintf("bots[%d]", i)
		if c.text(key, pattern); pattern == "" {
			c.fault(key, "want a name, an e-mail address or a pattern of one")
		}
		d.Bots = append(d.Bots, Bot{pattern, c.place(key)})
	}
	d.Interventions = c.declareInterventions(f.Interventions)
	return d
}

func (c *checker) declareInterventions(list []fileIntervention) []Intervention {
	var declared []Intervention
	for i, in := range list {
		key := fmt.Sprintf("interventions[%d]", i)
		if (in.Team == "") == (in.Service == "") {
			c.fault(key, "want either a team or a service")
		}
		c.refer(key+".team", in.Team, "team", c.teams)
		c.refer(key+".service", in.Service, "service", c.services)
		if c.text(key+".what", in.What); in.What == "" {
			c.fault(key, "want under what, in a few words, what was changed")
		}
		var on time.Time
		if in.On == "" {
			c.fault(key, "want under on the day it began")
		} else {
			on = c.date(key+".on", in.On)
		}
		declared = append(declared, Intervention{On: on, Team: in.Team, Service: in.Service, What: in.What, Place: c.place(key)})
	}
	return declared
}
