package findings

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/fewhands/fewhands/sql"
)

// Evidence is one thing that a rule looked at: a metric of the catalogue, which has its title and unit, or what only this kind
// counts, which has them here.
type Evidence struct {
	Name    string // of the metric, or in the same style
	Title   string // "" of a metric
	Unit    string // one of the catalogue's; "" of a metric, or where there is none
	Channel string // pages, tickets, commits; "" where it is of none
	Of      string // what sets it apart from the same of now: "before", "of the organisation"
	Value   *float64
	Text    string // where it is no number
}

// String is the form of files: name, channel and what sets it apart, and the value as metrics.csv has it.
func (e Evidence) String() string {
	name := e.Name
	if e.Channel != "" {
		name += " of " + e.Channel
	}
	if e.Of != "" {
		name += " " + e.Of
	}
	if e.Value == nil {
		return name + "=" + e.Text
	}
	return name + "=" + strconv.FormatFloat(*e.Value, 'g', -1, 64)
}

func evidenceText(list []Evidence) string {
	var parts []string
	for _, e := range list {
		parts = append(parts, e.String())
	}
	return strings.Join(parts, "; ")
}

// value is a metric of the catalogue.
func value(name string, v float64) Evidence { return Evidence{Name: name, Value: number(v)} }

// number is nil where it is not known.
func number(v float64) *float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	return &v
}

// fact is what is no number.
func fact(name, title, text string) Evidence { return Evidence{Name: name, Title: title, Text: text} }

func (e Evidence) in(channel string) Evidence {
	e.Channel = channel
	return e
}

func (e Evidence) of(what string) Evidence {
	e.Of = what
	return e
}

func (e Evidence) is(v float64) Evidence {
	e.Value = number(v)
	return e
}

func (e Evidence) row(finding, place int32) []sql.Value {
	var v sql.Value
	if e.Value != nil {
		v = *e.Value
	}
	return []sql.Value{finding, place, e.Name, e.Title, e.Unit, e.Channel, e.Of, v, e.Text}
}

const evidenceTable = `
	CREATE OR REPLACE TABLE findings.evidence (
	    finding_id INTEGER NOT NULL,
	    place      INTEGER NOT NULL, -- in the finding
	    name       VARCHAR NOT NULL, -- of a metric, or of what only this kind of finding counts
	    title      VARCHAR NOT NULL, -- '' of a metric
	    unit       VARCHAR NOT NULL, -- '' of a metric
	    channel    VARCHAR NOT NULL,
	    addition   VARCHAR NOT NULL, -- what sets it apart from the same of now
	    value      DOUBLE,
	    text       VARCHAR NOT NULL  -- where value is NULL
	)`

func readEvidence(ctx context.Context, db *sql.DB) (map[int64][]Evidence, error) {
	rows, err := db.Query(ctx, "SELECT finding_id, name, title, unit, channel, addition, value, text FROM findings.evidence ORDER BY finding_id, place")
	if err != nil {
		return nil, fmt.Errorf("read findings.evidence: %w", err)
	}
	defer rows.Close()
	list := map[int64][]Evidence{}
	for rows.Next() {
		var id int64
		var e Evidence
		if err := rows.Scan(&id, &e.Name, &e.Title, &e.Unit, &e.Channel, &e.Of, &e.Value, &e.Text); err != nil {
			return nil, fmt.Errorf("read findings.evidence: %w", err)
		}
		list[id] = append(list[id], e)
	}
	return list, rows.Err()
}
