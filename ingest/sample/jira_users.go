package sample

import (
	"cmp"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// jiraPerson is a user as either deployment shows one; what a deployment does not have is empty.
type jiraPerson struct {
	Self        string            `json:"self"`
	AccountID   string            `json:"accountId,omitempty"`
	Name        string            `json:"name,omitempty"`
	Key         string            `json:"key,omitempty"`
	Email       string            `json:"emailAddress,omitempty"`
	Avatars     map[string]string `json:"avatarUrls"`
	DisplayName string            `json:"displayName"`
	Active      bool              `json:"active"`
	TimeZone    string            `json:"timeZone,omitempty"`
	Locale      string            `json:"locale,omitempty"`
	AccountType string            `json:"accountType,omitempty"`
}

// userID is what names a user in the deployment.
func (s *Jira) userID(u *JiraUser) string {
	if s.isCloud() && u.IsDeleted {
		return "unknown"
	}
	return u.ID
}

func (u *JiraUser) username() string {
	local, _, _ := strings.Cut(u.Email, "@")
	return cmp.Or(u.Username, local, u.ID)
}

// person shows a user, to others or to themselves.
func (s *Jira) person(u *JiraUser, self bool) jiraPerson {
	p := jiraPerson{
		DisplayName: u.Name, Active: !u.IsInactive && !u.IsClosed && !u.IsDeleted, TimeZone: cmp.Or(u.TimeZone, "Etc/UTC"), Email: u.Email,
		Avatars: map[string]string{"48x48": s.url() + "/avatar/48.png"},
	}
	if !s.isCloud() {
		p.Key, p.Name = u.ID, u.username()
		p.Self = s.url() + "/rest/api/2/user?username=" + url.QueryEscape(p.Name)
		if u.IsDeleted { // Data Center remembers the key, and makes up the rest
			p.DisplayName, p.Email, p.TimeZone = p.Name, "?", ""
		}
		return p
	}
	p.AccountID, p.AccountType = s.userID(u), cmp.Or(u.AccountType, "atlassian")
	p.Self = s.url() + "/rest/api/2/user?accountId=" + url.QueryEscape(p.AccountID)
	switch {
	case u.IsDeleted:
		p.AccountType, p.DisplayName = "unknown", "Former user"
	case u.IsClosed:
		p.DisplayName = "Former user"
	}
	if !self && (!u.IsPublic || u.IsDeleted || u.IsClosed) {
		p.Email, p.TimeZone = "", ""
	}
	return p
}

// reference shows a user in an issue; no user is nothing at all.
func (s *Jira) reference(u *JiraUser) json.RawMessage {
	if u == nil {
		return nil
	}
	return s.remember(u, func() json.RawMessage { return encode(s.person(u, false), u.Extra) })
}

// remember returns what is shown of a thing that many issues name, made once between two changes.
func (s *Jira) remember(thing any, show func() json.RawMessage) json.RawMessage {
	text, ok := s.shown[thing]
	if !ok {
		text = show()
		s.shown[thing] = text
	}
	return text
}

// user shows a user where users are asked for.
func (s *Jira) user(u *JiraUser, self bool) json.RawMessage {
	p := s.person(u, self)
	p.Locale = "en_US"
	return encode(p, u.Extra)
}

// listed returns the users that lists hold.
func (s *Jira) listed() []*JiraUser {
	return slices.DeleteFunc(slices.Clone(s.data.Users), func(u *JiraUser) bool { return u.IsDeleted })
}

// listUsers answers /users/search: a page is so many accounts, less those that cannot be shown, so only an empty page
// beyond the end is the end.
func (s *Jira) listUsers(q url.Values) response {
	if s.opts.MayNotBrowse {
		return jiraError(http.StatusForbidden, "You are not authorized to perform this operation. Administrator privileges are required.")
	}
	start, most := max(0, atoi(q.Get("startAt"))), pageSize(q, 50, 1000)
	all := []json.RawMessage{}
	for _, u := range part(s.data.Users, start, most) {
		if !u.IsDeleted {
			all = append(all, s.user(u, false))
		}
	}
	return jiraOK(all)
}

// searchUsers answers /user/search, of Data Center: username "." is everyone.
func (s *Jira) searchUsers(q url.Values) response {
	if s.opts.MayNotBrowse {
		return jiraOK([]string{}) // it says nothing
	}
	like := strings.ToLower(cmp.Or(q.Get("username"), q.Get("query")))
	if like == "" {
		return jiraError(http.StatusBadRequest, "The username query parameter was not provided")
	}
	inactive := q.Get("includeInactive") == "true"
	users := slices.DeleteFunc(s.listed(), func(u *JiraUser) bool {
		is := strings.Contains(strings.ToLower(u.username()+" "+u.Email+" "+u.Name), like)
		return like != "." && !is || u.IsInactive && !inactive
	})
	all := []json.RawMessage{}
	for _, u := range part(users, max(0, atoi(q.Get("startAt"))), pageSize(q, 50, 1000)) {
		all = append(all, s.user(u, false))
	}
	return jiraOK(all)
}

func (s *Jira) getUser(q url.Values) response {
	id, name := q.Get("accountId"), "accountId"
	if !s.isCloud() {
		id, name = cmp.Or(q.Get("key"), q.Get("username")), "key"
	}
	u := find(s.data.Users, func(u *JiraUser) bool {
		return u.ID == id || !s.isCloud() && !q.Has("key") && u.username() == id
	})
	switch {
	case s.isCloud() && (q.Has("username") || q.Has("key")):
		return jiraError(http.StatusBadRequest, "The query parameter 'username' or 'key' is no longer supported. Use 'accountId'.")
	case id == "":
		return jiraError(http.StatusBadRequest, "Either "+name+" or username must be provided")
	case s.opts.MayNotBrowse && s.isCloud():
		return jiraError(http.StatusForbidden, "You do not have permission to browse users.")
	case u == nil || u.IsDeleted || id == "unknown":
		if s.isCloud() {
			return jiraError(http.StatusNotFound, "Specified user does not exist or you do not have required permissions")
		}
		return jiraError(http.StatusNotFound, "The user with the "+name+" '"+id+"' does not exist")
	}
	return response{status: http.StatusOK, body: s.user(u, false)}
}

// bulkUsers answers /user/bulk: those of the accounts that there are.
func (s *Jira) bulkUsers(q url.Values) response {
	ids := q["accountId"]
	if len(ids) == 0 {
		return jiraError(http.StatusBadRequest, "The accountId parameter is required.")
	}
	all := []json.RawMessage{}
	for _, id := range ids {
		if u := s.data.User(id); u != nil && !u.IsDeleted {
			all = append(all, s.user(u, false))
		}
	}
	return jiraPage(q, "values", all, 10, 200)
}

func (s *Jira) myself() response {
	return response{status: http.StatusOK, body: s.user(s.data.APIUser, true)}
}
