package reports

import (
	"cmp"
	"context"
	"slices"
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

// withholdSleepPages takes the pages in sleeping hours of small groups away, and where a team's number and those of its other
// services would tell that of a single one of them, the next smallest group's too.
func (p Privacy) withholdSleepPages(rows []score) {
	for _, isNow := range []bool{true, false} {
		teams := map[string][]int{} // the rows of a team's services with a number
		isTold := map[string]bool{}
		for i := range rows {
			if rows[i].sleepPages(isNow) == nil {
				continue
			}
			if group := rows[i].group(isNow); group == nil || *group < float64(p.group()) {
				rows[i].withholdSleep(isNow)
			} else if rows[i].Scope == "team" {
				isTold[rows[i].Entity] = true
			}
			if rows[i].Scope == "service" && rows[i].Team != "" {
				teams[rows[i].Team] = append(teams[rows[i].Team], i)
			}
		}
		for team, list := range teams {
			told := slices.DeleteFunc(slices.Clone(list), func(i int) bool { return rows[i].sleepPages(isNow) == nil })
			if !isTold[team] || len(list)-len(told) != 1 || len(told) == 0 {
				continue
			}
			next := slices.MinFunc(told, func(a, b int) int {
				return cmp.Or(cmp.Compare(*rows[a].group(isNow), *rows[b].group(isNow)), cmp.Compare(rows[a].Entity, rows[b].Entity))
			})
			rows[next].withholdSleep(isNow)
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
