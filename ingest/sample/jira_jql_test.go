package sample

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// jqlSite has five issues, made a minute apart around midnight in New York, the third of the second project.
func jqlSite() *JiraData {
	d := &JiraData{To: end}
	ops, or := d.AddProject("OPS", "Operations"), d.AddProject("OR", "Operating room")
	d.AddStatus("To Do", "new")
	d.APIUser = d.AddUser(JiraUser{ID: "bot", Name: "Bot", TimeZone: "America/New_York"})
	midnight := time.Date(2026, 1, 2, 5, 0, 30, 250e6, time.UTC) // 00:00:30.250 there
	for n := range 5 {
		p := ops
		if n == 2 {
			p = or
		}
		i := d.Create(p, "Task", midnight.Add(time.Duration(n)*time.Minute), nil, "Issue")
		i.Updated = i.Created.Add(time.Duration(5-n) * time.Hour)
	}
	return d
}

func TestJQLFinds(t *testing.T) {
	s := NewJira(jqlSite(), JiraOptions{})
	web := jiraServe(t, s)
	ms := number(int(s.data.Issues[3].Created.UnixMilli()))
	for jql, want := range map[string]string{
		`project = OPS ORDER BY created`:                     "OPS-1 OPS-2 OPS-3 OPS-4",
		`project = ops order by CREATED desc`:                "OPS-4 OPS-3 OPS-2 OPS-1",
		`project in (OPS, "OR") ORDER BY key ASC`:            "OPS-1 OPS-2 OPS-3 OPS-4 OR-1",
		`project in ('OPS',"or")`:                            "OPS-4 OPS-3 OR-1 OPS-2 OPS-1",
		`project = "Operating room"`:                         "OR-1",
		`project = 10001`:                                    "OR-1",
		`project != OPS AND created > -5d`:                   "",
		`project NOT IN (OPS)`:                               "OR-1",
		`created >= "2026-01-02 00:02" ORDER BY created ASC`: "OR-1 OPS-3 OPS-4",
		`created > "2026/01/02 00:02" AND created < "2026-01-02 00:04" ORDER BY created ASC`: "OR-1 OPS-3",
		`created <= "2026-01-02 00:01"`:                                               "OPS-1",
		`created <= 2026-01-02`:                                                       "",
		`created > 2026-01-02 AND project = "OR"`:                                     "OR-1",
		`created >= ` + ms + ` ORDER BY id`:                                           "OPS-3 OPS-4",
		`updated >= "2026-01-02 03:00" ORDER BY updated ASC, key DESC`:                "OR-1 OPS-2 OPS-1",
		`(project = OPS AND created < "2026-01-02 00:01") OR key = or-1 ORDER BY key`: "OPS-1 OR-1",
		`NOT (project = OPS) AND updated > "2020-01-01"`:                              "OR-1",
		`issuekey in (OPS-1, OPS-4) ORDER BY key`:                                     "OPS-1 OPS-4",
		`id = 10002`:                        "OPS-2",
		`id > 10002 ORDER BY key`:           "OPS-3 OPS-4", // not OR-1, whose id is greater: it is another project's
		`key >= OPS-3 and key != OPS-3`:     "OPS-4",
		`"project" = OPS and key = "OPS-2"`: "OPS-2",
	} {
		a := jiraGet(t, web.URL+cloudSearch(jql, "fields", "key"))
		var keys []string
		for _, i := range a.Issues {
			keys = append(keys, i.Key)
		}
		if got := strings.Join(keys, " "); a.status != 200 || got != want || !a.IsLast {
			t.Errorf("%s\nis %d %q %v, want %q", jql, a.status, got, a.ErrorMessages, want)
		}
	}
}

