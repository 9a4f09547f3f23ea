package pagerduty

import (
	"encoding/json"
	"testing"
)

// What encoding/json sees in valid JSON, we see.
func FuzzSplitAgreesWithEncodingJSON(f *testing.F) {
	for _, seed := range []string{
		`{"a":[{"id":"1"}, {"id" : "2","x":[1,{"y":"]}"}]}],"b":null,"c":"\"\\","d":-1.5e3,"e":{}}`,
		" { } ", `[]`, `[ 1 , "two" , [3] , {"four":4} , null , true ]`, `"text"`, `{"\u0061":"\ud83d"}`, `{"a":1,"a":2}`, `[[[]]]`, `{"":""}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, given string) {
		if !json.Valid([]byte(given)) {
			return
		}
		var list []json.RawMessage
		isList := json.Unmarshal([]byte(given), &list) == nil && list != nil
		got, ok := elements(json.RawMessage(given))
		if ok != isList || len(got) != len(list) {
			t.Fatalf("%q: %d elements, want %d", given, len(got), len(list))
		}
		for i := range list {
			if string(got[i]) != string(list[i]) {
				t.Errorf("%q: element %d is %q, want %q", given, i, got[i], list[i])
			}
		}
		var object map[string]json.RawMessage
		_ = json.Unmarshal([]byte(given), &object) // nil where it is none
		seen := map[string]string{}
		members(json.RawMessage(given), func(name string, value json.RawMessage) { seen[name] = string(value) })
		if len(seen) != len(object) {
			t.Fatalf("%q: members %q, want %d", given, seen, len(object))
		}
		for name, value := range object {
			if seen[name] != string(value) {
				t.Errorf("%q: %q is %q, want %q", given, name, seen[name], value)
			}
			var s string
			if json.Unmarshal(value, &s) == nil && text(value) != s {
				t.Errorf("%q: text of %q is %q, want %q", given, value, text(value), s)
			}
		}
	})
}
