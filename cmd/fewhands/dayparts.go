package main

import (
	"strings"
	"time"

	"github.com/fewhands/fewhands/sql"
)

// dayPartsConfig are spans of local time such as 08:00-18:00; what is left out is as it is by default.
type dayPartsConfig struct {
	Business string `yaml:"business"`
	Sleep    string `yaml:"sleep"`
}

// parse reads the spans; fault is told of those that are none.
func (c dayPartsConfig) parse(fault func(key, format string, args ...any)) sql.DayParts {
	parts := sql.DefaultDayParts
	for _, span := range []struct {
		key, text  string
		start, end *time.Duration
	}{
		{"day_parts.business", c.Business, &parts.BusinessStart, &parts.BusinessEnd},
		{"day_parts.sleep", c.Sleep, &parts.SleepStart, &parts.SleepEnd},
	} {
		if span.text == "" {
			continue
		}
		first, last, _ := strings.Cut(span.text, "-")
		start, isStart := parseClock(first)
		end, isEnd := parseClock(last)
		if !isStart || !isEnd || start == end || start == 24*time.Hour {
			fault(span.key, "want a time from and until, such as 08:00-18:00, not %q", span.text)
			continue
		}
		*span.start, *span.end = start, end
	}
	return parts
}

// dayParts are those of the config, which has been checked.
func (c *config) dayParts() sql.DayParts {
	return c.DayParts.parse(func(string, string, ...any) {})
}

// parseClock reads HH:MM; 24:00 is the end of the day.
func parseClock(text string) (time.Duration, bool) {
	if text = strings.TrimSpace(text); text == "24:00" {
		return 24 * time.Hour, true
	}
	at, err := time.Parse("15:04", text)
	return time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute, err == nil && len(text) == len("15:04")
}
