package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/fewhands/fewhands/ingest/sample"
	"github.com/fewhands/fewhands/sql"
)

// Everything that is written of the sample organisation, in every format, is looked through for every name, address, account and key
// of everybody in it. Names are planted where they leak from: in the name and id of a service, and in what was changed.
func TestPublicFilesNameNobodyButWhereAskedFor(t *testing.T) {
	dir := newSample(t)
	command := func(args ...string) {
		t.Helper()
		if code, out := onSampleDay(t.Context(), args...); code != exitDone {
			t.Fatalf("%v: exit code %d: %s", args, code, out)
		}
	}
	file := func(name string) string { return filepath.Join(dir, name) }
	config := "--config=" + file("fewhands.yaml")
	org := readText(t, file("org.yaml"))
	org = strings.Replace(org, "  - id: ci-runners\n    name: CI runners\n", "  - id: priya-raman-runners\n    name: \"Priya's runners\"\n", 1)
	org = strings.Replace(org, "\ninterventions:\n", "\ninterventions:\n  - {on: 2026-03-02, team: payments, what: \"Bo Marklund and aroha.ngata@example.com share the nights, says Tomás Rivera\"}\n", 1)
	if strings.Count(org, "priya-raman-runners") != 1 || !strings.Contains(org, "share the nights") {
		t.Fatal("the sample's org.yaml has changed: nothing is planted")
	}
	writeText(t, file("org.yaml"), org)
	command("build", config)
	secrets := rosterOf(t, file("fewhands.duckdb"), sample.NewOrganisation(sampleSeed, sampleDay))
	if len(secrets) < 200 {
		t.Fatalf("only %d names", len(secrets))
	}
	plain := readText(t, file("fewhands.yaml"))
	plain = regexp.MustCompile(`(?m)^exports: .*\n`).ReplaceAllString(plain, "exports: [{to: exports, formats: [csv, parquet, xlsx]}]\n")
	plain = strings.Replace(plain, "reports: {dir: public}", "reports: {dir: public, pictured: 2}", 1) // they take long
	write := func(privacy string) {
		t.Helper()
		writeText(t, file("fewhands.yaml"), plain+"privacy: {"+privacy+", pseudonym_key: sixteen bytes or more}\n")
		command("report", config, "--private")
		command("export", config)
	}
	told := func(folder string, skip func(name string) bool) []string {
		t.Helper()
		return leaks(t, file(folder), secrets, skip)
	}
	isForOthers := func(name string) bool {
		return strings.HasPrefix(name, "assets/") || strings.HasPrefix(name, "private/")
	}
	isOfTeam := func(name string) bool {
		return slices.ContainsFunc([]string{"teams/", "services/", "repos/", "editions/weekly/", "editions/monthly/"}, func(folder string) bool { return strings.HasPrefix(name, folder) })
	}

	// Leaders and teams see what each is meant to, whatever the other sees. Exports are for everybody.
	for _, shown := range []struct{ leadership, teams string }{{"counts", "names"}, {"names", "pseudonyms"}, {"pseudonyms", "counts"}} {
		write("leadership: " + shown.leadership + ", teams: " + shown.teams)
		leaders := told("public", func(name string) bool { return isForOthers(name) || isOfTeam(name) })
		leaders = append(leaders, told("exports", isForOthers)...)
		teams := told("public", func(name string) bool { return isForOthers(name) || !isOfTeam(name) })
		if shown.leadership != "names" {
			for _, leak := range leaders {
				t.Errorf("leadership: %s tells %s", shown.leadership, leak)
			}
		}
		if shown.teams != "names" {
			for _, leak := range teams {
				t.Errorf("teams: %s tells %s", shown.teams, leak)
			}
		} else if weekly := slices.IndexFunc(teams, func(leak string) bool { return strings.HasPrefix(leak, "editions/weekly/") }); weekly < 0 || len(teams) < 100 {
			t.Errorf("where names are shown only %d are found: the search finds too little", len(teams))
		}
		if shown.leadership == "names" && len(leaders) == 0 {
			t.Error("leadership: names has none")
		}
	}
	if got := told("public", func(name string) bool { return !strings.HasPrefix(name, "private/") }); len(got) < 100 {
		t.Errorf("on own pages only %d names are found: the search finds too little", len(got))
	}
}

func readText(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func writeText(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// rosterOf is every name, address, account and key of everybody in the sample: by what it knows of itself, and by what was built.
func rosterOf(t *testing.T, warehouse string, o *sample.Organisation) []secret {
	t.Helper()
	var texts []string
	for _, a := range o.Accounts() {
		if a.Kind != "person" {
			continue
		}
		texts = append(texts, a.Name, a.Person)
		if a.Email != "" {
			texts = append(texts, a.Email)
		}
		if a.Source != "git" {
			texts = append(texts, a.ID)
		}
		// Of first names those that are no words.
		if first, _, isWhole := strings.Cut(a.Name, " "); isWhole && len(first) > 3 && first != "Grace" {
			texts = append(texts, first)
		}
	}
	db, err := sql.Open(t.Context(), warehouse, sql.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query(t.Context(), "SELECT person, name, email FROM facts.people WHERE NOT is_bot")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var key, name, email string
		if err := rows.Scan(&key, &name, &email); err != nil {
			t.Fatal(err)
		}
		for _, text := range []string{key, name, email} {
			if len(text) > 3 {
				texts = append(texts, text)
			}
		}
	}
	return secretsOf(texts)
}
