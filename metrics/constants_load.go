package metrics

// Whose clock the metrics of load go by.
var (
	oneWeek = Constant{
		Name:   "week",
		Value:  "the ISO week, Monday to Sunday in UTC, that holds the event",
		Source: ownChoice,
	}
	businessHours = Constant{
		Name:   "business hours",
		Value:  "08:00 up to 18:00 unless configured, Monday to Friday",
		Source: dayPartsSource,
	}
	sleepingHours = Constant{
		Name:   "sleeping hours",
		Value:  "22:00 up to 08:00 unless configured, every day",
		Source: dayPartsSource,
	}
	localTime = Constant{
		Name:   "local time",
		Value:  "by the time zone that the person had at that moment; the value is missing in a week of which it is not known throughout",
		Source: ownChoice,
	}
)

// Who set the norms of load and rest.
const (
	dayPartsSource = "PagerDuty's day parts"
	restNorm       = "Directive 2003/88/EC, article 3"
	templateNorm   = "PagerDuty's on-call template for EMEA: at most 192 hours in four weeks and 6 days in a row"
	shareNorm      = "Google, Site Reliability Engineering, chapter 11, Being On-Call: at most 25 % of the time on call"
	shiftNorm      = "Google, Site Reliability Engineering, chapter 11, Being On-Call: at most 2 incidents per shift of 12 hours"
)
