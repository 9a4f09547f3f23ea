package ingest

import (
	"encoding/json"
	"slices"
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
		got, ok := Elements(json.RawMessage(given))
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
		Members(json.RawMessage(given), func(name string, value json.RawMessage) { seen[name] = string(value) })
		if len(seen) != len(object) {
			t.Fatalf("%q: members %q, want %d", given, seen, len(object))
		}
		for name, value := range object {
			if seen[name] != string(value) {
				t.Errorf("%q: %q is %q, want %q", given, name, seen[name], value)
			}
			var s string
			if json.Unmarshal(value, &s) == nil && Text(value) != s {
				t.Errorf("%q: text of %q is %q, want %q", given, value, Text(value), s)
			}
		}
	})
}

func TestEditKeepsTheBytesOfWhatStays(t *testing.T) {
	drop := func(names ...string) func(string) bool {
		return func(name string) bool { return slices.Contains(names, name) }
	}
	for _, test := range []struct {
		given string
		drop  []string
		want  string
	}{
		{`{"a":1,"b":{"x":"\u00e5"},"c":[ 1 ]}`, []string{"a"}, `{"b":{"x":"\u00e5"},"c":[ 1 ]}`},
		{`{"a":1,"b":2,"c":3}`, []string{"b", "c"}, `{"a":1}`},
		{`{"a":1}`, []string{"a"}, `{}`},
		{` { "a" : 1 } `, []string{"b"}, ` { "a" : 1 } `}, // nothing changed, nothing touched
		{`[1]`, []string{"a"}, `[1]`},
		{`{"\u0061":1,"b":2}`, []string{"a"}, `{"b":2}`},
	} {
		if got := Without(json.RawMessage(test.given), drop(test.drop...)); string(got) != test.want {
			t.Errorf("%s without %v is %s, want %s", test.given, test.drop, got, test.want)
		}
	}
	nested := Edit(json.RawMessage(`{"fields":{"comment":{},"x":1},"id":"7"}`), func(name string, value json.RawMessage) json.RawMessage {
		if name == "fields" {
			return Without(value, drop("comment"))
		}
		return value
	})
	if string(nested) != `{"fields":{"x":1},"id":"7"}` {
		t.Errorf("got %s", nested)
	}
}
