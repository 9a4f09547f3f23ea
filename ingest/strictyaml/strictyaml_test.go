package strictyaml

import (
	"slices"
	"testing"
)

type example struct {
	Text string    `yaml:"text"`
	Many OneOrMore `yaml:"many"`
	List []string  `yaml:"list"`
	Deep struct {
		Flag   bool `yaml:"flag"`
		Number int  `yaml:"number"`
	} `yaml:"deep"`
}

func TestTextStaysAsItIsWritten(t *testing.T) {
	for text, want := range map[string]string{
		"text: 557058":                         "557058",
		"text: 12345e10":                       "12345e10",
		"text: 0x10":                           "0x10",
		"text: 1.50":                           "1.50",
		"text: true":                           "true",
		"text: 08:00-18:00":                    "08:00-18:00",
		"text: 'it''s'":                        "it's",
		"text: |\n  a\n  b\n":                  "a\nb\n",
		"text: ~":                              "",
		"text: ${HOME}/x":                      "${HOME}/x",
		"{many: x, text: https://a/b}":         "https://a/b",
		"list: [&a x]\ntext: *a\n":             "x",
		"{text: x, deep: {number: 1}}":         "x",
		"deep: {number: 7}\ntext: \"\\u00e9\"": "é",
	} {
		var e example
		if _, err := Decode("f.yaml", []byte(text), nil, &e); err != nil || e.Text != want {
			t.Errorf("%q gives %q, %v", text, e.Text, err)
		}
	}
}

func TestListsMayBeOneValue(t *testing.T) {
	for text, want := range map[string][]string{
		"many: a":                             {"a"},
		"many: [a, b]":                        {"a", "b"},
		"many:\n  - a\n  - 7\n":               {"a", "7"},
		"many: []":                            {},
		"{many: [557058:f58131cb-b67d, x:y]}": {"557058:f58131cb-b67d", "x:y"},
	} {
		var e example
		if _, err := Decode("f.yaml", []byte(text), nil, &e); err != nil || !slices.Equal([]string(e.Many), want) {
			t.Errorf("%q gives %q, %v", text, e.Many, err)
		}
	}
}

func TestEveryFaultIsFound(t *testing.T) {
	var e example
	_, err := Decode("f.yaml", []byte("text: [a]\nmany: {a: b}\nlist: x\ndeep:\n  flag: maybe\n  number: 99999999999999999999\n  more: 1\ndeep2: 1\ntext2: *none\n"), nil, &e)
	const want = `f.yaml:1: text: want a text, not a list
f.yaml:2: many: want a list, not keys and values
f.yaml:3: list: want a list, not a text
f.yaml:5: deep.flag: want true or false, not "maybe"
f.yaml:6: deep.number: the number is too large
f.yaml:7: deep.more: unknown key
f.yaml:8: deep2: unknown key
f.yaml:9: text2: unknown key`
	if err == nil || err.Error() != want {
		t.Errorf("got:\n%v\nwant:\n%s", err, want)
	}
}

func FuzzDecode(f *testing.F) {
	for _, text := range []string{"text: a", "a: &a [*a]", "{many: [a:b]}", "<<: {text: a}", "deep: &d {flag: true}\nlist: [*d]", "? a\n: b", "--- \n...\n"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var e example
		_, _ = Decode("f.yaml", []byte(text), nil, &e) // must not panic, nor take for ever
	})
}
