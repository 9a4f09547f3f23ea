package sample

import (
	"encoding/json"
	"net/url"
	"slices"
)

// includes names what a request may include, and the fields of an object in which references are replaced by it.
type includes map[string][]string

// include reads include[] and returns what puts whole objects in the place of references to them. What was deleted
// stays a reference.
func (s *PagerDuty) include(q url.Values, can includes) (func(json.RawMessage) json.RawMessage, *response) {
	var fields []string
	for _, name := range q["include[]"] {
		of, ok := can[name]
		if !ok {
			return nil, invalid("include[] is invalid.")
		}
		fields = append(fields, of...)
	}
	if len(fields) == 0 {
		return func(object json.RawMessage) json.RawMessage { return object }, nil
	}
	return func(object json.RawMessage) json.RawMessage {
		var all map[string]any
		if err := json.Unmarshal(object, &all); err != nil {
			panic("sample: " + err.Error())
		}
		for _, field := range fields {
			if value, ok := all[field]; ok {
				all[field] = s.expand(value)
			}
		}
		return encode(all, nil)
	}, nil
}

// expand replaces every reference within value by the object.
func (s *PagerDuty) expand(value any) any {
	switch v := value.(type) {
	case []any:
		for i := range v {
			v[i] = s.expand(v[i])
		}
	case map[string]any:
		kind, _ := v["type"].(string)
		id, _ := v["id"].(string)
		if object := s.whole(kind, id); object != nil {
			return object
		}
		for name := range v {
			v[name] = s.expand(v[name])
		}
	}
	return value
}

func (s *PagerDuty) whole(kind, id string) json.RawMessage {
	switch kind {
	case "user_reference":
		return whole(s.data.Users, id, func(o *PagerDutyUser) string { return o.ID })
	case "team_reference":
		return whole(s.data.Teams, id, func(o *PagerDutyTeam) string { return o.ID })
	case "service_reference":
		return whole(s.data.Services, id, func(o *PagerDutyService) string { return o.ID })
	case "escalation_policy_reference":
		return whole(s.data.EscalationPolicies, id, func(o *PagerDutyEscalationPolicy) string { return o.ID })
	case "schedule_reference":
		return whole(s.data.Schedules, id, func(o *PagerDutySchedule) string { return o.ID })
	case "priority_reference":
		return whole(s.data.Priorities, id, func(o *PagerDutyPriority) string { return o.ID })
	case "incident_reference":
		return whole(s.data.Incidents, id, func(o *PagerDutyIncident) string { return o.ID })
	case "trigger_log_entry_reference":
		return whole(s.data.LogEntries, id, func(o *PagerDutyLogEntry) string { return o.ID })
	}
	return nil
}

func whole[T interface{ encode() json.RawMessage }](objects []T, id string, idOf func(T) string) json.RawMessage {
	if at := slices.IndexFunc(objects, func(o T) bool { return idOf(o) == id }); at >= 0 {
		return objects[at].encode()
	}
	return nil
}
