package reports

// How people are shown.
const (
	ShowNames      = "names"
	ShowPseudonyms = "pseudonyms"
	ShowCounts     = "counts" // how many they are, and not who
)

// DefaultGroup is the fewest people of whose load, rest and morale a public file speaks unless asked otherwise, LeastGroup the
// fewest that may be asked for.
const (
	DefaultGroup = 5
	LeastGroup   = 3
)

// Privacy says what public pages and files tell about people. Public is all that a site or an export has outside its private
// folder. The zero value is counts for leaders, names for teams, and groups of DefaultGroup.
type Privacy struct {
	Leadership   string // of files about the whole organisation; "" is ShowCounts
	Teams        string // of the pages and files of teams, services and repositories; "" is ShowNames
	MinimumGroup int    // 0 is DefaultGroup
	Key          []byte // of pseudonyms

	known *known // of the warehouse, nil before it is read
}

// leaderName is what a file about the whole organisation calls a person: "" where it tells only how many.
func (p Privacy) leaderName(person, name string) string {
	switch p.Leadership {
	case ShowNames:
		return name
	case ShowPseudonyms:
		return p.pseudonym(person)
	}
	return ""
}

// teamName is what a page or file of a team, service or repository calls a person: "" where it tells only how many.
func (p Privacy) teamName(person, name string) string {
	switch p.Teams {
	case ShowCounts:
		return ""
	case ShowPseudonyms:
		return p.pseudonym(person)
	}
	return name
}

// hidesTeam tells whether the pages and files of teams, services and repositories say only how many people there are.
func (p Privacy) hidesTeam() bool { return p.Teams == ShowCounts }

// whereNames ends a sentence that says that only counts are here.
func (p Privacy) whereNames(pages string) string {
	switch p.Teams {
	case ShowCounts:
		return "."
	case ShowPseudonyms:
		return "; pseudonyms are on the pages of " + pages + ", where the work is done."
	}
	return "; names are on the pages of " + pages + ", where the work is done."
}

// teamKey is what names a person in the files of a team, service or repository.
func (p Privacy) teamKey(person string) string {
	if p.Teams == "" || p.Teams == ShowNames {
		return person
	}
	return p.teamName(person, "")
}

// group is the fewest people of whose load, rest and morale a public file speaks.
func (p Privacy) group() int64 {
	if p.MinimumGroup == 0 {
		return DefaultGroup
	}
	return int64(p.MinimumGroup)
}

// leaderText is a text of others as a file about the whole organisation has it: without names, where it names nobody.
func (p Privacy) leaderText(text string) string {
	if p.Leadership == ShowNames || p.known == nil {
		return text
	}
	return p.known.mask.hide(text)
}

// teamText is the same on the pages and in the files of teams, services and repositories.
func (p Privacy) teamText(text string) string {
	if p.Teams == "" || p.Teams == ShowNames || p.known == nil {
		return text
	}
	return p.known.mask.hide(text)
}

// placeText is what is called the same everywhere: the name of a team, service or repository, and what was changed there.
func (p Privacy) placeText(text string) string {
	return p.teamText(p.leaderText(text))
}

// placeKey is the key of a team, service or repository in files, links and the names of files.
func (p Privacy) placeKey(key string) string {
	if p.known != nil && p.placeText(key) != key {
		if other, ok := p.known.keys[key]; ok {
			return other
		}
	}
	return key
}

// who says who is shown to whom, in sentences.
func (p Privacy) who() string {
	as := map[string]string{
		"": "counts, such as “2 of 9”", ShowCounts: "counts, such as “2 of 9”", ShowPseudonyms: "pseudonyms, the same every night", ShowNames: "names",
	}
	teams := as[p.Teams]
	if p.Teams == "" {
		teams = as[ShowNames]
	}
	return "Of people, the first page, the edition for leaders and the files of the whole organisation show " + as[p.Leadership] +
		"; the pages and files of teams, services and repositories, where the work is done, show " + teams +
		". Somebody’s own weeks are on a page for them alone, which no other page leads to."
}
