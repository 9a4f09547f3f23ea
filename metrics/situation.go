package metrics

import "time"

// Situation is who does the work, who could, and who holds the code, as of the end of the last kept week: what is needed to say
// how it would be without some of the people. It is read once; nothing here changes it.
type Situation struct {
	Week   time.Time // Monday of the last kept week
	People map[int32]*Somebody

	places   []*standingPlace // services, teams, the organisation, repositories
	byPlace  map[placeKey]*standingPlace
	isActive []bool // by person_id
	ranks    []int32
	services map[int32]string // key by service_id
}

// Somebody is a person who is no bot.
type Somebody struct {
	ID     int32
	Person string
	Name   string
	Left   bool // marked as left by the end of the week
}

type placeKey struct{ scope, entity string }

// standingPlace is a service, a team, the organisation or a repository.
type standingPlace struct {
	placeKey
	name  string
	team  string           // key of the team of a service, "" where nobody owns it
	works [4]*standingWork // by place in workChannels; nil where there never was any
	code  *standingCode    // nil where no file is counted
}

// workChannels are the channels of work, in the order in which they are told.
var workChannels = [4]string{"pages", "tickets", "commits", "all"}

const (
	pagesWork = iota
	ticketsWork
	commitsWork
	allWork
)

// standingWork is one channel of work in one place in the 13 weeks that end with the last kept week.
type standingWork struct {
	isOld    bool // 30 days or more since the first item
	hasSome  bool // of the channel all: one of its channels has enough to go by
	people   []part
	eligible []int32
}

// part is what one person has of something.
type part struct {
	person int32
	items  float64
}

// fewestItems are the least items of 13 weeks that say anything; see tooFewItems.
const fewestItems = 10

// active tells whether somebody was seen in the last 180 days and is not marked as left.
func (s *Situation) active(person int32) bool {
	return int(person) < len(s.isActive) && s.isActive[person]
}

// isHere tells whether somebody is not marked as left.
func (s *Situation) isHere(person int32) bool {
	p := s.People[person]
	return p != nil && !p.Left
}
