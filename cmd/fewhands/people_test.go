package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/fewhands/fewhands/ingest/sample"
	"github.com/fewhands/fewhands/sql"
)

// The sample organisation knows who everybody is, and no source says it whole. What is joined by itself must be right
// every time, and nearly all of what belongs together must be found; accepting the suggestions finds the rest.
func TestPeopleOfTheSampleOrganisation(t *testing.T) {
	now, dir := sampleDay, newSample(t)
	command := func(args ...string) string {
		t.Helper()
		var out, problems bytes.Buffer
		if code := run(t.Context(), append(args, "--as-of", now.Format(time.DateOnly)), &out, &problems, sample.NewClock(now)); code != exitDone {
			t.Fatalf("%v: exit code %d: %s", args, code, problems.String())
		}
		return out.String()
	}
	config := "--config=" + filepath.Join(dir, "fewhands.yaml")
	accounts := sample.NewOrganisation(sampleSeed, now).Accounts()

	before := knownAs(t, filepath.Join(dir, "fewhands.duckdb"))
	if recall := measurePeople(t, accounts, before); recall < 0.95 {
		t.Errorf("recall %.4f, want at least 0.95", recall)
	}
	for _, a := range accounts {
		isBot, known := before.bots[a.Source+" "+a.ID]
		if known && a.Kind == "person" && isBot {
			t.Errorf("%+v is a bot", a)
		}
		if known && a.Kind == "bot" && !isBot {
			t.Errorf("%+v is a person", a)
		}
	}

	// Nothing is written until it is asked for, and then nothing else changes.
	file := filepath.Join(dir, "org.yaml")
	was, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if text := command("people", config); !strings.Contains(text, "linnea-holm = linnea-holm-2") {
		t.Errorf("no suggestion about Linnéa Holm:\n%s", text)
	}
	command("people", config, "--accept", "linnea-holm=linnea-holm-2")
	if is, _ := os.ReadFile(file); !bytes.Equal(is, was) {
		t.Error("org.yaml was written without --write")
	}
	command("people", config, "--accept", "linnea-holm=linnea-holm-2", "--write")
	is, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	added := strings.Split(string(is), "\n")
	for _, line := range strings.Split(string(was), "\n") {
		i := 0
		for i < len(added) && added[i] != line {
			i++
		}
		if i == len(added) {
			t.Fatalf("the line %q is gone", line)
		}
		added = append(added[:i], added[i+1:]...)
	}
	if len(added) != 1 || !strings.HasPrefix(added[0], "    accounts: {jira: ") {
		t.Errorf("added %q", added)
	}

	command("build", config)
	if recall := measurePeople(t, accounts, knownAs(t, filepath.Join(dir, "fewhands.duckdb"))); recall != 1 {
		t.Errorf("recall %.4f after the suggestion was accepted, want 1", recall)
	}
	if text := command("people", config); strings.Contains(text, "linnea-holm-2") {
		t.Errorf("what was accepted is suggested again:\n%s", text)
	}
}

// known is what the warehouse says of each account: whose it is, and whether that is a bot.
type known struct {
	people map[string]int64
	bots   map[string]bool
}

func knownAs(t *testing.T, warehouse string) known {
	t.Helper()
	db, err := sql.Open(context.Background(), warehouse, sql.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query(t.Context(), `
		SELECT i.source, CASE WHEN i.source = 'git' THEN i.name || ' <' || i.email || '>' ELSE i.account END, i.person_id, p.is_bot
		FROM facts.identities AS i JOIN facts.people AS p USING (person_id)`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	k := known{map[string]int64{}, map[string]bool{}}
	for rows.Next() {
		var source, account string
		var person int64
		var isBot bool
		if err := rows.Scan(&source, &account, &person, &isBot); err != nil {
			t.Fatal(err)
		}
		if was, twice := k.people[source+" "+account]; twice && was != person {
			t.Errorf("%s %s is two people in two repositories", source, account)
		}
		k.people[source+" "+account], k.bots[source+" "+account] = person, isBot
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return k
}

// measurePeople compares every pair of accounts with the truth, and gives the share of the pairs of one person that were
// found. A pair that is no one person's fails the test.
func measurePeople(t *testing.T, accounts []sample.Account, k known) float64 {
	t.Helper()
	var joined, same, both int
	var found []sample.Account
	for _, a := range accounts {
		if _, ok := k.people[a.Source+" "+a.ID]; ok {
			found = append(found, a)
		} else if a.Person != "" {
			t.Logf("not read: %+v", a)
		}
	}
	for i, a := range found {
		for _, b := range found[:i] {
			isJoined := k.people[a.Source+" "+a.ID] == k.people[b.Source+" "+b.ID]
			isSame := a.Person != "" && a.Person == b.Person
			joined += one(isJoined)
			same += one(isSame)
			both += one(isJoined && isSame)
			if isJoined && !isSame {
				t.Errorf("one person: %+v and %+v", a, b)
			}
		}
	}
	t.Logf("%d accounts; precision %d of %d pairs, recall %d of %d = %.4f", len(found), both, joined, both, same, float64(both)/float64(same))
	return float64(both) / float64(same)
}

func one(is bool) int {
	if is {
		return 1
	}
	return 0
}
