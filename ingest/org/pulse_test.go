package org

import (
	"context"
	"strings"
	"testing"

	"github.com/fewhands/fewhands/sql"
)

func TestPulse(t *testing.T) {
	ctx := context.Background()
	db, err := sql.Open(ctx, "", sql.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	answers, err := parsePulse([]byte("\ufeffteam,date,question,score\npayments,2026-01-31,\"I rest,\nmostly\",4\r\n Search ,2026-02-01,Help is near,1.5\n"), "pulse.csv")
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second replaces the first
		if err := StorePulse(ctx, db, answers); err != nil {
			t.Fatal(err)
		}
	}
	var got string
	err = db.QueryRow(ctx, `
		SELECT string_agg(team || ' ' || asked_on || ' ' || question || ' ' || score || ' ' || place, '; ' ORDER BY place)
		FROM raw.morale`).Scan(&got)
	want := "payments 2026-01-31 I rest,\nmostly 4.0 pulse.csv:2; Search 2026-02-01 Help is near 1.5 pulse.csv:4"
	if err != nil || got != want {
		t.Errorf("got %q, want %q, %v", got, want, err)
	}
}

func TestPulseNamesEveryFault(t *testing.T) {
	for _, test := range []struct {
		text string
		want []string
	}{
		{"", []string{"pulse.csv:1: want the header team,date,question,score"}},
		{"team;date;question;score\n", []string{`pulse.csv:1: want the header team,date,question,score, not "team;date;question;score"`}},
		{"team,date,question,score\n", nil},
		{"team,date,question,score\npay,2026-01-31,q,6\n,2026-01-31,q,1\npay,31.1.2026,q,1\npay,2026-01-31, ,1\npay,2026-01-31,q\n\npay,2026-01-31,q,NaN\n", []string{
			`pulse.csv:2: score: want a number from 1 to 5, not "6"`, "pulse.csv:3: team: want the id or name of a team",
			`pulse.csv:4: date: want a date such as 2026-01-31, not "31.1.2026"`, "pulse.csv:5: question: want what was asked",
			"pulse.csv:6: want 4 columns, not 3", `pulse.csv:8: score: want a number from 1 to 5, not "NaN"`,
		}},
		{"team,date,question,score\npay,2026-01-31,\"q,1\n", []string{"pulse.csv: parse error on line 2"}},
		{"team,date,question,score\n\xff,2026-01-31,q,1\n", []string{"pulse.csv: want text in UTF-8"}},
	} {
		_, err := parsePulse([]byte(test.text), "pulse.csv")
		if (err == nil) != (test.want == nil) {
			t.Errorf("%q: %v", test.text, err)
			continue
		}
		for _, want := range test.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%q: got %v, want %s", test.text, err, want)
			}
		}
	}
}
