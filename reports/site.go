// Package reports shows the numbers to people: a static HTML site, CSV files, and the table of `fewhands repo`. The rule
// that keeps it simple: it computes nothing. Every number comes from a built warehouse through one reading, and every
// definition from the catalogue of metrics.
package reports

import (
	"context"
	"fmt"
	"sync"

	"github.com/fewhands/fewhands/metrics"
	"github.com/fewhands/fewhands/metrics/findings"
	"github.com/fewhands/fewhands/sql"
)

// SiteOptions say where the site goes and how it looks.
type SiteOptions struct {
	Dir           string   // the folder that becomes the site; a site of ours there is replaced as a whole
	SelfContained bool     // every page carries its scripts and styles, so that one file can be sent
	Title         string   // of the site; "" is Fewhands
	Notes         []string // lines above every page, such as that the data are samples
	Privacy       Privacy
	Pictured      int  // how many pages of services, teams and repositories have still pictures of their charts; 0 is 8, below it there are none at all
	PDF           bool // print the edition for leaders too, as leadership.pdf, by a browser of this machine
	Private       bool // also a page for everybody, in the folder private, which only its owner can open
	// Edition is what is written anew; the rest of a site stays as it is. "" is all of the site, as it also is where there is none yet.
	Edition Edition
}

type site struct {
	opts   SiteOptions
	db     *sql.DB
	period period
	repos  []Repo
	dir    string // where the pages are being written

	services []*place
	teams    []*place
	findings []findings.Finding
	untested map[string][]string
	holders  map[string][]*place // of the files of a repository: services
	effects  []metrics.Effect    // of interventions
	marks    map[[2]string][]mark
	org      entity // its pages; read once for the first page and that of quality
	sources  []source
	stale    []string // what is wrong with them, in sentences
	painters *painters
	pictured map[[2]string]bool // pages with still pictures, by scope and key

	month     month // what pages of the monthly edition share
	unprinted error // why there is no PDF although one was asked for

	mu    sync.Mutex
	files []string
}

// Site writes the static site of a built warehouse, or an edition of it, and returns the path of what to open first. An UnprintedError
// says that the site is whole but has no PDF. The same warehouse gives the same bytes. Until the new site is whole, the old one stays
// where it is.
func Site(ctx context.Context, db *sql.DB, opts SiteOptions) (index string, err error) {
	if opts.Title == "" {
		opts.Title = "Fewhands"
	}
	defer lessCollecting()()
	s := &site{opts: opts, db: db}
	if s.period, err = readPeriod(ctx, db); err != nil {
		return "", fmt.Errorf("write report: %w", err)
	}
	if s.opts.Privacy, err = opts.Privacy.of(ctx, db, s.period); err != nil {
		return "", fmt.Errorf("write report: %w", err)
	}
	s.period.privacy = s.opts.Privacy
	if s.repos, err = s.period.repos(ctx, db); err != nil {
		return "", fmt.Errorf("write report: %w", err)
	}
	if s.services, s.teams, err = s.period.places(ctx, db); err != nil {
		return "", fmt.Errorf("write report: %w", err)
	}
	if s.findings, err = findings.List(ctx, db); err != nil {
		return "", fmt.Errorf("write report: %w", err)
	}
	s.findings = s.opts.Privacy.publicFindings(s.findings)
	if s.untested, err = findings.Untested(ctx, db); err != nil {
		return "", fmt.Errorf("write report: %w", err)
	}
	if s.effects, err = metrics.Effects(ctx, db); err != nil {
		return "", fmt.Errorf("write report: %w", err)
	}
	s.effects = s.opts.Privacy.publicEffects(s.effects)
	if s.marks, err = s.period.readMarks(ctx, db); err != nil {
		return "", fmt.Errorf("write report: %w", err)
	}
	if s.sources, err = s.period.sources(ctx, db); err != nil {
		return "", fmt.Errorf("write report: %w", err)
	}
	s.stale = staleSources(s.period, s.sources)
	s.painters, s.pictured = newPainters(), s.choosePictured()
	if s.opts.Edition != "" && !hasSite(opts.Dir) {
		s.opts.Edition = ""
	}
	if s.month, err = s.readMonth(ctx); err != nil {
		return "", fmt.Errorf("write report: %w", err)
	}
	err = publish(opts.Dir, func(dir string) ([]string, error) {
		s.dir = dir
		if s.opts.Edition != "" {
			err := s.writeEditions(ctx)
			if err == nil {
				err = s.keep()
			}
			return s.files, err
		}
		err := s.writePages(ctx)
		return s.files, err
	})
	if err != nil {
		return "", fmt.Errorf("write report: %w", err)
	}
	index = s.opts.first()
	if s.unprinted != nil {
		return index, UnprintedError{s.unprinted}
	}
	return index, nil
}

// writePages writes every page of the site, in order.
func (s *site) writePages(ctx context.Context) error {
	if err := s.writeAssets(); err != nil {
		return err
	}
	org, err := s.period.record(ctx, s.db, "org", "organisation")
	if err != nil {
		return err
	}
	s.org = s.period.entity(org, pageWork)
	index, err := s.index(ctx)
	if err != nil {
		return err
	}
	if err := s.pictureSections("org", "organisation", index.Sections); err != nil {
		return err
	}
	if err := s.page("index.html", "index.html", "Organisation", index.hasCharts(), index); err != nil {
		return err
	}
	quality, err := s.quality(ctx)
	if err != nil {
		return err
	}
	if err := s.page("quality.html", "quality.html", "Quality", false, quality); err != nil {
		return err
	}
	if err := s.writeLeadership(ctx); err != nil {
		return err
	}
	if err := s.writeWeekly(ctx); err != nil {
		return fmt.Errorf("weekly edition: %w", err)
	}
	if s.opts.Private {
		if err := s.writePrivate(ctx); err != nil {
			return err
		}
	}
	for _, list := range [][]*place{s.teams, s.services} {
		if err := s.writePlaces(ctx, list); err != nil {
			return err
		}
	}
	if err := s.writeRepos(ctx); err != nil {
		return err
	}
	return s.page("method.html", "method.html", "Method", false, methodPage{findings.Kinds, metrics.Catalog, metrics.IntervalMethod(), s.opts.Privacy.group(), s.opts.Privacy.who()})
}

// methodPage is the two catalogues.
type methodPage struct {
	Kinds    []findings.Kind
	Metrics  []metrics.Metric
	Interval string // how the intervals of effects are made
	Group    int64  // the fewest people whose load is told
	Who      string // is shown to whom
}

func (s *site) writeAssets() error {
	if s.opts.SelfContained {
		for _, name := range []string{"assets/echarts.LICENSE", "assets/echarts.NOTICE", "assets/sortable.LICENSE"} {
			if err := s.write(name, []byte(sharedAssets[name])); err != nil {
				return err
			}
		}
		return nil
	}
	places, err := s.placesScript()
	if err != nil {
		return err
	}
	if err := s.write("assets/places.js", places); err != nil {
		return err
	}
	for name, text := range sharedAssets {
		if err := s.write(name, []byte(text)); err != nil {
			return err
		}
	}
	return nil
}

func (s *site) page(name, tmpl, title string, charts bool, body any) error {
	text, err := s.render(name, tmpl, title, charts, body)
	if err != nil {
		return err
	}
	return s.write(name, text)
}

func (s *site) write(name string, text []byte) error {
	s.mu.Lock()
	s.files = append(s.files, name)
	s.mu.Unlock()
	return writeFile(s.dir, name, text)
}
