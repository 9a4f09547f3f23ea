package reports

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

func TestReposAreOneSummaryOfEachRepositoryByName(t *testing.T) {
	repos, err := Repos(t.Context(), hostile(t))
	if err != nil {
		t.Fatal(err)
	}
	if len(repos) != len(hostileRepos()) {
		t.Fatalf("%d repositories, want %d", len(repos), len(hostileRepos()))
	}
	by := map[string]Repo{}
	for _, r := range repos {
		by[r.Repo] = r
	}
	payments := by["payments"]
	if payments.TruckFactor == nil || *payments.TruckFactor != 1 || len(payments.Removed) != 1 || payments.Removed[0].Person != "Ana Lind" {
		t.Errorf("payments: truck factor %v by %v, want 1 by Ana Lind", payments.TruckFactor, payments.Removed)
	}
	if ledger := by["ledger"]; *ledger.ActiveTruckFactor != 0 || len(ledger.ActiveRemoved) != 0 || ledger.Removed[0].Active {
		t.Errorf("ledger: its one author has been gone for 40 weeks, but %+v", ledger)
	}
	if single := by["single"]; single.TruckFactor != nil || *single.Commits != 1 || len(single.Removed) != 0 || len(single.Warnings) != 1 {
		t.Errorf("single: one commit says nothing, but %+v", single)
	}
	if empty := by["empty"]; empty.Rev != nil || *empty.Commits != 0 || empty.Date != nil || empty.Files != nil || empty.TruckFactor != nil {
		t.Errorf("empty: nothing is known, but %+v", empty)
	}
	if unread := by["unread"]; unread.Commits != nil || len(unread.Warnings) != 2 {
		t.Errorf("unread: a repository that could not be read has an unknown number of commits, but %+v", unread)
	}
	if mirror := by["mirror"]; !slices.Contains(mirror.Warnings, "Incomplete: fetch failed: <timeout> after 30 s") {
		t.Errorf("mirror: warnings %q", mirror.Warnings)
	}
	for _, r := range repos {
		for _, step := range r.ActiveRemoved {
			if !step.Active || step.Bot {
				t.Errorf("%.20s: %s was taken away among active people, and is none", r.Repo, step.Person)
			}
		}
		for i, step := range r.Removed {
			if i > 0 && step.Coverage >= r.Removed[i-1].Coverage {
				t.Errorf("%.20s: coverage does not fall: %v", r.Repo, r.Removed)
			}
		}
	}
}

func TestRepoAsJSONHasTheKeysOfItsContract(t *testing.T) {
	repos, err := Repos(t.Context(), hostile(t))
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(repos)
	if err != nil {
		t.Fatal(err)
	}
	var back []map[string]any
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	for _, r := range back {
		for _, key := range []string{"repo", "rev", "date", "commits", "files", "authors", "truck_factor", "active_truck_factor", "removed"} {
			if _, ok := r[key]; !ok {
				t.Errorf("no key %s", key)
			}
		}
		if _, ok := r["removed"].([]any); !ok {
			t.Error("removed is not a list")
		}
		if r["repo"] == "empty" && (r["truck_factor"] != nil || r["rev"] != nil || r["top_share"] != nil) {
			t.Errorf("the unknown is not null: %v", r)
		}
	}
}

func TestReposOfAnEmptyWarehouseIsAnEmptyList(t *testing.T) {
	repos, err := Repos(t.Context(), empty(t))
	if text, _ := json.Marshal(repos); err != nil || string(text) != "[]" {
		t.Errorf("%s, %v", text, err)
	}
}

// Findings are the first thing on every page of a place.
func TestFindingsAreFirst(t *testing.T) {
	seen := map[string]int{}
	for name, text := range tree(t, hostileDir(t)) {
		folder, _, isPlace := strings.Cut(name, "/")
		if !strings.HasSuffix(name, ".html") || name != "index.html" && (!isPlace || !slices.Contains([]string{"teams", "services", "repos"}, folder)) {
			continue
		}
		_, sections, _ := strings.Cut(text, "<section ")
		if !strings.HasPrefix(sections, `class="findings"`) {
			t.Errorf("%s begins with <section %s", name, sections[:min(80, len(sections))])
		}
		seen[folder]++
	}
	for _, folder := range []string{"index.html", "teams", "services", "repos"} {
		if seen[folder] == 0 {
			t.Errorf("there is no page of %s", folder)
		}
	}
}
