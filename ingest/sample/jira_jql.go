package sample

import (
	"slices"
	"strings"
)

// What the API says of a query that goes wrong at a token.
const (
	jqlNoField   = "Expecting a field name but got '%s'. You must surround '%[1]s' in quotation marks to use it as a field name."
	jqlNoValue   = "Expecting either a value, list or function but got '%s'. You must surround '%[1]s' in quotation marks to use it as a value."
	jqlOperators = "The valid operators are '=', '!=', '<', '>', '<=', '>=', '~', '!~', 'IN', 'NOT IN', 'IS' and 'IS NOT'."
)

// jqlQuery is a query that has been read: what it looks for, and in what order.
type jqlQuery struct {
	where  func(i *JiraIssue) bool // nil: everything
	order  []jqlOrder
	faults []string // values and fields that there are not, each a message of the API
}

type jqlOrder struct {
	compare func(a, b *JiraIssue) int
	down    bool
}

// jqlClause is one comparison: project IN (A, B).
type jqlClause struct {
	field    jqlToken
	operator string // lower case; "not in" is one
	values   []jqlToken
}

// jqlParser reads the part of JQL that a client which copies issues has a use for: project, created, updated and key,
// AND, OR, NOT, parentheses and ORDER BY. What else the language has it refuses, and says that the refusal is its own.
type jqlParser struct {
	s      *Jira
	tokens []jqlToken
	faults []string
}

// parseJQL reads a query. The error is one of grammar; what is well-formed and wrong is in the query's faults.
func (s *Jira) parseJQL(query string) (jqlQuery, error) {
	tokens, err := jqlTokens(query)
	if err != nil {
		return jqlQuery{}, err
	}
	p := &jqlParser{s: s, tokens: tokens}
	var q jqlQuery
	if !p.peek().is("order") && p.peek().kind != jqlEnd {
		if q.where, err = p.either(); err != nil {
			return q, err
		}
	}
	if p.peek().is("order") {
		if q.order, err = p.orderBy(); err != nil {
			return q, err
		}
	}
	if t := p.peek(); t.kind != jqlEnd {
		return q, t.fault("Expecting either 'OR' or 'AND' but got '%s'.", t.text)
	}
	q.faults = p.faults
	return q, nil
}

func (p *jqlParser) peek() jqlToken { return p.tokens[0] }

func (p *jqlParser) next() jqlToken {
	t := p.tokens[0]
	if t.kind != jqlEnd {
		p.tokens = p.tokens[1:]
	}
	return t
}

func (p *jqlParser) either() (func(*JiraIssue) bool, error) {
	left, err := p.both()
	for err == nil && p.peek().is("or") {
		p.next()
		var right func(*JiraIssue) bool
		if right, err = p.both(); err == nil {
			a := left
			left = func(i *JiraIssue) bool { return a(i) || right(i) }
		}
	}
	return left, err
}

func (p *jqlParser) both() (func(*JiraIssue) bool, error) {
	left, err := p.one()
	for err == nil && p.peek().is("and") {
		p.next()
		var right func(*JiraIssue) bool
		if right, err = p.one(); err == nil {
			a := left
			left = func(i *JiraIssue) bool { return a(i) && right(i) }
		}
	}
	return left, err
}

func (p *jqlParser) one() (func(*JiraIssue) bool, error) {
	switch t := p.peek(); {
	case t.is("not"):
		p.next()
		inner, err := p.one()
		return func(i *JiraIssue) bool { return !inner(i) }, err
	case t.is("("):
		p.next()
		inner, err := p.either()
		if err != nil {
			return nil, err
		}
		if end := p.next(); !end.is(")") {
			if end.kind == jqlEnd {
				return nil, jqlFault{"Expecting ')' before the end of the query."}
			}
			return nil, end.fault("Expecting ')' but got '%s'.", end.text)
		}
		return inner, nil
	}
	c, err := p.clause()
	if err != nil {
		return nil, err
	}
	return p.compile(c), nil
}

