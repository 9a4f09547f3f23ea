package reports

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/fewhands/fewhands/metrics"
	"github.com/fewhands/fewhands/sql"
)

// quarterWeeks is how many weeks a quarter has.
const quarterWeeks = 13

// quarter is the last of the weeks of a quarter, whose trailing numbers are those of the quarter.
type quarter struct {
	week   time.Time
	isKept bool
}

// scorecard reads the 13 full weeks before as-of, and the 13 before those.
func (p period) scorecard(ctx context.Context, db *sql.DB, privacy Privacy) (scorecard, error) {
	card := scorecard{}
	if len(p.weeks) == 0 {
		return card, nil
	}
	card.From, card.To = p.week.AddDate(0, 0, -7*(quarterWeeks-1)), p.week.AddDate(0, 0, 6)
	services, teams, err := p.servicesAndTeams(ctx, db)
	if err != nil {
		return card, fmt.Errorf("read services: %w", err)
	}
	before, isKept := p.ago(quarterWeeks)
	reading := scoreReading{db: db, privacy: privacy, now: quarter{p.week, true}, before: quarter{before, isKept}, at: map[[2]string]*score{}}
	for _, list := range [][]*place{teams, services} {
		for _, one := range list {
			row := score{Scope: one.scope, Entity: one.key, Name: one.name, Figures: map[string]figure{}}
			if one.team != nil {
				row.Team, row.TeamName = one.team.key, one.team.name
			}
			card.Rows = append(card.Rows, row)
		}
	}
	for i := range card.Rows {
		reading.at[[2]string{card.Rows[i].Scope, card.Rows[i].Entity}] = &card.Rows[i]
	}
	for _, read := range []func(context.Context) error{reading.metrics, reading.eligible, reading.sleepPages, reading.findings} {
		if err := read(ctx); err != nil {
			return card, fmt.Errorf("read the scorecard: %w", err)
		}
	}
	privacy.withholdSleepPages(card.Rows)
	for i := range card.Rows {
		card.Rows[i].Entity, card.Rows[i].Team = privacy.placeKey(card.Rows[i].Entity), privacy.placeKey(card.Rows[i].Team)
	}
	return card, nil
}

// scoreReading fills the rows of a scorecard.
type scoreReading struct {
	db          *sql.DB
	privacy     Privacy
	now, before quarter
	at          map[[2]string]*score // by scope and entity
}

// set puts a number of one of the two quarters into its row; false where the week is of none, or the place has no row.
func (r scoreReading) set(scope, entity, name string, week time.Time, change func(f *figure, isNow bool)) {
	row := r.at[[2]string{scope, entity}]
	isNow := week.Equal(r.now.week)
	if row == nil || !isNow && (!r.before.isKept || !week.Equal(r.before.week)) {
		return
	}
	f := row.Figures[name]
	change(&f, isNow)
	row.Figures[name] = f
}

func (f *figure) fill(isNow bool, v *float64, isWithheld bool) {
	if isNow {
		f.Now, f.IsWithheld = v, isWithheld
	} else {
		f.Before, f.WasWithheldBefore = v, isWithheld
	}
}

func (r scoreReading) metrics(ctx context.Context) error {
	names := map[[2]string]string{}
	var wanted []string
	for _, f := range scoreFigures {
		if f.metric == "" {
			continue
		}
		names[[2]string{f.metric, f.channel}] = f.Name
		if !slices.Contains(wanted, f.metric) {
			wanted = append(wanted, f.metric)
		}
	}
	for _, metric := range wanted {
		for _, scope := range []string{"team", "service"} {
			values, err := metrics.Values(ctx, r.db, metrics.Filter{Metric: metric, Scope: scope, LastWeeks: quarterWeeks + 1})
			if err != nil {
				return err
			}
			for _, v := range values {
				name, ok := names[[2]string{metric, v.Channel}]
				if !ok {
					continue
				}
				isWithheld := r.privacy.withhold(&v)
				r.set(scope, v.Entity, name, v.Week, func(f *figure, isNow bool) { f.fill(isNow, v.Value, isWithheld) })
			}
		}
	}
	return nil
}

func (r scoreReading) eligible(ctx context.Context) error {
	rows, err := r.db.Query(ctx, `
		SELECT channel, scope, entity, week, eligible_people
		FROM weekly.concentration
		WHERE scope IN ('team', 'service') AND week IN ($1::DATE, $2::DATE)`, day(r.now.week), day(r.before.week))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var channel, scope, entity string
		var week time.Time
		var people *float64
		if err := rows.Scan(&channel, &scope, &entity, &week, &people); err != nil {
			return err
		}
		r.set(scope, entity, channel+"_eligible", week, func(f *figure, isNow bool) { f.fill(isNow, people, false) })
	}
	return rows.Err()
}

// findings counts those that held at the end of each quarter. Of a place of which no number is known, no finding is not good
// news.
func (r scoreReading) findings(ctx context.Context) error {
	counts := map[[3]string]float64{}
	rows, err := r.db.Query(ctx, `
		SELECT f.scope, f.entity, quarters.week, f.is_personal, f.of_people
		FROM findings.findings AS f
		JOIN (SELECT unnest([$1::DATE, $2::DATE]) AS week) AS quarters
			ON f.first_seen <= quarters.week AND (f.ended IS NULL OR f.ended > quarters.week)
		WHERE f.severity <> 'good'`, day(r.now.week), day(r.before.week))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var scope, entity string
		var week time.Time
		var isPersonal bool
		var people *int64
		if err := rows.Scan(&scope, &entity, &week, &isPersonal, &people); err != nil {
			return err
		}
		if !isPersonal || r.privacy.tells(scope, entity, week, people) { // or the number would tell of one that the list does not have
			counts[[3]string{scope, entity, day(week)}]++
		}
	}
	for key, row := range r.at {
		for _, q := range []quarter{r.now, r.before} {
			n, found := counts[[3]string{key[0], key[1], day(q.week)}]
			if found || row.knows(q.week.Equal(r.now.week)) {
				r.set(key[0], key[1], "findings", q.week, func(f *figure, isNow bool) { f.fill(isNow, &n, false) })
			}
		}
	}
	return rows.Err()
}

// knows tells whether any number of the quarter is known, or withheld.
func (s score) knows(isNow bool) bool {
	for _, f := range s.Figures {
		if isNow && (f.Now != nil || f.IsWithheld) || !isNow && (f.Before != nil || f.WasWithheldBefore) {
			return true
		}
	}
	return false
}
