package sample

import (
	"encoding/base64"
	"encoding/json"
	"hash/fnv"
	"net/http"
	"strings"
	"time"
)

// jiraToken is what a nextPageToken holds: which query it continues, after which issue, and until when it is good.
type jiraToken struct {
	Query   uint64 `json:"q"`
	Page    int    `json:"n"` // how many pages came before, so that no token comes twice
	Until   int64  `json:"u"`
	Last    bool   `json:"l"` // false: nothing was shown yet
	ID      int    `json:"i"`
	Key     string `json:"k"`
	Created int64  `json:"c"` // in nanoseconds, as updated
	Updated int64  `json:"m"`
	Empty   bool   `json:"e"` // the page before was empty
}

// last returns an issue that stands where the page before ended.
func (t *jiraToken) last() *JiraIssue {
	return &JiraIssue{ID: t.ID, Key: t.Key, Created: time.Unix(0, t.Created), Updated: time.Unix(0, t.Updated)}
}

// hashOf tells queries apart. A token is good for the query it was given to, with the same fields.
func (ask jiraSearch) hashOf() uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(ask.JQL + "\x00" + strings.Join(ask.Fields, ",") + "\x00" + ask.Expand))
	return h.Sum64()
}

// readToken returns nil for the first page.
func (s *Jira) readToken(ask jiraSearch) (*jiraToken, *response) {
	if ask.Token == "" {
		return nil, nil
	}
	bad := jiraError(http.StatusBadRequest, "The provided nextPageToken is invalid or has expired.")
	var t jiraToken
	data, err := base64.RawURLEncoding.DecodeString(ask.Token)
	if err != nil || json.Unmarshal(data, &t) != nil || t.Query != ask.hashOf() || s.clock.Now().UnixNano() > t.Until {
		return nil, &bad
	}
	return &t, nil
}

// writeToken returns the token of the page after the one that is shown.
func (s *Jira) writeToken(ask jiraSearch, before *jiraToken, shown []jiraHit) string {
	t := jiraToken{}
	if before != nil {
		t = *before
	}
	t.Query, t.Until = ask.hashOf(), s.clock.Now().Add(s.opts.TokenLife).UnixNano()
	t.Page++
	t.Empty = len(shown) == 0
	if len(shown) > 0 {
		last := shown[len(shown)-1].shown
		t.Last, t.ID, t.Key, t.Created, t.Updated = true, last.ID, last.Key, last.Created.UnixNano(), last.Updated.UnixNano()
	}
	return base64.RawURLEncoding.EncodeToString(encode(t, nil))
}

// short returns how many issues a page holds that is not the last: some hold fewer than they could, and some none.
func (s *Jira) short(token *jiraToken, full int) int {
	dice := s.faults.Seed ^ 0xA5
	if token != nil {
		dice += uint64(token.Page)<<32 + uint64(token.ID)
	}
	dice = mix(dice)
	switch {
	case share(dice) >= s.opts.ShortPageShare:
		return full
	case mix(dice)%3 == 0 && (token == nil || !token.Empty):
		return 0
	}
	return (full + 1) / 2
}
