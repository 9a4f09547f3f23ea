package reports

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/fewhands/fewhands/sql"
)

// Services and teams whose names mean harm. None is also a person or a repository.
var (
	scriptService = `</script><script>alert(3)</script>`
	funcService   = `__f__alert(3)__f__`
	formulaName3  = `=3+3`
	evilTeam      = `"><img src=x onerror=alert(3)> {{.}} ${alert(3)}`
	longService   = strings.Repeat("y", 4000)
	oddKey        = "../../etc/passwd"
)

// testService is a service of an account, with the rota and the history of its incidents.
type testService struct {
	key, name string
	team      string // key of the team that owns it, "" for none
	teamName  string
	rota      []string // who take turns, week by week
	carriers  []string // who answer instead, whoever is on call …
	since     int      // … from so many weeks ago
	from, to  int      // weeks ago of the first and the last incident; from 0 is none at all
	each      int      // incidents in a week
	deleted   bool
}

func (s testService) people() []string { return slices.Concat(s.rota, s.carriers) }

func hostileServices() []testService {
	nine := []string{"Ana Lind", "Bo Ek", "Cleo Diaz", "Dan Öst", "Eve Ray", "Fay Wu", "Gil Tor", quoteName}
	return []testService{
		{key: "PCHECKOUT", name: "Checkout", team: "PTPAY", teamName: "Payments", rota: nine, carriers: []string{"Ana Lind", "Bo Ek"}, since: 20, from: 100, each: 3},
		{key: "PPAYOUTS", name: "Payouts", team: "PTPAY", teamName: "Payments", rota: nine, from: 100, each: 2},
		{key: "PSCRIPT", name: scriptService, team: "PTEVIL", teamName: evilTeam, rota: []string{scriptName, braceName, formulaName}, from: 60, each: 1},
		{key: "PFUNC", name: funcService, team: "PTEVIL", teamName: evilTeam, rota: []string{funcName, bidiName, longName}, from: 60, each: 2},
		{key: "PFORMULA", name: formulaName3, team: "PTEVIL", teamName: evilTeam, rota: []string{formulaName}, from: 40, each: 1},
		{key: "PLONG", name: longService, team: "PTEVIL", teamName: evilTeam, rota: []string{"Hal Ng", "Fay Wu"}, from: 40, each: 1},
		{key: "PORPHAN", name: "Coupons", carriers: []string{"Hal Ng"}, since: 200, from: 50, each: 1},
		{key: "PFEW", name: "Newcomer", team: "PTPAY", teamName: "Payments", rota: nine[:3], from: 2, each: 1},
		{key: "PQUIET", name: "Quiet", team: "PTPAY", teamName: "Payments", rota: nine[:3], from: 90, to: 40, each: 1},
		{key: "PNEVER", name: "Never", team: "PTPAY", teamName: "Payments"},
		{key: "PGONE", name: "Gone", team: "PTPAY", teamName: "Payments", rota: nine[:2], from: 30, to: 3, each: 2, deleted: true},
		{key: oddKey, name: "Odd key", rota: nine[:4], from: 30, each: 1},
	}
}

type object map[string]any

func reference(key, kind string) object { return object{"id": key, "type": kind + "_reference"} }

// payload writes one raw row as the API gives it; more are the columns after gone_at.
func (a *appenders) payload(stream, id string, at sql.Value, o object, gone sql.Value, more ...sql.Value) {
	text, err := json.Marshal(o)
	if err != nil && a.err == nil {
		a.err = err
	}
	a.row("pagerduty_"+stream, append([]sql.Value{id, at, string(text), nil, asOf, gone}, more...)...)
}

func (a *appenders) account(services []testService) {
	users, teams := map[string]string{}, map[string]bool{}
	for _, s := range services {
		for _, person := range s.people() {
			if users[person] == "" {
				users[person] = fmt.Sprintf("PUSER%d", len(users))
				a.payload("users", users[person], nil, object{"name": person, "email": emailOf(person), "time_zone": "Europe/Stockholm"}, nil, false)
			}
		}
		var owners []object
		if s.team != "" {
			owners = append(owners, reference(s.team, "team"))
			if !teams[s.team] {
				teams[s.team] = true
				a.payload("teams", s.team, nil, object{"name": s.teamName}, nil)
				for _, person := range s.people() {
					a.payload("team_members", s.team+"/"+users[person], nil, object{"role": "responder"}, nil)
				}
			}
		}
		var gone sql.Value
		if s.deleted {
			gone = asOf
		}
		policy := "PPOLICY" + s.key
		a.payload("escalation_policies", policy, nil, object{"name": s.name}, nil)
		a.payload("services", s.key, nil, object{
			"name": s.name, "status": "active", "escalation_policy": reference(policy, "escalation_policy"), "teams": owners,
		}, gone)
		a.history(s, policy, users)
	}
}

// history is the shifts and incidents of a service.
func (a *appenders) history(s testService, policy string, users map[string]string) {
	for ago := 115; ago >= 0 && len(s.rota) > 0; ago-- {
		start := monday().AddDate(0, 0, -7*ago)
		user := users[s.rota[ago%len(s.rota)]]
		a.payload("oncalls", fmt.Sprint(policy, ago), nil, object{
			"escalation_policy": reference(policy, "escalation_policy"), "escalation_level": 1,
			"schedule": reference("PSCHEDULE"+s.key, "schedule"), "user": reference(user, "user"),
		}, nil, start, start.AddDate(0, 0, 7), asOf)
	}
	for ago := s.from; ago >= s.to && s.from > 0; ago-- {
		for n := range s.each {
			at := monday().AddDate(0, 0, -7*ago).Add(time.Duration(9+24*n) * time.Hour)
			var paged, answers string
			if len(s.rota) > 0 {
				paged = s.rota[ago%len(s.rota)]
				answers = paged
			}
			if ago <= s.since && len(s.carriers) > 0 {
				answers = s.carriers[(ago+n)%len(s.carriers)]
			}
			if paged == "" {
				paged = answers
			}
			a.incident(s, policy, fmt.Sprint(s.key, "-", ago, "-", n), at, users[paged], users[answers])
		}
	}
}

func (a *appenders) incident(s testService, policy, id string, at time.Time, paged, answers string) {
	a.payload("incidents", id, at, object{
		"title": "It is slow", "status": "resolved", "urgency": "high", "service": object{"id": s.key, "summary": s.name},
		"escalation_policy": reference(policy, "escalation_policy"), "resolved_at": at.Add(time.Hour),
	}, nil)
	entry := func(kind string, after time.Duration, agent string, more object) {
		o := object{"type": kind + "_log_entry", "incident": reference(id, "incident"), "service": reference(s.key, "service")}
		if agent != "" {
			o["agent"] = reference(agent, "user")
		}
		for k, v := range more {
			o[k] = v
		}
		a.payload("log_entries", id+kind, at.Add(after), o, nil)
	}
	entry("trigger", 0, "", object{"agent": reference(s.key, "service")})
	entry("notify", 30*time.Second, "", object{
		"user": reference(paged, "user"), "channel": object{"type": "auto", "notification": object{"type": "push"}},
		"agent": reference(s.key, "service"),
	})
	entry("acknowledge", 4*time.Minute, answers, nil)
	entry("resolve", time.Hour, answers, nil)
}
