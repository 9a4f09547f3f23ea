package metrics

import (
	"context"
	"time"

	"github.com/fewhands/fewhands/sql"
)

// readAlertSources reads the alerts of all services in the kept weeks and the 12 before.
func readAlertSources(ctx context.Context, tx *sql.Tx, weeks []time.Time) (list []*alertedService, err error) {
	places, err := readIncidentPlaces(ctx, tx)
	if err != nil {
		return nil, err
	}
	type placed struct {
		service int32
		alert
	}
	var (
		before   = dayOf(weeks[0].UnixMicro()) - 7*(windowWeeks-1)
		services []*alertedService // by number
	)
	err = sql.Take(ctx, tx, "incident_id, week, source", "FROM facts.alert_sources",
		func(row []int64) placed {
			one := placed{alert: alert{row[2], (int32(row[1]) - before) / 7}}
			if int32(row[1]) >= before {
				one.service = places.places[places.of(int32(row[0]))].service
			}
			return one
		},
		func(some []placed) {
			for i := range some {
				one := &some[i]
				if one.service == 0 || int(one.week) >= len(weeks)+windowWeeks-1 {
					continue
				}
				services = grown(services, one.service+1)
				s := services[one.service]
				if s == nil {
					s = &alertedService{service: one.service}
					services[one.service] = s
					list = append(list, s)
				}
				s.alerts = append(s.alerts, one.alert)
			}
		})
	return list, err
}
