package identity

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// company is an organisation with every trap that identities are known to set, and who everybody really is.
type company struct {
	rnd        *rand.Rand
	identities []Identity
	truth      []string // of each identity: the person, or bot
	nextID     map[int32]int32
	day0       time.Time
}

var (
	givenNames = strings.Fields("Ana Bo Priya Jonas Seun Marta Henrik Leila Tomás Grace Dmitri Aisha Caleb Mei Hugo Siobhán Kwame Aroha Wiremu Nikhil Sven Yuki Fatima Emil Ingrid Chloé Daniel Linnéa Zoltán Viktor Beatriz Owen Alex Sam Kim Wei Li Anna Maria John Peter Olga Ivan Nora Lars Eva")
	surnames   = strings.Fields("Lind Marklund Raman Ek Adeyemi Kowalska Dahlgren Haddad Rivera Kim Volkov Bello Whitehorse Chen Ferreira Byrne Mensah Ngata Parata Deshmukh Östberg Tanaka Idrissi Sundqvist Sandvik Laurent Okafor Holm Nagy Halász Fonseca Gallagher Smith Jones Müller Zhang Wang Li Novák Dev Root Build Larsen Nilsson Öberg Ito Sato Park Silva Costa Moreau")
)

func newCompany(seed uint64) *company {
	return &company{rnd: rand.New(rand.NewPCG(seed, 7)), nextID: map[int32]int32{}, day0: time.Date(2022, 1, 3, 0, 0, 0, 0, time.UTC)}
}

func (c *company) chance(share float64) bool { return c.rnd.Float64() < share }

// commit adds a git identity of the truth with commits from one day to another.
func (c *company) commit(who string, repo int32, name, email string, from, to int) *Identity {
	c.identities = append(c.identities, Identity{
		Repo: repo, ID: c.nextID[repo], Name: name, Email: email, Commits: int64(1 + c.rnd.IntN(80)),
		First: c.day0.AddDate(0, 0, from), Last: c.day0.AddDate(0, 0, max(from, to)),
	})
	c.nextID[repo]++
	c.truth = append(c.truth, who)
	return &c.identities[len(c.identities)-1]
}

func (c *company) account(who, source, id, name, email string) *Identity {
	c.identities = append(c.identities, Identity{Source: source, Account: id, Name: name, Email: email})
	c.truth = append(c.truth, who)
	return &c.identities[len(c.identities)-1]
}

// employee is somebody with accounts, who commits under several names and addresses.
func (c *company) employee(n int, given, sur string) {
	who := fmt.Sprintf("p%d", n)
	name := given + " " + sur
	login := strings.ToLower(slugOf(given) + "." + slugOf(sur))
	work := fmt.Sprintf("%s@corp.example", login)
	for _, id := range c.identities { // the mail system numbers those who come later
		if strings.EqualFold(id.Email, work) {
			work = fmt.Sprintf("%s%d@corp.example", login, n)
		}
	}
	from, to := c.rnd.IntN(300), 600+c.rnd.IntN(700)
	isLeaver := c.chance(0.15)
	if isLeaver {
		to = from + 100 + c.rnd.IntN(200)
	}
	pager := fmt.Sprintf("P%05d", n)
	switch {
	case isLeaver && c.chance(0.5):
		c.account(who+" gone", PagerDuty, pager, name, "").IsGone = true // only a reference is left: nothing ties it
	case c.chance(0.9):
		a := c.account(who, PagerDuty, pager, name, strings.ToUpper(work[:1])+work[1:])
		if c.chance(0.1) { // married, and the address with it
			a.Earlier = []Written{{name, work}}
			a.Name, a.Email = given+" Newname"+fmt.Sprint(n), fmt.Sprintf("%s.newname%d@corp.example", strings.ToLower(slugOf(given)), n)
		}
	}
	jira := work
	if c.chance(0.05) {
		jira = ""
	}
	if jira != "" {
		c.account(who, Jira, fmt.Sprintf("712020:%04d", n), name, jira)
	} else {
		c.account(who+" hidden", Jira, fmt.Sprintf("712020:%04d", n), name, "") // nothing but a name: for org.yaml
	}
	number := 10_000 + n
	repos := 1 + c.rnd.IntN(3)
	for range repos {
		repo := int32(1 + c.rnd.IntN(25))
		c.commit(who, repo, name, work, from, to)
		switch c.rnd.IntN(9) {
		case 0:
			c.commit(who, repo, name, fmt.Sprintf("%s%d@home.example", slugOf(given), n), from, to) // joined by name here
		case 1:
			c.commit(who, repo, login, fmt.Sprintf("%d+%s-%d@users.noreply.github.com", number, slugOf(sur), n), from, to).Name = name
		case 2:
			id := c.commit(who, repo, name, work, from, to)
			id.Mapped, id.Was = true, Written{strings.ToLower(given), fmt.Sprintf("%s%d@old.example", slugOf(sur), n)}
			c.commit(who, repo%25+1, strings.ToLower(given), fmt.Sprintf("%s%d@old.example", slugOf(sur), n), from, from+20)
		case 3:
			c.commit(who, repo, given, work, from, to)
		case 4:
			c.commit(who, repo, name, strings.Replace(work, "@", "+git@", 1), from, to)
		case 5:
			c.commit(who, repo, sur+", "+given, work, from, to)
		case 6:
			c.commit(who, repo, name, "root@localhost", from, to)
		}
	}
	if c.chance(0.05) { // the account at GitHub got another login, its number stays
		repo := int32(1 + c.rnd.IntN(25))
		c.commit(who, repo, name, fmt.Sprintf("%d+%s-%d@users.noreply.github.com", number, slugOf(sur), n), from, to)
		c.commit(who, repo%25+1, name, fmt.Sprintf("%d+renamed-%d@users.noreply.github.com", number, n), from, to)
		c.commit(who, repo, name, work, from, to)
	}
}

