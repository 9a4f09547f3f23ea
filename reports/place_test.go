package reports

import (
	"html"
	"strings"
	"testing"

	"github.com/fewhands/fewhands/metrics"
)

func TestEveryServiceAndTeamHasAPageAndItsFiles(t *testing.T) {
	files := tree(t, hostileDir(t))
	for _, s := range hostileServices() {
		name := "services/" + keySlug(s.key)
		for _, ending := range []string{".html", ".csv", ".people.csv"} {
			if files[name+ending] == "" {
				t.Errorf("no %s%s", name, ending)
			}
		}
		if s.team != "" && files["teams/"+s.team+".html"] == "" {
			t.Errorf("no page of the team %s", s.team)
		}
	}
	for _, name := range []string{"services.csv", "teams.csv", "teams/PTPAY.services.csv"} {
		if files[name] == "" {
			t.Errorf("no %s", name)
		}
	}
}

func TestPagesOfServicesSayWhatTheyKnow(t *testing.T) {
	files := tree(t, hostileDir(t))
	for name, wants := range map[string][]string{
		"index.html": {"services with enough data, half of the responses", "Nobody owns it", `href="services/PCHECKOUT.html"`, `href="teams/PTPAY.html"`},
		"services/PCHECKOUT.html": {
			"Checkout: 1 of 8 eligible people gave at least half of the 39 responses of the last 13 weeks; it was ", "while the rota stayed at 8",
			`<a href="../teams/PTPAY.html"><bdi>Payments</bdi></a>`, "pages and responses used", "n = 39 responses", "Ana Lind",
		},
		"services/PORPHAN.html": {"No team owns this service", "Who was on call in the last 13 weeks is not known."},
		"services/PFEW.html":    {"too little data to say who carries them.", "Too little data"},
		"services/PQUIET.html":  {"Quiet: no incident in the last 13 weeks."},
		"services/PNEVER.html":  {"Never: no incident is on record."},
		"services/PGONE.html":   {"This service has been deleted in PagerDuty."},
		"teams/PTPAY.html":      {`href="../services/PCHECKOUT.html"`, "Payments: ", "Ana Lind"},
	} {
		text := html.UnescapeString(files[name])
		for _, want := range wants {
			if !strings.Contains(text, want) {
				t.Errorf("%s does not say %q", name, want)
			}
		}
	}
	if strings.Contains(files["services/PNEVER.html"], `class="tile"`) {
		t.Error("a service without incidents has tiles of nothing")
	}
}

func TestNumbersOfPeopleThemselvesAreOnNoPage(t *testing.T) {
	private, _ := metrics.Find("fair_share_ratio")
	for name, text := range tree(t, hostileDir(t)) {
		if name != "method.html" && (strings.Contains(text, private.Name) || strings.Contains(text, private.Title)) {
			t.Errorf("%s has %s", name, private.Name)
		}
		isOfPeople := strings.HasSuffix(name, ".people.csv") || strings.HasSuffix(name, ".removals.csv") || strings.HasSuffix(name, ".flows.csv")
		if strings.Contains(text, ",person,") && !isOfPeople {
			t.Errorf("%s has rows of people", name)
		}
	}
}

func TestSiteOfPagesAloneHasNoSectionsOfCode(t *testing.T) {
	text := tree(t, siteOf(t, ownWarehouse(t, nil, hostileServices()[:3]), SiteOptions{}))["index.html"]
	for _, none := range []string{"Repositories", "Who holds the code", "Truck factor", "A contribution is a commit", "repositories.csv"} {
		if strings.Contains(text, none) {
			t.Errorf("the first page says %q", none)
		}
	}
	if !strings.Contains(text, "of 3 services half of the responses") && !strings.Contains(text, "all 3 services half") {
		t.Error("the first page does not speak of the services")
	}
}

func TestSiteOfGitAloneHasNoSectionsOfPages(t *testing.T) {
	files := tree(t, siteOf(t, ownWarehouse(t, hostileRepos()[:3], nil), SiteOptions{}))
	for _, none := range []string{"Services", "Teams", "Who responds", "the rota", "A response is"} {
		if strings.Contains(files["index.html"], none) {
			t.Errorf("the first page says %q", none)
		}
	}
	for name := range files {
		if strings.HasPrefix(name, "services") || strings.HasPrefix(name, "teams") {
			t.Errorf("there is %s", name)
		}
	}
}

func TestLoadOfSmallGroupsIsWithheldOnPagesToo(t *testing.T) {
	values, err := metrics.Values(t.Context(), hostile(t), metrics.Filter{LastWeeks: 1})
	if err != nil {
		t.Fatal(err)
	}
	files, privacy := tree(t, hostileDir(t)), hostilePrivacy(t)
	withheld, shown := 0, 0
	for _, v := range values {
		if v.Metric != "people_over_norm" || v.Value == nil {
			continue
		}
		page := files[v.Scope+"s/"+keySlug(v.Entity)+".html"]
		_, tile, found := strings.Cut(page, `<h3 id="tile-people_over_norm">`)
		if page == "" {
			continue // deleted, and quiet for long
		}
		tile, _, _ = strings.Cut(tile, "</li>")
		says := strings.Contains(tile, ">Withheld")
		value := v
		if !found || says != privacy.withhold(&value) || v.N < 5 && !says {
			t.Errorf("%s %.20s, of %d people: %.300s", v.Scope, v.EntityName, v.N, tile)
		}
		if says {
			withheld++
		} else {
			shown++
		}
	}
	if withheld == 0 || shown == 0 {
		t.Errorf("%d withheld and %d shown, want some of each", withheld, shown)
	}
}
