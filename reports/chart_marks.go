package reports

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"github.com/fewhands/fewhands/sql"
)

// mark is something that the organisation says it did otherwise from a day on.
type mark struct {
	on   time.Time
	What string
}

// On is its day.
func (m mark) On() string { return day(m.on) }

// readMarks reads the interventions of every service and team, by scope and key, in the order of their days.
func (p period) readMarks(ctx context.Context, db *sql.DB) (map[[2]string][]mark, error) {
	rows, err := db.Query(ctx, `
		SELECT
			CASE WHEN s.service IS NULL THEN 'team' ELSE 'service' END,
			COALESCE(s.service, t.team),
			i.happened_on,
			i.what
		FROM facts.interventions AS i
		LEFT JOIN facts.services AS s ON s.service_id = i.service_id
		LEFT JOIN facts.teams AS t ON t.team_id = i.team_id
		WHERE COALESCE(s.service, t.team) IS NOT NULL
		ORDER BY i.happened_on, i.intervention_id`)
	if err != nil {
		return nil, fmt.Errorf("read interventions: %w", err)
	}
	defer rows.Close()
	marks := map[[2]string][]mark{}
	for rows.Next() {
		var place [2]string
		var m mark
		if err := rows.Scan(&place[0], &place[1], &m.on, &m.What); err != nil {
			return nil, fmt.Errorf("read interventions: %w", err)
		}
		m.What = p.privacy.placeText(m.What)
		marks[place] = append(marks[place], m)
	}
	return marks, rows.Err()
}

// marksOf are the interventions that the charts of a place show: its own, and those of the team that owns it.
func (s *site) marksOf(p *place) []mark {
	list := slices.Clone(s.marks[[2]string{p.scope, p.key}])
	if p.team != nil {
		list = append(list, s.marks[[2]string{"team", p.team.key}]...)
	}
	for i := range list {
		list[i].What = s.opts.Privacy.placeText(list[i].What)
	}
	slices.SortStableFunc(list, func(a, b mark) int { return a.on.Compare(b.on) })
	return list
}

// shownIn are the marks within weeks, the first of them and later.
func shownIn(weeks []time.Time, marks []mark) (list []mark) {
	for _, m := range marks {
		if len(weeks) > 0 && !m.on.Before(weeks[0]) && m.on.Before(weeks[len(weeks)-1].AddDate(0, 0, 7)) {
			list = append(list, m)
		}
	}
	return list
}

// markLines draw marks into a chart by week: a line up each week with a mark.
func markLines(weeks []time.Time, marks []mark) []charts.SeriesOpts {
	var items []opts.MarkLineNameXAxisItem
	for _, m := range shownIn(weeks, marks) {
		at := 0
		for at+1 < len(weeks) && !weeks[at+1].After(m.on) {
			at++
		}
		week, text := day(weeks[at]), chartText(m.What, 48)
		if n := len(items) - 1; n >= 0 && items[n].XAxis == week {
			items[n].Name = chartText(items[n].Name+"; "+text, 48)
			continue
		}
		items = append(items, opts.MarkLineNameXAxisItem{Name: text, XAxis: week})
	}
	if len(items) == 0 {
		return nil
	}
	return []charts.SeriesOpts{charts.WithMarkLineNameXAxisItemOpts(items...)}
}

// marksIn are the marks that a chart of these series has: it begins where they do.
func (e entity) marksIn(series ...[]*float64) []mark {
	return shownIn(e.period.weeks[firstKnown(series...):], e.marks)
}
