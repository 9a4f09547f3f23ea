package reports

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Edition is the part of a site that is read at one cadence.
type Edition string

// The editions. A site has all of them.
const (
	Weekly      Edition = "weekly"    // a page per team, to read before the weekly review of on-call
	Monthly     Edition = "monthly"   // a page per service
	Quarterly   Edition = "quarterly" // leadership.html
	AllEditions Edition = "all"
)

// Editions are what an edition may be.
var Editions = []Edition{Weekly, Monthly, Quarterly, AllEditions}

// writes tells whether an edition is among what is being written.
func (s *site) writes(e Edition) bool {
	return s.opts.Edition == "" || s.opts.Edition == AllEditions || s.opts.Edition == e
}

// first is the page or folder to open.
func (o SiteOptions) first() string {
	at := map[Edition]string{"": "index.html", Weekly: "editions/weekly", Monthly: "editions/monthly", Quarterly: "leadership.html", AllEditions: "editions"}
	return filepath.Join(o.Dir, filepath.FromSlash(at[o.Edition]))
}

// editionOf leads from the page of a team to its week, and from that of a service to its month.
func (s *site) editionOf(p *place) []fact {
	if p.scope == "service" {
		return []fact{{Name: "For the monthly review", Value: s.month.span.Days(), Href: "../" + monthlyFile(p)}}
	}
	week, ok := s.period.lastWeeks(1)
	if !ok {
		return nil
	}
	return []fact{{Name: "For the weekly review", Value: week.Days(), Href: "../" + weeklyFile(p)}}
}

// isOf tells whether a file of the site belongs to an edition.
func isOf(name string, e Edition) bool {
	if e == Quarterly {
		return slices.Contains([]string{"leadership.html", leadershipPDF, "scorecard.csv"}, name)
	}
	return strings.HasPrefix(name, "editions/"+string(e)+"/")
}

// writeEditions writes pages of editions alone.
func (s *site) writeEditions(ctx context.Context) error {
	if err := s.writeAssets(); err != nil {
		return err
	}
	if s.writes(Quarterly) {
		org, err := s.period.record(ctx, s.db, "org", "organisation")
		if err != nil {
			return err
		}
		s.org = s.period.entity(org, pageWork)
		if err := s.writeLeadership(ctx); err != nil {
			return err
		}
	}
	if err := s.writeWeekly(ctx); err != nil {
		return err
	}
	if !s.writes(Monthly) {
		return nil
	}
	return s.writePlaces(ctx, s.services)
}

// keep takes over what the site has beside the editions that are being written.
func (s *site) keep() error {
	dir, err := realFolder(s.opts.Dir)
	if err != nil {
		return err
	}
	ours, err := readManifests(dir)
	if err != nil {
		return err
	}
	for _, name := range ours {
		name := filepath.ToSlash(name)
		isRewritten := slices.ContainsFunc(Editions, func(e Edition) bool { return s.writes(e) && isOf(name, e) })
		if isRewritten || name == manifestName || name == privateManifest || slices.Contains(s.files, name) {
			continue
		}
		if err := carryOver(dir, s.dir, filepath.FromSlash(name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("keep %s: %w", name, err)
		}
		if _, err := os.Lstat(filepath.Join(s.dir, filepath.FromSlash(name))); err == nil {
			s.files = append(s.files, name)
		}
	}
	return nil
}

// hasSite tells whether there is a site in a folder, into which pages of editions can lead.
func hasSite(dir string) bool {
	dir, err := realFolder(dir)
	if err != nil {
		return false
	}
	_, err = os.Stat(filepath.Join(dir, filepath.FromSlash(manifestName)))
	return err == nil
}
