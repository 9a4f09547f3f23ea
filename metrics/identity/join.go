package identity

// key is one piece of evidence: everyone who has it is one person.
type key struct {
	kind evidence
	repo int32 // where the evidence holds; everywhere is -1
	text string
}

type evidence uint8

const (
	byAddress evidence = iota
	byNoreply
	byFormer
	byPlus
	byName
)

const everywhere int32 = -1

// components are identities joined by keys, with how many identities have each key.
type components struct {
	*forest
	keys   map[key]int32 // position in firsts and counts
	firsts []int32       // first identity with the key
	counts []int32       // identities with the key

	address []int32          // key of each identity's address, or none
	name    []int32          // key of each identity's name, or none
	spelled map[string]int32 // how many identities spell a noreply address this way
	noreply map[int]string   // identities with a noreply address, and how it is spelled
}

func join(identities []Identity) *components {
	c := &components{
		forest:  newForest(len(identities)),
		keys:    make(map[key]int32, 2*len(identities)),
		address: make([]int32, len(identities)),
		name:    make([]int32, len(identities)),
		spelled: map[string]int32{},
		noreply: map[int]string{},
	}
	for i := range identities {
		id := &identities[i]
		c.address[i], c.name[i] = none, none
		address := addressOf(id.Email)
		if address.spelled != "" {
			c.spelled[address.spelled]++
			c.noreply[i] = address.spelled
		}
		switch address.reach {
		case reachAll:
			c.address[i] = c.add(i, key{byAddress, everywhere, address.text})
		case reachRepository:
			if id.Source == "" {
				c.address[i] = c.add(i, key{byAddress, id.Repo, address.text})
			}
		}
		if name := nameOf(id.Name); name != "" && id.Source == "" {
			c.name[i] = c.add(i, key{byName, id.Repo, name})
		}
	}
	return c
}

// add joins identity i with everyone else who has the key.
func (c *components) add(i int, k key) int32 {
	at, known := c.keys[k]
	if !known {
		at = int32(len(c.firsts))
		c.keys[k] = at
		c.firsts = append(c.firsts, int32(i))
		c.counts = append(c.counts, 0)
	}
	c.counts[at]++
	c.union(int32(i), c.firsts[at])
	return at
}

// evidence says what joined identity i to the others of its person.
func (c *components) evidence(i, size int, mapped bool) string {
	shared := func(key int32) bool { return key != none && c.counts[key] > 1 }
	spelled, isNoreply := c.noreply[i]
	switch {
	case size == 1:
		return Alone
	case mapped:
		return Mailmap
	case shared(c.address[i]) && (!isNoreply || c.spelled[spelled] > 1):
		return Email
	case shared(c.address[i]):
		return Noreply
	default:
		return Name
	}
}
