package sample

import (
	"hash/fnv"
	"strconv"
)

func number(n int) string { return strconv.Itoa(n) }

// idOfName makes the id of something that has only a name here, such as a resolution: the same name, the same id.
func idOfName(name string) string {
	if name == "" {
		return ""
	}
	h := fnv.New32a()
	_, _ = h.Write([]byte(name))
	return number(10_000 + int(h.Sum32()%80_000))
}

// names returns how a changelog names a user: the id, and what people read.
func (u *JiraUser) names() (id, text string) {
	if u == nil {
		return "", ""
	}
	return u.ID, u.Name
}

// atoi returns 0 where the text is no number.
func atoi(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0
	}
	return n
}
