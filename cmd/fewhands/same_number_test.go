package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"html"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/fewhands/fewhands/metrics"
	"github.com/fewhands/fewhands/reports"
	"github.com/fewhands/fewhands/sql"
)

// numberKey is what a number is of: a metric, channel, scope and entity.
type numberKey [4]string

// told are the numbers of the last week, as exports write them: "" is too little data, "withheld" withheld.
type told map[numberKey]string

// Every metric of the catalogue has a number on the sample organisation, and it is the same in CSV, Parquet and XLSX, on the page of
// its place or person, and in the terminal.
func TestEveryMetricHasTheSameNumberEverywhere(t *testing.T) {
	dir := newSample(t)
	config := "--config=" + filepath.Join(dir, "fewhands.yaml")
	for _, args := range [][]string{{"report", config, "--private"}, {"export", config, "--private"}} {
		if code, out := onSampleDay(t.Context(), args...); code != exitDone {
			t.Fatalf("%v: exit code %d: %s", args, code, out)
		}
	}
	exports := filepath.Join(dir, "exports")
	numbers := told{}
	numbers.addMetrics(t, sameInEveryFormat(t, exports, "metrics"))
	numbers.addPeople(t, sameInEveryFormat(t, filepath.Join(exports, "private"), "people_weekly"))

	pages := onPages(t, filepath.Join(dir, "public"), numbers)
	printed := inTerminal(t, filepath.Join(dir, "fewhands.duckdb"), numbers)
	for _, m := range metrics.Catalog {
		exported := 0
		for key, value := range numbers {
			if key[0] == m.Name && value != "" && value != withheldText {
				exported++
			}
		}
		if exported == 0 || pages[m.Name] == 0 || printed[m.Name] == 0 {
			t.Errorf("%s has %d numbers in exports, %d on pages, %d in the terminal", m.Name, exported, pages[m.Name], printed[m.Name])
		}
	}
}

const withheldText = "withheld"

