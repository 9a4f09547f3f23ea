package reports

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestLorenzCurveHasThoseWhoDidNothing(t *testing.T) {
	got := lorenz([]int64{5, 1, 4}, 5)
	want := []step{{0, 0}, {2, 0}, {3, 1}, {4, 5}, {5, 10}}
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestLorenzCurveOfManyPeopleIsShort(t *testing.T) {
	items := make([]int64, 4000)
	for i := range items {
		items[i] = int64(i + 1)
	}
	got := lorenz(items, 5000)
	if len(got) > mostPoints+4 || got[0] != (step{0, 0}) || got[1] != (step{1000, 0}) || got[len(got)-1] != (step{5000, 4000 * 4001 / 2}) {
		t.Errorf("%d points, from %v to %v", len(got), got[:2], got[len(got)-1])
	}
}

// TestATreeOfFoldersIsBounded is of a repository with 20,000 folders: the page stays small, and no file is lost.
func TestATreeOfFoldersIsBounded(t *testing.T) {
	list := []folder{{"", 3, 2, 1}}
	for a := range 40 {
		for b := range 500 {
			list = append(list, folder{fmt.Sprintf("a%d/b%d/c/", a, b), 2, 1, 0})
		}
	}
	root := newFolderTree(list)
	nodes, shares := root.nodes(nil)
	if root.files != 40_003 || len(nodes) != treeWidth || len(shares) > treeWidth*(treeWidth+1) {
		t.Errorf("%d files, %d folders, %d nodes", root.files, len(nodes), len(shares))
	}
	sum := 0
	for _, n := range nodes {
		sum += n.Value
	}
	if sum != 40_003 {
		t.Errorf("the folders have %d files", sum)
	}
}

func TestAFolderWithNothingButAnotherIsShownAsOne(t *testing.T) {
	root := newFolderTree([]folder{{"src/main/java/", 10, 5, 0}, {"docs/", 2, 2, 0}})
	var names []string
	for _, c := range root.children {
		names = append(names, c.name+" "+c.path)
	}
	if want := "src/main/java src/main/java/, docs docs/"; strings.Join(names, ", ") != want {
		t.Errorf("%q, want %q", names, want)
	}
}

func TestFlowsOfManyAreOneOfTheOthers(t *testing.T) {
	e := entity{record: &record{}, coverage: coverage{}}
	for s := range 15 {
		for p := range 40 {
			e.flows = append(e.flows, flow{service: fmt.Sprint("s", s), title: "Same name", id: int64(p), name: "Same name", responses: int64(40 - p)})
		}
	}
	c, err := e.flowsChart()
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(c.Data), `"depth":`); n != mostSources+mostTargets+2 {
		t.Errorf("%d nodes", n)
	}
	if len(c.Table.Rows) != 15*40 {
		t.Errorf("the table has %d rows", len(c.Table.Rows))
	}
}

func TestHoursOfASmallGroupAreWithheld(t *testing.T) {
	told := hours{{10: 4}}
	e := entity{record: &record{scope: "team", hours: &told, nights: []night{{monday(), 1}}}, name: "t"}
	for name, privacy := range map[string]Privacy{"unknown": {}, "small": {known: &known{hours: map[string]bool{"team t": false, "team u": true}}}} {
		e.period.privacy = privacy
		for _, draw := range []func() (*chart, error){e.pageHoursChart, e.nightsChart} {
			if c, err := draw(); c != nil || err != nil {
				t.Errorf("%s: %v, %v", name, c, err)
			}
		}
		if e.whyNoHours() == "" {
			t.Errorf("%s: the page does not say so", name)
		}
	}
}

// TestBusinessHoursOfAHeatMapAreTheConfigured: and where they do not begin and end with an hour, which is what pages are counted by, no
// share of them is told.
func TestBusinessHoursOfAHeatMapAreTheConfigured(t *testing.T) {
	e := hostileEntity([]time.Time{monday().AddDate(0, 0, -7), monday()})
	e.hours = &hours{0: {9: 3, 16: 2, 23: 1}, 6: {9: 10}} // Mondays and a Sunday
	for business, says := range map[[2]string]string{
		{"08:00", "18:00"}: "68.8 % of the 16 pages of the last 13 weeks came outside Monday to Friday, 08:00 to 18:00", // 11 of 16
		{"07:00", "15:00"}: "81.3 % of the 16 pages of the last 13 weeks came outside Monday to Friday, 07:00 to 15:00", // 13
		{"22:00", "06:00"}: "93.8 % of the 16 pages of the last 13 weeks came outside Monday to Friday, 22:00 to 06:00", // 15
		{"08:30", "17:00"}: "Most of the 16 pages of the last 13 weeks came on Sunday, 09:00 to 10:00: 10, on the clock of whoever was paged.",
	} {
		e.period.business = business
		c, err := e.pageHoursChart()
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(c.Says, says) {
			t.Errorf("%v: %s", business, c.Says)
		}
	}
}
