package ingest

import "testing"

func TestReadableMendsHalvesOfPairsOnly(t *testing.T) {
	for given, want := range map[string]string{
		`{"a":"plain \u2603"}`:              "",
		`{"a":"whole \ud83d\ude00 pair"}`:   "",
		`{"a":"half \ud83d"}`:               `{"a":"half \ufffd"}`,
		`{"a":"\uDE00 other half"}`:         `{"a":"\ufffd other half"}`,
		`{"a":"\ud83d\ud83d\ude00"}`:        `{"a":"\ufffd\ud83d\ude00"}`,
		`{"a":"\ud83d\\ude00"}`:             `{"a":"\ufffd\\ude00"}`,
		`{"a":"no escape: \\ud83d"}`:        "",
		`{"a":"a slash first: \\\ud83d x"}`: `{"a":"a slash first: \\\ufffd x"}`,
	} {
		got, _ := Readable(given).(string)
		if got != want {
			t.Errorf("%s became %s, want %s", given, got, want)
		}
	}
}
