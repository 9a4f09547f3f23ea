package reports

import "testing"

func TestWhatAnEditionSaysOfAFindingEndsWithASentence(t *testing.T) {
	const text = "Of 9.5 people one did it. Without them 80 % would be without an author. It was so before."
	for _, check := range []struct {
		most int
		says string
	}{
		{1000, text},
		{len([]rune(text)), text},
		{len([]rune(text)) - 1, "Of 9.5 people one did it. Without them 80 % would be without an author."},
		{40, "Of 9.5 people one did it."},
		{10, "Of 9.5 people one did it."},
	} {
		if got := wholeSentences(text, check.most); got != check.says {
			t.Errorf("with room for %d: %q, want %q", check.most, got, check.says)
		}
	}
	if got := wholeSentences("Half a sentence", 4); got != "Half a sentence" {
		t.Errorf("%q", got)
	}
}
