package reports

import "testing"

func TestFreeTextNamesNobodyWhereOnlyCountsAreTold(t *testing.T) {
	people := map[string]string{
		"ana lind": "ana", "ana": "ana", "ana@example.com": "ana", "hal": "hal", "bo": "bo", "dan öst": "dan", "o'brien (bob)": "bob",
	}
	for text, want := range map[string]string{
		"Weekly rotating on-call":                 "Weekly rotating on-call",
		"Ana Lind hands over to ANA@example.com.": "somebody hands over to somebody.",
		"Ana, Hal and Dan Öst rotate":             "somebody, somebody and somebody rotate",
		"Halifax banana analysis":                 "Halifax banana analysis", // parts of words are no names
		"Bo is too short to go by":                "Bo is too short to go by",
		"ask O'Brien (Bob)":                       "ask somebody",
	} {
		if got := (Privacy{}).withoutNames(people)(text); got != want {
			t.Errorf("%q is told as %q, want %q", text, got, want)
		}
	}
	p := Privacy{Leadership: ShowPseudonyms, Key: []byte("sixteen bytes long")}
	if got, want := p.withoutNames(people)("Ana and ana@example.com"), p.pseudonym("ana")+" and "+p.pseudonym("ana"); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
