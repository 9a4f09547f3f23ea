package reports

import (
	"bytes"
	"encoding/csv"
	"testing"
)

func TestTextThatASpreadsheetWouldRunIsMarkedAndNumbersNever(t *testing.T) {
	for text, want := range map[string]string{
		"=1+1": "'=1+1", "+1": "'+1", "-1": "'-1", "@SUM(A1)": "'@SUM(A1)", "\t=1": "'\t=1", "\r=1": "'\r=1", "\n=1": "'\n=1",
		"\x00=1": "'\x00=1", "＝1": "'＝1", "＋1": "'＋1", "－1": "'－1", "＠a": "'＠a",
		"": "", "plain": "plain", " =1": " =1", "a=1": "a=1", "'=1": "'=1", "1-2": "1-2",
	} {
		if got := formulaSafe(text); got != want {
			t.Errorf("formulaSafe(%q) = %q, want %q", text, got, want)
		}
	}
	s := newSheet(false, "text", "number")
	s.row("-5", number("-5"))
	if got, want := string(s.bytes()), "text,number\n'-5,-5\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestCSVReadsBackAsWritten(t *testing.T) {
	hard := []string{`a,"b"`, "two\nlines", "", " spaces ", "Dan Öst", "\u202e", `\`, `""`}
	s := newSheet(false, "a")
	for _, text := range hard {
		s.row(text, number("0.1"))
	}
	r := csv.NewReader(bytes.NewReader(s.bytes()))
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i, text := range hard {
		if got := rows[i+1][0]; got != text {
			t.Errorf("%q came back as %q", text, got)
		}
	}
}

func TestExcelGetsAByteOrderMarkAndItsLineEnds(t *testing.T) {
	s := newSheet(true, "a", "b")
	s.row("x", number("1"))
	if got, want := string(s.bytes()), "\uFEFFa,b\r\nx,1\r\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