// sameInEveryFormat gives the cells of a table, which are the same in every format.
func sameInEveryFormat(t *testing.T, dir, name string) [][]string {
	t.Helper()
	text, err := os.Open(filepath.Join(dir, name+".csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer text.Close()
	rows, err := csv.NewReader(text).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenFile(filepath.Join(dir, "fewhands.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	sheet, err := book.GetRows(name, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	parquet := parquetCells(t, filepath.Join(dir, name+".parquet"))
	if len(rows) < 500 || len(sheet) != len(rows) || len(parquet) != len(rows)-1 {
		t.Fatalf("%s has %d rows as CSV, %d as XLSX, %d as Parquet", name, len(rows)-1, len(sheet)-1, len(parquet))
	}
	week := slices.Index(rows[0], "week")
	flag := slices.Index(rows[0], "suppressed")
	for r, row := range rows[1:] {
		cells := append(slices.Clone(sheet[r+1]), make([]string, len(row)-len(sheet[r+1]))...)
		days, err := strconv.ParseFloat(cells[week], 64)
		if err != nil {
			t.Fatalf("%s: %q is no date", name, cells[week])
		}
		at, err := excelize.ExcelDateToTime(days, false)
		if err != nil {
			t.Fatal(err)
		}
		cells[week] = at.Format(time.DateOnly)
		if flag >= 0 {
			cells[flag] = map[string]string{"0": "false", "1": "true"}[cells[flag]]
		}
		for c := range row {
			isSame := cells[c] == row[c]
			if v, err := strconv.ParseFloat(row[c], 64); !isSame && err == nil {
				w, err := strconv.ParseFloat(cells[c], 64)
				isSame = err == nil && v == w
			}
			if !isSame || parquet[r][c] != row[c] {
				t.Fatalf("%s: row %d, %s: CSV has %q, XLSX %q, Parquet %q", name, r+1, rows[0][c], row[c], cells[c], parquet[r][c])
			}
		}
	}
	return rows
}

// parquetCells are the cells of a Parquet file, written as CSV writes them.
func parquetCells(t *testing.T, path string) [][]string {
	t.Helper()
	db, err := sql.Open(t.Context(), "", sql.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query(t.Context(), "SELECT * FROM read_parquet('"+path+"')")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var list [][]string
	for rows.Next() {
		cells, at := make([]any, len(columns)), make([]any, len(columns))
		for i := range cells {
			at[i] = &cells[i]
		}
		if err := rows.Scan(at...); err != nil {
			t.Fatal(err)
		}
		texts := make([]string, len(cells))
		for i, cell := range cells {
			switch v := cell.(type) {
			case nil:
			case float64:
				texts[i] = strconv.FormatFloat(v, 'f', -1, 64)
			case time.Time:
				texts[i] = v.Format(time.DateOnly)
			default:
				texts[i] = fmt.Sprint(v)
			}
		}
		list = append(list, texts)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

// sampleWeek is the last week that the sample organisation has numbers of.
var sampleWeek = sampleDay.AddDate(0, 0, -7).Format(time.DateOnly)

func (n told) addMetrics(t *testing.T, rows [][]string) {
	t.Helper()
	want := "metric channel week scope entity entity_name value n unit coverage suppressed"
	if got := strings.Join(rows[0], " "); got != want {
		t.Fatalf("metrics.csv has the columns %s", got)
	}
	for _, row := range rows[1:] {
		if row[2] != sampleWeek {
			continue
		}
		value := row[6]
		if row[10] == "true" {
			value = withheldText
		}
		n[numberKey{row[0], row[1], row[3], row[4]}] = value
	}
}

func (n told) addPeople(t *testing.T, rows [][]string) {
	t.Helper()
	for _, row := range rows[1:] {
		for c := 2; c < len(row) && row[1] == sampleWeek; c++ {
			n[numberKey{rows[0][c], "", "person", row[0]}] = row[c]
		}
	}
}

// formatted is a number of the exports as pages have it.
func formatted(t *testing.T, m metrics.Metric, value string) string {
	t.Helper()
	switch value {
	case "":
		return "Too little data"
	case withheldText:
		return "Withheld"
	}
	v, err := strconv.ParseFloat(value, 64)
	if err != nil {
		t.Fatal(err)
	}
	return m.Format(&v)
}

var (
	shownTile = regexp.MustCompile(`<h3 id="tile-([a-z0-9_-]+)">[^<]*</h3>\s*<p class="value[^"]*">([^<]*)(?:<span class="unit"> ([^<]*)</span>)?</p>`)
	pageScope = map[string]string{"teams": "team", "services": "service", "repos": "repo", "people": "person"}
)

// onPages compares every tile of every page, and counts the numbers of each metric.
func onPages(t *testing.T, site string, numbers told) map[string]int {
	t.Helper()
	count := map[string]int{}
	var pages []string
	for _, pattern := range []string{"index.html", "quality.html", "teams/*.html", "services/*.html", "repos/*.html", "private/people/*.html"} {
		list, err := filepath.Glob(filepath.Join(site, filepath.FromSlash(pattern)))
		if err != nil || len(list) == 0 {
			t.Fatalf("%s: %d pages, %v", pattern, len(list), err)
		}
		pages = append(pages, list...)
	}
	for _, page := range pages {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		scope, entity := pageScope[filepath.Base(filepath.Dir(page))], strings.TrimSuffix(filepath.Base(page), ".html")
		usual := map[string]string{"team": "pages", "service": "pages", "repo": "commits"}[scope]
		if scope == "" {
			scope, entity = "org", "organisation"
		}
		for _, found := range shownTile.FindAllStringSubmatch(string(text), -1) {
			name, channel := strings.TrimPrefix(found[1], "habit-"), usual
			if before, after, ok := strings.Cut(name, "-"); ok {
				channel, name = before, after
			}
			m, ok := metrics.Find(name)
			if !ok {
				t.Errorf("%s: the tile %s is of no metric", page, found[1])
				continue
			}
			if !m.Channels {
				channel = ""
			}
			value, isKnown := numbers[numberKey{name, channel, scope, entity}]
			want := formatted(t, m, value)
			got := html.UnescapeString(strings.TrimSpace(found[2] + " " + found[3]))
			if got != want && (isKnown && value != "" || got != "Not known") {
				t.Errorf("%s/%s: the tile %s says %q, exports %q", scope, entity, found[1], got, want)
			}
			if isKnown && value != "" && value != withheldText {
				count[name]++
			}
		}
	}
	return count
}

// inTerminal compares what fewhands show prints, as a table and as JSON, of as many places and people as it takes to see every metric,
// and counts the same.
func inTerminal(t *testing.T, warehouse string, numbers told) map[string]int {
	t.Helper()
	db, err := sql.Open(t.Context(), warehouse, sql.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	places := map[[2]string]told{}
	for key, value := range numbers {
		place := [2]string{key[2], key[3]}
		if places[place] == nil {
			places[place] = told{}
		}
		places[place][key] = value
	}
	count := map[string]int{}
	byName := func(a, b [2]string) int { return slices.Compare(a[:], b[:]) }
	for _, place := range slices.SortedFunc(maps.Keys(places), byName) {
		want := places[place]
		isNew := func(key numberKey) bool { return count[key[0]] == 0 && want[key] != "" && want[key] != withheldText }
		if !slices.ContainsFunc(slices.Collect(maps.Keys(want)), isNew) {
			continue
		}
		which := place[0] + "/" + place[1]
		if place[0] == "org" {
			which = ""
		}
		showPlace(t, db, which, place, want, count)
	}
	return count
}

func showPlace(t *testing.T, db *sql.DB, which string, place [2]string, want told, count map[string]int) {
	t.Helper()
	of, err := reports.NumbersOf(context.Background(), db, which, reports.Privacy{})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := reports.WritePlaceNumbers(&out, of); err != nil {
		t.Fatal(err)
	}
	got := told{}
	for _, one := range of.Values {
		value := ""
		switch {
		case one.Suppressed:
			value = withheldText
		case one.Value != nil:
			value = strconv.FormatFloat(*one.Value, 'f', -1, 64)
		}
		got[numberKey{one.Metric, one.Channel, place[0], place[1]}] = value
	}
	for key, value := range want {
		if printed, ok := got[key]; printed != value || !ok && value != "" {
			t.Errorf("%v: exports have %q, show has %q", key, value, printed)
		}
		m, _ := metrics.Find(key[0])
		text := formatted(t, m, value)
		if v, err := strconv.ParseFloat(value, 64); err == nil {
			count[key[0]]++
			if m.Unit == metrics.Share {
				text = strconv.FormatFloat(100*v, 'f', 1, 64) + " %"
			}
		}
		line := regexp.MustCompile(`(?mi)^  ` + key[0] + ` +` + key[1] + ` +` + regexp.QuoteMeta(text) + `  `)
		if _, ok := got[key]; ok && !line.Match(out.Bytes()) {
			t.Errorf("%v: the terminal does not say %q:\n%s", key, text, out.String())
		}
	}
	for key, value := range got {
		if _, ok := want[key]; !ok {
			t.Errorf("%v: show has %q, exports nothing", key, value)
		}
	}
}
