package org

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const catalogInfo = `apiVersion: backstage.io/v1alpha1
kind: Group
metadata: {name: Payments}
spec: {type: team, profile: {displayName: Payments and Billing}, members: [bo, ghost]}
---
kind: Group
metadata: {name: web, title: Web}
---
kind: User
metadata: {name: Ana.L}
spec: {profile: {displayName: Ana Lind, email: ANA@example.com}, memberOf: [group:default/payments]}
---
# the same id as in org.yaml, with an address that only the catalogue knows
kind: User
metadata: {name: Bo}
spec: {profile: {email: bo@example.com}, memberOf: [web, nowhere]}
---
kind: User
metadata: {name: cleo}
spec: {profile: {displayName: Cleo, email: cleo@example.com}}
---
kind: System
metadata: {name: shop}
spec: {owner: web}
---
kind: Component
metadata:
  name: Checkout
  annotations:
    pagerduty.com/service-id: PSVC1
    jira/project-key: PAY
    jira/component: Checkout, Cart
    github.com/project-slug: example/shop
    backstage.io/source-location: url:https://github.com/example/shop/tree/main/services/check[out]/
spec: {owner: payments}
---
kind: Component
metadata: {name: search, annotations: {pagerduty.com/service-id: 12345, backstage.io/source-location: 'url:https://gitlab.example.com/a/b/search/-/tree/main/'}}
spec: {owner: user:cleo, system: shop}
---
kind: Component
metadata: {name: cart, annotations: {jira/project-key: CART, github.com/project-slug: example/mono}}
spec: {system: shop}
---
kind: Component
metadata: {name: list, namespace: inner, annotations: {github.com/project-slug: example/Mono}}
spec: {owner: user:nobody}
---
kind: Component
metadata: {name: cart}
---
kind: Template
spec: {owner: 7, steps: [{"if": "${{ x }}"}]}
`

func TestBackstageAddsWhatOrgYamlDoesNotSay(t *testing.T) {
	d, err := Parse("org.yaml", "org.yaml", []byte(
		"teams: [{id: payments, name: Pay}]\nservices: [{id: checkout, name: Till}]\npeople: [{id: ana, emails: ana@example.com}, {id: bo}]\n"))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "catalog-info.yaml")
	if err := os.WriteFile(path, []byte(catalogInfo), 0o600); err != nil {
		t.Fatal(err)
	}
	warnings, err := d.AddBackstage([]File{{path, "catalog-info.yaml"}})
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for _, team := range d.Teams {
		fmt.Fprintln(&got, "team", team.Source, team.ID, "=", team.Name)
	}
	for _, p := range d.People {
		fmt.Fprintln(&got, "person", p.Source, p.ID, "=", p.Name, len(p.Accounts))
	}
	for _, m := range d.Members {
		fmt.Fprintln(&got, "member", m.Team, m.Person)
	}
	for _, s := range d.Services {
		fmt.Fprintln(&got, "service", s.Source, s.ID, "=", s.Name, "of", s.Team)
		for _, o := range s.Owners {
			fmt.Fprintln(&got, "  owner", o.Duty, o.Person)
		}
		for _, claim := range s.PagerDuty {
			fmt.Fprintln(&got, "  pagerduty", claim.ID)
		}
		for _, claim := range s.Jira {
			fmt.Fprintln(&got, "  jira", claim.Project, claim.Component)
		}
		for _, claim := range s.Repositories {
			fmt.Fprintln(&got, "  repository", claim.Repository, claim.Pattern)
		}
	}
	for _, warning := range warnings {
		fmt.Fprintln(&got, "warning", warning)
	}
	const want = `team org.yaml payments = Pay
team backstage payments = Payments and Billing
team backstage web = Web
team backstage nowhere = nowhere
person org.yaml ana = ana 1
person org.yaml bo = bo 1
person backstage cleo = Cleo 1
member payments ana
member web bo
member nowhere bo
member payments bo
service org.yaml checkout = Till of 
service backstage checkout = Checkout of payments
  pagerduty PSVC1
  jira PAY Cart
  jira PAY Checkout
  repository example/shop services/check\[out]/**
service backstage search = search of 
  owner technical cleo
  pagerduty 12345
  repository a/b/search 
service backstage cart = cart of web
  jira CART 
service backstage inner/list = inner/list of 
warning catalog-info.yaml:49: component "cart" is in the catalogue already
warning catalog-info.yaml:45: owner "user:nobody" is in no file of the catalogue
warning repository example/mono : claimed by 2 components (cart, inner/list…), so by none; give each its folder under backstage.io/source-location
`
	if got.String() != want {
		t.Errorf("got:\n%s\nwant:\n%s", got.String(), want)
	}
}

func TestFaultsOfACatalogueNameFileAndLine(t *testing.T) {
	for text, want := range map[string]string{
		"kind: Component\nmetadata: {title: x}\n":                 "c.yaml:1: metadata.name: want a name",
		"kind: Group\n---\nkind: User\nmetadata: [\n":             "c.yaml:4:11: sequence end token ']' not found",
		"kind: Group\nmetadata:\n  name: a\nspec: {owner: [x]}\n": "c.yaml:4: Group: ",
	} {
		if _, err := parseEntities("c.yaml", "c.yaml", []byte(text)); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q gives %v", text, err)
		}
	}
	if _, err := (&Declarations{}).AddBackstage([]File{{"no-such.yaml", "no-such.yaml"}}); err == nil {
		t.Error("a file that is missing is no fault")
	}
}
