package drift

// Week is the length of a week in the seconds of Incident.At.
const Week = 7 * 24 * 3600

// History is what one channel of one service has recorded.
type History struct {
	// Weeks is how many whole weeks it covers, quiet ones at its end included.
	Weeks int

	// Rota says that it is known who was on call. Then an incident without a known roster is left out, and what is tested is
	// what people do while not on call. Otherwise (tickets, commits) it is everyone's share.
	Rota bool

	// Incidents are in the order of At. In channels without a rota they are tickets or commits.
	Incidents []Incident

	// Members says from when to when people could have responded. Who is in none of them counts from their first
	// response to the end.
	Members []Member
}

// Incident is something that somebody had to answer.
type Incident struct {
	At         int64   // seconds since the Monday on which week 0 began
	Roster     bool    // OnCall is known, even if nobody was
	OnCall     []int32 // people on call at any level when it was opened
	Responders []int32 // people who responded, on call or not
}

// Member is a time for which a person is on the rota or in the team: the weeks From to To-1.
type Member struct {
	Person   int32
	From, To int
}