// traps are what joins people who have nothing to do with each other.
func (c *company) traps(n int) {
	// Two people of one name in one repository, both with accounts.
	for k := range 4 {
		repo := int32(1 + k)
		for i := range 2 {
			who := fmt.Sprintf("twin%d-%d", k, i)
			name := fmt.Sprintf("Wei Twin%c", 'a'+k)
			email := fmt.Sprintf("wei.twin%c%d@corp.example", 'a'+k, i)
			if k%2 == 0 || i == 0 {
				c.account(who, PagerDuty, fmt.Sprintf("PT%d%d", k, i), name, email)
			}
			if k%2 == 0 || i == 1 {
				c.account(who, Jira, fmt.Sprintf("JT%d%d", k, i), name, email)
			}
			c.commit(who, repo, name, email, 0, 900)
			c.commit(who, repo+1, name, email, 0, 900)
		}
		// And an address of nobody knows which of them.
		c.commit(fmt.Sprintf("either%d", k), repo, fmt.Sprintf("Wei Twin%c", 'a'+k), fmt.Sprintf("wt%d@home.example", k), 0, 900)
	}
	// The second of one name has no account anywhere, but an address of the same host.
	c.account("solo0", PagerDuty, "PS0", "Nora Solo", "nora.solo@corp.example")
	c.commit("solo0", 3, "Nora Solo", "nora.solo@corp.example", 0, 900)
	c.commit("solo1", 3, "Nora Solo", "nora.solo2@corp.example", 100, 800)

	// One address of many: a pairing machine, a duty, a build server, somebody's machine that another one used.
	pair := []string{"Alma Ros", "Bert Quist", "Cleo Frank"}
	for i, name := range pair {
		who := fmt.Sprintf("pair%d", i)
		email := strings.ToLower(strings.Replace(name, " ", ".", 1)) + "@corp.example"
		c.account(who, PagerDuty, fmt.Sprintf("PP%d", i), name, email)
		for repo := int32(5); repo < 8; repo++ {
			c.commit(who, repo, name, "workstation7@corp.example", 0, 900)
			c.commit(who, repo, name, email, 0, 900)
			for _, role := range []string{"oncall@corp.example", "build@corp.example", "noreply@corp.example", "root@localhost", "payments-oncall@corp.example", "dev@corp.example"} {
				if c.chance(0.3) {
					c.commit(who, repo, name, role, 0, 900)
				}
			}
		}
	}
	c.account("duty", PagerDuty, "PDUTY", "On-call", "oncall@corp.example")
	c.account("duty2", Jira, "JDUTY", "Payments Support", "payments-oncall@corp.example")
	c.commit("pair1", 9, "Bert Quist", "alma.ros@corp.example", 0, 10)
	c.truth[len(c.truth)-1] = "pair0" // on her machine, under her address: it counts as hers
	c.commit("pair1", 9, "Bert Quist", "bert.quist@corp.example", 0, 900)
	c.commit("pair0", 9, "Alma Ros", "alma.ros@corp.example", 0, 900)
	c.account("team0", PagerDuty, "PPLUS0", "Olga Tag", "payments+olga@corp.example")
	c.account("team1", PagerDuty, "PPLUS1", "Ivan Tag", "payments+ivan@corp.example")
	c.commit("team2", 9, "Payments", "payments@corp.example", 0, 900)

	// A login that was given up, and taken by somebody else.
	c.commit("login0", 10, "First Owner", "501+handle@users.noreply.github.com", 0, 100)
	c.commit("login1", 11, "Second Owner", "502+handle@users.noreply.github.com", 400, 900)
	c.commit("login?", 12, "Some Owner", "handle@users.noreply.github.com", 0, 900)
	// The same login on two forges.
	c.commit("forge0", 10, "Forge Hub", "hubby@users.noreply.github.com", 0, 900)
	c.commit("forge1", 11, "Gitta Lab", "77-hubby@users.noreply.gitlab.com", 0, 900)

	// A seat that was handed on to somebody else.
	c.account("seat0", PagerDuty, "PSEAT0", "Greta Stay", "greta.stay@corp.example").Earlier = []Written{{"Hans Left", "hans.left@corp.example"}}
	c.commit("seat1", 12, "Hans Left", "hans.left@corp.example", 0, 300)
	c.commit("seat0", 12, "Greta Stay", "greta.stay@corp.example", 400, 900)

	// .mailmap that sends one address to two people, and a team's to one.
	for i, name := range []string{"Mina Map", "Otto Map"} {
		who := fmt.Sprintf("map%d", i)
		email := strings.ToLower(strings.Replace(name, " ", ".", 1)) + "@corp.example"
		id := c.commit(who, 13, name, email, 0, 900)
		id.Mapped, id.Was = true, Written{strings.ToLower(name[:4]), "mapteam@corp.example"}
		c.commit(who, 14, name, email, 0, 900)
		id = c.commit(who, int32(15+i), name, email, 0, 900)
		id.Mapped, id.Was = true, Written{name, "lab@elsewhere.example"}
	}
	c.commit("map?", 14, "maps", "mapteam@corp.example", 0, 900)

	// First names, and names that are no names.
	for i, name := range []string{"Alex", "root", "unknown", "Your Name", "Jenkins", "Developer"} {
		for k := range 3 {
			c.commit(fmt.Sprintf("word%d-%d", i, k), 20, name, fmt.Sprintf("w%d.%d@somewhere%d.example", i, k, k), 0, 900)
		}
	}
	for k, full := range []string{"Alex Uno", "Alex Due", "Alex Tre"} {
		c.commit(fmt.Sprintf("alex%d", k), 20, full, fmt.Sprintf("a%d@elsewhere.example", k), 0, 900)
	}

	// Bots under the names and addresses of people.
	for i := range 3 {
		who := fmt.Sprintf("keeper%d", i)
		email := fmt.Sprintf("keeper%d@corp.example", i)
		name := []string{"Ulla Ask", "Rolf Elm", "Tove Fir"}[i]
		c.account(who, PagerDuty, fmt.Sprintf("PK%d", i), name, email)
		c.commit(who, 21, name, email, 0, 900).Commits = 200
		c.commit(who, 21, "semantic-release-bot", email, 0, 900).Commits = 3
		c.commit("bot dependabot", int32(20+i), "dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com", 0, 900)
		c.commit("bot claude", int32(20+i), "Claude", "noreply@anthropic.com", 0, 900)
	}
	c.account("bot app", Jira, "557058:app", "Automation for Jira", "").IsBot = true
}

