package reports

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/fewhands/fewhands/metrics"
	"github.com/fewhands/fewhands/sql"
)

// asOf is a Wednesday; the last kept week is that of Monday 2026-11-09.
var asOf = time.Date(2026, 11, 18, 3, 0, 0, 0, time.UTC)

const lastWeek = "2026-11-09"

// Names that mean harm to a browser, a spreadsheet, a template, a terminal or a layout.
var (
	scriptName  = `</script><script>alert(1)</script>`
	funcName    = `__f__alert(1)__f__`
	formulaName = `=HYPERLINK("http://evil.example","x")`
	braceName   = `{a|b} {{.}} ${alert(1)} <img src=x onerror=alert(1)>`
	bidiName    = "Ana \u202elive\u202c Lind"
	longName    = "Very " + strings.Repeat("long ", 800) + "name"
	quoteName   = `O'Brien "Bob" & <Sons>`
)

// Repositories that mean the same harm. None is also a person, so that a test can tell the two apart.
var (
	scriptRepo  = `</script><script>alert(2)</script>`
	funcRepo    = `__f__alert(2)__f__`
	formulaRepo = `=1+1`
	bidiRepo    = "bidi \u202egnp.exe"
	longRepo    = strings.Repeat("x", 4000)
)

// work is one person's share of a repository's commits.
type work struct {
	person string
	every  int // a commit in every so manyth week
	times  int // about so many commits then, 0 for one
	from   int // weeks ago, first
	to     int // weeks ago, last
	files  int // how many files of their own they keep changing
}

type testRepo struct {
	name       string
	work       []work
	incomplete string
	noTip      bool
}

// people of a healthy repository, none of whom stands out.
func team(names ...string) (list []work) {
	for i, n := range names {
		list = append(list, work{person: n, every: 2, times: 1 + i%3, from: 110, to: 0, files: 3 + i%2})
	}
	return list
}

func solo(name string) []work {
	return []work{{name, 1, 3, 110, 0, 12}, {"Bo Ek", 6, 1, 100, 0, 2}, {"Cleo Diaz", 9, 1, 90, 4, 1}}
}

// hostileRepos are every kind of repository that the pages have to survive.
func hostileRepos() []testRepo {
	return []testRepo{
		{name: "payments", work: append(solo("Ana Lind"), work{"dependabot[bot]", 1, 2, 80, 0, 1})},
		{name: "search", work: team("Ana Lind", "Bo Ek", "Cleo Diaz", "Dan Öst", "Eve Ray", "Fay Wu", "Gil Tor", "Hal Ng", quoteName)},
		{name: "ledger", work: []work{{"Ivy Holm", 1, 4, 110, 40, 20}, {"Dan Öst", 2, 2, 60, 0, 4}, {"Eve Ray", 2, 1, 30, 0, 3}}},
		{name: scriptRepo, work: solo(scriptName)},
		{name: funcRepo, work: team(funcName, formulaName, braceName)},
		{name: formulaRepo, work: solo(formulaName)},
		{name: bidiRepo, work: solo(bidiName)},
		{name: longRepo, work: solo(longName)},
		{name: "Search", work: team("Bo Ek", "Fay Wu")},
		{name: "archive", work: []work{{"Hal Ng", 2, 2, 120, 40, 8}}},
		{name: "single", work: []work{{"Gil Tor", 1, 0, 2, 2, 1}}},
		{name: "mirror", work: team("Eve Ray", "Gil Tor"), incomplete: "fetch failed: <timeout> after 30 s"},
		{name: "empty", noTip: true},
		{name: "unread", noTip: true, incomplete: "no such host"},
	}
}

