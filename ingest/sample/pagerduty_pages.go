package sample

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
)

const (
	defaultLimit = 25
	mostLimit    = 100
	mostOffset   = 10_000 // of offset and limit together
)

// page is the part of a list that a request asks for.
type page struct {
	limit, offset int
	total         bool
}

func readPage(q url.Values) (page, *response) {
	p := page{limit: defaultLimit, total: q.Get("total") == "true"}
	for name, to := range map[string]*int{"limit": &p.limit, "offset": &p.offset} {
		if !q.Has(name) {
			continue
		}
		n, err := strconv.Atoi(q.Get(name))
		if err != nil || n < 0 || name == "limit" && n == 0 {
			return p, invalid(name + " is invalid.")
		}
		*to = n
	}
	p.limit = min(p.limit, mostLimit)
	if p.limit+p.offset > mostOffset {
		bad := apiError(http.StatusBadRequest, codeArguments, "Arguments Caused Error",
			"Offset+limit exceeds maximum allowed value of 10000. Please try to refine your search to reduce the returned set "+
				"of records below this number, like adding a date range.")
		return p, &bad
	}
	return p, nil
}

// list answers with a page of n objects, encoding only those on it.
func list(name string, q url.Values, n int, object func(i int) json.RawMessage) response {
	p, bad := readPage(q)
	if bad != nil {
		return *bad
	}
	from, to := min(p.offset, n), min(p.offset+p.limit, n)
	body := bytes.NewBufferString(`{"` + name + `":[`)
	for i := from; i < to; i++ {
		if i > from {
			body.WriteByte(',')
		}
		body.Write(object(i))
	}
	total := "null"
	if p.total {
		total = strconv.Itoa(n)
	}
	body.WriteString(`],"limit":` + strconv.Itoa(p.limit) + `,"offset":` + strconv.Itoa(p.offset) +
		`,"total":` + total + `,"more":` + strconv.FormatBool(to < n) + `}`)
	return response{status: http.StatusOK, body: body.Bytes()}
}

// listAll answers with a page of objects, what they refer to put in where the request includes it.
func listAll[T interface{ encode() json.RawMessage }](s *PagerDuty, name string, q url.Values, objects []T, can includes) response {
	expand, bad := s.include(q, can)
	if bad != nil {
		return *bad
	}
	return list(name, q, len(objects), func(i int) json.RawMessage { return expand(objects[i].encode()) })
}

// one answers with a single object under its name.
func one(name string, object json.RawMessage) response {
	return response{status: http.StatusOK, body: []byte(`{"` + name + `":` + string(object) + `}`)}
}
