package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
)

// scheduleConfig says when fewhands schedule runs what.
type scheduleConfig struct {
	Nightly  string `yaml:"nightly"`  // cron expression; "": not at all
	Exports  string `yaml:"exports"`  // the same, of exports beside those of the night
	Timezone string `yaml:"timezone"` // default UTC

	zone *time.Location
}

// equals tells whether both run the same at the same times.
func (s *scheduleConfig) equals(other *scheduleConfig) bool {
	return s.Nightly == other.Nightly && s.Exports == other.Exports && s.Timezone == other.Timezone
}

// checkSchedule finds the faults of the schedule.
func (c *config) checkSchedule(fault func(key, format string, args ...any)) {
	s := c.Schedule
	if s == nil {
		return
	}
	if s.Nightly == "" && s.Exports == "" {
		fault("schedule", "want a cron expression under nightly or exports")
	}
	for _, one := range []struct{ key, text string }{{"schedule.nightly", s.Nightly}, {"schedule.exports", s.Exports}} {
		if one.text == "" {
			continue
		}
		if _, err := parseCron(one.text); err != nil {
			fault(one.key, "%v", err)
		}
	}
	if s.Exports != "" && len(c.Exports) == 0 {
		fault("schedule.exports", "there is nothing under exports to export")
	}
	var err error
	if s.zone, err = time.LoadLocation(s.Timezone); err != nil || s.Timezone == "Local" {
		fault("schedule.timezone", "want a time zone such as Europe/Stockholm, not %q", s.Timezone)
	}
}

// parseCron reads a cron expression of five fields, or @daily and the like.
func parseCron(text string) (cron.Schedule, error) {
	const want = "want a cron expression such as \"0 2 * * *\" (minute, hour, day of month, month, day of week), not %q"
	if strings.Contains(text, "TZ=") {
		return nil, errors.New("the time zone belongs under schedule.timezone")
	}
	schedule, err := cron.ParseStandard(text)
	if err != nil {
		return nil, fmt.Errorf(want+": %w", text, err)
	}
	if _, isInterval := schedule.(cron.ConstantDelaySchedule); isInterval {
		return nil, fmt.Errorf(want, text)
	}
	if schedule.Next(time.Unix(0, 0).UTC()).IsZero() {
		return nil, fmt.Errorf("%q never comes", text)
	}
	return schedule, nil
}