// ownWarehouse builds a warehouse in memory from raw rows written by hand.
func ownWarehouse(t testing.TB, repos []testRepo, services []testService) *sql.DB {
	t.Helper()
	db, err := buildWarehouse(repos, services, sql.Settings{AsOf: asOf})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// buildWarehouse runs more statements before the build.
func buildWarehouse(repos []testRepo, services []testService, settings sql.Settings, more ...string) (*sql.DB, error) {
	ctx := context.Background()
	db, err := sql.Open(ctx, "", sql.Options{})
	if err != nil {
		return nil, err
	}
	err = db.Update(ctx, func(tx *sql.Tx) error {
		raw := appenders{tx: tx, open: map[string]*sql.Appender{}}
		for i, r := range repos {
			raw.repo(int32(i+1), r)
		}
		raw.account(services)
		for _, statement := range more {
			raw.err = errors.Join(raw.err, tx.Exec(ctx, statement))
		}
		return raw.err
	})
	if err == nil {
		err = metrics.Build(ctx, db, metrics.BuildOptions{Settings: settings})
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// Warehouses that are built once: tests only read them.
var (
	hostileWarehouse = sync.OnceValues(func() (*sql.DB, error) {
		return buildWarehouse(hostileRepos(), hostileServices(), sql.Settings{AsOf: asOf})
	})
	smallWarehouse = sync.OnceValues(func() (*sql.DB, error) {
		return buildWarehouse(hostileRepos()[:1], hostileServices()[:2], sql.Settings{AsOf: asOf})
	})
	emptyWarehouse = sync.OnceValues(func() (*sql.DB, error) { return buildWarehouse(nil, nil, sql.Settings{AsOf: asOf}) })
)

func hostile(t testing.TB) *sql.DB { return once(t, hostileWarehouse) } // every kind of repository and service
func small(t testing.TB) *sql.DB   { return once(t, smallWarehouse) }   // one repository and two services
func empty(t testing.TB) *sql.DB   { return once(t, emptyWarehouse) }   // built from nothing

func once[T any](t testing.TB, made func() (T, error)) T {
	t.Helper()
	it, err := made()
	if err != nil {
		t.Fatal(err)
	}
	return it
}

// hostilePictured pages of that site have still pictures, which take long.
const hostilePictured = 4

// The sites of that warehouse, each written once: tests only read them.
var (
	siteHostile   = hostileOnce(SiteOptions{Pictured: hostilePictured})
	sitePrivate   = hostileOnce(SiteOptions{Pictured: hostilePictured, Private: true})
	siteContained = hostileOnce(SiteOptions{Pictured: -1, SelfContained: true})
)

func hostileDir(t testing.TB) string   { return once(t, siteHostile) }
func privateDir(t testing.TB) string   { return once(t, sitePrivate) } // with a page for everybody
func containedDir(t testing.TB) string { return once(t, siteContained) }

func hostileOnce(opts SiteOptions) func() (string, error) {
	return sync.OnceValues(func() (string, error) {
		db, err := hostileWarehouse()
		if err != nil {
			return "", err
		}
		dir, err := os.MkdirTemp("", "fewhands-reports-")
		if err != nil {
			return "", err
		}
		atExit = append(atExit, func() { os.RemoveAll(dir) })
		opts.Dir = filepath.Join(dir, "public")
		_, err = Site(context.Background(), db, opts)
		return opts.Dir, err
	})
}

// atExit undoes what is shared by all tests.
var atExit []func()

func TestMain(m *testing.M) {
	code := m.Run()
	for _, undo := range atExit {
		undo()
	}
	os.Exit(code)
}

// appenders writes raw rows, each table through one appender.
type appenders struct {
	tx   *sql.Tx
	open map[string]*sql.Appender
	err  error // the first one
}

func (a *appenders) row(table string, cells ...sql.Value) {
	if a.err != nil {
		return
	}
	if a.open[table] == nil {
		a.open[table], a.err = a.tx.Appender("raw." + table)
	}
	if a.err == nil {
		a.err = a.open[table].Append(cells...)
	}
}

func (a *appenders) repo(id int32, r testRepo) {
	var incomplete sql.Value
	if r.incomplete != "" {
		incomplete = r.incomplete
	}
	if r.noTip {
		a.row("git_repositories", id, r.name, "/srv/git/"+fmt.Sprint(id), nil, nil, nil, asOf, true, "inexact", nil, "test", incomplete)
		return
	}
	var commit, path int32
	var first, tip time.Time
	for person, w := range r.work {
		identity := int32(person + 1)
		email := emailOf(w.person)
		a.row("git_identities", id, identity, w.person, email, w.person, email)
		own := path
		for range w.files {
			path++
			a.row("git_paths", id, path, fmt.Sprintf("src/%d.go", path), "source")
			a.row("git_trees", id, path, monday().AddDate(0, 0, -7*130), nil)
		}
		created := int32(0)
		for ago := w.from; ago >= w.to; ago-- {
			if dice(w.person, ago)%uint32(w.every) != 0 && ago != w.to {
				continue
			}
			for n := range 1 + int(dice(w.person, ago+1000))%max(1, 2*w.times) {
				commit++
				at := monday().AddDate(0, 0, -7*ago).Add(time.Duration(9+n) * time.Hour)
				if first.IsZero() || at.Before(first) {
					first = at
				}
				if at.After(tip) {
					tip = at
				}
				a.row("git_commits", id, commit, fmt.Sprintf("%040x", int64(id)<<32+int64(commit)), int32(1), identity, identity,
					at, int32(0), at, int32(0), int32(1), "change")
				status, changed := uint8('M'), own+1+int32(ago*7+n)%int32(w.files)
				if created < int32(w.files) { // first create each file of theirs, then change them in turn
					created++
					status, changed = 'A', own+created
				}
				a.row("git_changes", id, commit, changed, nil, status, int32(3), int32(1))
			}
		}
	}
	a.row("git_repositories", id, r.name, "/srv/git/"+fmt.Sprint(id), "main", fmt.Sprintf("%040x", int64(id)<<32+int64(commit)), tip,
		asOf, true, "inexact", monday().AddDate(0, 0, -7*130), "test", incomplete)
}

// emailOf is where git and PagerDuty have the same person.
func emailOf(person string) string {
	return fmt.Sprintf("%x@example.com", person[:min(len(person), 24)])
}

// monday is that of the last kept week.
func monday() time.Time { return time.Date(2026, 11, 9, 0, 0, 0, 0, time.UTC) }

// dice gives every person lazy weeks and busy ones, the same ones each time.
func dice(person string, week int) uint32 {
	h := fnv.New32a()
	fmt.Fprint(h, person, " ", week, " ", week*week)
	return h.Sum32() >> 8
}

// everyone names all people of hostileRepos and hostileServices.
func everyone() []string {
	seen := map[string]bool{}
	var names []string
	for _, r := range hostileRepos() {
		for _, w := range r.work {
			if !seen[w.person] {
				seen[w.person] = true
				names = append(names, w.person)
			}
		}
	}
	for _, s := range hostileServices() {
		for _, person := range s.people() {
			if !seen[person] {
				seen[person] = true
				names = append(names, person)
			}
		}
	}
	return names
}