func TestJQLRefuses(t *testing.T) {
	web := jiraServe(t, NewJira(jqlSite(), JiraOptions{}))
	const noDate = " is invalid. Valid formats include: 'yyyy/MM/dd HH:mm', 'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', or a period format e.g. '-5d', '4w 2d'."
	for jql, want := range map[string]string{
		``:                                 "Unbounded JQL queries are not allowed here. Please add a search restriction to your query.",
		`ORDER BY created`:                 "Unbounded JQL queries are not allowed here. Please add a search restriction to your query.",
		`project = NONE`:                   "The value 'NONE' does not exist for the field 'project'.",
		`project in (OPS, "NO'NE")`:        "The value 'NO'NE' does not exist for the field 'project'.",
		`project = 99`:                     "A value with ID '99' does not exist for the field 'project'.",
		`project = OR`:                     "Error in the JQL Query: Expecting either a value, list or function but got 'OR'. You must surround 'OR' in quotation marks to use it as a value. (line 1, character 11)",
		`project in (OPS, for)`:            "Error in the JQL Query: 'for' is a reserved JQL word. You must surround it in quotation marks to use it in a query. (line 1, character 18)",
		`project in (OPS`:                  "Error in the JQL Query: Expecting ')' before the end of the query.",
		`project in OPS`:                   "Error in the JQL Query: Operator 'IN' does not support the non-list value given for field 'project'. (line 1, character 12)",
		`project = (OPS)`:                  "Error in the JQL Query: Operator '=' does not support the list value given for field 'project'. (line 1, character 11)",
		`project > OPS`:                    "The operator '>' is not supported by the 'project' field.",
		`project = "OPS`:                   "Error in the JQL Query: The quoted string 'OPS' has not been completed. (line 1, character 11)",
		`project = OPS created > 1`:        "Error in the JQL Query: Expecting either 'OR' or 'AND' but got 'created'. (line 1, character 15)",
		`project = a/b`:                    `Error in the JQL Query: The character '/' is a reserved JQL character. You must enclose it in a string or use the escape '\u002f' instead. (line 1, character 12)`,
		`created > "2026-01-02T03:04:05Z"`: "Date value '2026-01-02T03:04:05Z' for field 'created' is invalid." + noDate[len(" is invalid."):],
		`updated > "2026-01-02 03:04:05"`:  "Date value '2026-01-02 03:04:05' for field 'updated'" + noDate,
		`updated > "1767330000000"`:        "Date value '1767330000000' for field 'updated'" + noDate, // in quotes it is no number
		`key = OPS-77`:                     "An issue with key 'OPS-77' does not exist for field 'key'.",
		`id > 99999`:                       "A value with ID '99999' does not exist for the field 'id'.",
		`wibble = 1`:                       "Field 'wibble' does not exist or you do not have permission to view it.",
		`project = OPS ORDER BY wibble`:    "Not able to sort using field 'wibble'.",
	} {
		a := jiraGet(t, web.URL+cloudSearch(jql))
		if a.status != 400 || !slices.Equal(a.ErrorMessages, []string{want}) {
			t.Errorf("%s\nis %d %q, want %q", jql, a.status, a.ErrorMessages, want)
		}
	}
	both := jiraGet(t, web.URL+cloudSearch(`project in (A, B)`))
	if len(both.ErrorMessages) != 2 {
		t.Errorf("two unknown projects give %s", both.body)
	}
}

// A query's minute is read where the API user is, also when clocks go back.
func TestJQLDatesAreInTheZoneOfTheUser(t *testing.T) {
	d := jqlSite()
	i := d.Issues[0]
	for zone, want := range map[string]bool{"America/New_York": true, "UTC": false, "Pacific/Auckland": false} {
		d.APIUser.TimeZone = zone
		s := NewJira(d, JiraOptions{})
		q, err := s.parseJQL(`created < "2026-01-02 00:01"`)
		if err != nil || q.where(i) != want {
			t.Errorf("in %s: %v %v", zone, !want, err)
		}
		if text := string(jiraView{s: s, api: "2", fields: selectFields([]string{"created"}, "")}.issueFields(i)); (text == `{"created":"2026-01-02T00:00:30.250-0500"}`) != want {
			t.Errorf("in %s it is shown as %s", zone, text)
		}
	}
}
