package reports

import (
	"html"
	"reflect"
	"strings"
	"testing"

	"github.com/fewhands/fewhands/metrics"
	"github.com/fewhands/fewhands/metrics/findings"
)

// What a page calls a person depends on nothing but the privacy asked for.
func TestPagesOfTeamsNamePeopleOnlyWhereAskedTo(t *testing.T) {
	names := map[string]bool{}
	for _, r := range hostileRepos() {
		for _, w := range r.work {
			names[w.person] = true
		}
	}
	for _, s := range hostileServices() {
		for _, name := range s.people() {
			names[name] = true
		}
	}
	for _, teams := range []string{ShowCounts, ShowPseudonyms} {
		p := Privacy{Teams: teams, Key: []byte("sixteen bytes or more")}
		files := tree(t, hostileSite(t, SiteOptions{Privacy: p}))
		pseudonyms := 0
		for file, text := range files {
			if strings.HasPrefix(file, "assets/") {
				continue
			}
			plain := html.UnescapeString(text)
			for name := range names {
				if strings.Contains(plain, name) || strings.Contains(text, name) {
					t.Errorf("%s: %s names %q", teams, file, name)
				}
			}
			pseudonyms += strings.Count(text, "Person ")
			isAboutPeople := strings.HasSuffix(file, ".people.csv") || strings.HasSuffix(file, ".removals.csv")
			if isAboutPeople && teams == ShowCounts {
				t.Errorf("%s: there is %s", teams, file)
			}
		}
		if teams == ShowPseudonyms && (pseudonyms < 100 || files["repos/payments.people.csv"] == "") {
			t.Errorf("%s: %d pseudonyms", teams, pseudonyms)
		}
	}
}

// hostilePrivacy is the privacy of every default that knows the hostile warehouse.
func hostilePrivacy(t *testing.T) Privacy {
	t.Helper()
	p, err := Privacy{}.of(t.Context(), hostile(t), mustPeriod(t))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestWithoutAWarehouseNothingAboutLoadIsTold(t *testing.T) {
	v := metrics.Value{Metric: "people_over_norm", Scope: "team", N: 100, Value: new(3.0)}
	if !(Privacy{}).withhold(&v) || v.Value != nil {
		t.Error("a value is told, and nobody looked what it gives away")
	}
	v = metrics.Value{Metric: "top_share", Scope: "team", N: 2, Value: new(0.5)}
	if (Privacy{}).withhold(&v) || v.Value == nil {
		t.Error("how work is shared is about nobody's load")
	}
}

// That there is a finding would tell what may not be told: of a small team there is one line, whatever is so.
func TestFindingsOfSmallTeamsAreAllTheSame(t *testing.T) {
	week := monday()
	five, four := int64(5), int64(4)
	p := Privacy{known: &known{
		week:     week,
		withheld: map[valueKey]bool{{"people_over_norm", "", week.Unix(), "team", "small"}: true, {"people_over_norm", "", week.Unix(), "team", "given away"}: true},
		teams:    []findings.Finding{{Kind: "sustained_load", Scope: "team", Entity: "small", IsPersonal: true}, {Kind: "sustained_load", Scope: "team", Entity: "given away", IsPersonal: true}},
	}}
	load := func(team string, people *int64) findings.Finding {
		return findings.Finding{Kind: "sustained_load", Scope: "team", Entity: team, FirstSeen: week, OfPeople: people, IsPersonal: true, Headline: "1 of 4 people", Evidence: "rest_gaps=3"}
	}
	other := findings.Finding{Kind: "silo", Scope: "team", Entity: "small", FirstSeen: week}
	without := p.publicFindings([]findings.Finding{other, load("large", &five)})
	with := p.publicFindings([]findings.Finding{other, load("large", &five), load("small", &four), load("given away", &five), load("unknown", nil)})
	if !reflect.DeepEqual(with, without) {
		t.Errorf("with what may not be told: %+v, without: %+v", with, without)
	}
	withheld := 0
	for _, f := range with {
		if isWithheld(f) {
			withheld++
		}
	}
	if withheld != 2 {
		t.Errorf("%d are withheld: %+v", withheld, with)
	}
}

// TestTheMethodSaysWhoIsShownToWhom: as the config has it, and how small a group is withheld.
func TestTheMethodSaysWhoIsShownToWhom(t *testing.T) {
	method := tree(t, hostileDir(t))["method.html"]
	for _, says := range []string{"files of the whole organisation show counts, such as “2 of 9”; the pages and files of teams", "where the work is done, show names.", "fewer than 5 people"} {
		if !strings.Contains(method, says) {
			t.Errorf("the page does not say %q", says)
		}
	}
	who := Privacy{Leadership: ShowPseudonyms, Teams: ShowCounts}.who()
	for _, says := range []string{"whole organisation show pseudonyms", "done, show counts"} {
		if !strings.Contains(who, says) {
			t.Errorf("%q does not say %q", who, says)
		}
	}
}
