package sample

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// JiraData is what a Jira site holds, the same for Jira Cloud and Data Center: the server shows it the way its deployment
// does. Its objects are the server's own: change them only before the server is made or inside Jira.Do, issues there
// only with the methods of this type, so that the search index can lag behind. The order of the slices does not matter.
type JiraData struct {
	URL        string    // of the site, in the links that objects carry; empty: https://example.atlassian.net
	From, To   time.Time // the span of the site's history: its first day, and "now" when it was written
	APIUser    *JiraUser // whose token is used; JQL dates are read, and times shown, in this user's zone; nil: a bot in UTC
	Projects   []*JiraProject
	Users      []*JiraUser // everyone who has an account, also a closed one
	Statuses   []*JiraStatus
	Priorities []string // the highest first
	Types      []string // of issues; those that issues have and that are not here are added
	Fields     []Object // custom fields of /field, on top of the system's
	Issues     []*JiraIssue
	Deleted    []*JiraIssue // gone from the site, kept for tests; see Delete

	issues, histories, comments int                       // numbers given out so far
	numbers                     map[string]int            // the last of the keys of a project
	before                      map[*JiraIssue]*JiraIssue // inside Do: as they were before it; nil: not there
}

// JiraProject is a project. Its key may be a reserved word of JQL, such as "OR".
type JiraProject struct {
	ID         int // 0: given out by the server
	Key, Name  string
	OldKeys    []string // keys it had before it was renamed: they still resolve
	Components []string // those that issues have and that are not here are added
	Extra      Object   // fields on top of its own, or in their place
}

// JiraUser is an account. Cloud shows the id as accountId and neither key nor name; Data Center shows the id as key.
type JiraUser struct {
	ID          string // Cloud: 24 hex digits or "557058:…"; Data Center: "JIRAUSER10100", or an old account's login name
	Name        string // what people read; two may have the same
	Username    string // Data Center's login name; empty: the e-mail's local part, else the id
	Email       string // Data Center shows it; Cloud only where it IsPublic
	TimeZone    string // IANA; empty: UTC. Cloud shows those of other people only where they are public
	AccountType string // Cloud: "atlassian", "app" or "customer"; empty: atlassian
	IsPublic    bool   // Cloud: e-mail and zone can be seen by others
	IsInactive  bool   // shown with active false
	IsClosed    bool   // Cloud: its owner closed it: "Former user" with the id, listed and inactive
	IsDeleted   bool   // not listed, 404 when asked for; Cloud refers to it as accountId "unknown", Data Center by key and name
	Extra       Object
}

// JiraStatus is a status of the workflows. Names are in any language; the category says what one means.
type JiraStatus struct {
	ID       int // 0: given out by the server
	Name     string
	Category string // the key of the category: "new", "indeterminate" or "done"
}

// JiraIssue is a ticket as it is now, with how it came to be so.
type JiraIssue struct {
	ID          int    // what stays when the issue moves
	Key         string // such as PAY-12
	OldKeys     []string
	Project     *JiraProject
	Type        string
	Status      *JiraStatus
	Priority    string // empty: null
	Summary     string
	Description string // empty: null
	Labels      []string
	Components  []string
	FixVersions []string
	Creator     *JiraUser // null where nil, as reporter and assignee are
	Reporter    *JiraUser
	Assignee    *JiraUser
	Parent      *JiraIssue
	Links       []*JiraLink
	Resolution  string // empty: null
	Created     time.Time
	Updated     time.Time
	Resolved    time.Time      // zero: null; a reopened issue has none
	Due         string         // 2006-01-02, or empty: null
	Changelog   []*JiraHistory // oldest first
	Comments    []*JiraComment // oldest first
	Extra       Object         // fields on top of its own, or in their place: custom fields, nulls

	// Raw, where it is not nil, is the issue's fields as the API sent them, which are served instead of all above but id
	// and key. See JiraFromJSON.
	Raw json.RawMessage

	isDeleted bool
}

// JiraLink points from an issue to another; the other has one that points back.
type JiraLink struct {
	ID      int
	Type    string // such as "Blocks", "Cloners", "Duplicate", "Problem/Incident"
	Inward  bool   // this issue "is blocked by" the other
	Other   *JiraIssue
	Outside string // a key in place of Other that nothing resolves to any more
}

// JiraHistory is one change by one author at one time: what was done in one screen.
type JiraHistory struct {
	ID      int
	Author  *JiraUser // nil: not there, as for what Jira itself did
	Created time.Time
	Items   []JiraItem
	Extra   Object
	Raw     json.RawMessage // as the API sent it, served as it is
}

// JiraItem is one field's part of a change. From and To are ids, FromText and ToText what people read; empty is null.
type JiraItem struct {
	Field    string // the name, such as "status", "assignee", "Link", "labels", "Component", "Fix Version", "Key"
	FieldID  string // Cloud: "status", "components", "customfield_10010"; empty: derived from the name
	Custom   bool   // fieldtype "custom" instead of "jira"
	From, To string
	FromText string
	ToText   string
}

// JiraComment is a comment.
type JiraComment struct {
	ID      int
	Author  *JiraUser
	Editor  *JiraUser // updateAuthor; nil: the author
	Body    string
	Created time.Time
	Updated time.Time // zero: never edited, shown as created
	Extra   Object
	Raw     json.RawMessage // as the API sent it, served as it is
}

// Issue returns the issue with the id or the key, also one it had before it moved, or nil.
func (d *JiraData) Issue(idOrKey string) *JiraIssue {
	return find(d.Issues, func(i *JiraIssue) bool {
		return number(i.ID) == idOrKey || strings.EqualFold(i.Key, idOrKey) ||
			slices.ContainsFunc(i.OldKeys, func(key string) bool { return strings.EqualFold(key, idOrKey) })
	})
}

// User returns the account with the id, or nil.
func (d *JiraData) User(id string) *JiraUser {
	return find(d.Users, func(u *JiraUser) bool { return u.ID == id })
}
