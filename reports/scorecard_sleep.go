package reports

import (
	"context"
	"time"
)

// sleepPages counts the pages of each quarter that came in sleeping hours. A place with pages of which no local time is known has
// no number; one without a page has 0.
func (r scoreReading) sleepPages(ctx context.Context) error {
	rows, err := r.db.Query(ctx, `
		WITH counts AS (
			SELECT
				service_id,
				team_id,
				CASE WHEN week > $1::DATE - 13 * 7 THEN $1::DATE ELSE $1::DATE - 13 * 7 END AS week,
				COUNT(local_at) AS local_pages,
				COUNT(CASE WHEN day_part = 'sleep' THEN 1 END) AS sleep_pages
			FROM facts.pages
			WHERE week <= $1::DATE AND week > $1::DATE - 26 * 7
			GROUP BY ALL
		),

		named AS (
			SELECT 'service' AS scope, services.service AS entity, counts.week, counts.local_pages, counts.sleep_pages
			FROM counts
			JOIN facts.services AS services ON services.service_id = counts.service_id
			UNION ALL
			SELECT 'team' AS scope, teams.team AS entity, counts.week, counts.local_pages, counts.sleep_pages
			FROM counts
			JOIN facts.teams AS teams ON teams.team_id = counts.team_id
		),

		sums AS (
			SELECT scope, entity, week, SUM(local_pages) AS local_pages, SUM(sleep_pages) AS sleep_pages
			FROM named
			GROUP BY ALL
		)

		SELECT
			incidents.scope,
			incidents.entity,
			incidents.week,
			CASE
				WHEN incidents.pages = 0 THEN 0
				WHEN sums.local_pages > 0 THEN CAST(sums.sleep_pages AS DOUBLE)
			END
		FROM weekly.incidents AS incidents
		LEFT JOIN sums
			ON sums.scope = incidents.scope AND sums.entity = incidents.entity AND sums.week = incidents.week
		WHERE incidents.scope IN ('team', 'service') AND incidents.week IN ($1::DATE, $2::DATE)`, day(r.now.week), day(r.before.week))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var scope, entity string
		var week time.Time
		var pages *float64
		if err := rows.Scan(&scope, &entity, &week, &pages); err != nil {
			return err
		}
		r.set(scope, entity, "sleep_pages", week, func(f *figure, isNow bool) { f.fill(isNow, pages, false) })
	}
	return rows.Err()
}

// withholdSleepPages takes the pages in sleeping hours of small groups away, and what would give them away.
func (p Privacy) withholdSleepPages(rows []score) {
	for _, isNow := range []bool{true, false} {
		var groups []group
		for _, row := range rows {
			if pages := row.sleepPages(isNow); pages != nil {
				g := group{key: row.Scope + " " + row.Entity, value: *pages}
				if row.Scope == "service" && row.Team != "" {
					g.parent = "team " + row.Team
				}
				if people := row.group(isNow); people != nil {
					g.n = int64(*people)
				}
				groups = append(groups, g)
			}
		}
		untold := suppress(groups, p.group(), events)
		for i := range rows {
			if untold[rows[i].Scope+" "+rows[i].Entity] {
				rows[i].withholdSleep(isNow)
			}
		}
	}
}

func (s score) sleepPages(isNow bool) *float64 {
	if isNow {
		return s.Figures["sleep_pages"].Now
	}
	return s.Figures["sleep_pages"].Before
}

// group is how many people the pages of a quarter may have been to.
func (s score) group(isNow bool) *float64 {
	if isNow {
		return s.Figures["pages_eligible"].Now
	}
	return s.Figures["pages_eligible"].Before
}

func (s score) withholdSleep(isNow bool) {
	f := s.Figures["sleep_pages"]
	f.fill(isNow, nil, true)
	s.Figures["sleep_pages"] = f
}