// shuffle puts the identities in another order, as long as nobody may depend on it.
func (c *company) shuffle() {
	c.rnd.Shuffle(len(c.identities), func(i, j int) {
		c.identities[i], c.identities[j] = c.identities[j], c.identities[i]
		c.truth[i], c.truth[j] = c.truth[j], c.truth[i]
	})
}

// pairs counts pairs of identities: those joined, those of one person, and those both. wrong has examples.
func (c *company) pairs(matches []Match) (joined, same, both int, wrong, missed []string) {
	for i := range matches {
		for j := range i {
			isJoined, isSame := matches[i].Person == matches[j].Person, c.truth[i] == c.truth[j]
			if isJoined {
				joined++
			}
			if isSame {
				same++
			}
			switch {
			case isJoined && isSame:
				both++
			case isJoined:
				wrong = append(wrong, fmt.Sprintf("%s %+v\n  %s %+v", c.truth[i], c.identities[i], c.truth[j], c.identities[j]))
			case isSame:
				missed = append(missed, fmt.Sprintf("%s %+v\n  %s %+v", c.truth[i], c.identities[i], c.truth[j], c.identities[j]))
			}
		}
	}
	return joined, same, both, wrong, missed
}

func generated(seed uint64, people int) *company {
	c := newCompany(seed)
	taken := map[string]bool{}
	for n := range people {
		given, sur := givenNames[c.rnd.IntN(len(givenNames))], surnames[c.rnd.IntN(len(surnames))]
		if taken[given+sur] && !c.chance(0.3) {
			sur += "-" + surnames[c.rnd.IntN(len(surnames))]
		}
		taken[given+sur] = true
		c.employee(n, given, sur)
	}
	c.traps(people)
	c.shuffle()
	return c
}

// What is joined automatically must be right, every time; what is left out is for a human to add.
func TestTrapsJoinNobodyAndMostIsFound(t *testing.T) {
	for seed := range uint64(8) {
		c := generated(seed, 300)
		people, matches := Resolve(c.identities, NewBots(nil))
		joined, same, both, wrong, missed := c.pairs(matches)
		t.Logf("seed %d: %d identities, %d people; precision %d/%d, recall %d/%d = %.4f", seed, len(matches), len(people), both, joined, both, same, float64(both)/float64(same))
		for i, w := range wrong[:min(3, len(wrong))] {
			t.Errorf("wrong %d of %d: %s", i+1, len(wrong), w)
		}
		if float64(both) < 0.95*float64(same) {
			for _, m := range missed[:min(3, len(missed))] {
				t.Errorf("missed: %s", m)
			}
		}
	}
}