func (p *jqlParser) clause() (jqlClause, error) {
	c := jqlClause{field: p.next()}
	if err := c.field.usable(jqlNoField); err != nil {
		return c, err
	}
	t := p.next()
	switch {
	case t.kind == jqlEnd:
		return c, jqlFault{"Expecting operator before the end of the query. " + jqlOperators}
	case t.is("not") && p.peek().is("in"):
		p.next()
		c.operator = "not in"
	case t.is("in"), t.kind == jqlSign && !strings.Contains("(),", t.text):
		c.operator = strings.ToLower(t.text)
	default:
		return c, t.fault("Expecting operator but got '%s'. "+jqlOperators, t.text)
	}
	list := p.peek().is("(")
	if list != strings.HasSuffix(c.operator, "in") {
		return c, p.peek().fault("Operator '%s' does not support the %s value given for field '%s'.",
			strings.ToUpper(c.operator), map[bool]string{true: "list", false: "non-list"}[list], c.field.text)
	}
	if !list {
		return c, p.value(&c)
	}
	p.next()
	for {
		if err := p.value(&c); err != nil {
			return c, err
		}
		switch end := p.next(); {
		case end.is(","):
		case end.is(")"):
			return c, nil
		case end.kind == jqlEnd:
			return c, jqlFault{"Expecting ')' before the end of the query."}
		default:
			return c, end.fault("Expecting either ',' or ')' but got '%s'.", end.text)
		}
	}
}

func (p *jqlParser) value(c *jqlClause) error {
	t := p.next()
	c.values = append(c.values, t)
	return t.usable(jqlNoValue)
}

// usable says whether a token can be a name or a value: a word without quotes must not be the language's own.
func (t jqlToken) usable(format string) error {
	switch word := strings.ToLower(t.text); {
	case t.kind == jqlEnd:
		return jqlFault{"Expecting either a value, list or function before the end of the query."}
	case t.kind == jqlWord && jqlReserved[word]:
		return t.fault("'%s' is a reserved JQL word. You must surround it in quotation marks to use it in a query.", t.text)
	case t.kind == jqlSign, t.kind == jqlWord && jqlKeywords[word]:
		return t.fault(format, t.text)
	}
	return nil
}

func (p *jqlParser) orderBy() ([]jqlOrder, error) {
	p.next()
	if by := p.next(); !by.is("by") {
		return nil, by.fault("Expecting 'by' but got '%s'.", by.text)
	}
	var all []jqlOrder
	for {
		t := p.next()
		if err := t.usable(jqlNoField); err != nil {
			return nil, err
		}
		o := jqlOrder{compare: jqlOrders[jqlField(t.text)]}
		if o.compare == nil {
			p.faults = append(p.faults, "Not able to sort using field '"+t.text+"'.")
		}
		if p.peek().is("asc") || p.peek().is("desc") {
			o.down = p.next().is("desc")
		}
		all = append(all, o)
		if !p.peek().is(",") {
			return all, nil
		}
		p.next()
	}
}

var jqlOrders = map[string]func(a, b *JiraIssue) int{
	"created": func(a, b *JiraIssue) int { return a.Created.Compare(b.Created) },
	"updated": func(a, b *JiraIssue) int { return a.Updated.Compare(b.Updated) },
	"key":     byKey, // what ORDER BY id sorts by, too
}

// jqlField returns one name for all that a field has.
func jqlField(name string) string {
	switch name = strings.ToLower(name); name {
	case "createddate":
		return "created"
	case "updateddate":
		return "updated"
	case "issuekey", "issue", "id":
		return "key"
	}
	return name
}

// sorted returns the order of the query; issues that it does not tell apart are in the order of their ids.
func (q jqlQuery) sorted() func(a, b *JiraIssue) int {
	order := slices.DeleteFunc(slices.Clone(q.order), func(o jqlOrder) bool { return o.compare == nil })
	if len(order) == 0 {
		order = []jqlOrder{{compare: jqlOrders["created"], down: true}}
	}
	return func(a, b *JiraIssue) int {
		for _, o := range order {
			if by := o.compare(a, b); by != 0 {
				if o.down {
					return -by
				}
				return by
			}
		}
		return a.ID - b.ID
	}
}
